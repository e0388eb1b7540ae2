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

const DAY = 86_400_000;

async function open(path = TIPS) {
  const { page } = await visit(asked.browser, asked.api);
  await signIn(page, 'Anna', path);
  return page;
}

test('less than was asked is shared for 30 days, as the preview showed it, and taken back by one tap', async () => {
  const page = await open('/requests');
  await page
    .getByRole('article', { name: 'temperature and heating' })
    .getByRole('link', { name: 'See and decide' })
    .click();
  await expect.poll(() => page.evaluate('document.activeElement.tagName')).toBe('H1');
  await page.getByRole('status').getByText('2 fields leave, 1 field stays home.').waitFor();
  await page.getByRole('radio', { name: /^Less/ }).check();
  await page.getByText('temperature of thermostat: the average of every day, in steps of 0.5').waitFor();
  await shot(page, 'decide-less');
  await page.getByRole('button', { name: 'Share like this' }).click();
  await page.getByText('Sharing for 30 days.').waitFor();
  await page.getByText('2 requests wait here').waitFor({ state: 'detached' });
  expect(new URL(page.url()).pathname).toBe('/requests');
  const given = asked.house.hub.consents.standing();
  expect(given.map(({ field, form }) => [field, form])).toEqual([
    ['temperature', { form: 'summary', window: 'P1D', statistics: ['mean'], step: 0.5 }],
    ['heating', expect.objectContaining({ window: 'P1D', statistics: ['timeInState'] })],
  ]);
  for (const { until = 0, since } of given) expect(until - since).toBe(30 * DAY);
  await page.getByRole('link', { name: 'Answered' }).click();
  await page.getByText('2 fields are shared').waitFor();
  await shot(page, 'answered');
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByText('It is as before.').waitFor();
  expect(asked.answers()).toEqual(['temperature withdrawn', 'heating withdrawn']);
});

test('a no is one tap, on the card too, and one more takes it back; what waits beside it still waits', async () => {
  const page = await open('/requests');
  const card = page.getByRole('article', { name: 'temperature and heating' });
  await card.getByRole('button', { name: 'Don’t share' }).click();
  await page.getByText('Acme Heating won’t receive temperature and heating.').waitFor();
  await card.waitFor({ state: 'detached' });
  expect(asked.answers()).toEqual(['temperature refused', 'heating refused']);
  await page.getByRole('button', { name: 'Undo' }).click();
  await card.waitFor();
  await page.getByRole('button', { name: 'Don’t share any of these' }).click();
  await page.getByText('Acme Heating won’t receive any of this.').waitFor();
  await page.getByRole('article', { name: 'target', exact: true }).waitFor({ state: 'detached' });
  expect(asked.answers()).toEqual(['temperature refused', 'heating refused', 'target refused']);
});

test('Escape and “later” answer nothing, and what was chosen is there when the person comes back', async () => {
  const page = await open();
  await page.getByRole('radio', { name: 'Today' }).check();
  await page.keyboard.press('Escape');
  await page
    .getByRole('article', { name: 'temperature and heating' })
    .getByRole('link', { name: 'See and decide' })
    .click();
  expect(await page.getByRole('radio', { name: 'Today' }).isChecked()).toBe(true);
  await page.getByRole('button', { name: 'Decide later' }).click();
  await page.getByText('Acme Heating waits under “Later”.').waitFor();
  await page.getByRole('article', { name: 'temperature and heating' }).waitFor({ state: 'detached' });
  await page.getByRole('link', { name: 'Later' }).click();
  await page.getByRole('article', { name: 'temperature and heating' }).waitFor();
  expect(new URL(page.url()).search).toBe('?show=later');
  expect(asked.answers()).toEqual([]);
});

test('one field is left out, the other leaves at some hours only, and the words say so before', async () => {
  const page = await open();
  await page.getByText('For each field and device').click();
  await page.getByLabel('heating · thermostat').selectOption({ label: 'Don’t share this' });
  await page.getByText('Only at some hours').click();
  await page.getByLabel('Share only what is measured in these hours').check();
  await page.getByLabel('Until I change it').check();
  await page.getByText('until you change it').waitFor();
  await page.getByText('Only what is measured', { exact: true }).waitFor();
  await page.getByRole('status').getByText('1 field leaves, 2 fields stay home.').waitFor();
  await page.getByRole('button', { name: 'Share like this' }).click();
  await page.getByText('Sharing until you change it.').waitFor();
  expect(asked.answers()).toEqual(['temperature given', 'heating refused']);
  const [{ schedule, until } = {}] = asked.house.hub.consents.standing();
  expect({ schedule, until }).toMatchObject({ schedule: { from: 7 * 60, to: 22 * 60 }, until: undefined });
});

test('an hour later the passphrase is typed once more, and then that which is shown is shared', async () => {
  const page = await open();
  await page.getByRole('status').getByText('2 fields leave').waitFor();
  await asked.house.clock.advance(3_600_000);
  await page.getByRole('radio', { name: 'Just once' }).check();
  await page.getByText('just once', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Share like this' }).click();
  await page.getByRole('dialog').getByLabel('Passphrase', { exact: true }).fill(PASSPHRASE);
  await page.getByRole('button', { name: 'Go on' }).click();
  await page.getByText('Sharing just once.').waitFor();
  expect(asked.house.hub.consents.standing().map(({ once }) => once)).toEqual(['open', 'open']);
});

test('what more is told together with other purposes is agreed to apart, or nothing leaves', async () => {
  const { house } = asked;
  const [first] = house.acme.manifest.requests;
  const form = { form: 'summary', window: 'PT1H', statistics: ['max'] };
  const peaks = { ...first, id: 'peaks', purpose: 'dpv:ServiceOptimisation', fields: [{ name: 'temperature', form }] };
  await house.do('recipient add', { signed: await signedBy(house, { version: 2, requests: [first, peaks] }) });
  await house.give('acme-heating', 'heating-tips');
  const page = await open('/requests/acme-heating/peaks');
  const apart = page.getByRole('group', { name: 'Together that tells more' });
  await apart.waitFor();
  expect(await apart.getByRole('checkbox').isChecked()).toBe(false);
  await page.getByRole('button', { name: 'Share like this' }).click();
  await page.getByText('Nothing leaves without this.').waitFor();
  await shot(page, 'decide-together');
  await page.keyboard.press('Space');
  expect(await apart.getByRole('checkbox').isChecked()).toBe(true);
  await page.getByRole('status').getByText('2 fields leave').waitFor();
  await page.getByRole('button', { name: 'Share like this' }).click();
  await page.getByText('Sharing for 30 days.').waitFor();
  expect(house.hub.consents.standing().find(({ request }) => request === 'peaks')).toMatchObject({ unionSeen: true });
});

test('the preview follows the sample and the choice, field by field, with what happened to each', async () => {
  const page = await open();
  const row = (name: string | RegExp) => page.getByRole('row', { name });
  await row('temperature 20.5 °C average 20.5 °C Averaged').waitFor();
  await row('humidity 40 nothing Left out').waitFor();
  await row('The name of the device thermostat a code Replaced by a code').waitFor();
  await page.getByRole('radio', { name: 'The worst case, made up' }).check();
  await row('Averaged with 3 others').waitFor();
  await page.getByRole('radio', { name: /^Less/ }).check();
  await row(/Averaged with [4-9]\d others/).waitFor();
  await page.getByText('Exact data').click();
  const exact = JSON.parse((await page.locator('pre').textContent()) ?? '');
  expect(new Set(exact.map(({ device }: { device: string }) => device))).toEqual(new Set(['a code']));
});

test('what a stop would hold back is said before, and who is asked nothing reads that nobody asks', async () => {
  await asked.house.do('sharing stop', {});
  const page = await open();
  await page.getByText('Even if you share it, this stays home for now:').waitFor();
  await page.getByText('The household has stopped this sharing for now.').waitFor();
  await page.getByText('0 fields leave').waitFor();
  await asked.house.do('recipient remove', { recipient: 'acme-heating' });
  await page.getByRole('link', { name: 'All requests' }).click();
  await page.getByText('No one is asking for anything.').waitFor();
});
