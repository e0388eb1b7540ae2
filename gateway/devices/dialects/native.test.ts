import { describe, expect, test } from 'vitest';
import { native } from './native.ts';
import { devicesOf, readingsOf, say, told } from './say.testing.ts';

const BASE = 'hearthgate/v1/devices';

describe('native', () => {
  test('telemetry becomes fields, with the units that the device declared', () => {
    const dialect = native();
    const declaration = {
      vendor: 'Acme',
      model: 'T1',
      firmware: '2.0',
      fields: { temperature: { type: 'number', unit: '°C' } },
    };
    expect(devicesOf(say(dialect, `${BASE}/hall-1/declaration`, declaration))).toEqual([
      {
        key: 'hall-1',
        vendor: 'Acme',
        model: 'T1',
        firmware: '2.0',
        fields: [{ name: 'temperature', unit: '°C', type: 'number' }],
      },
    ]);
    expect(told(say(dialect, `${BASE}/hall-1/telemetry`, { temperature: 21.5, door: { open: false } }))).toEqual({
      'hall-1': { temperature: '21.5 °C', 'door.open': false },
    });
    expect(told(say(dialect, `${BASE}/hall-2/telemetry`, { temperature: 21.5 }))).toEqual({
      'hall-2': { temperature: 21.5 },
    });
  });

  test('fields may be declared as a list', () => {
    const fields = [{ name: 'mode', type: 'category', values: ['auto', 'off', 7] }, { name: 'bad name' }, 'x', null];
    const [found] = devicesOf(say(native(), `${BASE}/a/declaration`, { vendor: 'A', model: 'B', fields }));
    expect(found?.fields).toEqual([{ name: 'mode', type: 'category', values: ['auto', 'off'] }]);
  });

  test.each<[unknown, number | undefined, string[] | undefined]>([
    ['2026-05-04T12:00:00+02:00', Date.parse('2026-05-04T10:00:00Z'), undefined],
    ['2026-05-04T10:00:00.250Z', Date.parse('2026-05-04T10:00:00.250Z'), undefined],
    [1_777_888_800_000, 1_777_888_800_000, undefined],
    ['2026-05-04T12:00:00', undefined, ['unexpected shape']],
    ['yesterday', undefined, ['unexpected shape']],
    [1e300, undefined, ['unexpected shape']],
    [{}, undefined, ['unexpected shape']],
  ])('ts %j is the time, never a field', (ts, time, leftOver) => {
    const said = say(native(), `${BASE}/a/telemetry`, { ts, x: 1 });
    expect(readingsOf(said).map(({ deviceTime, fields }) => [deviceTime, fields.map(({ name }) => name)])).toEqual([
      [time, ['x']],
    ]);
    expect(said).toMatchObject(leftOver === undefined ? { kind: 'readings' } : { leftOver });
  });

  test.each([
    [`${BASE}/a/availability`, { kind: 'ignored' }],
    [`${BASE}/a/sharing`, { kind: 'ignored' }],
    [`${BASE}/a/commands/start`, { kind: 'ignored' }],
    [`${BASE}/a/commands/start/result`, { kind: 'ignored' }],
    [`${BASE}/a/other`, 'not routed'],
    [`${BASE}/a`, 'not routed'],
    [`${BASE}/A B/telemetry`, 'not routed'],
    [`${BASE}/a/telemetry/x`, 'not routed'],
    [`/${BASE}/a/telemetry`, 'not routed'],
    ['hearthgate/v2/devices/a/telemetry', 'not routed'],
  ])('%s', (topic, expected) => expect(say(native(), topic, 'online')).toEqual(expected));

  test('a declaration without vendor and model is quarantined', () => {
    expect(say(native(), `${BASE}/a/declaration`, { vendor: 'A' })).toEqual({
      kind: 'quarantine',
      reason: 'unexpected shape',
      shape: 'object with 1 member, depth 1, 14 bytes',
    });
  });

  test('telemetry that says nothing gives no reading', () => {
    expect(say(native(), `${BASE}/a/telemetry`, {})).toEqual({ kind: 'readings', readings: [] });
  });
});
