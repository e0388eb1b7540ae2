import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AskedApi } from '../api.ts';
import { type House, openHouse, plugThermostat, telemetry } from '../house.ts';
import { openBrowser, signIn } from './browser.ts';
import { stand } from './screens.ts';
import { serve } from './serve.ts';
import { visit } from './visits.ts';

let house: House;
let api: AskedApi;
let browser: Browser;

beforeAll(async () => {
  house = await openHouse();
  api = await serve(house);
  await api.invite('Vera', 'viewer');
  const thermostat = await plugThermostat(house);
  await thermostat.publishAsync(telemetry('thermostat'), JSON.stringify({ temperature: 21.5 }), { qos: 1 });
  await house.do('recipient add', { signed: house.acme.signed });
  await house.give('acme-heating', 'heating-tips');
  browser = await openBrowser();
});

afterAll(async () => {
  await browser?.close();
  await api?.stop();
  await house?.stop();
});

test('a rule for the night crosses midnight, holds at once, and ending it shows first what leaves again', async () => {
  const { page } = await visit(browser, api);
  await signIn(page, 'Anna', '/settings');
  await page.getByText('There are none.').waitFor();
  await page.getByText('Add a rule').click();
  await page.getByText('from 22:00 until 06:00 of the next day stays home, every day').waitFor();
  await page.getByRole('checkbox', { name: 'Sun' }).uncheck();
  await page.getByRole('button', { name: 'Let it hold' }).click();
  await page.getByText('The rule holds from now on.').waitFor();
  expect(house.hub.standing.all()).toMatchObject([{ rule: 'night', hours: { from: 1320, to: 360 } }]);

  await page.getByLabel('Rule', { exact: true }).selectOption('Never something of this kind');
  await page.getByLabel('Kind', { exact: true }).selectOption('Warmth and air in the rooms');
  await page.getByRole('button', { name: 'Let it hold' }).click();
  await page.getByRole('button', { name: /^End… .*climate/ }).click();
  await page
    .getByRole('dialog')
    .getByText(/thermostat → acme-heating: temperature/)
    .waitFor();
  expect(house.hub.standing.all()).toHaveLength(2);
  await page.getByRole('button', { name: 'End the rule' }).click();
  await page.getByText('The rule is ended.').waitFor();
  expect(house.hub.standing.all()).toHaveLength(1);
});

test('only what devices need is shared after its exact list was shown', async () => {
  const { page } = await visit(browser, api);
  await signIn(page, 'Anna', '/settings');
  await page.getByRole('radio', { name: /Only what devices need to work/ }).check();
  await page.getByRole('button', { name: 'Show me the list' }).click();
  await page.getByRole('dialog').getByText('none of your devices needs to send anything').waitFor();
  expect(house.hub.posture.name).toBe('share nothing until I say so');
  await page.getByRole('dialog').getByRole('button', { name: 'Begin like this' }).click();
  await page.getByText('0 things are shared, as in the list.').waitFor();
  expect(house.hub.posture.name).toBe('only what devices need to work');
});

test('the language changes where one is, and stays; so does the look', async () => {
  const { page } = await visit(browser, api);
  await signIn(page, 'Anna', '/settings');
  await page.getByRole('radio', { name: 'Deutsch' }).check();
  await page.getByRole('heading', { level: 1, name: 'Einstellungen' }).waitFor();
  await page.waitForFunction('document.title === "Einstellungen · Hearthgate"');
  expect(await page.locator('html').getAttribute('lang')).toBe('de');
  await page.getByRole('radio', { name: 'Dunkel' }).check();
  await page.goto('/help');
  await page.getByRole('heading', { name: 'Was die Wörter bedeuten' }).waitFor();
  expect(await page.locator('html').getAttribute('data-look')).toBe('dark');
  const dark = await page.evaluate(PAPER);
  await page.goto('/settings');
  await page.getByRole('radio', { name: 'English' }).check();
  await page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor();
  await page.getByRole('radio', { name: 'Light' }).check();
  expect(await page.evaluate(PAPER)).not.toBe(dark);
});

const PAPER = 'getComputedStyle(document.documentElement).backgroundColor';
const PAGES = [
  ...['/more', '/activity', '/people', '/people/worried', '/data', '/settings', '/help'],
  ...['/welcome', '/welcome/devices', '/welcome/posture'],
];

test('a viewer looks at every page and finds nothing there that they may not use', async () => {
  const { page } = await visit(browser, api);
  await signIn(page, 'Vera');
  const forbidden: string[] = [];
  page.on('response', (response) => {
    if (response.status() === 403) forbidden.push(response.url());
  });
  const found: string[] = [];
  for (const path of PAGES) {
    await stand(page, path, { unfold: false });
    for (const name of await page.locator('main button').allTextContents()) found.push(name);
  }
  expect(forbidden).toEqual([]);
  const own =
    /^(Sign out|Sign me out everywhere else|Change your passphrase|Leave this page quickly|Show more|Put this card away)/;
  expect(found.filter((name) => !own.test(name))).toEqual([]);
});
