import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Compile } from 'typebox/schema';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { HOUR, type House, openHouse, plugThermostat, telemetry } from './house.ts';

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
  await house.clock.advance(4 * HOUR);
  const { receiver } = house.acme;
  await receiver.until(() => receiver.records.length >= 2 && receiver.batches.some(({ claims }) => claims.dummy));
  const inForce = {
    v: 1,
    requests: { 'heating-tips': { temperature: 'summary', heating: 'summary' }, setpoints: { target: 'exact' } },
  };
  await expect.poll(() => shared.at(-1)).toEqual(inForce);
  expectValid(
    'batch',
    receiver.batches.map(({ claims }) => claims),
  );
  expectValid('notice', receiver.notices);
  expectValid('manifest', [house.acme.manifest, house.volt.manifest]);
  expectValid('sharing', shared);
  expectValid('telemetry', [{ temperature: 21, target: 19.5, heating: true }]);
  expectValid('declaration', [{ vendor: 'acme', model: 'warm-2' }]);
});

test('the schemas refuse what the contract does not have', () => {
  const [valid] = [{ v: 1, requests: {} }];
  const sharing = schema('sharing');
  expect(sharing.Check(valid)).toBe(true);
  expect(sharing.Check({ ...valid, because: 'x' })).toBe(false);
  expect(schema('declaration').Check({ vendor: 'acme' })).toBe(false);
  expect(schema('batch').Check({ v: 1 })).toBe(false);
});
