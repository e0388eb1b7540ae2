import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Compile } from 'typebox/schema';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parse } from 'yaml';
import { HOUR, type House, openHouse, plugThermostat, slotsUntil, telemetry } from './house.ts';

let house: House;
beforeEach(async () => {
  house = await openHouse();
});
afterEach(() => house.stop());

function schema(name: string) {
  return Compile(JSON.parse(readFileSync(join(import.meta.dirname, `../docs/schemas/${name}.schema.json`), 'utf8')));
}

function expectValid(name: string, values: readonly unknown[]): void {
  expect(values.length, name).toBeGreaterThan(0);
  const compiled = schema(name);
  for (const value of values) expect(compiled.Errors(value)[1], JSON.stringify(value).slice(0, 300)).toEqual([]);
}

test('real batches, notices, manifests and sharing topics are what docs/schemas says', async () => {
  await house.do('recipient add', { signed: house.acme.signed });
  await house.do('recipient add', { signed: house.volt.signed });
  const shared: unknown[] = [];
  const thermostat = await plugThermostat(house);
  thermostat.on('message', (_topic, payload) => shared.push(JSON.parse(payload.toString('utf8'))));
  await thermostat.subscribeAsync('hearthgate/v1/devices/thermostat/sharing', { qos: 1 });
  await house.give('acme-heating', 'heating-tips');
  await house.give('acme-heating', 'setpoints');
  await thermostat.publishAsync(telemetry('thermostat'), '{"temperature":21,"target":19.5,"heating":true}', { qos: 1 });
  const { receiver } = house.acme;
  const came = (type: string) => receiver.notices.some((notice) => notice.type === type);
  await slotsUntil(house, () => receiver.records.length >= 2 && came('receipt'));
  await slotsUntil(house, () => receiver.batches.some(({ claims }) => claims.dummy));
  const inForce = {
    v: 1,
    requests: { 'heating-tips': { temperature: 'summary', heating: 'summary' }, setpoints: { target: 'exact' } },
  };
  await expect.poll(() => shared.at(-1)).toEqual(inForce);
  expectValid(
    'batch',
    receiver.batches.map(({ claims }) => claims),
  );
  const [hello, ...told] = receiver.notices;
  expectValid('notice', [hello, ...told.map(({ jti, iat, iss, ...notice }) => notice)]);
  expectValid('manifest', [house.acme.manifest, house.volt.manifest]);
  expectValid('sharing', shared);
  expectValid('telemetry', [{ temperature: 21, target: 19.5, heating: true }]);
  expectValid('declaration', [{ vendor: 'acme', model: 'warm-2' }]);
});

test('a recipient gets the topics, bytes and connection of docs/asyncapi.yaml, and a device its retained sharing', async () => {
  const { channels, operations, servers, components } = parse(
    readFileSync(join(import.meta.dirname, '../docs/asyncapi.yaml'), 'utf8'),
  );
  await house.do('recipient add', { signed: house.acme.signed });
  const thermostat = await plugThermostat(house);
  await house.give('acme-heating', 'setpoints');
  await thermostat.publishAsync(telemetry('thermostat'), '{"target":19.5}', { qos: 1 });
  await house.clock.advance(2 * HOUR);
  const { receiver, cloud } = house.acme;
  await receiver.until(() => receiver.records.length > 0);

  const home = receiver.batches[0]?.claims.iss ?? '';
  const wire = receiver.wire().map((bytes) => bytes.toString('latin1'));
  const topics = new Set(
    wire.filter((each) => each.startsWith('hearthgate/')).map((each) => each.replace(home, '{home}')),
  );
  expect(topics).toEqual(new Set([channels.notices.address, channels.data.address]));
  const sealed = new RegExp(components.messages.batch.payload.schema.pattern);
  expect(wire.filter((each) => sealed.test(each)).length).toBeGreaterThan(1);
  const { cleanSession, keepAlive } = servers.recipientBroker.bindings.mqtt;
  expect(cloud.connections[0]).toMatchObject({ username: undefined, cleanSession, keepalive: keepAlive });

  const { qos, retain } = operations.sendSharing.bindings.mqtt;
  const heard = new Promise((resolve) => thermostat.once('message', (...[, , packet]) => resolve(packet)));
  await thermostat.subscribeAsync(channels.sharing.address.replace('{device}', 'thermostat'), { qos: 1 });
  expect(await heard).toMatchObject({ qos, retain });
});

test('the schemas refuse what the contract does not have', () => {
  const [valid] = [{ v: 1, requests: {} }];
  const sharing = schema('sharing');
  expect(sharing.Check(valid)).toBe(true);
  expect(sharing.Check({ ...valid, because: 'x' })).toBe(false);
  expect(schema('declaration').Check({ vendor: 'acme' })).toBe(false);
  expect(schema('batch').Check({ v: 1 })).toBe(false);
});
