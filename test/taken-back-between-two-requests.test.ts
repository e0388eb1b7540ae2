import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type OpenCloud, type OpenService, startOpenCloud } from '../device-sim/vendors/open-cloud.ts';
import { HOUR, type House, openHouse, plugThermostat, telemetry } from './house.ts';

/**
 * Promise 2 for a recipient without a key, where one batch is many requests: once a withdrawal has answered, none of them
 * begins any more that says what was withdrawn.
 */
let house: House;
let cloud: OpenCloud | undefined;
beforeEach(async () => {
  house = await openHouse();
});
afterEach(async () => {
  await house.stop();
  await cloud?.stop();
});

const MINUTE = 60_000;
const READINGS = 30;

/** Fills one batch with a request for each of many readings, and resolves when the second of them is there. */
async function sendMany(begun: readonly string[], service: OpenService): Promise<void> {
  cloud = await startOpenCloud(service);
  const thermostat = await plugThermostat(house);
  const webhook = readFileSync('rules/knowledge/recipients/webhook.yaml', 'utf8');
  const say = (temperature: number) =>
    thermostat.publishAsync(telemetry('thermostat'), JSON.stringify({ temperature, humidity: 40 }), { qos: 1 });
  await say(20);
  await house.do('recipient new', {
    ...{ recipient: 'our-own', ca: cloud.ca, withoutSecret: true, every: 'PT12H' },
    profileText: webhook.replace('  once:', '  most: 1\n  once:'),
    purpose: 'dpv:ServiceProvision',
    at: [{ of: 'address', is: `${cloud.url}/in` }],
    fields: [
      { name: 'temperature', type: 'number', unit: '°C', form: { form: 'rounded', step: 0.1, grain: 'PT1M' } },
      { name: 'humidity', type: 'number', unit: '%', form: { form: 'rounded', step: 1, grain: 'PT1M' } },
    ],
  });
  await house.give('our-own', 'own');
  for (let i = 0; i < READINGS; i++) {
    await say(20 + i / 10);
    await house.clock.advance(2 * MINUTE);
  }
  await house.clock.advance(12 * HOUR);
  await expect.poll(() => begun.length, { interval: 1 }).toBeGreaterThanOrEqual(2);
}

const temperatures = (begun: readonly string[]) => begun.filter((body) => body.includes('temperature')).length;
const states = async () => (await house.hub.recipients.deliveries(0, 100)).map(({ state }) => state);

/** Longer than the server takes to answer all of them. */
const ALL_MS = 600;

test('a withdrawal reaches the rest of a batch that is being sent, and what goes on is only what is still agreed to', async () => {
  const begun: string[] = [];
  await sendMany(begun, async ({ body }) => {
    begun.push(body);
    await pause(10);
    return 204;
  });
  await house.do('consent withdraw', { recipient: 'our-own', field: 'temperature' });
  const answered = temperatures(begun);
  expect(answered).toBeLessThan(READINGS);
  await pause(ALL_MS);
  expect(temperatures(begun)).toBe(answered);
  expect(await states()).toContain('possibly received');
  await house.clock.advance(24 * HOUR);
  await expect.poll(states).toContain('sent');
  expect(temperatures(begun)).toBe(answered);
});

test('a withdrawal answers also where a server never does, and nothing follows what was on its way', async () => {
  const begun: string[] = [];
  let silent = true;
  await sendMany(begun, async ({ body }) => {
    begun.push(body);
    while (silent && begun.length > 1) await pause(10);
    return 204;
  });
  await house.do('consent withdraw', { recipient: 'our-own', field: 'temperature' });
  silent = false;
  const answered = temperatures(begun);
  await house.clock.advance(24 * HOUR);
  await expect.poll(states).toContain('sent');
  expect(temperatures(begun)).toBe(answered);
});
