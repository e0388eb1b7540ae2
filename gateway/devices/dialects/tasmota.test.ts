import { describe, expect, test } from 'vitest';
import { devicesOf, say, told } from './say.testing.ts';
import { tasmota } from './tasmota.ts';

const MAC = '0000A1B2C3D4';
const KEY = MAC.toLowerCase();
const CONFIG = {
  ip: '192.0.2.7',
  dn: 'Waschmaschine',
  fn: ['Wasch', null],
  hn: 'tasmota-C3D4-0964',
  mac: MAC,
  md: 'Plug S',
  sw: '14.1.0',
  t: 'keller/wasch',
  ft: '%topic%/%prefix%/',
  tp: ['cmnd', 'stat', 'tele'],
  state: ['AUS', 'AN', 'TOGGLE', 'HOLD'],
  rl: [1, 1, 0, 0],
};

function discovered(config: object = CONFIG) {
  const dialect = tasmota();
  say(dialect, `tasmota/discovery/${MAC}/config`, config);
  return dialect;
}

describe('the default layout', () => {
  const state = {
    Time: '2018-06-19T06:39:33',
    Uptime: '0T23:47:32',
    POWER: 'OFF',
    POWER2: 'ON',
    Wifi: { AP: 1, SSId: 'net', RSSI: 50 },
  };
  const sensor = {
    Time: '2018-06-19T06:39:33',
    AM2301: { Temperature: 21.5, Humidity: 40, DewPoint: 7.2 },
    ENERGY: { TotalStartTime: '2018-01-01T00:00:00', Total: 1.5, Power: [3, 4], Voltage: 230 },
    'DS18B20-1': { Id: '0316', Temperature: 70 },
    TempUnit: 'C',
  };
  test.each<[string, string | object, object]>([
    [
      'tele/plug/STATE',
      state,
      {
        plug: {
          Uptime: '0T23:47:32',
          POWER: false,
          POWER2: true,
          'Wifi.AP': 1,
          'Wifi.SSId': 'net',
          'Wifi.RSSI': '50 %',
        },
      },
    ],
    [
      'tele/Hof/Lager/Relais/Außen lampe/SENSOR',
      sensor,
      {
        'Hof/Lager/Relais/Außen lampe': {
          'AM2301.Temperature': '21.5 °C',
          'AM2301.Humidity': '40 %',
          'AM2301.DewPoint': '7.2 °C',
          'ENERGY.TotalStartTime': '2018-01-01T00:00:00',
          'ENERGY.Total': '1.5 kWh',
          'ENERGY.Power.0': '3 W',
          'ENERGY.Power.1': '4 W',
          'ENERGY.Voltage': '230 V',
          'DS18B20-1.Id': '0316',
          'DS18B20-1.Temperature': '70 °C',
        },
      },
    ],
    ['tele/plug/SENSOR', { AM2301: { Temperature: 70 }, TempUnit: 'F' }, { plug: { 'AM2301.Temperature': '70 °F' } }],
    ['stat/plug/POWER', 'ON', { plug: { POWER: true } }],
    ['stat/plug/POWER3', 'OFF', { plug: { POWER3: false } }],
    [
      'stat/plug/RESULT',
      { POWER1: 'ON', Dimmer: 50, MqttPassword: 'geheim', SSId1: 'net' },
      { plug: { POWER1: true, Dimmer: 50 } },
    ],
    ['stat/plug/STATUS8', { StatusSNS: { Time: 'x', ENERGY: { Power: 9 } } }, { plug: { 'ENERGY.Power': '9 W' } }],
    [
      'stat/plug/STATUS0',
      { Status: { Topic: 'x' }, StatusMQT: { MqttUser: 'u' }, StatusSTS: { POWER: 'ON' } },
      { plug: { POWER: true } },
    ],
    ['tele/plug/MARGINS', { Time: 'x', PowerDelta: [5] }, { plug: { 'PowerDelta.0': 5 } }],
  ])('%s', (topic, payload, expected) => expect(told(say(tasmota(), topic, payload))).toEqual(expected));

  test.each(['cmnd/plug/POWER', 'tele/plug/LWT', 'tele/plug/INFO2', 'stat/plug/STATUS5', 'stat/plug/STATUS6'])(
    '%s is ignored',
    (topic) => {
      expect(say(tasmota(), topic, '{"StatusMQT":{"MqttUser":"u"}}')).toEqual({ kind: 'ignored' });
    },
  );

  test.each(['plug/tele/STATE', 'tele/STATE', 'tele/plug/STATEX', 'tele//', 'telex/plug/STATE', '/tele/plug/STATE'])(
    '%s is not Tasmota by default',
    (topic) => {
      expect(say(tasmota(), topic, '{}')).toBe('not routed');
    },
  );

  test.each<[string, string]>([
    ['{"DS18B20":{"Temperature":nan},"TempUnit":"C"}', 'not JSON'],
    ['{"Time":"2018-06-19T06:39:33","SI7021":{"Temperature":21.1', 'not JSON'],
    ['[1]', 'unexpected shape'],
  ])('%s is quarantined', (payload, reason) =>
    expect(say(tasmota(), 'tele/plug/SENSOR', payload)).toMatchObject({ kind: 'quarantine', reason }),
  );

  test('a power word that is neither on nor off is quarantined', () => {
    expect(say(tasmota(), 'stat/plug/POWER', 'TOGGLE')).toMatchObject({
      kind: 'quarantine',
      reason: 'unexpected shape',
    });
  });

  test('a source may have a FullTopic of its own', () => {
    const dialect = tasmota({ base: 'home/%topic%/%prefix%/' });
    expect(told(say(dialect, 'home/attic/fan/tele/STATE', { POWER: 'ON' }))).toEqual({ 'attic/fan': { POWER: true } });
    expect(say(dialect, 'tele/fan/STATE', '{}')).toBe('not routed');
  });

  test('INFO1 tells model and firmware, and no field', () => {
    const info = { Info1: { Module: 'Sonoff Basic', Version: '14.1.0(tasmota)', FallbackTopic: 'cmnd/DVES_1_fb/' } };
    expect(devicesOf(say(tasmota(), 'tele/plug/INFO1', info))).toEqual([
      { key: 'plug', name: 'plug', model: 'Sonoff Basic', firmware: '14.1.0(tasmota)' },
    ]);
  });
});

describe('a source whose base is one device’s topic', () => {
  const MINE = { ...CONFIG, t: 'wasch', state: ['OFF', 'ON', 'TOGGLE', 'HOLD'] };

  test('may write it on either side of the prefix', () => {
    for (const topic of ['tele/wasch/STATE', 'wasch/tele/STATE']) {
      expect(told(say(tasmota({ base: 'wasch' }), topic, { POWER: 'ON' }))).toEqual({ wasch: { POWER: true } });
    }
    expect(say(tasmota({ base: 'wasch' }), 'tele/other/STATE', '{}')).toBe('not routed');
    expect(say(tasmota({ base: 'wasch' }), 'cmnd/wasch/POWER', 'ON')).toEqual({ kind: 'ignored' });
  });

  test('stays one device when its discovery comes after its first words', () => {
    const dialect = tasmota({ base: 'wasch' });
    const info = { Info1: { Module: 'M', Version: '1' } };
    const keys = [
      ...devicesOf(say(dialect, 'wasch/tele/INFO1', info)),
      ...devicesOf(say(dialect, `tasmota/discovery/${MAC}/config`, MINE)),
    ].map(({ key }) => key);
    expect(keys).toEqual(['wasch', 'wasch']);
    expect(told(say(dialect, 'wasch/tele/STATE', { POWER: 'ON' }))).toEqual({ wasch: { POWER: true } });
  });
});

describe('a source whose base is one device’s FullTopic', () => {
  const base = 'home/%prefix%/attic/fan';
  const announced = { ...CONFIG, t: 'fan', ft: 'home/%prefix%/attic/%topic%/', state: ['OFF', 'ON', 'TOGGLE', 'HOLD'] };

  test('is read there and nowhere else', () => {
    const dialect = tasmota({ base });
    expect(told(say(dialect, 'home/tele/attic/fan/STATE', { POWER: 'ON' }))).toEqual({ [base]: { POWER: true } });
    expect(say(dialect, 'home/cmnd/attic/fan/POWER', 'ON')).toEqual({ kind: 'ignored' });
    expect(say(dialect, 'tele/attic/fan/STATE', '{}')).toBe('not routed');
  });

  test('stays the device it was once its discovery says the same', () => {
    const dialect = tasmota({ base });
    expect(devicesOf(say(dialect, `tasmota/discovery/${MAC}/config`, announced))[0]?.key).toBe(base);
    expect(told(say(dialect, 'home/tele/attic/fan/STATE', { POWER: 'ON' }))).toEqual({ [base]: { POWER: true } });
  });
});

describe('discovery', () => {
  test('sensors wait for the configuration that says whose they are', () => {
    const dialect = tasmota();
    const sample = { sn: { ENERGY: { Power: 1 } }, ver: 1 };
    expect(say(dialect, `tasmota/discovery/${MAC}/sensors`, sample)).toEqual({ kind: 'ignored' });
    const [found] = devicesOf(say(dialect, `tasmota/discovery/${MAC}/config`, CONFIG));
    expect(found?.fields?.map(({ name }) => name)).toEqual(['POWER1', 'POWER2', 'ENERGY.Power']);
  });

  test('names the device by its MAC, with what its sensors publish', () => {
    const dialect = tasmota();
    expect(devicesOf(say(dialect, `tasmota/discovery/${MAC}/config`, CONFIG))).toEqual([
      {
        key: KEY,
        name: 'Waschmaschine',
        model: 'Plug S',
        firmware: '14.1.0',
        fields: [
          { name: 'POWER1', type: 'boolean' },
          { name: 'POWER2', type: 'boolean' },
        ],
      },
    ]);
    const sample = { sn: { Time: 'x', ENERGY: { Power: 1 }, TempUnit: 'C' }, ver: 1 };
    expect(devicesOf(say(dialect, `tasmota/discovery/${MAC}/sensors`, sample))[0]?.fields).toEqual([
      { name: 'POWER1', type: 'boolean' },
      { name: 'POWER2', type: 'boolean' },
      { name: 'ENERGY.Power', type: 'number', unit: 'W' },
    ]);
  });

  test('says where the words of a topic are, and which words mean on and off', () => {
    const dialect = discovered();
    expect(dialect.generation).toBe(1);
    expect(told(say(dialect, 'keller/wasch/tele/STATE', { POWER1: 'AN', POWER2: 'AUS' }))).toEqual({
      [KEY]: { POWER1: true, POWER2: false },
    });
    expect(told(say(dialect, 'keller/wasch/stat/POWER1', 'AN'))).toEqual({ [KEY]: { POWER1: true } });
    expect(say(dialect, 'keller/wasch/cmnd/POWER1', 'AN')).toEqual({ kind: 'ignored' });
    expect(say(dialect, 'keller/andere/tele/STATE', '{}')).toBe('not routed');
  });

  test.each([
    ['%prefix%/%topic%/', 'tele/keller/wasch/STATE'],
    ['%hostname%/%prefix%', 'tasmota-C3D4-0964/tele/STATE'],
    ['x/%id%/%prefix%/', `x/${MAC}/tele/STATE`],
  ])('fills %s', (ft, topic) => {
    expect(told(say(discovered({ ...CONFIG, ft }), topic, { POWER: 'AN' }))).toEqual({ [KEY]: { POWER: true } });
  });

  test('prefixes may be renamed', () => {
    const dialect = discovered({ ...CONFIG, ft: '%prefix%/%topic%/', tp: ['befehl', 'stand', 'bericht'] });
    expect(told(say(dialect, 'bericht/keller/wasch/STATE', { POWER: 'AN' }))).toEqual({ [KEY]: { POWER: true } });
  });

  test('what is no discovery is quarantined', () => {
    expect(say(tasmota(), `tasmota/discovery/${MAC}/config`, '{}')).toMatchObject({ reason: 'unexpected shape' });
    expect(say(tasmota(), 'tasmota/discovery/nomac/config', CONFIG)).toMatchObject({ reason: 'unexpected shape' });
  });
});

describe('a Zigbee bridge', () => {
  const report = { Device: '0x4A12', Name: 'Flur', Temperature: 21.5, Endpoint: 1, LinkQuality: 88 };
  const fields = { Temperature: 21.5, Endpoint: 1, LinkQuality: 88 };
  test.each<[string, string]>([
    ['tele/bridge/SENSOR', 'bridge/0x4A12'],
    ['tele/bridge/0x4A12/SENSOR', 'bridge/0x4A12'],
    ['tele/bridge/Flur/SENSOR', 'bridge/0x4A12'],
  ])('%s is about the relayed device', (topic, key) => {
    expect(told(say(tasmota(), topic, { ZbReceived: { '0x4A12': report } }))).toEqual({ [key]: fields });
  });

  test('belongs to the discovered bridge', () => {
    const said = say(discovered(), 'keller/wasch/tele/0x4A12/SENSOR', { ZbReceived: { '0x4A12': report } });
    expect(told(said)).toEqual({ [`${KEY}/0x4A12`]: fields });
  });

  test('does not pass its own tables on', () => {
    expect(say(tasmota(), 'tele/bridge/SENSOR', { ZbInfo: { '0x4A12': { IEEEAddr: '0x01' } } })).toEqual({
      kind: 'readings',
      readings: [],
      leftOver: ['unexpected shape'],
    });
  });
});
