import { afterAll, beforeAll, expect, test } from 'vitest';
import { type House, signedBy } from '../house.ts';
import { violationsOn } from './axe.ts';
import type { Visit } from './browser.ts';
import { type Asked, openAsked, shot } from './deciding.ts';
import { visit } from './visits.ts';

let asked: Asked;
let house: House;
beforeAll(async () => {
  asked = await openAsked();
  house = asked.house;
  await addVolt();
});
afterAll(() => asked.stop());

const ADVICE = {
  ...{ id: 'advice', purpose: 'dpv:ProvidePersonalisedRecommendations', sentence: 'Tips, as it happens.' },
  fields: [
    { name: 'temperature', form: { form: 'exact', grain: 'PT1S' } },
    { name: 'heating', form: { form: 'exact', grain: 'PT1S' } },
  ],
  ...{ necessity: 'optional', ifRefused: 'Nothing.', retention: 'P30D', recipients: [] },
  release: { release: 'slot', every: 'PT1H' },
};

async function addVolt(): Promise<void> {
  await house.do('recipient add', { signed: house.volt.signed });
  const meter = await house.plug('meter', { dialect: 'tasmota', base: 'meter' });
  await meter.publishAsync('tele/meter/SENSOR', '{"Time":"2026-11-02T08:00:00","ENERGY":{"Power":120}}', { qos: 1 });
}

/** The owner's browser. */
async function open(path: string, how: Visit) {
  const { page, context } = await visit(asked.browser, asked.api, how);
  const [name = '', value = ''] = asked.api.owner.cookie.split('=');
  const url = `https://localhost:${asked.api.port}`;
  await context.addCookies([{ name, value, url, secure: true, httpOnly: true }]);
  await page.goto(path);
  return page;
}

test('of an answer that is about to be given, and it follows what is chosen', async () => {
  const page = await open('/requests/volt-insight/energy-report', { width: 390 });
  const learns = page.locator('section', {
    has: page.getByRole('heading', { name: 'What Volt Insight could learn if you share like this' }),
  });
  await learns.getByText('96 % of the hours').waitFor();
  await page.getByRole('radio', { name: /^Still less/ }).check();
  await learns.getByText('In our trials: hourly means.').first().waitFor();
  await shot(page, 'would-learn');
  await page.getByText('For each field and device').click();
  for (const select of await page.locator('main select').all()) await select.selectOption('nothing');
  await learns.getByText('Nothing leaves to it').waitFor();
  expect(house.hub.consents.all()).toEqual([]);
});

test.each([
  [
    390,
    'light',
    'en-GB',
    'What Volt Insight could still learn',
    'Can tell',
    'Not computed on your own history: no device says',
  ],
  [
    1280,
    'dark',
    'de-DE',
    'Was Volt Insight noch erfahren könnte',
    'Erkennbar',
    'Nicht an Ihrer eigenen Geschichte berechnet',
  ],
] as const)(
  'of a recipient, in words, as a picture and as a table, on %d px, %s, in %s',
  async (width, look, language, title, can, here) => {
    if (house.hub.plan.routes.size === 0) await house.give('volt-insight', 'energy-report');
    const page = await open('/recipients/volt-insight', { width, look, language });
    const section = page.locator('section', { has: page.getByRole('heading', { name: title }) });
    const lines = section.locator('.learnt li');
    await lines.first().waitFor();
    await section.getByText(here).waitFor();
    // Who is at home, when nobody was, and the same home again; nothing of the connection.
    expect(await lines.getByText(can, { exact: true }).count()).toBe(3);
    expect(
      await lines
        .filter({ hasText: /96 %.*81 %/ })
        .locator('.quiet')
        .textContent(),
    ).toContain('ENERGY Power');
    await section.locator('summary').click();
    const cells = await section.locator('tbody tr').first().locator('td').allTextContents();
    expect(cells.map((cell) => cell.replace(/\D+/g, ' ').trim())).toEqual(['81', '96', '13 9 14 7']);
    expect(await section.textContent()).not.toMatch(/\d\d:\d\d/);
    expect(await violationsOn(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
    await shot(page, `learns-${width}-${look}`);
  },
);

test('what was found on the home’s own history stands beside it, for those who may decide', async () => {
  const found = { days: 20, right: 0.84, guess: 0.8, least: -0.01, most: 0.09 };
  const page = await open('/recipients', { width: 390, look: 'dark' });
  await page.route('**/learns/here', (route) => route.fulfill({ json: { words: 'On your own history.', found } }));
  await page.goto('/recipients/volt-insight');
  await page.getByText('80 of 100 without it, 84 of 100 with it').waitFor();
  expect(await violationsOn(page)).toEqual([]);
  await shot(page, 'learns-here');
  const viewer = await asked.api.invite('Vera', 'viewer');
  const asks = await asked.api.askAs(viewer, 'GET', '/api/v1/recipients/volt-insight/learns/here');
  expect(asks.status).toBe(403);
});

test('who asks for more than is usual is answered with the usual form by one tap', async () => {
  await house.do('recipient add', { signed: await signedBy(house, { version: 2, requests: [ADVICE] }) });
  const page = await open('/requests/acme-heating/advice', { width: 390, look: 'dark' });
  await page.getByText('This asks for more than is usual for “Tips for heating with less”.').waitFor();
  expect(await page.getByRole('radio', { name: 'As asked' }).isChecked()).toBe(true);
  await page.getByRole('button', { name: 'Choose the usual form' }).click();
  await expect.poll(() => page.getByRole('radio', { name: /^The usual form/ }).isChecked()).toBe(true);
  await page.getByText('temperature of thermostat: the average of every hour, in steps of 0.5').first().waitFor();
  await expect.poll(() => page.getByText('this stays home for now').count()).toBe(0);
  expect(await violationsOn(page)).toEqual([]);
  await shot(page, 'usual');
  await page.getByRole('button', { name: 'Share like this' }).click();
  await page.getByText('Sharing for 30 days.').waitFor();
  const given = house.hub.consents.standing().filter(({ recipient }) => recipient === 'acme-heating');
  expect(given.map(({ field, state, form }) => [field, state, form.form])).toEqual([
    ['temperature', 'given', 'summary'],
    ['heating', 'refused', 'withheld'],
  ]);
});

test('what is asked like what is usual is said to be so, and nothing more is offered', async () => {
  const form = { form: 'summary', window: 'PT1H', statistics: ['mean'], step: 0.5 };
  const requests = [{ ...ADVICE, fields: [{ name: 'temperature', form }] }];
  await house.do('recipient add', { signed: await signedBy(house, { version: 3, requests }) });
  const page = await open('/requests/acme-heating/advice', { language: 'de-DE' });
  await page.getByText('Das ist die übliche Form für „Tipps zum sparsamen Heizen“.').waitFor();
  expect(await page.getByRole('radio', { name: 'Die übliche Form' }).count()).toBe(0);
});
