import { expect, test } from 'vitest';
import { espresenseEcosystem } from './espresense.ts';
import { say, told } from './say.testing.ts';

const dialect = () => espresenseEcosystem.dialect({});

test('a node says what it measures in its room', () => {
  expect(told(say(dialect(), 'espresense/rooms/hall/temperature', '21.5'))).toEqual({
    hall: { temperature: '21.5 °C' },
  });
  expect(told(say(dialect(), 'espresense/rooms/hall/motion', 'ON'))).toEqual({ hall: { motion: true } });
  const telemetry = { ip: '10.0.0.7', uptime: 5, rssi: -60, count: 3, ver: 'v4', ssid: 'our home' };
  expect(told(say(dialect(), 'espresense/rooms/hall/telemetry', telemetry))).toEqual({
    hall: { 'telemetry.uptime': '5 s', 'telemetry.rssi': '-60 dBm' },
  });
});

test.each([
  ['devices/phone:jane/hall', '{"id":"phone:jane","name":"Janes phone","distance":3.4}'],
  ['devices/apple:1005:9-26/hall', '{"mac":"020000000009","rssi":-72}'],
  ['rooms/hall/known_irks', '00112233445566778899aabbccddeeff'],
  ['rooms/hall/known_macs', '020000000009'],
  ['rooms/hall/include', 'irk:0011'],
  ['rooms/hall/status', 'online'],
  ['rooms/hall/name', 'Janes room'],
  ['settings/irk:0011/config', '{"id":"jane","name":"Jane"}'],
])('%s is ignored', (path, payload) => {
  expect(say(dialect(), `espresense/${path}`, payload)).toEqual({ kind: 'ignored' });
});

test('other topics are not its own', () => {
  expect(say(dialect(), 'espresense', '1')).toBe('not routed');
  expect(say(dialect(), 'espresense/rooms/hall', '1')).toBe('not routed');
});
