import { describe, expect, test } from 'vitest';
import { classify } from '../../../rules/classify.ts';
import { shippedCatalogue } from '../../runtime/knowledge.ts';
import { ecosystemsWith } from './ecosystems.ts';
import { createRouter } from './router.ts';
import { bytes, devicesOf, NOW, readingsOf, say, told } from './say.testing.ts';
import { sideBySide } from './side-by-side.ts';
import { statestream } from './statestream.ts';

const home = () => statestream({ base: 'ha/states' });

describe('a state', () => {
  test.each<[string, string, unknown]>([
    ['sensor/annas_office', '21.5', 21.5],
    ['binary_sensor/front_door', 'on', true],
    ['light/desk', 'off', false],
    ['switch/boiler', 'on', true],
    ['climate/flat', 'heat', 'heat'],
    ['lock/door', 'locked', 'locked'],
    ['person/anna', 'home', 'home'],
    ['person/anna', 'Grandma’s house', 'Grandma’s house'],
    ['device_tracker/phone', 'not_home', 'not_home'],
    ['zone/home', '2', 2],
    ['number/limit', '7', 7],
    ['cover/blind', 'open', 'open'],
  ])('of %s that is %s', (entity, payload, value) => {
    const [domain] = entity.split('/');
    expect(told(say(home(), `ha/states/${entity}/state`, payload))).toEqual({
      [entity]: { [`${domain}.state`]: value },
    });
  });

  test.each(['unknown', 'unavailable', ''])('that is %j says nothing', (payload) => {
    expect(say(home(), 'ha/states/sensor/x/state', payload)).toEqual({ kind: 'ignored' });
  });

  test('of a sensor in words is quarantined, unless its class says that they are few', () => {
    const dialect = home();
    const said = () => say(dialect, 'ha/states/sensor/phone_wifi/state', 'TheStorm');
    expect(said()).toMatchObject({ kind: 'quarantine', reason: 'text' });
    say(dialect, 'ha/states/sensor/phone_wifi/device_class', '"enum"');
    expect(told(said())).toEqual({ 'sensor/phone_wifi': { 'sensor.state': 'TheStorm' } });
  });

  test.each([
    'input_text/note',
    'text/note',
    'conversation/x',
    'calendar/family',
    'todo/list',
    'tag/key',
    'camera/door',
  ])('of %s is what somebody wrote, said or looked at, and no reading', (entity) => {
    expect(say(home(), `ha/states/${entity}/state`, 'Dentist at nine')).toEqual({ kind: 'ignored' });
    expect(say(home(), `ha/states/${entity}/message`, '"Dentist at nine"')).toEqual({ kind: 'ignored' });
  });
});

describe('attributes', () => {
  test.each<[string, unknown, object]>([
    ['person/anna/latitude', 52.1, { 'person.latitude': 52.1 }],
    ['climate/flat/current_temperature', 20.5, { 'climate.current_temperature': 20.5 }],
    ['light/desk/rgb_color', [1, 2], { 'light.rgb_color.0': 1, 'light.rgb_color.1': 2 }],
    ['light/desk/brightness', null, {}],
    ['media_player/tv/media_title', 'News', { 'media_player.media_title': 'News' }],
    ['sun/sun/elevation', 12.5, { 'sun.elevation': 12.5 }],
  ])('%s is the JSON %j', (topic, value, fields) => {
    const said = told(say(home(), `ha/states/${topic}`, JSON.stringify(value)));
    expect(Object.values(said)[0] ?? {}).toEqual(fields);
  });

  test.each([
    'person/anna/user_id',
    'person/anna/device_trackers',
    'person/anna/source',
    'zone/home/persons',
    'light/desk/icon',
    'lock/door/changed_by',
    'camera/door/access_token',
    'sensor/x/last_changed',
    'sensor/x/last_updated',
  ])('%s is ignored', (topic) => {
    expect(say(home(), `ha/states/${topic}`, '"x"')).toEqual({ kind: 'ignored' });
  });

  test('name, unit and class tell what the state is', () => {
    const dialect = home();
    const at = 'ha/states/sensor/annas_office';
    expect(devicesOf(say(dialect, `${at}/friendly_name`, '"Anna’s office"'))).toEqual([
      { key: 'sensor/annas_office', name: 'Anna’s office' },
    ]);
    say(dialect, `${at}/unit_of_measurement`, '"°C"');
    expect(devicesOf(say(dialect, `${at}/device_class`, '"temperature"'))).toEqual([
      {
        ...{ key: 'sensor/annas_office', name: 'Anna’s office', partial: true },
        fields: [{ name: 'sensor.state', unit: '°C', type: 'number', deviceClass: 'temperature' }],
      },
    ]);
    expect(told(say(dialect, `${at}/state`, '21'))).toEqual({ 'sensor/annas_office': { 'sensor.state': '21 °C' } });
  });

  test('that are no JSON are quarantined', () => {
    expect(say(home(), 'ha/states/light/desk/brightness', 'bright')).toMatchObject({ reason: 'not JSON' });
    expect(say(home(), 'ha/states/light/desk/friendly_name', '{}')).toMatchObject({ reason: 'unexpected shape' });
  });
});

test.each([
  'ha/states/rocket/x/state',
  'ha/states/sensor/x',
  'ha/states/sensor/x/y/z',
  'ha/other/sensor/x/state',
  'ha/states/sensor/x/config',
])('%s is not routed', (topic) => {
  expect(say(home(), topic, '1')).toBe('not routed');
});

test('on another’s broker a base without times is known by entities that no other system has', () => {
  const router = createRouter([sideBySide(ecosystemsWith([]))]);
  const hear = (topic: string, payload: string) => router.understand(topic, bytes(payload), NOW);
  expect(hear('hass/light/desk/state', 'on')).toMatchObject({ reason: 'unknown topic' });
  expect(hear('hass/sun/sun/state', 'above_horizon').kind).toBe('readings');
  expect(hear('hass/light/desk/state', 'on').kind).toBe('readings');
});

test('on another’s broker its base is known by what Home Assistant alone writes', () => {
  const router = createRouter([sideBySide(ecosystemsWith([]))]);
  const hear = (topic: string, payload: string) => router.understand(topic, bytes(payload), NOW);
  expect(hear('ha/states/sensor/x/state', '7')).toMatchObject({ reason: 'unknown topic' });
  hear('shop/things/x/last_changed', 'yesterday');
  expect(hear('shop/sensor/x/state', '7')).toMatchObject({ reason: 'unknown topic' });
  expect(hear('ha/states/light/desk/last_changed', '2026-05-04T10:00:00+00:00')).toEqual({ kind: 'ignored' });
  expect(readingsOf(hear('ha/states/sensor/x/state', '7'))[0]).toMatchObject({
    device: { key: 'statestream ha%2Fstates/sensor/x', dialect: 'statestream' },
    fields: [{ name: 'sensor.state', value: 7 }],
  });
});

test('entities without end are not remembered for ever', () => {
  const dialect = home();
  for (let n = 0; n < 5_000; n++) say(dialect, `ha/states/sensor/n${n}/friendly_name`, '"x"');
  expect(say(dialect, 'ha/states/sensor/more/friendly_name', '"x"')).toMatchObject({ reason: 'too large' });
});

test.each<[string, string | undefined, string, string]>([
  ['person.state', undefined, 'presence', 'high'],
  ['person.latitude', undefined, 'location', 'high'],
  ['device_tracker.state', undefined, 'presence', 'high'],
  ['device_tracker.ip', undefined, 'network', 'high'],
  ['device_tracker.mac', undefined, 'identifier', 'high'],
  ['device_tracker.host_name', undefined, 'identifier', 'high'],
  ['zone.state', undefined, 'presence', 'high'],
  ['proximity.state', undefined, 'location', 'high'],
  ['lock.state', undefined, 'access/security', 'high'],
  ['alarm_control_panel.state', undefined, 'access/security', 'high'],
  ['media_player.media_title', undefined, 'audio/video', 'high'],
  ['media_player.state', undefined, 'activity', 'medium'],
  ['geo_location.state', undefined, 'location', 'high'],
  ['sensor.state', undefined, 'unknown', 'high'],
  ['sensor.state', 'temperature', 'climate', 'medium'],
  ['binary_sensor.state', 'motion', 'presence', 'high'],
  ['binary_sensor.state', undefined, 'unknown', 'high'],
  ['input_boolean.state', undefined, 'unknown', 'high'],
  ['input_select.state', undefined, 'unknown', 'high'],
  ['select.state', undefined, 'state/control', 'medium'],
])('%s of class %s reveals %s, %s', (name, type, category, sensitivity) => {
  const about = { name, ecosystem: 'statestream', ...(type === undefined ? {} : { type }) };
  expect(classify(about, shippedCatalogue())).toMatchObject({ category, sensitivity });
});
