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
  await api.invite('Ben', 'adult');
  browser = await openBrowser();
});

afterAll(async () => {
  await browser?.close();
  await api?.stop();
  await house?.stop();
});

test('whoever is worried is told of each action what the others will see, and that is what they see', async () => {
  const { page: anna } = await visit(browser, api, { width: 320, height: 640 });
  await signIn(anna, 'Anna', '/people');
  const before = house.hub.ledger.size;
  await anna.getByRole('link', { name: 'I’m worried about someone in my home' }).click();
  await anna.getByRole('heading', { level: 1, name: 'If you are worried' }).waitFor();
  await anna.getByText('Ben: Adult').waitFor();
  if (process.env.SHOTS) await anna.screenshot({ path: `${process.env.SHOTS}/worried.png`, fullPage: true });
  const ways = anna.locator('section.card');
  for (const way of await ways.all()) expect(await way.locator('p').first().textContent()).toMatch(/^Others will /);
  expect(await ways.count()).toBe(4);

  // Told: not in the activity.
  const out = ways.filter({ hasText: 'Sign out everyone else' });
  await out.getByText('Others will not see this in the activity.').waitFor();
  await out.getByRole('button').click();
  await anna.getByText('Everywhere else is signed out.').waitFor();
  expect(house.hub.ledger.size).toBe(before);
  expect((await api.askAs(await api.signIn('Ben'), 'GET', '/api/v1/places')).body.total).toBe(2);

  // Told: in the activity, with the name.
  const stop = ways.filter({ hasText: 'Stop sharing now' });
  await stop.getByText('Others will see this in the activity, with your name').waitFor();
  await stop.getByRole('button').click();
  await anna.getByText('All sharing is stopped.').first().waitFor();
  const { page: ben } = await visit(browser, api);
  await signIn(ben, 'Ben', '/activity');
  const newest = ben.locator('ol.activity > li').first();
  await newest.getByText('Anna').waitFor();
  expect(await newest.textContent()).toContain('A rule above all consents');

  // Gone with one key, also for whoever goes back.
  await anna.getByRole('heading', { level: 1 }).click();
  await anna.keyboard.press('Escape');
  await anna.getByRole('heading', { level: 1, name: 'Help' }).waitFor();
  await anna.goBack();
  await anna.getByRole('heading', { level: 1, name: 'People and sign-in' }).waitFor();
});
