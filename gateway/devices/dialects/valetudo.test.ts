import { expect, test } from 'vitest';
import { devicesOf, say, textsOf, told } from './say.testing.ts';
import { valetudo } from './valetudo.ts';

const VALUES: readonly [string, string, object][] = [
  ['StatusStateAttribute/status', 'cleaning', { 'StatusStateAttribute.status': 'cleaning' }],
  ['StatusStateAttribute/flag', 'segment', { 'StatusStateAttribute.flag': 'segment' }],
  ['BatteryStateAttribute/level', '42', { 'BatteryStateAttribute.level': '42 %' }],
  ['BatteryStateAttribute/status', 'charging', { 'BatteryStateAttribute.status': 'charging' }],
  ['AttachmentStateAttribute/mop', 'false', { 'AttachmentStateAttribute.mop': false }],
  ['DockStatusStateAttribute/status', 'drying', { 'DockStatusStateAttribute.status': 'drying' }],
  ['DockComponentStateAttribute/dustbag', 'ok', { 'DockComponentStateAttribute.dustbag': 'ok' }],
  ['CurrentStatisticsCapability/area', '630000', { 'CurrentStatisticsCapability.area': '630000 cm²' }],
  ['TotalStatisticsCapability/count', '5', { 'TotalStatisticsCapability.count': 5 }],
  ['ConsumableMonitoringCapability/brush-main', '59', { 'ConsumableMonitoringCapability.brush-main': 59 }],
  ['FanSpeedControlCapability/preset', 'max', { 'FanSpeedControlCapability.preset': 'max' }],
  ['OperationModeControlCapability/preset', 'mop', { 'OperationModeControlCapability.preset': 'mop' }],
  ['CarpetSensorModeControlCapability/mode', 'lift', { 'CarpetSensorModeControlCapability.mode': 'lift' }],
  ['KeyLockCapability/enabled', 'ON', { 'KeyLockCapability.enabled': true }],
  ['SpeakerVolumeControlCapability/value', '80', { 'SpeakerVolumeControlCapability.value': '80 %' }],
  ['WifiConfigurationCapability/signal', '-23', { 'WifiConfigurationCapability.signal': '-23 dBm' }],
  ['WifiConfigurationCapability/frequency', '2.4ghz', { 'WifiConfigurationCapability.frequency': '2.4ghz' }],
  [
    'StatusStateAttribute/error',
    '{"severity":{"kind":"transient","level":"info"},"subsystem":"none","message":"stuck in Janes room"}',
    { 'StatusStateAttribute.error.kind': 'transient', 'StatusStateAttribute.error.level': 'info' },
  ],
  [
    'state',
    '{"state":"docked","battery_level":100,"fan_speed":"max"}',
    { 'vacuum.state': 'docked', 'vacuum.fan_speed': 'max', 'vacuum.battery_level': '100 %' },
  ],
];

test.each(VALUES)('%s %s', (path, payload, expected) => {
  expect(told(say(valetudo(), `valetudo/robot/${path}`, payload))).toEqual({ robot: expected });
});

test.each<[string, string | Uint8Array]>([
  ['$state', 'ready'],
  ['$homie', '4.0.0'],
  ['StatusStateAttribute/$name', 'Vacuum status'],
  ['StatusStateAttribute/error_description', 'stuck in Janes room'],
  ['MapData/map-data', new Uint8Array([0x78, 0x9c, 1, 0])],
  ['MapData/segments', '{"16":"Janes room"}'],
  ['WifiConfigurationCapability/ips', '10.0.0.7'],
  ['WifiConfigurationCapability/ssid', 'our home'],
  ['ValetudoEvents/valetudo_events', '{"a":{"message":"stuck in Janes room"}}'],
  ['GoToLocationCapability/go/set', '{"coordinates":{"x":1}}'],
  ['MapSegmentationCapability/clean', '{"segment_ids":["16"]}'],
  ['BasicControlCapability/operation', 'START'],
  ['ConsumableMonitoringCapability/refresh', 'PERFORM'],
  ['hass/vacuum/state', '{"state":"docked"}'],
  ['attributes', '{"wifi_ssid":"our home"}'],
])('%s is ignored', (path, payload) => {
  expect(say(valetudo(), `valetudo/robot/${path}`, payload)).toEqual({ kind: 'ignored' });
});

test('a word that is not Valetudo’s is no value', () => {
  expect(say(valetudo(), 'valetudo/robot/FanSpeedControlCapability/preset', 'as Jane likes')).toMatchObject({
    readings: [],
    leftOver: ['text'],
  });
});

test('its name is for the home', () => {
  expect(devicesOf(say(valetudo(), 'valetudo/robot/$name', 'Rosi'))).toEqual([{ key: 'robot', name: 'Rosi' }]);
});

test('another topic is another robot’s', () => {
  expect(say(valetudo({ base: 'attic/rosi' }), 'valetudo/robot/state', '{}')).toBe('not routed');
  expect(told(say(valetudo({ base: 'attic/rosi' }), 'attic/rosi/BatteryStateAttribute/level', '1'))).toHaveProperty(
    'rosi',
  );
  expect(say(valetudo(), 'valetudo/robot/diary', '1')).toBe('not routed');
  expect(say(valetudo(), 'valetudo/robot', '1')).toBe('not routed');
});

test('every text is how a machine is or what it does', () => {
  expect(
    textsOf(
      'valetudo',
      VALUES.map(([path, payload]) => say(valetudo(), `valetudo/robot/${path}`, payload)),
    ),
  ).toEqual({
    'BatteryStateAttribute.status': 'diagnostics, low',
    'CarpetSensorModeControlCapability.mode': 'state/control, medium',
    'DockComponentStateAttribute.dustbag': 'activity, medium',
    'DockStatusStateAttribute.status': 'activity, medium',
    'FanSpeedControlCapability.preset': 'state/control, medium',
    'OperationModeControlCapability.preset': 'state/control, medium',
    'StatusStateAttribute.error.kind': 'diagnostics, medium',
    'StatusStateAttribute.error.level': 'diagnostics, low',
    'StatusStateAttribute.flag': 'activity, medium',
    'StatusStateAttribute.status': 'activity, medium',
    'WifiConfigurationCapability.frequency': 'network, medium',
    'vacuum.fan_speed': 'activity, medium',
    'vacuum.state': 'activity, medium',
  });
});
