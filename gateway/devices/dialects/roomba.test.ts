import { expect, test } from 'vitest';
import { roombaEcosystem } from './roomba.ts';
import { say, textsOf, told } from './say.testing.ts';

const dialect = () => roombaEcosystem.dialect({});

test.each<[string, string, object]>([
  ['batPct', '81', { batPct: '81 %' }],
  ['bin_full', 'False', { bin_full: false }],
  ['cleanMissionStatus_phase', 'run', { cleanMissionStatus_phase: 'run' }],
  ['cleanMissionStatus_mssnM', '12', { cleanMissionStatus_mssnM: '12 min' }],
])('%s %s', (path, payload, expected) => {
  expect(told(say(dialect(), `/roomba/feedback/rosi/${path}`, payload))).toEqual({ rosi: expected });
});

test.each([
  ['netinfo_bssid', '02:00:00:00:00:01'],
  ['netinfo_addr', '3232261301'],
  ['wlcfg_ssid', '6f757220686f6d65'],
  ['pose', '{"theta":1,"point":{"x":1,"y":2}}'],
  ['cleanSchedule_cycle', '["none","start"]'],
  ['country', 'DE'],
  ['map', 'iVBORw0KGgo'],
  ['error_message', 'stuck in Janes room'],
])('%s is ignored', (path, payload) => {
  expect(say(dialect(), `/roomba/feedback/rosi/${path}`, payload)).toEqual({ kind: 'ignored' });
});

test('every text is what the robot does', () => {
  const said = [
    say(dialect(), '/roomba/feedback/rosi/cleanMissionStatus_phase', 'run'),
    say(dialect(), '/roomba/feedback/rosi/cleanMissionStatus_cycle', 'clean'),
  ];
  expect(textsOf('roomba', said)).toEqual({
    cleanMissionStatus_phase: 'activity, medium',
    cleanMissionStatus_cycle: 'activity, medium',
  });
});
