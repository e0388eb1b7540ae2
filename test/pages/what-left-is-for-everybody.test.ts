import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AskedApi, PASSPHRASE } from '../api.ts';
import { type House, openHouse } from '../house.ts';
import { openBrowser, signIn, type Visit } from './browser.ts';
import { livedIn } from './left-house.ts';
import { serve } from './serve.ts';
import { visit } from './visits.ts';

let full: House;
let empty: House;
const apis = new Map<'full' | 'empty', AskedApi>();
let browser: Browser;

beforeAll(async () => {
  [full, empty] = [await openHouse(), await openHouse()];
  apis.set('full', await serve(full));
  apis.set('empty', await serve(empty));
  await livedIn(full);
  browser = await openBrowser();
}, 60_000);

afterAll(async () => {
  await browser?.close();
  for (const api of apis.values()) await api.stop();
  await Promise.all([full?.stop(), empty?.stop()]);
});

async function visited(which: 'full' | 'empty', how: Visit): Promise<Page> {
  const api = apis.get(which);
  if (!api) throw new Error('there is no such house');
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
  await page.goto(path);
  await page.locator(ready).first().waitFor();
  await page.waitForLoadState('networkidle').catch(() => undefined);
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
  [320, 'light', 'full'],
  [320, 'dark', 'empty'],
  [1280, 'dark', 'full'],
  [1280, 'light', 'empty'],
] as const)(
  'at %i px, %s and %s, axe finds nothing and nobody scrolls sideways',
  async (width, look, which) => {
    const page = await visited(which, { width, look });
    for (const { path, ready } of PAGES) {
      await open(page, path, ready);
      expect(await violations(page), path).toEqual([]);
      expect(await tooWide(page), path).toEqual([]);
    }
  },
  60_000,
);

test('in trouble axe finds nothing either, and each page still says where it is', async () => {
  const page = await visited('full', { width: 320 });
  await page.route(/\/api\/v1\/(home|left|stayed|devices)/, (route) => route.fulfill({ status: 500 }));
  for (const { path } of PAGES) {
    await page.goto(path);
    await page.getByRole('alert').first().waitFor();
    expect(await violations(page), path).toEqual([]);
    expect(await page.getByRole('heading', { level: 1 }).count(), path).toBe(1);
  }
}, 60_000);

test('text of twice the size, 400 %, German and right to left lose nothing and scroll nowhere sideways', async () => {
  const api = apis.get('full');
  if (!api) throw new Error('there is no such house');
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
