import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AskedApi } from '../api.ts';
import { type House, openHouse } from '../house.ts';
import { openBrowser, signIn } from './browser.ts';
import { livedIn } from './left-house.ts';
import { serve } from './serve.ts';
import { visit } from './visits.ts';

let house: House;
let api: AskedApi;
let browser: Browser;

beforeAll(async () => {
  house = await openHouse();
  api = await serve(house);
  await livedIn(house, 1);
  browser = await openBrowser();
}, 60_000);

afterAll(async () => {
  await browser?.close();
  await api?.stop();
  await house?.stop();
});

/** Somebody whose browser keeps a seal of the record. */
async function witness(): Promise<Page> {
  const { page } = await visit(browser, api);
  page.setDefaultTimeout(20_000);
  await signIn(page, 'Anna', '/left');
  await page.getByText('This browser has not checked the record yet.').waitFor();
  await check(page);
  await page.getByText('This browser keeps the seal of the record since').waitFor();
  return page;
}

const check = (page: Page) => page.getByRole('button', { name: 'Check now' }).click();
const keeps = (page: Page) => page.evaluate(() => localStorage.getItem('hearthgate.record') ?? '');

async function grow(): Promise<void> {
  const { id } = await house.do<{ id: string }>('rule add', { rule: 'visitors' });
  await house.do('rule remove', { id, confirmed: true });
}

test('a record that grew is found to begin with what the browser saw, whatever its size', async () => {
  const page = await witness();
  for (let i = 0; i < 9; i++) {
    await grow();
    await check(page);
    await page.getByText(`${house.hub.ledger.size} entries, all that this browser saw before unchanged`).waitFor();
  }
  await page.reload();
  await page.getByText('Record check: unbroken since').waitFor();
});

test('any bit of the proof, the seal or the key that is not right is found, and what was kept stays', async () => {
  const page = await witness();
  const before = await keeps(page);
  await grow();
  const changed = async (address: string, change: (text: string) => string, finding: string) => {
    await page.route(address, async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: change(await response.text()) });
    });
    await check(page);
    await page.getByText(finding).waitFor();
    await page.unroute(address);
    expect(await keeps(page)).toBe(before);
  };
  const flip = (text: string) => text.replace(/"proof":\["(.)/, (_, first) => `"proof":["${first === '0' ? '1' : '0'}`);
  await changed('**/ledger/consistency?**', flip, 'something in it was changed');
  await changed('**/ledger/consistency?**', (text) => text.replace(/"proof":\[.*\]/, '"proof":[]'), 'something in it');
  await changed('**/ledger/checkpoint', (text) => text.replace(/\n\d+\n/, '\n99\n'), 'does not fit its key');
  await changed('**/ledger/checkpoint', () => JSON.parse(before).note.replace('\n\n', '\n'), 'does not fit its key');
  await changed('**/ledger/key', (text) => text.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')), 'another key');
  await check(page);
  await page.getByText('Record check: unbroken since').waitFor();
  expect(await keeps(page)).not.toBe(before);
});

test('a record that was set back to an earlier, well signed state is found to be shorter', async () => {
  const page = await witness();
  const earlier = JSON.parse(await keeps(page)).note;
  await grow();
  await check(page);
  await page.getByText('Record check: unbroken since').waitFor();
  await page.route('**/ledger/checkpoint', (route) => route.fulfill({ body: earlier, contentType: 'text/plain' }));
  await check(page);
  await page.getByText('entries are missing at its end').waitFor();
});

test('what proves the record can be kept in another place', async () => {
  const page = await witness();
  await page.getByText('What is this?').click();
  for (const name of ['The seal', 'The key', 'The whole record']) {
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name, exact: true }).click(),
    ]);
    expect(await file.failure()).toBeNull();
  }
});
