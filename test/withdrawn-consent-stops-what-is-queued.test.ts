import { afterEach, beforeEach, expect, test } from 'vitest';
import { HOUR, type House, openHouse, plugThermostat, signedBy, telemetry } from './house.ts';

let house: House;
beforeEach(async () => {
  house = await openHouse();
  await house.do('recipient add', { signed: house.acme.signed });
});
afterEach(() => house.stop());

const everyStreamSent = () =>
  house.acme.receiver.until(() => new Set(house.acme.receiver.batches.map(({ claims }) => claims.purpose)).size === 2);

test('promise 2: withdrawing works at once, in the open window and in the outbox', async () => {
  const thermostat = await plugThermostat(house);
  await house.give('acme-heating', 'setpoints');
  await house.give('acme-heating', 'heating-tips', { field: 'temperature' });
  // One record waits for its slot, one window is open.
  await thermostat.publishAsync(telemetry('thermostat'), '{"temperature":21,"target":19.5}', { qos: 1 });
  await house.do('consent withdraw', { recipient: 'acme-heating' });
  // Both streams go on under new consents, so that nothing but the withdrawal stops what was said before.
  await house.give('acme-heating', 'setpoints');
  await house.give('acme-heating', 'heating-tips', { field: 'temperature' });
  await house.clock.advance(2 * HOUR);
  await everyStreamSent();
  expect(house.acme.receiver.records).toEqual([]);
  expect(house.everythingOutside().includes('19.5')).toBe(false);
});

test('promise 2: a withdrawal also reaches what a dead cloud left waiting', async () => {
  const thermostat = await plugThermostat(house);
  house.acme.cloud.answer('disconnect');
  await house.give('acme-heating', 'heating-tips', { field: 'temperature' });
  await thermostat.publishAsync(telemetry('thermostat'), '{"temperature":21}', { qos: 1 });
  await house.clock.advance(3 * HOUR);
  await house.do('consent withdraw', { recipient: 'acme-heating' });
  house.acme.cloud.answer('receive');
  await house.restart();
  await house.give('acme-heating', 'setpoints');
  await house.clock.advance(2 * HOUR);
  await house.acme.receiver.until(() => house.acme.receiver.batches.length > 0);
  const fields = house.acme.receiver.records.flatMap(({ fields }) => Object.keys(fields));
  expect(fields).not.toContain('temperature');
});

test('a new version of the manifest stops what was queued under the old one, until it is agreed to', async () => {
  const thermostat = await plugThermostat(house);
  await house.give('acme-heating', 'setpoints');
  await thermostat.publishAsync(telemetry('thermostat'), '{"target":19.5}', { qos: 1 });
  const requests = house.acme.manifest.requests.map((request) => ({ ...request, retention: 'P9Y' }));
  await house.do('recipient add', { signed: await signedBy(house, { version: 2, requests }) });
  await house.give('acme-heating', 'setpoints');
  await house.give('acme-heating', 'heating-tips');
  await house.clock.advance(2 * HOUR);
  await everyStreamSent();
  expect(house.acme.receiver.records).toEqual([]);
});
