import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AskedApi } from '../api.ts';
import { COMMANDS } from '../commander.ts';
import { HOUR, type House, openHouse, plugThermostat, signedBy, telemetry } from '../house.ts';
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
});

afterAll(async () => {
  await browser?.close();
  await api?.stop();
  await house?.stop();
});

const given = () => house.hub.consents.all().filter(({ state }) => state === 'given').length;

test('a recipient is added from its signed file, says who it is, and gets nothing by it', async () => {
  const thermostat = await plugThermostat(house);
  await thermostat.publishAsync(telemetry('thermostat'), '{"temperature":21.3,"target":20}', { qos: 1 });
  const { page } = await visit(browser, api);
  await signIn(page, 'Anna', '/recipients');
  await page.getByText('Nobody outside is known to this box').waitFor();
  await page.getByRole('link', { name: 'Add one' }).click();
  await page.getByRole('heading', { name: 'Add somebody who may ask' }).waitFor();
  await page.getByLabel('Or paste what is in it').fill('{"v":1}');
  await page.getByRole('button', { name: 'Look at it and add' }).click();
  await page.getByRole('alert').waitFor();
  const buffer = Buffer.from(house.acme.signed);
  await page.getByLabel('Choose its file').setInputFiles({ name: 'acme.jws', mimeType: 'text/plain', buffer });
  await page.getByRole('button', { name: 'Look at it and add' }).click();
  await page.getByText('Acme Heating is added, and gets nothing').waitFor();
  await page.getByText('Germany').waitFor();
  await page
    .getByText(house.hub.manifests.fingerprint(house.hub.manifests.all()[0]?.recipient ?? never()) ?? '')
    .waitFor();
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/added.png`, fullPage: true });
  expect(house.hub.plan.routes.size).toBe(0);
  await page.getByRole('link', { name: 'To the page of Acme Heating' }).click();
  await page.getByText('Acme Heating gets nothing.').waitFor();
});

function never(): never {
  throw new Error('no recipient was added');
}

test('its page says what it gets and what it claims, and one tap takes everything back; one more restores it', async () => {
  await house.give('acme-heating', 'heating-tips');
  await house.give('acme-heating', 'setpoints');
  await house.clock.advance(2 * HOUR);
  const { page } = await visit(browser, api);
  await signIn(page, 'Anna', '/recipients/acme-heating');
  await page.getByText('— Acme Heating says').first().waitFor();
  await page.getByText('Sealed: only it can open what it gets.').waitFor();
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/recipient.png`, fullPage: true });
  const before = given();
  expect(before).toBe(3);
  await page.getByRole('button', { name: 'Stop sharing with Acme Heating' }).click();
  await page.getByText('Acme Heating gets nothing.').waitFor();
  expect(given()).toBe(0);
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByText('It is as before.').waitFor();
  expect(given()).toBe(before);
});

test('a stop for a while says until when, and starting again is looked at first', async () => {
  const { page } = await visit(browser, api, { width: 320, height: 700, look: 'dark' });
  await signIn(page, 'Anna', '/recipients/acme-heating');
  await page.getByRole('button', { name: 'Stop for a while' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Stop sharing' }).click();
  await page.getByText('Sharing with Acme Heating is stopped until').waitFor();
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/recipient-320.png`, fullPage: true });
  await page.getByRole('button', { name: 'Share with Acme Heating again' }).click();
  await page.getByRole('dialog').getByText('This leaves again:').waitFor();
  await page.getByRole('dialog').getByRole('button', { name: 'Share like this again' }).click();
  await page.getByText('Sharing goes on.').waitFor();
  expect(house.hub.standing.all()).toEqual([]);
});

test('codes are new every month; that they stay is looked at first, and taken back at once', async () => {
  const { page } = await visit(browser, api);
  await signIn(page, 'Anna', '/recipients/acme-heating');
  const isLinkable = () => house.hub.recipients.isLinkable('acme-heating', 'dpv:ServicePersonalisation');
  await page.getByRole('button', { name: 'Always use the same code fit its service' }).click();
  await page.getByRole('dialog').getByText('follow a device for as long as it is shared').waitFor();
  expect(isLinkable()).toBe(false);
  await page.getByRole('dialog').getByRole('button', { name: 'Always use the same code' }).click();
  await page.getByText('always the same code.').waitFor();
  expect(isLinkable()).toBe(true);
  await page.getByRole('button', { name: 'Use a new code every month' }).click();
  await page.getByText('always the same code.').waitFor({ state: 'detached' });
  expect(isLinkable()).toBe(false);
  await page.getByRole('button', { name: 'Get a new code now' }).click();
  await page.getByText('New codes are used for what is measured from now on.').waitFor();
});

test('erasure is asked for, never pretended: the letter is there to be read, and the answer is noted', async () => {
  const { page } = await visit(browser, api);
  await signIn(page, 'Anna', '/recipients/acme-heating');
  await page.getByText('Hearthgate cannot delete anything at Acme Heating.').waitFor();
  await page.getByRole('button', { name: 'Ask Acme Heating to delete what it has' }).click();
  const letter = page.getByRole('dialog', { name: 'The letter' });
  await letter.getByText('Articles 17 and 19 GDPR').waitFor();
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/letter.png` });
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    letter.getByRole('link', { name: 'Save the letter' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('letter.txt');
  await letter.getByRole('button', { name: 'Close' }).click();
  await page.locator('summary', { hasText: 'What did it answer?' }).click();
  await page.getByLabel('It refused').check();
  await page.getByRole('button', { name: 'Note this answer' }).click();
  await page.getByText('It refused.').waitFor();
  expect(house.hub.rights.all()[0]).toMatchObject({ what: 'erasure', answer: 'refused' });
});

test('what it may make a device do is taken back by one tap', async () => {
  await house.do('recipient add', { signed: await signedBy(house, { version: 2, commands: COMMANDS }) });
  await house.do('command allow', { recipient: 'acme-heating', command: 'set-target', confirmed: true });
  const { page } = await visit(browser, api);
  await signIn(page, 'Anna', '/recipients/acme-heating');
  await page.getByRole('button', { name: /^Allow this no more/ }).click();
  await page.getByText('It may not do that any more.').waitFor();
  expect(house.hub.allowances.all().map(({ state }) => state)).toEqual(['withdrawn']);
});

test('a viewer looks at it, and is shown no button that changes anything', async () => {
  await api.invite('Vera', 'viewer');
  const { page } = await visit(browser, api);
  await signIn(page, 'Vera', '/recipients/acme-heating');
  await page
    .getByRole('button', { name: /^Why\?/ })
    .first()
    .waitFor();
  const names = await page.locator('main').getByRole('button').allTextContents();
  expect(names.filter((each) => !/^(Why\?|The letter)/.test(each))).toEqual([]);
  await page.getByRole('button', { name: 'The letter' }).click();
  await page.getByRole('dialog', { name: 'The letter' }).waitFor();
});

test('removing it ends everything that was agreed to', async () => {
  const { page } = await visit(browser, api);
  await signIn(page, 'Anna', '/recipients/acme-heating');
  await page.locator('summary', { hasText: 'Remove Acme Heating' }).click();
  await page.getByRole('button', { name: 'Remove Acme Heating' }).click();
  await page.getByText('Nobody outside is known to this box').waitFor();
  expect(house.hub.manifests.all()).toEqual([]);
});
