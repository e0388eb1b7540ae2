import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AskedApi } from '../api.ts';
import { type House, openHouse, plugThermostat, telemetry } from '../house.ts';
import { openBrowser, signIn } from './browser.ts';
import { serve } from './serve.ts';
import { visit } from './visits.ts';

let house: House;
let api: AskedApi;
let browser: Browser;

beforeAll(async () => {
  house = await openHouse();
  api = await serve(house);
  browser = await openBrowser();
  await house.do('recipient add', { signed: house.acme.signed });
  const thermostat = await plugThermostat(house);
  await thermostat.publishAsync(telemetry('thermostat'), '{"temperature":21.3,"target":20}', { qos: 1 });
  await house.give('acme-heating', 'heating-tips');
});

afterAll(async () => {
  await browser?.close();
  await api?.stop();
  await house?.stop();
});

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
