import { afterEach, beforeEach, expect, test } from 'vitest';
import { PASSPHRASE } from '../api.ts';
import { signedBy } from '../house.ts';
import { signIn } from './browser.ts';
import { type Asked, openAsked, shot, TIPS } from './deciding.ts';
import { visit } from './visits.ts';

let asked: Asked;
beforeEach(async () => {
  asked = await openAsked();
});
afterEach(() => asked.stop());

/** Acme's next version: its tips with these changes. */
async function changes(version: number, change: object): Promise<void> {
  const { house } = asked;
  const requests = house.acme.manifest.requests.map((each) =>
    each.id === 'heating-tips' ? { ...each, ...change } : each,
  );
  const [product] = house.acme.manifest.products;
  const humidity = { name: 'humidity', type: 'number', unit: '%', bounds: [0, 100] };
  const products = [{ ...product, fields: [...(product?.fields ?? []), humidity] }];
  await house.do('recipient add', { signed: await signedBy(house, { version, requests, products }) });
}

test('a request that asks for more than was answered says what is new, on the card and where it is decided', async () => {
  const { house } = asked;
  await house.give('acme-heating', 'heating-tips');
  const tips = house.acme.manifest.requests[0];
  const humidity = { name: 'humidity', form: { form: 'summary', window: 'PT1H', statistics: ['mean'] } };
  await changes(2, { fields: [...(tips?.fields ?? []), humidity] });
  const { page } = await visit(asked.browser, asked.api);
  await signIn(page, 'Anna', '/requests');
  const card = page.getByRole('article', { name: 'humidity' });
  await card.getByText('Acme Heating changed its request: it now also wants humidity.').waitFor();
  await shot(page, 'changed-list');
  await card.getByRole('link', { name: 'See and decide' }).click();
  await page.getByText('Acme Heating changed its request: it now also wants humidity.').waitFor();
  await page.getByRole('button', { name: 'Don’t share' }).click();
  await page.getByText('Acme Heating won’t receive humidity.').waitFor();
  expect(asked.answers()).toEqual(['temperature given', 'heating given', 'humidity refused']);
});

test('terms that changed are marked in the words, as they were and as they are', async () => {
  await asked.house.give('acme-heating', 'heating-tips');
  await changes(2, { retention: 'P2Y', recipients: ['Weather GmbH'] });
  const { page } = await visit(asked.browser, asked.api);
  await signIn(page, 'Anna', TIPS);
  await page.getByText('Acme Heating changed its request since your last answer.').waitFor();
  expect(await page.locator('mark').allTextContents()).toEqual([
    'how long it is kept: 30 days → 2 years — Acme Heating says',
    'whom it is passed on to: nobody → Weather GmbH — Acme Heating says',
  ]);
  await shot(page, 'changed-terms');
});

test('who looks at it while somebody else answers is told, and shares nothing before having looked once more', async () => {
  const ben = await asked.api.invite('Ben', 'adult');
  const { page } = await visit(asked.browser, asked.api);
  await signIn(page, 'Anna', TIPS);
  await page.getByText('2 fields leave').waitFor();
  const tips = { recipient: 'acme-heating', request: 'heating-tips' };
  await asked.api.askAs(ben, 'POST', '/api/v1/refusals', tips);
  await page.getByText('Somebody has answered this in the meantime.').waitFor();
  await page.getByText('Your household does not share this.').waitFor();
  await page.getByRole('button', { name: 'Share like this' }).click();
  await page.getByText('Nothing was shared.').waitFor();
  expect(asked.answers()).toEqual(['temperature refused', 'heating refused']);
  await shot(page, 'look-again');
  await page.getByRole('button', { name: 'Show it as it is now' }).click();
  await page.getByText('Whatever you choose now takes the place of that answer.').waitFor();
  await page.getByText('2 fields leave').waitFor();
  await page.getByRole('button', { name: 'Share like this' }).click();
  await page.getByText('Sharing for 30 days.').waitFor();
  expect(asked.answers()).toEqual(['temperature given', 'heating given']);
});

test('what was shown more than 15 minutes ago is shown once more before it is shared', async () => {
  const { page } = await visit(asked.browser, asked.api);
  await signIn(page, 'Anna', TIPS);
  await page.getByText('2 fields leave').waitFor();
  await asked.house.clock.advance(14 * 60_000);
  await page.getByRole('radio', { name: 'Today' }).check();
  await page.getByText('until Tuesday 3 November 2026, 00:00').waitFor();
  await asked.house.clock.advance(16 * 60_000);
  await page.getByRole('button', { name: 'Share like this' }).click();
  await page.getByRole('dialog').getByLabel('Passphrase', { exact: true }).fill(PASSPHRASE);
  await page.getByRole('button', { name: 'Go on' }).click();
  await page.getByText('Nothing was shared.').waitFor();
  expect(asked.answers()).toEqual([]);
  await page.getByRole('button', { name: 'Share like this' }).click();
  await page.getByText('Sharing until midnight.').waitFor();
});

test('a viewer sees every word of a request, and no button that answers it', async () => {
  await asked.api.invite('Vera', 'viewer');
  const { page } = await visit(asked.browser, asked.api);
  await signIn(page, 'Vera', '/requests');
  await page.getByText('An adult of the household answers them.').waitFor();
  await page.getByRole('article', { name: 'temperature and heating' }).getByRole('link', { name: 'See it' }).click();
  await page.getByText('What is known here').waitFor();
  await page.getByRole('heading', { level: 1, name: 'Acme Heating asks for temperature and heating' }).waitFor();
  expect(await page.locator('main').getByRole('button').count()).toBe(0);
  await page.goto('/requests/acme-heating/commands/set-target/thermostat');
  await page.getByText('Set the temperature you chose in our app.').waitFor();
  expect(await page.locator('main').getByRole('button').count()).toBe(0);
});
