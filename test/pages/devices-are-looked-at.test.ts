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
  const thermostat = await plugThermostat(house);
  const said = { temperature: 21.34, humidity: 40, target: 20.5, window_open: true, mic_level: 12 };
  await thermostat.publishAsync(telemetry('thermostat'), JSON.stringify(said), { qos: 1 });
  await house.do('recipient add', { signed: house.acme.signed });
  await house.give('acme-heating', 'heating-tips');
});

afterAll(async () => {
  await browser?.close();
  await api?.stop();
  await house?.stop();
});

const given = () => house.hub.consents.all().filter(({ state }) => state === 'given').length;

test('a new device says so until somebody says that they know it', async () => {
  const { page } = await visit(browser, api);
  await signIn(page, 'Anna', '/devices?new=true');
  await page.getByRole('link', { name: 'thermostat' }).click();
  await page.getByText('Nobody has looked at this device yet.').waitFor();
  await page.getByRole('button', { name: 'I know this device' }).click();
  await page.getByText('Nobody has looked at this device yet.').waitFor({ state: 'detached' });
  expect(house.hub.registry.known().some(({ id }) => house.hub.registry.isNew(id))).toBe(false);
  await page.goto('/devices?new=true');
  await page.getByText('No device fits that.').waitFor();
});

test('a device’s page begins with what it can tell, the sensitive first, and hides values until somebody wants them', async () => {
  const { page } = await visit(browser, api);
  await signIn(page, 'Anna', '/devices/thermostat');
  const label = page.locator('section', { has: page.getByRole('heading', { name: 'What it can tell' }) });
  await expect.poll(() => label.getByRole('listitem').first().textContent()).toContain('Sensitive');
  expect(await page.content()).not.toContain('21.34');
  await page.getByRole('button', { name: 'Show values' }).click();
  await page.getByText('21.34').waitFor();
  const { body } = await api.ask('GET', '/api/v1/activity?most=5');
  expect(JSON.stringify(body.changes)).toMatch(/looked/);
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/device.png`, fullPage: true });
  await page.getByRole('button', { name: 'Hide values' }).click();
  expect(await page.content()).not.toContain('21.34');
});

test('one field is stopped by one tap, and one more takes it back', async () => {
  const { page } = await visit(browser, api);
  await signIn(page, 'Anna', '/devices/thermostat');
  const before = given();
  await page
    .getByRole('button', { name: /^Stop sharing this/ })
    .first()
    .click();
  await expect.poll(given).toBe(before - 1);
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByText('It is as before.').waitFor();
  expect(given()).toBe(before);
});

test('why a field leaves is said with the rule that decides, and the whole device is stopped and started again', async () => {
  const { page } = await visit(browser, api);
  await signIn(page, 'Anna', '/devices/thermostat');
  await page
    .getByRole('button', { name: /^Why\?/ })
    .first()
    .click();
  await page.getByText('The household agreed to this.').waitFor();
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
  await page.getByRole('button', { name: 'Stop sharing from this device' }).click();
  await page.getByText('Sharing from this device is stopped.').waitFor();
  expect([...house.hub.plan.routes.values()].every(({ held }) => held === 'pause')).toBe(true);
  await page.getByRole('button', { name: 'Share from this device again' }).click();
  await page.getByRole('dialog').getByText('This leaves again:').waitFor();
  await page.getByRole('dialog').getByRole('button', { name: 'Share like this again' }).click();
  await page.getByText('Sharing goes on.').waitFor();
  expect([...house.hub.plan.routes.values()].some(({ held }) => held === 'pause')).toBe(false);
});

test('a room and hours are set on the device’s page, and ending the hours is looked at first', async () => {
  const { page } = await visit(browser, api, { width: 320, height: 700 });
  await signIn(page, 'Anna', '/devices/thermostat');
  await page.getByRole('combobox', { name: 'Room' }).fill('Kitchen');
  await page.getByRole('button', { name: 'Keep this room' }).click();
  await page.getByText('The room is kept.').waitFor();
  expect(house.hub.registry.known()[0]?.room).toBe('Kitchen');
  await page.getByLabel('From', { exact: true }).fill('00:00');
  await page.getByLabel('to', { exact: true }).fill('23:59');
  await page.getByRole('button', { name: 'Keep it home in these hours' }).click();
  await page.getByText('Held back at the moment: a rule about these hours.').first().waitFor();
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/device-320.png`, fullPage: true });
  await page.getByRole('button', { name: 'End this rule' }).click();
  await page.getByRole('dialog').getByText('This leaves again:').waitFor();
  await page.getByRole('dialog').getByRole('button', { name: 'End this rule' }).click();
  await page.getByText('The rule is over.').waitFor();
  expect(house.hub.standing.all()).toEqual([]);
});

test('a viewer looks, and is shown no button that is not theirs', async () => {
  await api.invite('Vera', 'viewer');
  const { page } = await visit(browser, api);
  await signIn(page, 'Vera', '/devices/thermostat');
  await page
    .getByRole('button', { name: /^Why\?/ })
    .first()
    .waitFor();
  const names = await page.locator('main').getByRole('button').allTextContents();
  expect(names.filter((each) => !each.startsWith('Why?'))).toEqual([]);
});

test('forgetting a device says first what goes, and its hours go with it', async () => {
  await house.do('rule add', { rule: 'night', hours: { from: '22:00', to: '06:00' }, device: 'thermostat' });
  const { page } = await visit(browser, api);
  await signIn(page, 'Anna', '/devices/thermostat');
  await page.locator('summary', { hasText: 'Forget this device' }).click();
  await page.getByRole('button', { name: 'Forget this device' }).click();
  await page.getByText('The credential thermostat is taken back').waitFor();
  expect(house.hub.registry.known()).toHaveLength(1);
  await page.getByRole('button', { name: 'Forget it' }).click();
  await page.getByText('No device has been heard yet.').waitFor();
  expect(house.hub.registry.known()).toEqual([]);
  expect(house.hub.standing.all()).toEqual([]);
});
