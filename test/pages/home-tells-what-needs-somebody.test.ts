import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { Browser, Page } from 'playwright-core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { AskedApi } from '../api.ts';
import { HOUR, type House, openHouse, signedBy, telemetry } from '../house.ts';
import { openBrowser, signIn } from './browser.ts';
import { livedIn } from './left-house.ts';
import { serve } from './serve.ts';
import { visit } from './visits.ts';

let house: House;
let api: AskedApi;
let browser: Browser;

beforeEach(async () => {
  house = await openHouse();
  api = await serve(house);
  browser = await openBrowser();
}, 60_000);

afterEach(async () => {
  await browser?.close();
  await api?.stop();
  await house?.stop();
});

async function home(): Promise<Page> {
  const { page } = await visit(browser, api);
  page.setDefaultTimeout(20_000);
  await signIn(page);
  await page.getByRole('heading', { name: 'Needs you' }).waitFor();
  return page;
}

const cards = (page: Page) => page.locator('.needs .card h3');

test('an empty home says plainly that nothing left, and advice that is put away stays away', async () => {
  const page = await home();
  await page.getByText('Nothing has left through Hearthgate today. 0 values stayed home.').waitFor();
  await page.getByText('Nothing has left through Hearthgate.', { exact: true }).waitFor();
  await page.getByText('In seven days nothing left through Hearthgate').waitFor();
  await expect.poll(() => cards(page).count()).toBe(1);
  await page.locator('.needs').getByRole('button', { name: 'Not now' }).click();
  await page.getByText('Nothing needs you.').waitFor();
  await page.reload();
  await page.getByText('Nothing needs you.').waitFor();
});

test('requests, terms that changed and choices that end soon each have a card that leads there', async () => {
  const page = await home();
  await livedIn(house, 1);
  await page.getByText('1 request waits for your answer').waitFor();
  expect(await page.getByText('something else than what you answered').count()).toBe(0);
  await house.give('acme-heating', 'setpoints', { lifetime: 'today' });
  await page.getByText('1 choice ends within a week').waitFor();
  await expect.poll(() => page.getByText('for your answer').count()).toBe(0);
  const requests = house.acme.manifest.requests.map((each) => ({ ...each, retention: 'P3Y' }));
  await house.do('recipient add', { signed: await signedBy(house, { version: 2, requests }) });
  await page.getByText('2 requests wait for your answer').waitFor();
  await page.getByText('2 of them say something else than what you answered before.').waitFor();
  await page.getByRole('link', { name: 'See the requests' }).click();
  expect(new URL(page.url()).pathname).toBe('/requests');
});

test('a recipient that cannot be reached is told in the three parts of trouble, and its messages as not delivered', async () => {
  const thermostat = await livedIn(house, 1);
  const page = await home();
  await house.acme.cloud.stop();
  for (let i = 0; i < 12; i++) {
    await thermostat.publishAsync(telemetry('thermostat'), '{"temperature":21}', { qos: 1 });
    await house.clock.advance(HOUR / 6);
  }
  await expect
    .poll(async () => (await house.do<{ trouble: unknown[] }>('home show', {})).trouble.length, { timeout: 10_000 })
    .toBe(1);
  await page.reload();
  await page.getByText('Messages for Acme Heating wait here').waitFor();
  await page.getByText('Nothing was lost, and nothing goes anywhere else. The box tries again by itself.').waitFor();
  await page.getByRole('link', { name: 'See why' }).click();
  expect(new URL(page.url()).pathname).toBe('/recipients/acme-heating');
  await page.goto('/left');
  await page.locator('.tag', { hasText: 'Couldn’t deliver' }).first().waitFor();
});

test('that nobody connects to a recipient that gets nothing any more is no trouble', async () => {
  await livedIn(house, 1);
  await house.do('consent withdraw', { recipient: 'acme-heating' });
  await house.clock.advance(2 * HOUR);
  await expect
    .poll(() => house.hub.recipients.states())
    .toEqual([{ recipient: 'acme-heating', state: 'waiting: no consent in force' }]);
  expect(await house.do('home show', {})).toMatchObject({ trouble: [] });
});

test('a disk that takes nothing has a card while it does, without the page being loaded anew', async () => {
  const thermostat = await livedIn(house, 1);
  const page = await home();
  const db = new Database(join(house.dataDir, 'flow.db'));
  const tables = ['route_changes', 'route_block', 'outbox_records', 'quarantine'];
  for (const table of tables)
    db.exec(
      `CREATE TRIGGER full_${table} BEFORE INSERT ON ${table} BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END`,
    );
  const say = () => thermostat.publishAsync(telemetry('thermostat'), '{"temperature":21,"humidity":40}', { qos: 1 });
  await say();
  await expect.poll(() => house.hub.line.takesNothing).toBe(true);
  await say();
  await page.getByText('The disk of the box takes nothing').waitFor();
  await page.getByText('What they say is not shared until there is room again').waitFor();
  for (const table of tables) db.exec(`DROP TRIGGER full_${table}`);
  db.close();
  await expect.poll(() => house.hub.line.takesNothing, { timeout: 15_000 }).toBe(false);
  await say();
  await page.getByText('The disk of the box takes nothing').waitFor({ state: 'detached' });
});
