import { afterEach, beforeEach, expect, test } from 'vitest';
import { HOUR, type House, openHouse, plugThermostat, telemetry } from './house.ts';

let house: House;
beforeEach(async () => {
  house = await openHouse();
  await house.do('recipient add', { signed: house.acme.signed });
});
afterEach(() => house.stop());

interface Shown {
  readonly before: { field: string; value: unknown }[];
  readonly after: { field: string; from: string; shaped: object }[];
  readonly fields: { field: string; becomes: string }[];
}
const ask = (request: string, sample: string) =>
  house.do<Shown>('preview', { recipient: 'acme-heating', request, sample, acceptUnion: true });

test('a preview of the last message shows what then leaves of the same message, and what is left out', async () => {
  const thermostat = await plugThermostat(house);
  const said = JSON.stringify({ target: 19.5, temperature: 21.3, owner: 'somebody' });
  await thermostat.publishAsync(telemetry('thermostat'), said, { qos: 1 });
  const shown = await ask('setpoints', 'last');
  expect(shown.before.map(({ field }) => field).sort()).toEqual(['owner', 'target', 'temperature']);
  expect(shown.fields).toContainEqual(expect.objectContaining({ field: 'target', becomes: 'sent as is' }));
  expect(shown.fields).toContainEqual(expect.objectContaining({ field: 'owner', becomes: 'left out' }));
  expect(await ask('setpoints', 'last')).toEqual(shown);
  expect(house.hub.plan.routes.size).toBe(0);

  await house.give('acme-heating', 'setpoints');
  await thermostat.publishAsync(telemetry('thermostat'), said, { qos: 1 });
  await house.clock.advance(2 * HOUR);
  await house.acme.receiver.until(() => house.acme.receiver.records.length > 0);
  const [record] = house.acme.receiver.records;
  expect(shown.after.map(({ field, shaped }) => [field, shaped])).toEqual(Object.entries(record?.fields ?? {}));
});

test('a typical day is the home’s own, and the worst case needs no message at all', async () => {
  const thermostat = await plugThermostat(house);
  await thermostat.publishAsync(telemetry('thermostat'), '{"unrelated":1}', { qos: 1 });
  for (let hour = 0; hour < 6; hour++) {
    await thermostat.publishAsync(telemetry('thermostat'), `{"temperature":${18 + hour}}`, { qos: 1 });
    await house.clock.advance(HOUR);
  }
  const day = await ask('heating-tips', 'typical day');
  const means = day.after.filter(({ field }) => field === 'temperature');
  expect(means).toHaveLength(6);
  const worst = await ask('heating-tips', 'worst case');
  expect(worst.after.length).toBeGreaterThan(20);
});

test('values of high sensitivity that a preview or an export shows are an entry for everybody', async () => {
  const thermostat = await plugThermostat(house);
  await thermostat.publishAsync(telemetry('thermostat'), '{"target":19.5,"presence":true}', { qos: 1 });
  const opened = () => house.hub.ledger.read(0, 1_000).filter(({ entry }) => entry?.type === 'values.opened');
  await ask('setpoints', 'worst case');
  expect(opened()).toHaveLength(0);
  for (const [i, look] of [
    () => ask('setpoints', 'last'),
    () => ask('setpoints', 'typical day'),
    () => house.do('export', {}),
    () => house.do('device values', { device: 'thermostat' }),
  ].entries()) {
    await look();
    expect(opened()).toHaveLength(i + 1);
  }
  expect(opened().map(({ entry }) => entry)).toMatchObject(
    Array(4).fill({ by: 'household', device: 'thermostat', fields: ['presence'] }),
  );
});

test('without a message there is nothing to show, and it says so', async () => {
  await plugThermostat(house);
  await expect(ask('setpoints', 'last')).rejects.toThrow('has said anything');
});
