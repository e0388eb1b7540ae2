import { expect, test } from 'vitest';
import { nukiHubEcosystem } from './nuki-hub.ts';
import { say, textsOf, told } from './say.testing.ts';

const dialect = () => nukiHubEcosystem.dialect({});

test.each<[string, string, object]>([
  ['lock/state', 'locked', { 'lock.state': 'locked' }],
  ['lock/trigger', 'manual', { 'lock.trigger': 'manual' }],
  ['lock/doorSensorState', 'doorOpened', { 'lock.doorSensorState': 'doorOpened' }],
  ['opener/ring', 'ring', { 'opener.ring': 'ring' }],
  ['battery/level', '80', { 'battery.level': '80 %' }],
  ['lock/rssi', '-70', { 'lock.rssi': '-70 dBm' }],
])('%s %s', (path, payload, expected) => {
  expect(told(say(dialect(), `nukihub/${path}`, payload))).toEqual({ nukihub: expected });
});

test.each([
  ['lock/authorizationName', 'Jane'],
  ['lock/log', '[{"authorizationName":"Jane","action":"unlock"}]'],
  ['lock/json', '{"auth_name":"Jane"}'],
  ['keypad/json', '[{"name":"Jane","code":123456}]'],
  ['timecontrol/json', '[{"time":"07:00"}]'],
  ['lock/address', '02:00:00:00:00:01'],
  ['configuration/basicJson', '{"name":"Janes door"}'],
  ['lock/action', 'unlock'],
  ['maintenance/log', 'Jane unlocked'],
])('%s is ignored', (path, payload) => {
  expect(say(dialect(), `nukihub/${path}`, payload)).toEqual({ kind: 'ignored' });
});

test('every text is how a door stands', () => {
  const said = [
    say(dialect(), 'nuki/lock/state', 'locked'),
    say(dialect(), 'nuki/lock/lastLockAction', 'Unlock'),
    say(dialect(), 'nuki/lock/trigger', 'manual'),
    say(dialect(), 'nuki/opener/ring', 'ring'),
  ];
  expect(textsOf('nuki-hub', said)).toEqual({
    'lock.state': 'access/security, high',
    'lock.lastLockAction': 'access/security, high',
    'lock.trigger': 'access/security, high',
    'opener.ring': 'activity, high',
  });
});
