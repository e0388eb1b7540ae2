import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AskedApi, PASSPHRASE } from '../api.ts';
import { type House, openHouse, plugThermostat, telemetry } from '../house.ts';
import { bytesOf, openBrowser, signIn } from './browser.ts';
import { serve } from './serve.ts';
import { visit } from './visits.ts';

let house: House;
let api: AskedApi;
let browser: Browser;

beforeAll(async () => {
  house = await openHouse();
  api = await serve(house);
  const thermostat = await plugThermostat(house);
  await thermostat.publishAsync(telemetry('thermostat'), JSON.stringify({ temperature: 21.5 }), { qos: 1 });
  await house.do('recipient add', { signed: house.acme.signed });
  await house.give('acme-heating', 'heating-tips');
  await house.do('consent withdraw', { recipient: 'acme-heating' });
  browser = await openBrowser();
});

afterAll(async () => {
  await browser?.close();
  await api?.stop();
  await house?.stop();
});

const given = () => house.hub.consents.all().filter(({ state }) => state === 'given').length;

test('by the keyboard alone: what shares more is looked at, agreed to with the passphrase, and then undone', async () => {
  const { page } = await visit(browser, api);
  await signIn(page, 'Anna', '/activity?recipient=acme-heating');
  await page.getByText('gets temperature of thermostat no more').first().waitFor();
  expect(given()).toBe(0);
  await house.clock.advance(20 * 60_000);
  const focused = page.locator(':focus');
  for (let at = 0; at < 60; at++) {
    await page.keyboard.press('Tab');
    if (/^Undo….*temperature of thermostat no more/.test((await focused.textContent()) ?? '')) break;
  }
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Undo this' });
  await dialog.getByText('Undoing this shares more than now.').waitFor();
  await dialog
    .getByText(/thermostat: temperature/)
    .first()
    .waitFor();
  await dialog.getByText('— Acme Heating says').first().waitFor();
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/undo.png` });
  expect(given()).toBe(0);
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  expect(await focused.textContent()).toMatch(/^Undo….*temperature of thermostat no more/);

  await page.keyboard.press('Enter');
  await dialog
    .getByText(/thermostat: temperature/)
    .first()
    .waitFor();
  await dialog.getByRole('button', { name: 'Share like before' }).focus();
  await page.keyboard.press('Enter');
  // Its fifteen minutes are over.
  await page.getByLabel('Passphrase', { exact: true }).fill(PASSPHRASE);
  await page.keyboard.press('Enter');
  await page.getByText('It is as before.').waitFor();
  expect(given()).toBe(1);
  await page.locator('ol.activity > li').first().getByText('may get temperature of thermostat').first().waitFor();
});

test('a receipt of what was decided is downloaded, signed', async () => {
  const { page } = await visit(browser, api);
  await signIn(page, 'Anna', '/activity');
  const coming = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Receipt' }).first().click();
  const kept = (await bytesOf(await coming)).toString();
  expect(kept.split('.')).toHaveLength(3);
});

test('fifty are shown at a time, and filters stand in the address', async () => {
  const { page } = await visit(browser, api);
  for (let at = 0; at < 60; at++) {
    const { id } = await house.do<{ id: string }>('rule add', { rule: 'never from this room', room: `room ${at}` });
    if (at % 2 === 0) await house.do('rule remove', { id, confirmed: true });
  }
  await signIn(page, 'Anna', '/activity');
  await page.getByText('50 changes shown.').waitFor();
  await page.getByRole('button', { name: 'Show more' }).click();
  await page.getByText(/^9\d changes shown, that is all\.$/).waitFor();
  await page.getByLabel('About the company or service').selectOption('acme-heating');
  await page.waitForURL(/\?recipient=acme-heating$/);
  await page.getByText(/^\d changes shown, that is all\.$/).waitFor();
  await page.reload();
  await page.getByText(/^\d changes shown, that is all\.$/).waitFor();
});
