import { describe, expect, test } from 'vitest';
import { devicesOf, say, told } from './say.testing.ts';
import { zigbee2mqtt } from './zigbee2mqtt.ts';

const PLUG = {
  ieee_address: '0x00124b0000000001',
  type: 'Router',
  friendly_name: 'Küche/Kühl schrank',
  manufacturer: 'ACME',
  software_build_id: '1.2',
  definition: {
    vendor: 'Acme',
    model: 'P1',
    exposes: [
      {
        type: 'switch',
        features: [
          {
            type: 'binary',
            name: 'state',
            property: 'state_l1',
            endpoint: 'l1',
            access: 7,
            value_on: 'ON',
            value_off: 'OFF',
          },
        ],
      },
      { type: 'numeric', name: 'power', property: 'power', unit: 'W', access: 1 },
      { type: 'numeric', name: 'countdown', property: 'countdown', unit: 's', access: 2 },
      { type: 'enum', name: 'power_on_behavior', property: 'power_on_behavior', access: 7, values: ['on', 'off'] },
      {
        type: 'composite',
        property: 'color',
        features: [
          { type: 'numeric', property: 'x', access: 7 },
          { type: 'composite', property: 'inner', features: [{ type: 'text', property: 'note', access: 1 }] },
        ],
      },
      { type: 'list', property: 'faces', access: 1, item_type: { type: 'text' } },
      { type: 'binary', property: 'contact', access: 1, value_on: false, value_off: true },
    ],
  },
};
const DOOR = {
  ieee_address: '0x00124b0000000002',
  type: 'EndDevice',
  friendly_name: 'Küche',
  formerKey: 'Küche',
  definition: null,
};
const UNNAMED = {
  ieee_address: '0x00124b0000000003',
  type: 'EndDevice',
  friendly_name: '0x00124b0000000003',
  model_id: 'M',
};
const LIST = [
  { ieee_address: '0x00', type: 'Coordinator', friendly_name: 'Coordinator' },
  PLUG,
  DOOR,
  UNNAMED,
  null,
  {},
  7,
];

function withList(list: readonly unknown[] = LIST) {
  const dialect = zigbee2mqtt();
  say(dialect, 'zigbee2mqtt/bridge/devices', list);
  return dialect;
}

describe('before the device list is known', () => {
  test.each<[string, string | object, object]>([
    ['lamp', { state: 'ON', brightness: 254 }, { lamp: { state: 'ON', brightness: 254 } }],
    [
      'a/b c/dé',
      { last_seen: '2025-08-02T00:58:58+02:00', elapsed: 7 },
      { 'a/b c/dé': { last_seen: '2025-08-02T00:58:58+02:00', elapsed: 7 } },
    ],
    [
      'lamp',
      { update: { state: 'idle', installed_version: 3 } },
      { lamp: { 'update.state': 'idle', 'update.installed_version': 3 } },
    ],
    ['lamp', { device: { friendlyName: 'x', ieeeAddr: '0x01' }, power: 1 }, { lamp: { power: 1 } }],
    ['room/lamp/brightness', '254', { 'room/lamp': { brightness: 254 } }],
    ['room/lamp/occupancy', 'false', { 'room/lamp': { occupancy: false } }],
    ['room/lamp/state', 'ON', { 'room/lamp': { state: 'ON' } }],
  ])('%s', (name, payload, expected) => {
    expect(told(say(zigbee2mqtt(), `zigbee2mqtt/${name}`, payload))).toEqual(expected);
  });

  test('a base may hold slashes', () => {
    const dialect = zigbee2mqtt({ base: 'home/zigbee' });
    expect(told(say(dialect, 'home/zigbee/lamp', { a: 1 }))).toEqual({ lamp: { a: 1 } });
    expect(say(dialect, 'zigbee2mqtt/lamp', { a: 1 })).toBe('not routed');
  });
});

describe('the device list', () => {
  test('names devices by address, and their published fields', () => {
    const found = devicesOf(say(zigbee2mqtt(), 'zigbee2mqtt/bridge/devices', LIST));
    expect(found).toEqual([
      {
        key: PLUG.ieee_address,
        name: 'Küche/Kühl schrank',
        formerKey: 'Küche/Kühl schrank',
        vendor: 'Acme',
        model: 'P1',
        firmware: '1.2',
        fields: [
          { name: 'state_l1', type: 'boolean' },
          { name: 'power', unit: 'W', type: 'number' },
          { name: 'power_on_behavior', type: 'category', values: ['on', 'off'] },
          { name: 'color.x', type: 'number' },
          { name: 'color.inner.note', type: 'text' },
          { name: 'faces', type: 'text' },
          { name: 'contact', type: 'boolean' },
        ],
      },
      { key: DOOR.ieee_address, name: 'Küche', formerKey: 'Küche', fields: [] },
      { key: UNNAMED.ieee_address, model: 'M', fields: [] },
    ]);
  });

  test('changes keys and units, and says so by its generation', () => {
    const dialect = zigbee2mqtt();
    const before = dialect.generation;
    say(dialect, 'zigbee2mqtt/bridge/devices', LIST);
    expect(dialect.generation).toBeGreaterThan(before);
    expect(
      told(say(dialect, 'zigbee2mqtt/Küche/Kühl schrank', { state_l1: 'OFF', power: 3, contact: false, other: 'ON' })),
    ).toEqual({
      [PLUG.ieee_address]: { state_l1: false, power: '3 W', contact: false, other: 'ON' },
    });
  });

  test.each<[string, string, object]>([
    ['Küche/Kühl schrank/power', '3.5', { [PLUG.ieee_address]: { power: '3.5 W' } }],
    ['Küche/Kühl schrank/state_l1', 'ON', { [PLUG.ieee_address]: { state_l1: true } }],
    ['Küche/Kühl schrank/power_on_behavior', 'on', { [PLUG.ieee_address]: { power_on_behavior: 'on' } }],
    ['Küche/Kühl schrank/color', '{"x":0.3}', { [PLUG.ieee_address]: { 'color.x': 0.3 } }],
    ['Küche/contact', 'true', { [DOOR.ieee_address]: { contact: true } }],
    ['0x00124b0000000003/battery', '100', { [UNNAMED.ieee_address]: { battery: 100 } }],
  ])('the longest friendly name wins: %s', (path, payload, expected) => {
    expect(told(say(withList(), `zigbee2mqtt/${path}`, payload))).toEqual(expected);
  });

  test('a name outside the list is an unknown device, so that an old name revives nothing', () => {
    expect(say(withList(), 'zigbee2mqtt/Flur', { a: 1 })).toMatchObject({
      kind: 'quarantine',
      reason: 'unknown device',
    });
  });

  test('a device that left the list is gone; a renamed one is not', () => {
    const dialect = withList();
    const found = devicesOf(say(dialect, 'zigbee2mqtt/bridge/devices', [{ ...PLUG, friendly_name: 'neu' }, DOOR]));
    expect(found.filter(({ gone }) => gone)).toEqual([{ key: UNNAMED.ieee_address, gone: true }]);
    expect(told(say(dialect, 'zigbee2mqtt/neu', { power: 1 }))).toEqual({ [PLUG.ieee_address]: { power: '1 W' } });
  });

  test('may be larger than any other message', () => {
    const padded = { ...PLUG, definition: { ...PLUG.definition, description: 'x'.repeat(400_000) } };
    expect(devicesOf(say(zigbee2mqtt(), 'zigbee2mqtt/bridge/devices', [padded]))).toHaveLength(1);
  });
});

test.each([
  'lamp/set',
  'lamp/set/state',
  'lamp/get',
  'lamp/l1/set',
  'lamp/availability',
  'bridge/state',
  'bridge/info',
  'bridge/logging',
  'bridge/event',
  'bridge/response/device/remove',
  'bridge/request/permit_join',
])('%s is ignored', (path) => {
  for (const dialect of [zigbee2mqtt(), withList()])
    expect(say(dialect, `zigbee2mqtt/${path}`, '{"state":"ON"}')).toEqual({ kind: 'ignored' });
});

test('a group repeats its members and is ignored', () => {
  const dialect = withList();
  say(dialect, 'zigbee2mqtt/bridge/groups', [{ id: 1, friendly_name: 'all lights', members: [] }]);
  expect(say(dialect, 'zigbee2mqtt/all lights', { state: 'ON' })).toEqual({ kind: 'ignored' });
});
