import { expect, test } from 'vitest';
import { devicesOf, readingsOf, say, textsOf, told } from './say.testing.ts';
import { zwaveJsUi } from './zwave-js-ui.ts';

const AT = 1_777_888_799_000;

test.each<[string, string | object, object]>([
  ['4/49/0/Air_temperature', { time: AT, value: 21.5 }, { 4: { 'sensor_multilevel.Air_temperature': 21.5 } }],
  [
    'office/nodeID_4/sensor_multilevel/endpoint_0/Air temperature',
    '21.5',
    { 'office/nodeID_4': { 'sensor_multilevel.Air_temperature': 21.5 } },
  ],
  ['office/49/37/0/currentValue', 'true', { 'office/49': { 'switch_binary.currentValue': true } }],
  ['hall/lamp/37/2/currentValue', 'false', { 'hall/lamp': { 'switch_binary.endpoint_2.currentValue': false } }],
  [
    'hall/lamp/switch_multilevel/endpoint_1/currentValue',
    '99',
    { 'hall/lamp': { 'switch_multilevel.endpoint_1.currentValue': 99 } },
  ],
  [
    '4/67/0/setpoint/1',
    { value: 20, unit: '°C', lastUpdate: AT },
    { 4: { 'thermostat_setpoint.setpoint.1': '20 °C' } },
  ],
  ['4/112/0/14/255', { value: 3 }, { 4: { 'configuration.14.255': 3 } }],
  ['4/98/0/currentMode', { value: 255 }, { 4: { 'door_lock.currentMode': 255 } }],
  ['4/200/0/flurb', '1', { 4: { 'cc200.flurb': 1 } }],
  [
    '4/51/0/currentColor',
    { value: { red: 1, green: 2, blue: 3, note: 'x' } },
    { 4: { 'color.currentColor.red': 1, 'color.currentColor.green': 2, 'color.currentColor.blue': 3 } },
  ],
])('%s %o', (path, payload, expected) => {
  expect(told(say(zwaveJsUi(), `zwave/${path}`, payload))).toEqual(expected);
});

test('the time of a value is when it was told, by either way of telling', () => {
  const dialect = zwaveJsUi();
  for (const body of [
    { time: AT, value: 1 },
    { value: 1, lastUpdate: AT },
  ])
    expect(readingsOf(say(dialect, 'zwave/4/50/0/value/65537', body))[0]?.deviceTime).toBe(AT);
});

test.each<[string, string | object]>([
  ['4/99/0/userCode/3', { value: '1234' }],
  ['4/99/0/userCode/3', '1234'],
  ['4/user_code/endpoint_0/userCode/3', '1234'],
  ['4/76/0/record', { value: { userId: 3 } }],
  ['4/door_lock_logging/endpoint_0/record', '3'],
  ['4/119/0/name', '"Janes lamp"'],
  ['4/geographic_location/endpoint_0/latitude', '48.5'],
  ['4/37/0/targetValue/set', 'true'],
  ['office/lamp/status', { time: AT, value: true, status: 'Alive', nodeId: 4 }],
  ['office/lamp/lastActive', { time: AT, value: AT }],
  ['_CLIENTS/ZWAVE_GATEWAY-home/api/getNodes', { result: [{ name: 'Janes lamp' }] }],
  ['_EVENTS/ZWAVE_GATEWAY-home/node/node_value_updated', { data: [] }],
  ['driver/status', 'true'],
])('%s is ignored', (path, payload) => {
  expect(say(zwaveJsUi(), `zwave/${path}`, payload)).toEqual({ kind: 'ignored' });
});

test.each<[string, string | object]>([
  ['4/114/0/label', { value: 'of Jane' }],
  ['4/134/0/note', 'of Jane'],
  ['4/113/0/event', { value: { parameters: { userId: 3 } } }],
])('a text, or what is no one value, is no field: %s', (path, payload) => {
  expect(say(zwaveJsUi(), `zwave/${path}`, payload)).toMatchObject({ kind: 'readings', readings: [] });
});

test('a node says which product it is', () => {
  const info = {
    id: 4,
    name: 'lamp',
    loc: 'hall',
    manufacturer: 'Acme',
    productLabel: 'Z1',
    firmwareVersion: '1.2',
    homeId: 7,
  };
  expect(devicesOf(say(zwaveJsUi(), 'zwave/hall/lamp/nodeinfo', info))).toEqual([
    { key: 'hall/lamp', name: 'hall/lamp', vendor: 'Acme', model: 'Z1', firmware: '1.2' },
  ]);
});

test('what names no class is nobody’s, and another prefix is another gateway’s', () => {
  expect(say(zwaveJsUi(), 'zwave/hall/lamp/diary', '1')).toBe('not routed');
  expect(say(zwaveJsUi({ base: 'z/w' }), 'zwave/4/37/0/currentValue', '1')).toBe('not routed');
  expect(told(say(zwaveJsUi({ base: 'z/w' }), 'z/w/4/37/0/currentValue', 'true'))).toHaveProperty('4');
});

test('there are no texts at all', () => {
  expect(textsOf('zwave-js-ui', [say(zwaveJsUi(), 'zwave/4/37/0/currentValue', '"on"')])).toEqual({});
});
