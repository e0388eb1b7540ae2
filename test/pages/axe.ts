import axe, { type AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

/** Rules that axe leaves out unless they are asked for: targets of at least 24 px (WCAG 2.2, 2.5.8). */
const ALL = { resultTypes: ['violations'], rules: { 'target-size': { enabled: true } } };
const COLOURS = { resultTypes: ['violations'], runOnly: ['color-contrast', 'link-in-text-block'] };

/** What axe finds wrong with a page by WCAG 2.2 AA and good practice, each with where it is; empty where nothing is. */
export function violationsOn(page: Page): Promise<string[]> {
  return runOn(page, ALL);
}

/** The same of its colours alone, where nothing else became another. */
export function faintOn(page: Page): Promise<string[]> {
  return runOn(page, COLOURS);
}

async function runOn(page: Page, options: object): Promise<string[]> {
  // The page's policy lets in no script of others; what the browser's tools evaluate is not the page's.
  if (!(await page.evaluate<boolean>('"axe" in globalThis'))) await page.evaluate(axe.source);
  const { violations } = await page.evaluate<AxeResults>(`axe.run(document, ${JSON.stringify(options)})`);
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`));
}
