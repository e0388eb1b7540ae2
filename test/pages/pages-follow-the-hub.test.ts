import type { MqttClient } from 'mqtt';
import type { Browser, Page } from 'playwright-core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { LeftPage } from '../../gateway/history/left.ts';
import { type AskedApi, V1 } from '../api.ts';
import { type House, openHouse } from '../house.ts';
import { openBrowser, signIn } from './browser.ts';
import { live, livedIn } from './left-house.ts';
import { serve } from './serve.ts';
import { visit } from './visits.ts';

let house: House;
let api: AskedApi;
let browser: Browser;
let thermostat: MqttClient;

beforeEach(async () => {
  house = await openHouse();
  api = await serve(house);
  thermostat = await livedIn(house, 1);
  browser = await openBrowser();
}, 60_000);

afterEach(async () => {
  await browser?.close();
  await api?.stop();
  await house?.stop();
});

const rows = (page: Page) => page.locator('.rows-of summary');
const messages = (page: Page) => rows(page).filter({ hasText: 'value' });

test('a message is seen when it leaves, and after a withdrawal the next one is seen to stay', async () => {
  const { page } = await visit(browser, api);
  page.setDefaultTimeout(20_000);
  await signIn(page, 'Anna', '/left');
  await expect.poll(() => messages(page).count()).toBe(1);
  await live(house, thermostat, 1);
  await expect.poll(() => messages(page).count()).toBe(2);

  const home = await page.context().newPage();
  await home.goto('/stayed');
  await home.getByText('No recipient asks for this.').waitFor();
  const { body } = await api.ask('POST', `${V1}/withdrawals`, { recipient: 'acme-heating' });
  expect(body.withdrawn).toBe(2);
  const seen = house.acme.receiver.records.length;
  for (let i = 0; i < 6; i++) {
    await thermostat.publishAsync('hearthgate/v1/devices/thermostat/telemetry', '{"temperature":33}', { qos: 1 });
    await house.clock.advance(10 * 60_000);
  }
  await house.clock.advance(3_600_000);
  await home.getByText('The household agreed to this once and took it back. 6 values').waitFor();
  expect(house.acme.receiver.records.length).toBe(seen);
  expect(await messages(page).count()).toBe(2);
});

test('those who hear the home page are told a sum twice a minute, not every message', async () => {
  const { page } = await visit(browser, api);
  page.setDefaultTimeout(20_000);
  await page.clock.install();
  await signIn(page);
  await page.getByText('Right now').waitFor();
  const heard = page.locator('p.unseen[role=status]');
  await live(house, thermostat, 1);
  await expect.poll(() => page.locator('.arrives > li').count()).toBe(2);
  expect(await heard.textContent()).toBe('');
  await page.clock.fastForward(30_000);
  await expect.poll(() => heard.textContent()).toMatch(/^\d messages? formed or sent in the last half minute\.$/);
});

test('a hub that is started anew while a page is open is found again by itself, and the page shows what happened since', async () => {
  const { page } = await visit(browser, api);
  page.setDefaultTimeout(20_000);
  await signIn(page, 'Anna', '/left');
  await expect.poll(() => messages(page).count()).toBe(1);
  const { port } = api;
  await api.stop();
  await page.getByText('This page does not hear from the box at the moment.').waitFor();
  expect(await messages(page).count()).toBe(1);
  await house.restart();
  thermostat = await house.replug('thermostat');
  await live(house, thermostat, 1);
  api = await serve(house, {}, false, port);
  await expect.poll(() => messages(page).count(), { timeout: 15_000 }).toBe(2);
  await page.getByText('This page does not hear from the box at the moment.').waitFor({ state: 'detached' });
});

test('trouble is told above what was known, what was typed and opened stays, and trying again mends it', async () => {
  const { page } = await visit(browser, api);
  page.setDefaultTimeout(20_000);
  await signIn(page, 'Anna', '/left?field=temperature');
  await expect.poll(() => messages(page).count()).toBe(1);
  await messages(page).first().click();
  await page.getByText('The recipient said that it has it.').waitFor();
  let asked = 0;
  await page.route('**/api/v1/left?**', (route) => {
    asked++;
    return route.fulfill({ status: 500, body: 'broken' });
  });
  await live(house, thermostat, 1);
  await page.getByRole('alert').getByText('The box did not answer.').first().waitFor();
  expect(await messages(page).count()).toBe(1);
  await page.getByText('The recipient said that it has it.').waitFor();
  expect(await page.getByLabel('What', { exact: true }).inputValue()).toBe('temperature');
  // Whatever still happens would make the page ask again by itself; here somebody does.
  await expect
    .poll(async () => (await house.do<LeftPage>('left list', {})).batches.every(({ state }) => state === 'sent'))
    .toBe(true);
  await expect
    .poll(async () => {
      const before = asked;
      await new Promise((resolve) => setTimeout(resolve, 500));
      return asked - before;
    })
    .toBe(0);
  await page.unroute('**/api/v1/left?**');
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect.poll(() => messages(page).count()).toBe(2);
  expect(await page.getByRole('alert').count()).toBe(0);
});

test('a box that takes too long is told to be slow, and nothing else is claimed', async () => {
  const { page } = await visit(browser, api);
  page.setDefaultTimeout(20_000);
  await signIn(page, 'Anna', '/');
  await page.getByText('This week').first().waitFor();
  await page.route('**/api/v1/stayed?**', () => undefined);
  await page.evaluate(() => {
    AbortSignal.timeout = () => {
      const controller = new AbortController();
      setTimeout(() => controller.abort(new DOMException('', 'TimeoutError')), 100);
      return controller.signal;
    };
  });
  await page.getByRole('link', { name: 'What left', exact: true }).first().click();
  await page.getByRole('link', { name: 'What stayed home' }).click();
  await page.getByText('The box takes long to answer. Nothing was changed').waitFor();
});
