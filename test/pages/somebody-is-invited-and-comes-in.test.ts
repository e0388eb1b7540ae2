import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AskedApi, PASSPHRASE } from '../api.ts';
import { type House, openHouse } from '../house.ts';
import { openBrowser, signIn } from './browser.ts';
import { serve } from './serve.ts';
import { visit } from './visits.ts';

let house: House;
let api: AskedApi;
let browser: Browser;

beforeAll(async () => {
  house = await openHouse({ start: Date.now() });
  api = await serve(house);
  browser = await openBrowser();
});

afterAll(async () => {
  await browser?.close();
  await api?.stop();
  await house?.stop();
});

test('an owner invites, somebody comes in by the link on another device, and the owner sees them without loading anew', async () => {
  const { page: anna } = await visit(browser, api);
  await signIn(anna, 'Anna', '/people');
  await anna.getByRole('button', { name: 'Invite somebody' }).click();
  await anna.getByRole('radio', { name: 'Adult' }).check();
  await anna.getByRole('button', { name: 'Make a code' }).click();
  await anna.getByRole('img', { name: 'The invitation as a code to scan' }).waitFor();
  if (process.env.SHOTS) await anna.screenshot({ path: `${process.env.SHOTS}/invite.png` });
  const link = (await anna.locator('dialog code').last().textContent()) ?? '';
  expect(link).toMatch(/^https:\/\/localhost:\d+\/join#code=(\w{4}-){2}\w{4}$/);

  const { page: ben } = await visit(browser, api, { width: 320, height: 640 });
  await ben.goto(link);
  await ben.getByText('Step 2 of 2').waitFor();
  expect(ben.url()).not.toContain('code=');
  await ben.getByLabel('Your name, as the others at home know you').fill('Ben');
  await ben.getByLabel('A passphrase of at least 12 characters').fill(PASSPHRASE);
  await ben.getByRole('button', { name: 'Come in' }).click();
  await ben.getByRole('heading', { name: 'Home' }).waitFor();

  await anna.getByRole('button', { name: 'Close' }).click();
  await anna.getByRole('heading', { name: 'Ben' }).waitFor();
  await anna.getByText('Adult · since').waitFor();

  // Signed out there by the owner: whoever sat there is asked to sign in.
  await anna.getByRole('button', { name: /^Sign out Ben/ }).click();
  await anna.getByText('Ben is signed out there.').waitFor();
  await ben.goto('/people');
  await ben.getByRole('button', { name: 'Sign in' }).waitFor();

  // A code is good once.
  const { page: carl } = await visit(browser, api);
  await carl.goto(link);
  await carl.getByLabel('Your name, as the others at home know you').fill('Carl');
  await carl.getByLabel('A passphrase of at least 12 characters').fill(PASSPHRASE);
  await carl.getByRole('button', { name: 'Come in' }).click();
  await carl.getByText('That code is not right').waitFor();
});
