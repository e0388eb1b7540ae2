import { describe, expect, test } from 'vitest';
import { classify } from '../../../rules/classify.ts';
import { shippedCatalogue } from '../../runtime/knowledge.ts';
import { ecosystemsWith } from './ecosystems.ts';
import { esphome } from './esphome.ts';
import { createRouter } from './router.ts';
import { bytes, devicesOf, NOW, readingsOf, say, told } from './say.testing.ts';
import { sideBySide } from './side-by-side.ts';

const MAC = 'a1b2c3d4e5f6';
/** Discovery as a node publishes it for one of its entities. */
const config = (component: string, object: string, more: object = {}) => ({
  ...{ name: object, stat_t: `porch/${component}/${object}/state`, uniq_id: `${MAC}-${component}-1`, ...more },
  dev: { ids: MAC, name: 'Porch', sw: '2026.1.0', mdl: 'esp32dev', mf: 'Espressif', cns: [['mac', MAC]] },
});

describe('a node of our own broker', () => {
  test.each<[string, string | object, object]>([
    ['sensor/air_temperature/state', '21.5', { 'sensor.air_temperature': 21.5 }],
    ['sensor/note/state', 'dry', { 'sensor.note': 'dry' }],
    ['binary_sensor/door/state', 'ON', { 'binary_sensor.door': true }],
    ['switch/relay_1/state', 'OFF', { 'switch.relay_1': false }],
    [
      'light/ceiling/state',
      { state: 'ON', color: { r: 1 } },
      { 'light.ceiling.state': true, 'light.ceiling.color.r': 1 },
    ],
    ['fan/vent/speed_level/state', '3', { 'fan.vent.speed_level': 3 }],
    ['climate/floor/mode/state', 'heat', { 'climate.floor.mode': 'heat' }],
    ['cover/blind/position/state', '40', { 'cover.blind.position': 40 }],
    ['lock/door/state', 'LOCKED', { 'lock.door': 'LOCKED' }],
    ['event/button/state', { event_type: 'press' }, { 'event.button.event_type': 'press' }],
    ['switch/porch/state', 'ON', { switch: true }],
  ])('%s says %j', (topic, payload, expected) => {
    expect(told(say(esphome({ base: 'porch' }), `porch/${topic}`, payload))).toEqual({ porch: expected });
  });

  test.each(['status', 'debug', 'switch/relay/command', 'climate/floor/mode/command', 'text/note/state'])(
    '%s is ignored',
    (topic) => {
      expect(say(esphome({ base: 'porch' }), `porch/${topic}`, 'x')).toEqual({ kind: 'ignored' });
    },
  );

  test.each(['other/sensor/a/state', 'porch/anything', 'porch/sensor/a/b', 'porch/rocket/a/state'])(
    '%s is not routed',
    (topic) => {
      expect(say(esphome({ base: 'porch' }), topic, '1')).toBe('not routed');
    },
  );

  test('an object that is named after an address is no field', () => {
    expect(say(esphome({ base: 'porch' }), 'porch/sensor/probe_a1b2c3d4e5/state', '1')).toMatchObject({
      reason: 'reserved name',
    });
  });

  test('a number that is none is quarantined, and nothing said is nothing', () => {
    expect(say(esphome({ base: 'porch' }), 'porch/sensor/a/state', 'nan')).toMatchObject({ reason: 'not a number' });
    expect(told(say(esphome({ base: 'porch' }), 'porch/sensor/a/state', ' '))).toEqual({});
  });

  test('discovery tells units, classes and what the node is, and changes no name', () => {
    const dialect = esphome({ base: 'porch' });
    const more = { unit_of_meas: '°C', dev_cla: 'temperature' };
    const said = say(
      dialect,
      'homeassistant/sensor/porch/air_temperature/config',
      config('sensor', 'air_temperature', more),
    );
    expect(devicesOf(said)).toEqual([
      {
        ...{ key: 'porch', name: 'Porch', vendor: 'Espressif', model: 'esp32dev', firmware: '2026.1.0', partial: true },
        fields: [{ name: 'sensor.air_temperature', unit: '°C', type: 'number', deviceClass: 'temperature' }],
      },
    ]);
    expect(told(say(dialect, 'porch/sensor/air_temperature/state', '21.5'))).toEqual({
      porch: { 'sensor.air_temperature': '21.5 °C' },
    });
  });
});

describe('a node on another’s broker', () => {
  function broker() {
    const router = createRouter([sideBySide(ecosystemsWith([]))]);
    return (topic: string, payload: string | object) => router.understand(topic, bytes(payload), NOW);
  }

  test('is known by its discovery, speaks ESPHome, and has the same names', () => {
    const hear = broker();
    hear(
      'homeassistant/sensor/porch/air_temperature/config',
      config('sensor', 'air_temperature', { unit_of_meas: '°C' }),
    );
    const [reading] = readingsOf(hear('porch/sensor/air_temperature/state', '21.5'));
    expect(reading).toMatchObject({
      device: { key: `home-assistant/${MAC}`, dialect: 'esphome', name: 'Porch' },
      fields: [{ name: 'sensor.air_temperature', value: 21.5, unit: '°C' }],
    });
  });

  test('without discovery it is known by its log', () => {
    const hear = broker();
    expect(hear('porch/sensor/air_temperature/state', '21.5')).toMatchObject({ reason: 'unknown topic' });
    expect(hear('porch/debug', '\u001b[0;36m[D][sensor:094]: x')).toEqual({ kind: 'ignored' });
    expect(readingsOf(hear('porch/sensor/air_temperature/state', '21.5'))[0]?.device).toMatchObject({
      key: 'esphome porch/porch',
      dialect: 'esphome',
    });
  });

  test('what it tells whoever asks who is there is ignored', () => {
    expect(broker()('esphome/discover/porch', { ip: '192.168.1.7', mac: MAC })).toEqual({ kind: 'ignored' });
  });
});

test.each<[string, string | undefined, string]>([
  ['sensor.air_temperature', undefined, 'climate'],
  ['sensor.wifi_ssid', undefined, 'network'],
  ['sensor.ip_address', undefined, 'network'],
  ['sensor.note', undefined, 'unknown'],
  ['binary_sensor.hall', 'motion', 'presence'],
  ['lock.door', undefined, 'access/security'],
  ['event.button.event_type', undefined, 'activity'],
])('%s of class %s reveals %s', (name, type, category) => {
  const about = { name, ecosystem: 'esphome', ...(type === undefined ? {} : { type }) };
  expect(classify(about, shippedCatalogue()).category).toBe(category);
});
