import type { Browser } from 'playwright-core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type AskedApi, PASSPHRASE } from '../api.ts';
import { type House, openHouse } from '../house.ts';
import { openBrowser, signIn } from './browser.ts';
import { serve } from './serve.ts';
import { visit } from './visits.ts';

let house: House;
let api: AskedApi;
let browser: Browser;

beforeEach(async () => {
  house = await openHouse();
  api = await serve(house);
  await api.invite('Ben', 'adult');
  browser = await openBrowser();
}, 60_000);

afterEach(async () => {
  await browser?.close();
  await api?.stop();
  await house?.stop();
});

const people = async () =>
  Object.fromEntries(
    (await api.ask('GET', '/api/v1/people')).body.items.map(({ name, role }: Record<string, string>) => [name, role]),
  );

test('an owner makes an adult a viewer, who from then on looks and finds no button to stop or to share', async () => {
  const { page: ben } = await visit(browser, api);
  await signIn(ben, 'Ben', '/people');
  await ben.getByRole('heading', { name: 'Anna' }).waitFor();
  expect(await ben.getByRole('button', { name: /^Change role|^Remove/ }).count()).toBe(0);
  await ben.getByRole('button', { name: 'Stop all sharing' }).waitFor();

  const { page: anna } = await visit(browser, api);
  await signIn(anna, 'Anna', '/people');
  await anna.getByRole('button', { name: 'Change role Ben' }).click();
  const dialog = anna.getByRole('dialog', { name: 'What Ben may do' });
  expect(await dialog.getByRole('button', { name: 'Change role' }).isDisabled()).toBe(true);
  await dialog.getByRole('radio', { name: /^Viewer/ }).check();
  await dialog.getByRole('button', { name: 'Change role' }).click();
  await anna.getByText('Ben has another role.').waitFor();
  expect(await people()).toEqual({ Anna: 'owner', Ben: 'viewer' });

  await ben.reload();
  await ben.getByRole('heading', { name: 'Anna' }).waitFor();
  expect(await ben.getByRole('button', { name: 'Stop all sharing' }).count()).toBe(0);
  await ben.goto('/activity');
  await ben
    .locator('main li', { hasText: /Ben/ })
    .filter({ hasText: /viewer/i })
    .first()
    .waitFor();
});

test('who is removed is out at once and cannot come in again, and the last owner stays', async () => {
  const { page: ben } = await visit(browser, api);
  await signIn(ben, 'Ben', '/devices');
  const { page: anna } = await visit(browser, api);
  await signIn(anna, 'Anna', '/people');
  await anna.getByRole('button', { name: 'Remove Ben' }).click();
  const dialog = anna.getByRole('dialog', { name: 'Remove Ben' });
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  expect(await people()).toEqual({ Anna: 'owner', Ben: 'adult' });
  await anna.getByRole('button', { name: 'Remove Ben' }).click();
  await dialog.getByRole('button', { name: 'Remove' }).click();
  await anna.getByText('Ben may ask nothing any more.').waitFor();
  await anna.getByRole('heading', { name: 'Ben' }).waitFor({ state: 'detached' });

  await ben.getByRole('link', { name: 'Requests' }).click();
  await ben.getByRole('button', { name: 'Sign in' }).waitFor();
  await ben.getByLabel('Your name').fill('Ben');
  await ben.getByLabel('Passphrase', { exact: true }).fill(PASSPHRASE);
  await ben.getByRole('button', { name: 'Sign in' }).click();
  await ben.getByRole('alert').waitFor();

  await anna.getByRole('button', { name: 'Remove Anna' }).click();
  await anna.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await anna.getByRole('heading', { name: 'Anna' }).waitFor();
  expect(await people()).toEqual({ Anna: 'owner' });
});

test('a passphrase is changed with the one until now, and ends every other place of the same person', async () => {
  const next = 'a quite other long passphrase';
  const { page: there } = await visit(browser, api);
  await signIn(there, 'Ben', '/devices');
  const { page } = await visit(browser, api);
  await signIn(page, 'Ben', '/people');
  await page.locator('summary', { hasText: 'Change your passphrase' }).click();
  const change = async (now: string) => {
    await page.getByLabel('Passphrase until now', { exact: true }).fill(now);
    await page.getByLabel('New passphrase, at least 12 characters').fill(next);
    await page.getByRole('button', { name: 'Change your passphrase' }).click();
  };
  await change('not the one until now');
  await page.locator('form').getByRole('alert').waitFor();
  await change(PASSPHRASE);
  await page.locator('.toast').waitFor();
  await there.getByRole('link', { name: 'Requests' }).click();
  await there.getByRole('button', { name: 'Sign in' }).waitFor();
  for (const passphrase of [PASSPHRASE, next]) {
    await there.getByLabel('Your name').fill('Ben');
    await there.getByLabel('Passphrase', { exact: true }).fill(passphrase);
    await there.getByRole('button', { name: 'Sign in' }).click();
    if (passphrase === PASSPHRASE) await there.getByRole('alert').waitFor();
  }
  await there.locator('nav.nav').waitFor();
});

test('a list of more than a page says so, and shows fifty more', async () => {
  for (let minute = 0; minute < 60; minute++) {
    const from = `22:${String(minute).padStart(2, '0')}`;
    await house.do('rule add', { rule: 'night', hours: { from, to: '06:00' } });
  }
  const { page } = await visit(browser, api, { width: 320 });
  await signIn(page, 'Anna', '/settings');
  await page.getByText('50 of 60 shown').waitFor();
  await page.getByRole('button', { name: 'Show more' }).click();
  await page.getByText('60 of 60 shown').waitFor();
  expect(await page.getByRole('button', { name: /22:59/ }).count()).toBe(1);
});
