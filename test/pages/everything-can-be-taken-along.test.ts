import { unzipSync } from 'fflate';
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
  browser = await openBrowser();
});

afterAll(async () => {
  await browser?.close();
  await api?.stop();
  await house?.stop();
});

test('everything is downloaded as one file, after the passphrase was typed once more', async () => {
  const { page } = await visit(browser, api);
  await signIn(page, 'Anna', '/data');
  await house.clock.advance(20 * 60_000);
  await page.getByRole('button', { name: 'Download everything' }).click();
  await page.getByLabel('Passphrase', { exact: true }).fill(PASSPHRASE);
  const coming = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Go on' }).click();
  const download = await coming;
  expect(download.suggestedFilename()).toBe('hearthgate.zip');
  const files = unzipSync(await bytesOf(download));
  expect(Object.keys(files)).toEqual(expect.arrayContaining(['README.txt', 'index.html', 'devices.json']));
});

test('how long things stay is chosen, and what deleting would take is counted before it goes', async () => {
  const { page } = await visit(browser, api);
  await signIn(page, 'Anna', '/data');
  await page.getByRole('group', { name: 'Exactly what left' }).getByRole('radio', { name: '30 days' }).check();
  await page.getByRole('button', { name: 'Keep it like this' }).click();
  await page.getByText('Kept like this from now on.').waitFor();
  expect(house.hub.settings.values.detailDays).toBe(30);
  // The arrow keys of a choice pass by what would delete; nothing is deleted before its button says so.
  await page.getByRole('group', { name: 'Exactly what left' }).getByRole('radio', { name: '30 days' }).press('ArrowUp');
  await page.getByRole('button', { name: 'Delete what is older' }).waitFor();
  expect(house.hub.settings.values.detailDays).toBe(30);

  await house.clock.advance(3 * 86_400_000);
  const today = new Date(house.clock.now()).toISOString().slice(0, 10);
  await page.getByLabel('Everything before').fill(today);
  await page.getByRole('button', { name: 'See how much that is' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText(/^[1-9]\d* entries of the record$/).waitFor();
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/erase.png` });
  const size = house.hub.ledger.size;
  expect([...house.hub.ledger.changes(size)].every(({ entry }) => entry !== undefined)).toBe(true);
  await dialog.getByRole('button', { name: 'Delete it' }).click();
  await page.getByLabel('Passphrase', { exact: true }).fill(PASSPHRASE);
  await page.getByRole('button', { name: 'Go on' }).click();
  await page.getByText('It is deleted.').waitFor();
  expect([...house.hub.ledger.changes(size)].some(({ entry }) => entry === undefined)).toBe(true);
});

test('what was asked of a company is listed with its letter, and its answer is noted', async () => {
  await api.ask('POST', '/api/v1/recipients/acme-heating/erasure', {});
  const { page } = await visit(browser, api, { width: 320, height: 640 });
  await signIn(page, 'Anna', '/data');
  await page.getByRole('heading', { name: /: erase what you have about us/ }).waitFor();
  await page.getByRole('button', { name: /^Letter/ }).click();
  await page.getByRole('dialog').getByText('Articles 17').first().waitFor();
  const coming = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Download it to print' }).click();
  expect((await bytesOf(await coming)).toString()).toContain('<!doctype html>');
  await page.getByRole('button', { name: 'Close', exact: true }).click();
  await page.getByRole('button', { name: /^Note the answer/ }).click();
  await page.getByRole('radio', { name: 'They did part of it' }).check();
  await page.getByLabel('A note of yours').fill('By post');
  await page.getByRole('dialog').getByRole('button', { name: 'Note the answer' }).click();
  await page.getByText('By post').waitFor();
  await page.getByText('— you wrote this').waitFor();
});
