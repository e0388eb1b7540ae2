import { expect, test } from 'vitest';
import type { Understood } from './dialect.ts';
import { ecosystemsWith } from './ecosystems.ts';
import { createRouter } from './router.ts';
import { bytes, devicesOf, NOW, readingsOf } from './say.testing.ts';
import { sideBySide } from './side-by-side.ts';

function broker(): (topic: string, payload: string | object) => Understood {
  const router = createRouter([sideBySide(ecosystemsWith([]))]);
  return (topic, payload) => router.understand(topic, bytes(payload), NOW);
}

function spokenBy(said: Understood) {
  return readingsOf(said).map(({ device: { key, dialect }, fields }) => [dialect, key, fields.map(({ name }) => name)]);
}

test('each ecosystem has its own topics and its own devices, also where two call one the same', () => {
  const hear = broker();
  expect(spokenBy(hear('zigbee2mqtt/lamp', { state: 'ON' }))).toEqual([['zigbee2mqtt', 'zigbee2mqtt/lamp', ['state']]]);
  expect(spokenBy(hear('tele/lamp/STATE', { POWER: 'ON' }))).toEqual([['tasmota', 'tasmota/lamp', ['POWER']]]);
  expect(hear('somewhere/else', { a: 1 })).toMatchObject({ reason: 'unknown topic' });
});

test.each<[string, string | object, string, string]>([
  ['owntracks/jane/phone', { _type: 'location', lat: 1, lon: 2 }, 'owntracks', 'owntracks/jane/phone'],
  ['home/gw/BTtoMQTT/A4C138000001', { id: 'A4:C1:38:00:00:01', tempc: 20 }, 'theengs', 'theengs/a4c138000001'],
  ['frigate/garden/person', '1', 'frigate', 'frigate/garden'],
  ['nvr/garden/motion_contour_area/state', '10', 'frigate', 'frigate nvr/garden'],
  ['homie/hall/climate/temperature', '20', 'homie', 'homie/hall'],
  ['valetudo/robot/BatteryStateAttribute/level', '80', 'valetudo', 'valetudo/robot'],
  ['attic/rosi/BatteryStateAttribute/level', '80', 'valetudo', 'valetudo attic%2Frosi/rosi'],
  ['wled/a1b2c3/g', '128', 'wled', 'wled/a1b2c3'],
  ['openevse-55ad/amp', '0', 'openevse', 'openevse/openevse-55ad'],
  ['zwave/hall/lamp/37/0/currentValue', 'true', 'zwave-js-ui', 'zwave-js-ui/hall/lamp'],
  ['ems-esp/boiler_data', { outdoortemp: 3 }, 'ems-esp', 'ems-esp/boiler'],
  ['cellar/ems/boiler_data', { outdoortemp: 3 }, 'ems-esp', 'ems-esp cellar%2Fems/boiler'],
])('%s is what %s says', (topic, payload, dialect, key) => {
  expect(spokenBy(broker()(topic, payload)).map((spoken) => spoken.slice(0, 2))).toEqual([[dialect, key]]);
});

test('what a payload tells of its device keeps to its ecosystem, too', () => {
  const said = broker()('home/gw/BTtoMQTT/A4C138000001', { id: 'A4:C1:38:00:00:01', brand: 'Acme', tempc: 20 });
  expect(said).toMatchObject({ devices: [{ key: 'theengs/a4c138000001', dialect: 'theengs', vendor: 'Acme' }] });
});

test('a bridge under another base is recognised by its own words, and topics heard before are looked at again', () => {
  const hear = broker();
  expect(hear('attic/z2m/lamp', { state: 'ON' })).toMatchObject({ reason: 'unknown topic' });
  expect(hear('attic/z2m/bridge/state', { state: 'online' })).toEqual({ kind: 'ignored' });
  expect(spokenBy(hear('attic/z2m/lamp', { state: 'ON' }))).toEqual([
    ['zigbee2mqtt', 'zigbee2mqtt attic%2Fz2m/lamp', ['state']],
  ]);
});

test('a device that was heard under its friendly name is found again when its bridge tells its address', () => {
  const hear = broker();
  hear('zigbee2mqtt/lamp', { state: 'ON' });
  const list = [{ ieee_address: '0x00158d0001a2b3c4', friendly_name: 'lamp', type: 'Router' }];
  expect(devicesOf(hear('zigbee2mqtt/bridge/devices', list))).toMatchObject([
    {
      key: 'zigbee2mqtt/0x00158d0001a2b3c4',
      formerKey: 'zigbee2mqtt/lamp',
      dialect: 'zigbee2mqtt',
    },
  ]);
});

test('a stranger who names bases without end is not followed for ever', () => {
  const hear = broker();
  for (let n = 0; n < 200; n++) hear(`base-${n}/bridge/state`, { state: 'online' });
  expect(hear('base-3/lamp', { state: 'ON' }).kind).toBe('readings');
  expect(hear('base-199/lamp', { state: 'ON' })).toMatchObject({ reason: 'unknown topic' });
});
