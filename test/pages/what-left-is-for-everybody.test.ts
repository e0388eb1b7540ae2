import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AskedApi, PASSPHRASE } from '../api.ts';
import { type House, openHouse } from '../house.ts';
import { openBrowser, signIn, type Visit } from './browser.ts';
import { livedIn } from './left-house.ts';
import { stand } from './screens.ts';
import { serve } from './serve.ts';
import { visit } from './visits.ts';

let house: House;
let api: AskedApi;
let browser: Browser;

beforeAll(async () => {
  house = await openHouse();
  api = await serve(house);
  await livedIn(house);
  browser = await openBrowser();
}, 60_000);

afterAll(async () => {
  await browser?.close();
  await api?.stop();
  await house?.stop();
});

/** How these pages are without anything to show, and in trouble, is looked at with all others. */
async function visited(how: Visit): Promise<Page> {
  const { page } = await visit(browser, api, how);
  page.setDefaultTimeout(20_000);
  await signIn(page);
  return page;
}

/** Each page with everything on it opened. */
const PAGES: readonly { readonly path: string; readonly ready: string }[] = [
  { path: '/', ready: '.picture, .week ~ *, main p' },
  { path: '/left', ready: '.record' },
  { path: '/stayed', ready: '.tabs' },
  { path: '/left/day/thermostat', ready: 'h1' },
];

async function open(page: Page, path: string, ready: string): Promise<void> {
  await stand(page, path);
  await page.locator(ready).first().waitFor();
  for (let i = 0; i < 3; i++) {
    await page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })");
    await expect.poll(() => page.getByText('Asking the box').count()).toBe(0);
  }
}

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  return page.evaluate(`axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) =>
    violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html.slice(0, 200)).join(' | ')))`);
}

/** What makes the page wider than the screen. */
const tooWide = (page: Page): Promise<string[]> =>
  page.evaluate(`document.documentElement.scrollWidth <= document.documentElement.clientWidth ? [] :
    ['the page', ...[...document.querySelectorAll('main *')]
      .filter((each) => each.getBoundingClientRect().right > innerWidth || each.getBoundingClientRect().left < 0)
      .map((each) => each.outerHTML.slice(0, 120))]`);

test.each([
  [320, 'light'],
  [1280, 'dark'],
] as const)(
  'at %i px, %s, axe finds nothing and nobody scrolls sideways',
  async (width, look) => {
    const page = await visited({ width, look });
    for (const { path, ready } of PAGES) {
      await open(page, path, ready);
      expect(await violations(page), path).toEqual([]);
      expect(await tooWide(page), path).toEqual([]);
    }
  },
  60_000,
);

test('text of twice the size, 400 %, German and right to left lose nothing and scroll nowhere sideways', async () => {
  const { page } = await visit(browser, api, { width: 320, height: 256, language: 'de-DE' });
  page.setDefaultTimeout(20_000);
  await page.goto('/');
  await page.getByLabel('Ihr Name').fill('Anna');
  await page.getByLabel('Passphrase', { exact: true }).fill(PASSPHRASE);
  await page.getByRole('button', { name: 'Anmelden' }).click();
  await page.locator('nav.nav').waitFor();
  for (const { path, ready } of PAGES) {
    await open(page, path, ready);
    expect(await tooWide(page), path).toEqual([]);
    await page.evaluate("document.documentElement.dir = 'rtl'");
    expect(await tooWide(page), `${path}, right to left`).toEqual([]);
    await page.setViewportSize({ width: 640, height: 512 });
    await page.evaluate("document.documentElement.style.fontSize = '200%'");
    expect(await tooWide(page), `${path}, twice as large`).toEqual([]);
    await page.setViewportSize({ width: 320, height: 256 });
  }
}, 60_000);
