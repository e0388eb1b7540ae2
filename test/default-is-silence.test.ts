import { afterEach, beforeEach, expect, test } from 'vitest';
import { HOUR, type House, openHouse, plugThermostat, telemetry } from './house.ts';

let house: House;
beforeEach(async () => {
  house = await openHouse();
});
afterEach(() => house.stop());

const CANARY = 'zq7canaryzq7';

test('promise 1: without a consent nothing leaves, and nobody is contacted', async () => {
  await house.do('recipient add', { signed: house.acme.signed });
  await house.do('recipient add', { signed: house.volt.signed });
  const thermostat = await plugThermostat(house);
  for (let minute = 0; minute < 10; minute++) {
    await thermostat.publishAsync(telemetry('thermostat'), JSON.stringify({ temperature: 21, secret: CANARY }), {
      qos: 1,
    });
    await house.clock.advance(20 * 60_000);
  }
  expect(house.acme.cloud.connections).toHaveLength(0);
  expect(house.everythingOutside()).toHaveLength(0);
  expect(house.hub.line.stayed.total).toBe(20);
});

test('promise 1: fields nobody decided about, other devices and what we could not parse stay home', async () => {
  await house.do('recipient add', { signed: house.acme.signed });
  const thermostat = await plugThermostat(house);
  const other = await plugThermostat(house, 'other');
  await house.give('acme-heating', 'heating-tips', { device: 'thermostat', field: 'temperature' });
  const say = (payload: string | Buffer) => thermostat.publishAsync(telemetry('thermostat'), payload, { qos: 1 });
  await say(JSON.stringify({ temperature: 21.3, heating: true, humidity: 87.654321, note: CANARY }));
  await other.publishAsync(telemetry('other'), '{"temperature":33.3}', { qos: 1 });
  await say(`{"temperature": nan, "note": "${CANARY}"}`);
  await say(`{"temperature": 25, "temperature": 26, "note": "${CANARY}"}`);
  await say(Buffer.concat([Buffer.from(CANARY), Buffer.from([0xff, 0xfe])]));
  await house.clock.advance(3 * HOUR);
  await house.acme.receiver.until(() => house.acme.receiver.records.length > 0);

  const values = house.acme.receiver.records.flatMap(({ fields }) => Object.entries(fields));
  expect(values).toEqual([['temperature', { form: 'summary', mean: 21.5, unit: '°C' }]]);
  for (const hidden of [CANARY, '87.65', '33.3', '33.5', 'humidity', '"heating"', 'note', 'thermostat']) {
    expect(house.everythingOutside().includes(hidden), hidden).toBe(false);
  }
  const quarantine = await house.do<{ reason: string; shape: string }[]>('quarantine', { most: 10 });
  expect(quarantine.map(({ reason }) => reason).sort()).toEqual(['duplicate key', 'not JSON', 'not UTF-8']);
  expect(JSON.stringify(quarantine)).not.toContain(CANARY);
});
