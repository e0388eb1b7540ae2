import type { Page } from 'playwright-core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { PASSPHRASE } from '../api.ts';
import { HOUR, signedBy, telemetry } from '../house.ts';
import { faintOn, violationsOn } from './axe.ts';
import { signIn, type Visit } from './browser.ts';
import { type Asked, openAsked, shot } from './deciding.ts';
import { stand, tooWide } from './screens.ts';
import { visit } from './visits.ts';

const DAY = 24 * HOUR;
const COUNT = { form: 'noised', window: 'P1D', statistic: 'count', most: 5, useful: 100, unit: 'home-day' } as const;
const asks = (id: string, purpose: string, microEpsilon: number) => ({
  ...{ id, purpose, sentence: 'How often you turn the dial.', retention: 'P30D', necessity: 'optional' },
  ...{ fields: [{ name: 'target', form: { ...COUNT, microEpsilon } }], ifRefused: 'Nothing.' },
  release: { release: 'slot', every: 'PT1H' },
});

let asked: Asked;
beforeEach(async () => {
  asked = await openAsked();
  const requests = [asks('counts', 'dpv:ServiceProvision', 800_000), asks('more-counts', 'dpv:Marketing', 400_000)];
  await asked.house.do('recipient add', { signed: await signedBy(asked.house, { version: 2, requests }) });
});
afterEach(() => asked.stop());

/** Acme gets a count of each day for ε = 0.8, and got one of them. */
async function countOneDay(): Promise<void> {
  await asked.house.give('acme-heating', 'counts');
  await asked.house.clock.advance(2 * DAY);
  await asked.house.acme.receiver.until(() => asked.house.acme.receiver.records.length > 0);
}

async function open(path: string, how: Visit = {}): Promise<Page> {
  const { page } = await visit(asked.browser, asked.api, how);
  await signIn(page, 'Anna', path);
  return page;
}

test('where nobody gets noised values the budget says so, and no page leads to it', async () => {
  const page = await open('/budget', { width: 390 });
  await page.getByText('Nobody gets values with noise added').waitFor();
  await shot(page, 'budget-empty');
  expect(await page.getByRole('meter').count()).toBe(0);
  for (const path of ['/more', '/recipients', '/recipients/acme-heating', '/settings']) {
    await stand(page, path);
    expect(await page.locator('main').getByRole('link', { name: 'Privacy budget' }).count(), path).toBe(0);
  }
});

test('what a recipient used stands in words and in a bar, in a card that says when it is free again', async () => {
  await countOneDay();
  const page = await open('/more');
  for (const path of ['/recipients', '/recipients/acme-heating', '/settings', '/more']) {
    await stand(page, path);
    await page.locator('main').getByRole('link', { name: 'Privacy budget' }).waitFor();
  }
  await page.locator('main').getByRole('link', { name: 'Privacy budget' }).click();
  const today = page.getByRole('meter', { name: /^Today 80\s?% is used$/ });
  expect(await today.getAttribute('value')).toBe('0.8');
  await shot(page, 'budget');
  await page.getByText('Free again Thu, Nov 5, 00:00.').waitFor();
  await page.getByText('nothing else with noise goes to Acme Heating until it is free again').waitFor();
  await page.getByText('Details').click();
  await page.getByText('target of thermostat: the number of readings of every day, up to 5').waitFor();
  await page.getByText('usually off by about 6.3').waitFor();
  // ε never stands without what it is of.
  const lines = await page.locator('main').innerText();
  for (const line of lines.split('\n').filter((each) => each.includes('ε ='))) expect(line).toMatch(/home-days?/);
  await page.getByRole('link', { name: 'Each day that was counted' }).click();
  await page.getByText('What Acme Heating had used of its privacy budget by').first().waitFor();
});

test('a limit is lowered by one tap and taken back by one more; raising it takes the passphrase', async () => {
  await countOneDay();
  const { house } = asked;
  const epsilon = () => house.hub.settings.values.epsilonOfEach;
  // High enough that what is said at its foot covers no button.
  const page = await open('/budget', { height: 2400 });
  const each = page.getByRole('group', { name: 'To each of them, in a day' });
  await each.getByRole('radio', { name: 'Half of that' }).check();
  await page.getByText('Then not all fits that was agreed to for Acme Heating').waitFor();
  await page.getByRole('button', { name: 'Lower the limit' }).click();
  await page.getByText('The limit is lowered from now on.').waitFor();
  expect(epsilon()).toBe(0.5);
  await page.getByText('More was agreed to for Acme Heating than may be told in a day.').waitFor();
  await page.getByText(/^It is used up/).waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByText('It is as before.').waitFor();
  expect(epsilon()).toBe(1);
  await page.getByText(/^It is used up/).waitFor({ state: 'detached' });

  await each.getByRole('radio', { name: 'Nothing' }).check();
  await page.getByRole('button', { name: 'Lower the limit' }).click();
  await page.getByText('nothing may be told').first().waitFor();
  await house.clock.advance(16 * 60_000);
  await each.getByRole('radio', { name: 'The most there is' }).check();
  await page.getByRole('button', { name: 'Raise the limit' }).click();
  await page.getByRole('dialog').getByLabel('Passphrase', { exact: true }).fill(PASSPHRASE);
  expect(epsilon()).toBe(0);
  await page.getByRole('button', { name: 'Go on' }).click();
  await page.getByText('The limit is raised from now on.').waitFor();
  expect(epsilon()).toBe(1);
});

test('a viewer sees what is used and what the limits are, and no button that changes them', async () => {
  await countOneDay();
  await asked.api.invite('Vera', 'viewer');
  const { page } = await visit(asked.browser, asked.api);
  await signIn(page, 'Vera', '/budget');
  await page.getByText(/^Today 80% is used$/).waitFor();
  await page.getByText('To each of them, in a day: The most there is (ε = 1 for each home-day)').waitFor();
  expect(await page.locator('main').getByRole('button').count()).toBe(0);
  expect(await page.locator('main').getByRole('radio').count()).toBe(0);
});

test('a request for noised values shows one of them, how far off each choice is, and that no number shown is sent', async () => {
  const thermostat = await asked.house.replug('thermostat');
  await thermostat.publishAsync(telemetry('thermostat'), JSON.stringify({ target: 21 }), { qos: 1 });
  const page = await open('/requests/acme-heating/counts');
  await page.getByText('1 field leaves').waitFor();
  await page.getByText(/^how many -?[\d,]+ \(usually off by about 6\.3\)$/).waitFor();
  await page.getByText('no number here will leave').waitFor();
  for (const [level, off] of [
    ['As asked', '6.3'],
    ['Less', '13'],
    ['Still less', '25'],
  ] as const)
    await page.getByRole('radio', { name: new RegExp(`^${level} .*usually off by about ${off}$`) }).waitFor();
  await page.getByText(/at most 2.23 times as likely .* \(ε = 0.8 for one day of the whole home\)/).waitFor();
  await shot(page, 'noised-decision');
});

test('what does not fit into the budget is said where it is decided, with the ways out; less of it that fits is shared', async () => {
  await countOneDay();
  const page = await open('/requests/acme-heating/more-counts', { width: 390 });
  const why = page.getByRole('alert').getByText('this would tell more than may be told in a day. Nothing was shared.');
  await why.waitFor();
  await shot(page, 'over-budget');
  expect(await violationsOn(page)).toEqual([]);
  expect(await page.locator('main').getByRole('link', { name: 'Privacy budget' }).count()).toBe(1);
  await page.getByRole('radio', { name: /^Less/ }).check();
  await why.waitFor({ state: 'detached' });
  await page.getByRole('checkbox', { name: 'I have read that' }).check();
  await page.getByRole('button', { name: 'Share like this' }).click();
  await page.getByText('Sharing for 30 days.').waitFor();
  const balance = await asked.house.do<{ all: { reserved: number } }>('budget show', {});
  expect(balance.all.reserved).toBe(1);
});

test.each([390, 1280])(
  'at %i px axe finds nothing on a budget that is used, light and dark, in English and German',
  async (width) => {
    await countOneDay();
    for (const language of ['en-GB', 'de-DE']) {
      const { page } = await visit(asked.browser, asked.api, { width, height: 2400 });
      await signIn(page, 'Anna', '/');
      await page.evaluate(`localStorage.setItem('hearthgate.language', '${language.slice(0, 2)}')`);
      await stand(page, '/budget');
      expect([...(await tooWide(page)), ...(await violationsOn(page))]).toEqual([]);
      await shot(page, `budget-${width}-${language}`);
      await page.emulateMedia({ colorScheme: 'dark' });
      expect(await faintOn(page)).toEqual([]);
      await shot(page, `budget-${width}-${language}-dark`);
    }
  },
);
