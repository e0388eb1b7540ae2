import { expect, test } from 'vitest';
import { ringMqtt } from './ring-mqtt.ts';
import { say, textsOf, told } from './say.testing.ts';

const HOME = 'ring/6bd0-our-home';

test.each<[string, string | object, object]>([
  ['camera/a1/motion/state', 'ON', { 'motion.state': true }],
  [
    'camera/a1/motion/attributes',
    { lastMotion: 1, lastMotionTime: 'x', personDetected: true },
    { 'motion.personDetected': true },
  ],
  [
    'camera/a1/info/state',
    { batteryLevel: 80, wirelessNetwork: 'our home', wirelessSignal: -61, stream_Source: 'rtsp://jane:x@10.0.0.7' },
    { 'info.batteryLevel': '80 %', 'info.wirelessSignal': '-61 dBm' },
  ],
  ['alarm/a1/lock/state', 'LOCKED', { 'lock.state': 'LOCKED' }],
  ['alarm/a1/alarm/state', 'armed_away', { 'alarm_panel.state': 'armed_away' }],
  ['alarm/a1/mode/state', 'disarmed', { 'alarm_panel_mode.state': 'disarmed' }],
  ['alarm/a1/zone/state', 'OFF', { 'contact.state': false }],
  ['alarm/a1/thermostat/current_temperature_state', '21.5', { 'thermostat.current_temperature': 21.5 }],
  ['lighting/a1/light/brightness_state', '80', { 'light.brightness': 80 }],
])('%s %o', (path, payload, expected) => {
  expect(told(say(ringMqtt(), `${HOME}/${path}`, payload))).toEqual({ a1: expected });
});

test.each<[string, string | Uint8Array]>([
  ['camera/a1/status', 'online'],
  ['camera/a1/snapshot/image', new Uint8Array([0xff, 0xd8, 0xff])],
  ['camera/a1/stream/state', 'active'],
  ['camera/a1/light/command', 'ON'],
])('%s is ignored', (path, payload) => {
  expect(say(ringMqtt(), `${HOME}/${path}`, payload)).toEqual({ kind: 'ignored' });
});

test('of a recording or a visit no address and no time is told', () => {
  for (const entity of ['event_select', 'ding', 'snapshot']) {
    const said = say(ringMqtt(), `${HOME}/camera/a1/${entity}/attributes`, {
      recordingUrl: 'https://x',
      lastDingTime: 'x',
    });
    expect(said).toMatchObject({ kind: 'readings', readings: [] });
  }
});

test('a word that is not Ring’s is no value, and other topics are not its own', () => {
  expect(say(ringMqtt(), `${HOME}/alarm/a1/mode/state`, 'as Jane likes')).toMatchObject({
    readings: [],
    leftOver: ['text'],
  });
  expect(say(ringMqtt(), 'ring/of/keys', '1')).toBe('not routed');
});

test('every text is about who may come in', () => {
  const said = ['alarm/a1/lock/state LOCKED', 'alarm/a1/alarm/state arming', 'alarm/a1/mode/state Away'].map((each) => {
    const [path = '', payload = ''] = each.split(' ');
    return say(ringMqtt(), `${HOME}/${path}`, payload);
  });
  expect(textsOf('ring-mqtt', said)).toEqual({
    'lock.state': 'access/security, high',
    'alarm_panel.state': 'access/security, high',
    'alarm_panel_mode.state': 'access/security, high',
  });
});
