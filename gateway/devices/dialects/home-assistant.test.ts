import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { classify } from '../../../rules/classify.ts';
import { shippedCatalogue } from '../../runtime/knowledge.ts';
import type { Dialect } from './dialect.ts';
import { ecosystemsWith } from './ecosystems.ts';
import { homeAssistant } from './home-assistant.ts';
import { createRouter } from './router.ts';
import { bytes, devicesOf, NOW, readingsOf, say, told } from './say.testing.ts';
import { sideBySide } from './side-by-side.ts';

const MAC = '11:22:33:AA:BB:C1';
const DEVICE = { ids: ['acme_112233aabbc1'], cns: [['mac', MAC]], name: 'Hall Plug', mf: 'Acme', mdl: 'P1', sw: '1.2' };
const sensor = (more: object) => ({ stat_t: 'acme/state', dev: DEVICE, ...more });

/** A dialect that was told these configs, by discovery topic without its prefix and end. */
function withConfigs(configs: Record<string, object>, dialect: Dialect = homeAssistant()): Dialect {
  for (const [topic, config] of Object.entries(configs)) say(dialect, `homeassistant/${topic}/config`, config);
  return dialect;
}

/** The fields of the first device that a message is about. */
function fieldsAt(dialect: Dialect, topic: string, payload: string | object): unknown {
  return Object.values(told(say(dialect, topic, payload)))[0];
}

describe('an entity', () => {
  test('tells its device, and its field with unit, class and type', () => {
    const config = sensor({
      name: 'Power',
      uniq_id: 'x',
      dev_cla: 'power',
      unit_of_meas: 'W',
      val_tpl: '{{ value_json.p }}',
    });
    expect(devicesOf(say(homeAssistant(), 'homeassistant/sensor/acme_112233aabbc1/power/config', config))).toEqual([
      {
        ...{ key: 'acme_112233aabbc1', name: 'Hall Plug', vendor: 'Acme', model: 'P1', firmware: '1.2', partial: true },
        fields: [{ name: 'p', unit: 'W', type: 'number', deviceClass: 'power' }],
      },
    ]);
  });

  test.each<[string, object, string, object, string | object, object]>([
    ['sensor', { val_tpl: '{{ value_json.a.b }}' }, 'acme/state', {}, { a: { b: 7 } }, { 'a.b': 7 }],
    ['sensor', { val_tpl: '{{ value_json.list[1] }}' }, 'acme/state', {}, { list: [1, 2] }, { 'list.1': 2 }],
    ['sensor', { dev_cla: 'temperature', unit_of_meas: '°C' }, 'acme/state', {}, '21.5', { temperature: '21.5 °C' }],
    ['sensor', { unit_of_meas: 'W', value_template: '{{ value | float }}' }, 'acme/state', {}, ' 7 ', { x: '7 W' }],
    ['sensor', { val_tpl: '{{ value_json.t | float | round(1) }}' }, 'acme/state', {}, { t: '21.57' }, { t: 21.57 }],
    ['sensor', { val_tpl: '{{ value_json.code }}' }, 'acme/state', {}, { code: '0123' }, { code: '0123' }],
    ['sensor', { ops: ['eco', 'boost'], dev_cla: 'enum' }, 'acme/state', {}, 'eco', { x: 'eco' }],
    [
      'sensor',
      { val_tpl: '{{ value_json.value }}', dev_cla: 'humidity' },
      'acme/state',
      {},
      { value: 4 },
      { humidity: 4 },
    ],
    ['binary_sensor', { dev_cla: 'motion' }, 'acme/state', {}, 'ON', { motion: true }],
    [
      'binary_sensor',
      { val_tpl: '{{ value_json.contact }}', pl_on: false, pl_off: true },
      'acme/state',
      {},
      { contact: true },
      { contact: false },
    ],
    [
      'binary_sensor',
      { val_tpl: '{{ value_json.x }}', pl_on: 'True', pl_off: 'False' },
      'acme/state',
      {},
      { x: true },
      { x: true },
    ],
    ['binary_sensor', { pl_on: 1, pl_off: 0, dev_cla: 'door' }, 'acme/state', {}, '0', { door: false }],
    ['switch', {}, 'acme/state', {}, 'OFF', { switch: false }],
    ['switch', { pl_on: '{"a":1}', stat_on: 'on', stat_off: 'off' }, 'acme/state', {}, 'on', { switch: true }],
    ['lock', {}, 'acme/state', {}, 'LOCKED', { lock: 'LOCKED' }],
    ['cover', { pos_t: 'acme/pos' }, 'acme/pos', {}, '40', { position: 40 }],
    ['cover', { pos_t: 'acme/pos', pos_tpl: '{{ value_json.p }}' }, 'acme/pos', {}, { p: 40 }, { p: 40 }],
    ['light', { bri_stat_t: 'acme/bri' }, 'acme/bri', {}, '254', { brightness: 254 }],
    ['light', { rgb_stat_t: 'acme/rgb' }, 'acme/rgb', {}, '1,2,3', { 'color.rgb': '1,2,3' }],
    [
      'light',
      { schema: 'json' },
      'acme/state',
      {},
      { state: 'ON', brightness: 3, color: { r: 1, h: 2 }, effect: 'rainbow' },
      { state: true, brightness: 3, 'color.r': 1, 'color.h': 2, effect: 'rainbow' },
    ],
    [
      'light',
      { schema: 'template', stat_tpl: '{{ value_json.on }}', bri_tpl: '{{ value_json.b }}' },
      'acme/state',
      {},
      { on: 'on', b: 5 },
      { on: true, b: 5 },
    ],
    ['climate', { curr_temp_t: 'acme/t', temp_unit: 'C' }, 'acme/t', {}, '20', { current_temperature: '20 °C' }],
    [
      'climate',
      { stat_t: undefined, temp_stat_t: 'acme/t', val_tpl: '{{ value_json.set }}' },
      'acme/t',
      {},
      { set: 19 },
      { set: 19 },
    ],
    ['climate', { mode_stat_t: 'acme/m' }, 'acme/m', {}, 'heat', { mode: 'heat' }],
    ['fan', { pct_stat_t: 'acme/f' }, 'acme/f', {}, '30', { percentage: 30 }],
    [
      'vacuum',
      {},
      'acme/state',
      {},
      { state: 'docked', battery_level: 90 },
      { state: 'docked', battery_level: '90 %' },
    ],
    ['event', { evt_typ: ['press'] }, 'acme/state', {}, { event_type: 'press' }, { event_type: 'press' }],
    ['update', {}, 'acme/state', {}, '1.2', { installed_version: '1.2' }],
    [
      'update',
      {},
      'acme/state',
      {},
      { installed_version: '1', latest_version: '2', in_progress: false },
      { installed_version: '1', latest_version: '2', in_progress: false },
    ],
    ['siren', {}, 'acme/state', {}, 'ON', { state: true }],
    ['device_tracker', {}, 'acme/state', {}, 'home', { presence: true }],
    ['device_tracker', { pl_not_home: 'away' }, 'acme/state', {}, 'away', { presence: false }],
    ['number', {}, 'acme/state', {}, '7', { x: 7 }],
    ['select', { ops: ['a', 'b'] }, 'acme/state', {}, 'a', { x: 'a' }],
    ['device_automation', { t: 'acme/act', pl: 'single' }, 'acme/act', {}, 'single', { action: 'single' }],
    [
      'sensor',
      { json_attr_t: 'acme/a' },
      'acme/a',
      {},
      { ssid: 'net', n: { m: 1 } },
      { 'attributes.ssid': 'net', 'attributes.n.m': 1 },
    ],
  ])('%s with %j on %s', (component, more, topic, _, payload, expected) => {
    expect(fieldsAt(withConfigs({ [`${component}/x`]: sensor(more) }), topic, payload)).toEqual(expected);
  });

  test.each<[string, object, string, string]>([
    ['text', {}, 'acme/state', 'dear diary'],
    ['camera', { t: 'acme/jpg' }, 'acme/jpg', 'x'],
    ['image', { img_t: 'acme/img', url_t: 'acme/url' }, 'acme/url', 'http://x'],
    ['tag', { t: 'acme/tag' }, 'acme/tag', 'A1B2'],
    ['device_automation', { stat_t: undefined, t: 'acme/any' }, 'acme/any', 'x'],
    ['switch', { cmd_t: 'acme/set' }, 'acme/set', 'ON'],
    ['light', { bri_cmd_t: 'acme/bri/set' }, 'acme/bri/set', '1'],
    ['switch', { avty_t: 'acme/lwt' }, 'acme/lwt', 'online'],
    ['switch', { avty: [{ t: 'acme/lwt' }] }, 'acme/lwt', 'online'],
    ['cover', { set_pos_t: 'acme/pos/set' }, 'acme/pos/set', '7'],
  ])('%s with %j: what is said on %s is no reading', (component, more, topic, payload) => {
    expect(say(withConfigs({ [`${component}/x`]: sensor(more) }), topic, payload)).toEqual({ kind: 'ignored' });
  });

  test.each(['None', 'unknown', 'unavailable', ''])('that says %j says nothing', (payload) => {
    const dialect = withConfigs({ 'sensor/x': sensor({ unit_of_meas: 'W' }) });
    expect(told(say(dialect, 'acme/state', payload))).toEqual({});
  });

  test.each<[string, object, string | object, string]>([
    ['sensor', { val_tpl: '{{ value_json.mv / 1000 }}' }, { mv: 3000 }, 'template'],
    ['sensor', { val_tpl: `{{ 'a' if value_json.x else 'b' }}` }, { x: 1 }, 'template'],
    ['sensor', { unit_of_meas: 'W' }, 'much', 'not a number'],
    ['sensor', { unit_of_meas: 'W' }, { much: 1 }, 'unexpected shape'],
    ['sensor', { val_tpl: '{{ value_json.x }}' }, 'nan', 'not JSON'],
    ['binary_sensor', {}, 'sometimes', 'unexpected shape'],
    ['device_tracker', {}, 'at Anna’s', 'unexpected shape'],
    ['sensor', {}, 'x'.repeat(300), 'text'],
  ])('%s with %j that says %j is quarantined: %s', (component, more, payload, reason) => {
    const dialect = withConfigs({ [`${component}/x`]: sensor(more) });
    expect(say(dialect, 'acme/state', payload)).toMatchObject({ kind: 'quarantine', reason });
  });

  test('is taken back by an empty config', () => {
    const dialect = withConfigs({ 'sensor/x': sensor({}) });
    dialect.cleared?.('homeassistant/sensor/x/config');
    expect(say(dialect, 'acme/state', '7')).toBe('not routed');
  });

  test('that is said again is no news', () => {
    const dialect = withConfigs({ 'sensor/x': sensor({}) });
    const before = dialect.generation;
    withConfigs({ 'sensor/x': sensor({}) }, dialect);
    expect(dialect.generation).toBe(before);
    withConfigs({ 'sensor/x': sensor({ unit_of_meas: 'W' }) }, dialect);
    expect(dialect.generation).toBeGreaterThan(before);
  });
});

describe('a device', () => {
  test('is described whole, with a base, shared topics and its own components', () => {
    const dialect = homeAssistant();
    const config = {
      '~': 'acme/1',
      dev: DEVICE,
      o: { name: 'acme2mqtt', sw: '1' },
      state_topic: '~/state',
      cmps: {
        t: { p: 'sensor', dev_cla: 'temperature', unit_of_meas: '°C', val_tpl: '{{ value_json.t }}' },
        relay: { p: 'switch', stat_t: '~/relay', cmd_t: '~/relay/set' },
        removed: { p: 'sensor' },
        nonsense: 7,
      },
    };
    const [device] = devicesOf(say(dialect, 'homeassistant/device/acme1/config', config));
    expect(device?.fields?.map(({ name }) => name).sort()).toEqual(['switch', 't']);
    expect(fieldsAt(dialect, 'acme/1/state', { t: 21 })).toEqual({ t: '21 °C' });
    expect(fieldsAt(dialect, 'acme/1/relay', 'ON')).toEqual({ switch: true });
    expect(say(dialect, 'acme/1/relay/set', 'ON')).toEqual({ kind: 'ignored' });
  });

  test('one topic of many entities is one reading; what no entity names and what is computed is left over', () => {
    const dialect = withConfigs({
      'sensor/a': sensor({ val_tpl: '{{ value_json.a }}' }),
      'sensor/b': sensor({ val_tpl: '{{ value_json.b }}', unit_of_meas: '%' }),
      'sensor/c': sensor({ val_tpl: '{{ value_json.c * 2 }}' }),
    });
    const said = say(dialect, 'acme/state', { a: 1, b: 2, c: 3 });
    expect(told(said)).toEqual({ acme_112233aabbc1: { a: 1, b: '2 %' } });
    expect(said).toMatchObject({ leftOver: ['template', 'unexpected shape'] });
  });

  test('attributes on the topic of a state repeat nothing', () => {
    const dialect = withConfigs({
      'sensor/a': sensor({ val_tpl: '{{ value_json.a }}', json_attr_t: 'acme/state' }),
      'sensor/b': sensor({ val_tpl: '{{ value_json.b.c }}', json_attr_t: 'acme/state' }),
    });
    const fields = fieldsAt(dialect, 'acme/state', { a: 1, b: { c: 2, d: 3 }, e: 4 });
    expect(fields).toEqual({ a: 1, 'b.c': 2, 'attributes.b.d': 3, 'attributes.e': 4 });
  });

  test('of attributes, what people wrote, pictures and secrets are no fields', () => {
    const dialect = withConfigs({ 'sensor/a': sensor({ json_attr_t: 'acme/a' }) });
    const written = { message: 'Dear diary', entity_picture: '/x.jpg', access_token: 'x', friendly_name: 'Anna’s' };
    expect(fieldsAt(dialect, 'acme/a', { ...written, rssi: -60 })).toEqual({ 'attributes.rssi': -60 });
  });

  test('two devices may have their values in one payload', () => {
    const dialect = withConfigs({
      'sensor/a': { stat_t: 't', val_tpl: '{{ value_json.a }}', dev: { ids: 'one' } },
      'sensor/b': { stat_t: 't', val_tpl: '{{ value_json.b }}', dev: { ids: ['two'] } },
    });
    expect(told(say(dialect, 't', { a: 1, b: 2 }))).toEqual({ one: { a: 1 }, two: { b: 2 } });
  });

  test.each<[string, object, string]>([
    ['sensor/x', { dev: { ids: ['b', 'a'], cns: [['mac', MAC]] } }, 'a'],
    ['sensor/x', { dev: { cns: [['mac', MAC]] } }, MAC],
    ['sensor/node/x', {}, 'node'],
    ['sensor/x', {}, 'topic'],
  ])('%s with %j has its key', (topic, config, key) => {
    const said = say(homeAssistant(), `homeassistant/${topic}/config`, { stat_t: 'topic', ...config });
    expect(devicesOf(said)[0]?.key).toBe(key);
  });
});

describe('a name', () => {
  /** The fields of a device with these object ids, each with a topic of its own. */
  function names(ids: readonly string[], more: object = {}): string[] {
    const dialect = homeAssistant();
    const configs = ids.map((id) => [`sensor/112233aabbc1/${id}`, sensor({ stat_t: `t/${id}`, ...more })] as const);
    withConfigs(Object.fromEntries(configs), dialect);
    return ids.map((id) => Object.keys((fieldsAt(dialect, `t/${id}`, '1') ?? {}) as object)[0] ?? 'none');
  }

  test.each<[string, string]>([
    ['acme_112233aabbc1_power', 'power'],
    ['hall_plug_energy_today', 'energy_today'],
    ['112233aabbc1-relay-0', 'relay_0'],
    ['Hall_Plug', 'sensor'],
    ['shellyplug-acde48acdeff-power', 'shellyplug_power'],
    ['0x00124b0012345678_linkquality', 'linkquality'],
    ['shellyduobulbg3-112233aabbc1-cct-0-power', 'shellyduobulbg3_cct_0_power'],
    ['serial_20230917_state', 'serial_state'],
  ])('of object id %s is %s', (id, expected) => {
    expect(names([id])).toEqual([expected]);
  });

  test('is told apart where two would have it, whichever was learned first', () => {
    const ids = ['hall_plug_inside', 'hall_plug_outside'];
    const more = { dev_cla: 'temperature' };
    expect(names(ids, more)).toEqual(['temperature.inside', 'temperature.outside']);
    expect(names(ids.toReversed(), more)).toEqual(['temperature.outside', 'temperature.inside']);
    expect(names(['hall_plug_temperature', 'hall_plug_temperature_2'], more)).toEqual(['temperature', 'temperature.2']);
  });

  test('does not depend on the order in which entities were learned', () => {
    const id = fc.constantFrom(
      'power',
      'power_2',
      'hall_plug',
      'hall_plug_power',
      'acme_112233aabbc1_power',
      'relay-0',
    );
    const entity = fc.record({
      component: fc.constantFrom('sensor', 'switch', 'light', 'climate'),
      id,
      config: fc.record({
        stat_t: fc.constantFrom('t/1', 't/2'),
        val_tpl: fc.constantFrom(undefined, '{{ value_json.power }}', '{{ value_json.value }}'),
        dev_cla: fc.constantFrom(undefined, 'power'),
        unit_of_meas: fc.constantFrom(undefined, 'W'),
        curr_temp_t: fc.constantFrom(undefined, 't/1'),
      }),
    });
    const entities = fc.uniqueArray(entity, {
      selector: ({ component, id: each }) => `${component}/${each}`,
      maxLength: 8,
    });
    const twice = entities.chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
    );
    fc.assert(
      fc.property(twice, ([all, shuffled]) => {
        const [one, other] = [all, shuffled].map((some) => {
          const configs = some.map(
            ({ component, id: each, config }) => [`${component}/${each}`, sensor(config)] as const,
          );
          const dialect = withConfigs(Object.fromEntries(configs));
          return ['t/1', 't/2'].map((topic) => say(dialect, topic, { power: 1, value: 2 }));
        });
        expect(other).toEqual(one);
      }),
    );
  });

  test('is nobody’s where ids say only which device it is', () => {
    const dialect = withConfigs({
      'sensor/112233aabbc1': sensor({ stat_t: 't/1', dev_cla: 'power' }),
      'sensor/acme_112233aabbc1': sensor({ stat_t: 't/2', dev_cla: 'power' }),
    });
    expect(say(dialect, 't/1', '1')).toMatchObject({ kind: 'quarantine', reason: 'duplicate key' });
  });

  test('of a path carries no address, and no sign that a name has not', () => {
    const at = (path: string) => {
      const dialect = withConfigs({ 'sensor/x_y': sensor({ val_tpl: `{{ value_json${path} }}` }) });
      const steps = [...path.matchAll(/\['([^']*)'\]/g)].map(([, step = '']) => step);
      return fieldsAt(
        dialect,
        'acme/state',
        steps.reduceRight<unknown>((inner, step) => ({ [step]: inner }), 5) as object,
      );
    };
    expect(at(`['0x00124b0012345678']['temp']`)).toEqual({ temp: 5 });
    expect(at(`['DS18B20-01193a44fa4c']['Temperature']`)).toEqual({ Temperature: 5 });
    expect(at(`['112233AABBC1']`)).toEqual({ x_y: 5 });
    expect(at(`['Total power (kW)']`)).toEqual({ Total_power_kW_: 5 });
  });
});

describe('beside others', () => {
  function broker() {
    const router = createRouter([sideBySide(ecosystemsWith([]))]);
    return (topic: string, payload: string | object) => router.understand(topic, bytes(payload), NOW);
  }

  test('a topic that a surer dialect knows stays its own, and the device is told once', () => {
    const hear = broker();
    const config = { stat_t: 'tele/plug/SENSOR', val_tpl: '{{ value_json.POWER }}', dev: { ids: ['x'] } };
    expect(hear('homeassistant/sensor/plug_power/config', config)).toEqual({ kind: 'ignored' });
    expect(readingsOf(hear('tele/plug/SENSOR', { POWER: 'ON' }))[0]?.device).toMatchObject({ dialect: 'tasmota' });
  });

  test('what zigbee2mqtt shows to Home Assistant is its own, also under a base nobody has heard of', () => {
    const hear = broker();
    for (const own of [{ o: { name: 'Zigbee2MQTT' } }, { dev: { ids: ['zigbee2mqtt_0x00124b0012345678'] } }]) {
      const config = { stat_t: 'attic/z2m/lamp', val_tpl: '{{ value_json.x }}', ...own };
      expect(hear('homeassistant/sensor/0x1/x/config', config)).toEqual({ kind: 'ignored' });
    }
    expect(hear('attic/z2m/lamp', { x: 1 })).toMatchObject({ reason: 'unknown topic' });
  });

  test('a topic heard before is looked at again once it is told of, also with another prefix', () => {
    const hear = broker();
    expect(hear('acme/state', '7')).toMatchObject({ reason: 'unknown topic' });
    expect(hear('hass/device/x/config', { cmps: {} })).toMatchObject({ reason: 'unknown topic' });
    hear('hass/sensor/x/config', sensor({ unit_of_meas: 'W' }));
    expect(readingsOf(hear('acme/state', '7'))[0]).toMatchObject({
      device: { key: 'home-assistant/acme_112233aabbc1', dialect: 'home-assistant', name: 'Hall Plug' },
    });
    expect(hear('hass/device/x/config', { cmps: {} }).kind).toBe('ignored');
    expect(hear('hass/status', 'online').kind).toBe('ignored');
  });

  test('an emptied config is forgotten through the router', () => {
    const hear = broker();
    hear('homeassistant/sensor/x/config', sensor({}));
    hear('homeassistant/sensor/x/config', '');
    expect(hear('acme/state', '7')).toMatchObject({ reason: 'unknown topic' });
  });
});

test('an endless discovery is not followed for ever', () => {
  const dialect = homeAssistant();
  const flood = (n: number) =>
    say(dialect, `homeassistant/sensor/n${n}/config`, { stat_t: `t/${n}`, dev: { ids: [`d${n % 5_000}`] } });
  for (let n = 0; n < 10_500; n++) flood(n);
  expect(flood(20_000)).toMatchObject({ kind: 'quarantine', reason: 'too large' });
  expect(told(say(dialect, 't/3', '1'))).not.toEqual({});
});

describe('what the text fields of the fixtures reveal', () => {
  const catalogue = shippedCatalogue();
  test.each<[string, string | undefined, string]>([
    ['attributes.ssid', undefined, 'network'],
    ['attributes.latitude', undefined, 'location'],
    ['presence', undefined, 'presence'],
    ['lock', undefined, 'access/security'],
    ['x', 'motion', 'presence'],
    ['x', 'power', 'energy'],
    ['x', 'door', 'access/security'],
    ['x', 'temperature', 'climate'],
    ['x', undefined, 'unknown'],
  ])('%s of class %s is %s', (name, type, category) => {
    const about = { name, ecosystem: 'home-assistant', ...(type === undefined ? {} : { type }) };
    expect(classify(about, catalogue).category).toBe(category);
  });
});
