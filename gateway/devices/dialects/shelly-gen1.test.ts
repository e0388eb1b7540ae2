import { describe, expect, test } from 'vitest';
import { devicesOf, say, told } from './say.testing.ts';
import { shellyGen1 } from './shelly-gen1.ts';

const ID = 'shellyswitch25-98CDAC000001';

describe('shelly gen 1', () => {
  test.each<[string, string | object, object]>([
    ['relay/0', 'on', { 'relay.0': true }],
    ['relay/1', 'off', { 'relay.1': false }],
    ['relay/0/power', '23.40', { 'relay.0.power': '23.4 W' }],
    ['relay/0/energy', '81', { 'relay.0.energy': '81 Wmin' }],
    ['emeter/2/total_returned', '7.0', { 'emeter.2.total_returned': '7 Wh' }],
    ['emeter/0/pf', '-0.5', { 'emeter.0.pf': -0.5 }],
    ['input/0', '1', { 'input.0': 1 }],
    ['input_event/0', { event: 'S', event_cnt: 3 }, { 'input_event.0.event': 'S', 'input_event.0.event_cnt': 3 }],
    ['sensor/temperature', '19.9', { 'sensor.temperature': 19.9 }],
    ['sensor/humidity', '61', { 'sensor.humidity': '61 %' }],
    ['sensor/state', 'open', { 'sensor.state': 'open' }],
    ['sensor/flood', 'true', { 'sensor.flood': true }],
    ['temperature', '44.1', { temperature: '44.1 °C' }],
    ['overtemperature', '0', { overtemperature: 0 }],
    ['light/0/status', { ison: true, brightness: 40 }, { 'light.0.ison': true, 'light.0.brightness': 40 }],
    [
      'status',
      { motion: true, vibration: false, lux: { value: 7 }, serial: 12 },
      { motion: true, vibration: false, 'lux.value': 7 },
    ],
    ['roller/0/pos', '100', { 'roller.0.pos': '100 %' }],
    [
      'info',
      {
        wifi_sta: { ssid: 'net', ip: '192.0.2.1' },
        mac: '98CDAC000001',
        cloud: { enabled: false },
        relays: [{ ison: true }, { ison: false }],
        meters: [{ power: 1.5, counters: [1, 2] }],
        tmp: { tC: 40 },
        temperature: 40,
      },
      {
        'relays.0.ison': true,
        'relays.1.ison': false,
        'meters.0.power': 1.5,
        'meters.0.counters.0': 1,
        'meters.0.counters.1': 2,
        'tmp.tC': 40,
        temperature: 40,
      },
    ],
  ])('%s', (path, payload, expected) => {
    expect(told(say(shellyGen1(), `shellies/${ID}/${path}`, payload))).toEqual({ [ID]: expected });
    // An id may hold a slash, also the ecosystem's own first word.
    expect(told(say(shellyGen1(), `shellies/shellies/em 3/${path}`, payload))).toEqual({ 'shellies/em 3': expected });
  });

  test('what info says about networks and accounts is left over', () => {
    expect(say(shellyGen1(), `shellies/${ID}/info`, { wifi_sta: { ssid: 'net' }, mac: 'x' })).toEqual({
      kind: 'readings',
      readings: [],
      leftOver: ['unexpected shape', 'unexpected shape'],
    });
  });

  test.each(['shellies/announce', `shellies/${ID}/announce`])(
    '%s tells model and firmware, without network and address',
    (topic) => {
      const body = { id: ID, model: 'SHSW-25', mac: '98CDAC000001', ip: '192.0.2.1', new_fw: true, fw_ver: '1.11' };
      expect(devicesOf(say(shellyGen1(), topic, body))).toEqual([
        { key: ID, vendor: 'Shelly', model: 'SHSW-25', firmware: '1.11' },
      ]);
    },
  );

  test.each([
    'shellies/command',
    `shellies/${ID}/command`,
    `shellies/${ID}/relay/0/command`,
    `shellies/${ID}/light/0/set`,
    `shellies/${ID}/thermostat/0/command/target_t`,
    `shellies/${ID}/online`,
  ])('%s is ignored', (topic) => {
    expect(say(shellyGen1(), topic, 'on')).toEqual({ kind: 'ignored' });
  });

  test.each([
    `shellies/${ID}`,
    `shellies/${ID}/status/switch:0`,
    'shellies//relay/0',
    `shellies/${ID}/events/rpc`,
    'shellies/relay',
    `other/${ID}/relay/0`,
  ])('%s is not routed', (topic) => {
    expect(say(shellyGen1(), topic, 'on')).toBe('not routed');
  });

  test('a source’s base is the id of its one device, however it reads', () => {
    const dialect = shellyGen1({ base: 'light/relay' });
    expect(told(say(dialect, 'shellies/light/relay/relay/0', 'on'))).toEqual({ 'light/relay': { 'relay.0': true } });
    expect(say(dialect, 'shellies/other/relay/0', 'on')).toBe('not routed');
    expect(say(dialect, 'shellies/announce', { id: 'other' })).toMatchObject({ reason: 'unknown device' });
    expect(devicesOf(say(dialect, 'shellies/light/relay/announce', { id: 'other' }))[0]?.key).toBe('light/relay');
  });

  test('nan is no number', () => {
    expect(say(shellyGen1(), `shellies/${ID}/relay/0/power`, 'nan')).toMatchObject({
      kind: 'quarantine',
      reason: 'not a number',
    });
  });
});
