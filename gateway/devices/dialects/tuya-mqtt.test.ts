import { expect, test } from 'vitest';
import { say, told } from './say.testing.ts';
import { tuyaMqttEcosystem } from './tuya-mqtt.ts';

const dialect = () => tuyaMqttEcosystem.dialect({});

test('what a template gives a meaning to is a field', () => {
  expect(told(say(dialect(), 'tuya/kitchen/state', 'ON'))).toEqual({ kitchen: { state: true } });
  expect(told(say(dialect(), 'tuya/kitchen/brightness_state', '80'))).toEqual({ kitchen: { brightness_state: 80 } });
});

test.each([
  ['kitchen/DPS/state', '{"1":true,"19":2301}'],
  ['kitchen/dps/19/state', '2301'],
  ['kitchen/command', 'on'],
  ['kitchen/status', 'online'],
  ['0123456789abcdef/a1b2c3d4e5f6a7b8/10.0.0.7/state', 'ON'],
])('%s is ignored', (path, payload) => {
  expect(say(dialect(), `tuya/${path}`, payload)).toEqual({ kind: 'ignored' });
});
