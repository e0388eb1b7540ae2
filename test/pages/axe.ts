import axe, { type AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

/** What axe finds wrong with a page by WCAG 2.2 AA and good practice, each with where it is; empty where nothing is. */
export async function violationsOn(page: Page): Promise<string[]> {
  // The page's policy lets in no script of others; what the browser's tools evaluate is not the page's.
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate<AxeResults>('axe.run(document)');
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`));
}
