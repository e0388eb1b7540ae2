import { pino } from 'pino';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Family, liveThere, moveIn } from '../../device-sim/demo-family.ts';
import { type DemoPage, openPage } from '../../device-sim/demo-page.ts';
import { acmeHeatingAsksMore } from '../../device-sim/vendors/manifest-for.ts';
import { PASSPHRASE } from '../api.ts';
import { HOUR, type House, openHouse, plugThermostat, telemetry } from '../house.ts';
import { openBrowser } from './browser.ts';

const START = Date.UTC(2026, 10, 2, 8, 0, 0);
let house: House;
let family: Family;
let page: DemoPage;
let browser: Browser;

beforeAll(async () => {
  house = await openHouse({ start: START });
  family = await moveIn(house.hub);
  page = await openPage(house.hub, pino({ level: 'silent' }), house.clock, family.anna);
  browser = await openBrowser();
}, 60_000);
afterAll(async () => {
  await browser?.close();
  await page?.stop();
  await house?.stop();
});

const link = () => /https:\S+/.exec(page.lines().join('\n'))?.[0] ?? '';

test('its family lives through its first days without being refused anything', async () => {
  const problems: unknown[] = [];
  await plugThermostat(house);
  const end = liveThere(house.hub, family, START, (problem) => problems.push(problem));
  await house.clock.advance(38 * HOUR);
  end();
  expect(problems).toEqual([]);
  const done = await house.do<{ changes: { who: string }[] }>('activity list', {});
  expect(new Set(done.changes.map(({ who }) => who))).toEqual(new Set(['Anna', 'Ben', 'the hub by itself']));
});

test('what its company asks for next waits, and what was agreed to before goes on', async () => {
  await house.do('recipient add', { signed: house.acme.signed });
  const thermostat = await house.replug('thermostat');
  await thermostat.publishAsync(telemetry('thermostat'), '{"temperature":20.5,"heating":true,"humidity":40}', {
    qos: 1,
  });
  await house.give('acme-heating', 'heating-tips');
  await house.do('recipient add', { signed: await acmeHeatingAsksMore(house.acme) });
  expect(house.hub.consents.standing().map(({ field, state }) => `${field} ${state}`)).toEqual([
    'temperature given',
    'heating given',
  ]);
  const asked = await house.do<object>('request list', {});
  expect(JSON.stringify(asked)).toContain('humidity');
});

test('a link that nobody used is followed by another, and the one that is used lets one in once', async () => {
  const before = link();
  await house.clock.advance(16 * 60_000);
  await expect.poll(link).not.toBe(before);
  const used = link();
  for (const name of ['Grace', 'Mallory']) {
    const context = await browser.newContext({ ignoreHTTPSErrors: true, locale: 'en-GB' });
    const visited = await context.newPage();
    await visited.goto(used);
    await visited.getByLabel('Your name').fill(name);
    await visited.getByLabel('A passphrase of at least').fill(PASSPHRASE);
    await visited.locator('button[type=submit]:visible').click();
    if (name === 'Grace') await visited.getByRole('navigation', { name: 'Pages' }).waitFor();
    else await visited.getByRole('alert').waitFor();
    await context.close();
  }
  const people = house.hub.people.all().map(({ name, role }) => `${name} ${role}`);
  expect(people).toEqual(['Anna owner', 'Ben adult', 'Lea viewer', 'Grace owner']);
  expect(link()).not.toContain('#code=');
});
