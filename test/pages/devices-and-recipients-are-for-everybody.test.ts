import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AskedApi } from '../api.ts';
import { type House, openHouse, plugThermostat, telemetry } from '../house.ts';
import { openBrowser, signIn } from './browser.ts';
import { serve } from './serve.ts';
import { visit } from './visits.ts';

const PATHS = [
  '/devices',
  '/devices/thermostat',
  '/connect',
  '/recipients',
  '/recipients/acme-heating',
  '/recipients?add',
];

let house: House;
let api: AskedApi;
let browser: Browser;

beforeAll(async () => {
  house = await openHouse({ mqtts: true });
  api = await serve(house);
  browser = await openBrowser();
  await house.do('recipient add', { signed: house.acme.signed });
  await house.do('recipient add', { signed: house.volt.signed });
  const thermostat = await plugThermostat(house);
  const said = {
    temperature: 21.3,
    target: 20,
    a_name_that_is_longer_than_any_screen_is_wide_on_a_phone: 3,
    unheard: 'x',
  };
  await thermostat.publishAsync(telemetry('thermostat'), JSON.stringify(said), { qos: 1 });
  await house.give('acme-heating', 'heating-tips');
  await house.do('app add', { name: 'node-red', read: ['hearthgate/v1/devices/#'], write: [] });
  await house.do('rule add', { rule: 'night', hours: { from: '22:00', to: '06:00' }, device: 'thermostat' });
  await house.do('recipient erase', { recipient: 'acme-heating' });
});

afterAll(async () => {
  await browser?.close();
  await api?.stop();
  await house?.stop();
});

const LOADING = /Asking the box|Die Box wird gefragt/;

/** What was asked for has come, and everything folded away is opened. */
async function settled(page: Page): Promise<void> {
  await page.locator('main h1').waitFor();
  await expect.poll(() => page.locator('main').textContent()).not.toMatch(LOADING);
  await page.evaluate('for (const folded of document.querySelectorAll("main details")) folded.open = true');
}

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string }[];
}

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const found: unknown = await page.evaluate('axe.run().then(({ violations }) => violations)');
  return (found as Violation[]).map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join('\n')}`);
}

for (const look of ['light', 'dark'] as const)
  for (const width of [320, 1280])
    test(`no page of devices and recipients is wider than ${width} px or fails axe, ${look}`, async () => {
      const language = look === 'dark' ? 'de' : 'en-GB';
      const { page, context } = await visit(browser, api, { width, height: 800, look, language });
      await page.context().addCookies(await cookies());
      for (const path of PATHS) {
        await page.goto(path);
        await settled(page);
        const wide = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
        expect(wide, path).toBe(0);
        expect(await violations(page), path).toEqual([]);
        if (process.env.SHOTS)
          await page.screenshot({
            path: `${process.env.SHOTS}/all-${look}-${width}-${path.replaceAll(/\W/g, '_')}.png`,
            fullPage: true,
          });
      }
      await context.close();
    }, 60_000);

/** Of somebody who is signed in. */
async function cookies() {
  const { page, context } = await visit(browser, api);
  await signIn(page);
  const all = await context.cookies();
  return all;
}

test('who sees nothing moves from a list to a device and back by the keyboard, and is told where they are', async () => {
  const { page } = await visit(browser, api);
  await signIn(page, 'Anna', '/devices');
  const link = page.getByRole('link', { name: 'thermostat' });
  await link.focus();
  await page.keyboard.press('Enter');
  await expect.poll(() => page.evaluate('document.activeElement?.textContent')).toBe('thermostat');
  await page
    .getByRole('button', { name: /^Why\?/ })
    .first()
    .focus();
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await expect.poll(() => page.evaluate('document.activeElement?.textContent')).toMatch(/^Why\?/);
});
