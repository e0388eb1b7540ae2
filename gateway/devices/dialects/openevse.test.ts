import { expect, test } from 'vitest';
import { openevse } from './openevse.ts';
import { devicesOf, say, textsOf, told } from './say.testing.ts';

const BASE = 'openevse-55ad';

test.each<[string, string, object]>([
  ['amp', '15900', { amp: 15_900 }],
  ['voltage', '240', { voltage: '240 V' }],
  ['session_energy', '1200', { session_energy: '1200 Wh' }],
  ['vehicle', '1', { vehicle: 1 }],
  ['battery_level', '80', { battery_level: '80 %' }],
  ['status', 'active', { status: 'active' }],
  ['limit', 'false', { limit: false }],
  [
    'limit',
    '{"type":"soc","value":80,"auto_release":true}',
    { 'limit.type': 'soc', 'limit.value': 80, 'limit.auto_release': true },
  ],
  ['override', '{"state":"null"}', { 'override.state': 'null' }],
  ['claim', '{"state":"active","charge_current":10}', { 'claim.state': 'active', 'claim.charge_current': '10 A' }],
  ['srssi', '-61', { srssi: '-61 dBm' }],
])('%s %s', (path, payload, expected) => {
  expect(told(say(openevse(), `${BASE}/${path}`, payload))).toEqual({ [BASE]: expected });
});

test.each([
  ['config', '{"mqtt_user":"jane","ssid":"our home"}'],
  ['ipaddress', '10.0.0.7'],
  ['rfid_auth', '02AABB'],
  ['schedule', '[{"id":1,"time":"07:00"}]'],
  ['local_time', '2026-05-04T10:00:00Z'],
  ['override/set', '{"state":"active"}'],
  ['rapi/in/$GS', ''],
  ['restart', '{"device":"gateway"}'],
])('%s is ignored', (path, payload) => {
  expect(say(openevse(), `${BASE}/${path}`, payload || ' ')).toEqual({ kind: 'ignored' });
});

test('older ones have a base without an id', () => {
  expect(told(say(openevse(), 'openevse/pilot', '30'))).toEqual({ openevse: { pilot: '30 A' } });
  expect(told(say(openevse(), 'emon/openevse/pilot', '30'))).toEqual({ 'emon/openevse': { pilot: '30 A' } });
  expect(say(openevse(), 'openevses/pilot', '30')).toBe('not routed');
});

test('a charger that has no such sensor says false, which is no temperature and no number of amperes', () => {
  expect(say(openevse(), `${BASE}/shaper_max_pwr`, 'false')).toMatchObject({
    readings: [],
    leftOver: ['unexpected shape'],
  });
});

test('a charger under a base of its own is known once it is announced', () => {
  const dialect = openevse();
  const before = dialect.generation;
  expect(say(dialect, 'emon/garage/amp', '0')).toBe('not routed');
  const announcement = { state: 'connected', id: 'c44f', name: BASE, mqtt: 'emon/garage', http: 'http://10.0.0.7/' };
  expect(devicesOf(say(dialect, 'openevse/announce/55ad', announcement))).toEqual([
    { key: 'emon/garage', vendor: 'OpenEVSE' },
  ]);
  expect(dialect.generation).toBeGreaterThan(before);
  expect(told(say(dialect, 'emon/garage/amp', '0'))).toEqual({ 'emon/garage': { amp: 0 } });
  expect(say(dialect, 'emon/garage/diary', '0')).toBe('not routed');
});

test('chargers that a stranger announces are not remembered without end', () => {
  const dialect = openevse();
  for (let n = 0; n < 300; n++) say(dialect, 'openevse/announce/x', { mqtt: `emon/${n}` });
  expect(dialect.generation).toBe(100);
});

test('under a base only that charger is meant', () => {
  const dialect = openevse({ base: 'emon/garage' });
  expect(say(dialect, `${BASE}/amp`, '0')).toBe('not routed');
  expect(say(dialect, 'openevse/announce/x', { mqtt: 'emon/other' })).toEqual({ kind: 'ignored' });
});

test('every text is how charging is controlled', () => {
  const said = [
    say(openevse(), `${BASE}/status`, 'active'),
    say(openevse(), `${BASE}/limit`, { type: 'soc' }),
    say(openevse(), `${BASE}/override`, { state: 'active' }),
  ];
  expect(textsOf('openevse', said)).toEqual({
    'limit.type': 'state/control, medium',
    'override.state': 'state/control, medium',
    status: 'state/control, medium',
  });
});
