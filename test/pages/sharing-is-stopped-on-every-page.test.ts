import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AskedApi } from '../api.ts';
import { type House, openHouse } from '../house.ts';
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

test('one tap and a choice of how long stops all sharing, and one more takes it back', async () => {
  const { page } = await visit(browser, api);
  await signIn(page);
  await page.getByRole('button', { name: 'Stop all sharing' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Stop sharing' }).click();
  await page.getByText('All sharing is stopped until').waitFor();
  expect(house.hub.stopped.stopped).toBe(true);
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/stopped.png` });
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByText('Sharing as your household decided.').waitFor();
  expect(house.hub.stopped.stopped).toBe(false);
});
