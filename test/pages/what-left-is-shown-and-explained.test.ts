import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AskedApi } from '../api.ts';
import { type House, openHouse } from '../house.ts';
import { bytesOf, openBrowser, signIn } from './browser.ts';
import { livedIn } from './left-house.ts';
import { serve } from './serve.ts';
import { visit } from './visits.ts';

let house: House;
let api: AskedApi;
let browser: Browser;

beforeAll(async () => {
  house = await openHouse();
  api = await serve(house);
  await livedIn(house);
  await api.invite('Cleo', 'viewer');
  browser = await openBrowser();
}, 60_000);

afterAll(async () => {
  await browser?.close();
  await api?.stop();
  await house?.stop();
});

async function opened(path: string, name = 'Anna'): Promise<Page> {
  const { page } = await visit(browser, api);
  page.setDefaultTimeout(20_000);
  await signIn(page, name, path);
  await page.getByRole('heading', { level: 1 }).waitFor();
  return page;
}

const rows = (page: Page) => page.locator('.rows-of summary');

test('a row that is opened says exactly what left, which rule let it, and what stayed of the same device', async () => {
  const page = await opened('/left');
  await rows(page).filter({ hasText: 'heating and temperature' }).first().click();
  const inside = page.locator('.inside').first();
  await inside.getByText('What left').waitFor();
  const last = house.acme.receiver.records.findLast(({ fields }) => 'temperature' in fields);
  const mean = Reflect.get(last?.fields.temperature ?? {}, 'mean');
  await inside.getByText(`average ${mean} °C`).waitFor();
  await inside.getByText('Why did this leave?').first().click();
  await inside.getByText('The household agreed to this.').first().waitFor();
  const receipt = await inside.locator('code').first().textContent();
  expect(house.acme.receiver.batches.some(({ claims }) => claims.consents.includes(receipt ?? ''))).toBe(true);
  await inside.getByText('What stayed home of the same devices').click();
  await inside.getByText('Nobody in the household has agreed to this').waitFor();
});

test('what is filtered by stands in the address, so it survives a reload and can be sent to somebody', async () => {
  const page = await opened('/left');
  await expect.poll(() => rows(page).count()).toBeGreaterThan(3);
  const all = await rows(page).count();
  await page.getByText('Show only').click();
  await page.getByLabel('What', { exact: true }).fill('temperature');
  await page.getByLabel('What', { exact: true }).blur();
  await page.getByText('3 messages, and that is all.').waitFor();
  expect(new URL(page.url()).search).toBe('?field=temperature');
  await page.reload();
  await page.getByText('3 messages, and that is all.').waitFor();
  expect(await page.getByLabel('What', { exact: true }).inputValue()).toBe('temperature');
  await page.getByLabel('How it went').selectOption('Held back');
  await page.getByText('Nothing like this is in the record.').waitFor();
  await page.getByRole('button', { name: 'Show everything again' }).click();
  await expect.poll(() => rows(page).count()).toBe(all);
  await page.goto('/left/2026-11-01');
  await page.getByText('Nothing like this is in the record.').waitFor();
});

test('the list can be taken away for a spreadsheet and for programs, as it is filtered', async () => {
  const page = await opened('/left?field=temperature');
  const [csv] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'For a spreadsheet' }).click(),
  ]);
  expect(csv.suggestedFilename()).toBe('what-left.csv');
  const lines = (await bytesOf(csv)).toString().split('\r\n');
  expect(lines[0]).toContain('"device","field","form","values","recipient"');
  expect(lines.slice(1, -1)).toHaveLength(3);
  for (const line of lines.slice(1, -1))
    expect(line).toContain('"thermostat","temperature","summary",1,"Acme Heating"');
  const [json] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'For programs' }).click(),
  ]);
  const { lines: same } = JSON.parse((await bytesOf(json)).toString());
  expect(same).toHaveLength(3);
  expect(same[0]).toMatchObject({ device: 'thermostat', field: 'temperature', state: 'sent', name: 'Acme Heating' });
});

test('what stayed home is told by the reasons, each with the devices, the fields and where to change it', async () => {
  const page = await opened('/stayed');
  await page.getByText('36 values stayed home, for 2 reasons.').waitFor();
  await rows(page).filter({ hasText: 'Nobody in the household has agreed' }).click();
  await page.locator('.inside').getByText('target').waitFor();
  await page.getByRole('link', { name: 'See the requests' }).click();
  expect(new URL(page.url()).pathname).toBe('/requests');
});

test('a day of a device stands beside what a recipient sees of it, as a picture and as a table', async () => {
  const page = await opened('/left/day/thermostat');
  await page.getByLabel('What and to whom').selectOption({ label: 'temperature → Acme Heating' });
  await page.getByText('At home there were 6 values of temperature in a day; Acme Heating sees 3.').waitFor();
  expect(await page.locator('.timeline .dot').count()).toBe(6);
  expect(await page.locator('.timeline .seen').count()).toBe(3);
  await page.getByText('The same as a table').click();
  expect(await page.locator('tbody tr').count()).toBe(3);
  await page.getByText('What it can tell about you').waitFor();
});

test('the home page draws the ways of today and the week, and tells both in words and as tables', async () => {
  const page = await opened('/');
  await page.getByText('6 values of 1 device went to 1 recipient.').waitFor();
  await page.getByText('In seven days 6 values left through Hearthgate and 36 values stayed home.').waitFor();
  await page.getByText('The same as a table').first().click();
  await page.getByRole('row', { name: 'Monday, November 2 6 36' }).waitFor();
  await page.getByText('1 request waits for your answer').waitFor();
});

test('somebody who may only look sees the record, and no button for what they may not do', async () => {
  const page = await opened('/left', 'Cleo');
  await rows(page).filter({ hasText: 'heating and temperature' }).first().click();
  await page.getByText('The recipient said that it has it.').waitFor();
  expect(await page.getByRole('button', { name: 'Show exactly what left' }).count()).toBe(0);
  await page.goto('/left/day/thermostat');
  await page.getByText('Adults of the household can see the values.').waitFor();
});
