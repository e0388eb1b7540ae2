import { describe, expect, test } from 'vitest';
import { say, textsOf, told } from './say.testing.ts';
import { theengs } from './theengs.ts';

const GATEWAY = 'home/OpenMQTTGateway';
const SENSOR = {
  id: 'A4:C1:38:00:00:01',
  mac_type: 0,
  adv_type: 0,
  name: 'ATC_000001',
  rssi: -71,
  brand: 'Xiaomi/PVVX',
  model: 'Temperature sensor',
  model_id: 'LYWSD03MMC_PVVX',
  type: 'THB',
  tempc: 20.5,
  tempf: 68.9,
  hum: '51.2',
  batt: 80,
  volt: 2.9,
  distance: 3.1,
  servicedata: 'ffeedd',
};

describe('a Bluetooth sensor', () => {
  test('is known by its address in any spelling, and what it measures has units', () => {
    const said = say(theengs(), `${GATEWAY}/BTtoMQTT/A4C138000001`, SENSOR);
    expect(told(said)).toEqual({
      a4c138000001: {
        ...{ tempc: '20.5 °C', tempf: '68.9 °F', hum: '51.2 %', batt: '80 %', volt: '2.9 V', rssi: '-71 dBm' },
      },
    });
    expect(said).toMatchObject({
      devices: [{ key: 'a4c138000001', vendor: 'Xiaomi/PVVX', model: 'LYWSD03MMC_PVVX' }],
    });
    expect(said).not.toHaveProperty('leftOver');
  });

  test('has the same key on each gateway, and where each value has its own topic', () => {
    const dialect = theengs();
    expect(told(say(dialect, 'attic/pi/BTtoMQTT/A4C138000001', SENSOR))).toHaveProperty('a4c138000001');
    expect(told(say(dialect, `${GATEWAY}/BTtoMQTT/A4C138000001/tempc`, '20.5'))).toEqual({
      a4c138000001: { tempc: '20.5 °C' },
    });
  });

  test('what nobody documented is left over', () => {
    expect(say(theengs(), `${GATEWAY}/BTtoMQTT/A4C138000001`, { ...SENSOR, owner: 'Jane' })).toMatchObject({
      leftOver: ['unexpected shape'],
    });
  });
});

test.each<[string, object]>([
  ['a television next door', { id: '02:00:00:00:00:09', name: '[TV] Smith', rssi: -63, distance: 1.6 }],
  ['a beacon', { id: '02:00:00:00:00:09', model_id: 'IBEACON', type: 'BCON', uuid: 'ab', major: 1, volt: 2.6 }],
  ['a phone', { id: '02:00:00:00:00:09', model_id: 'APPLEDEVICE', type: 'TRACK', prmac: true, unlocked: true }],
  ['a watch', { id: '02:00:00:00:00:09', model_id: 'APPLEWATCH', type: 'BODY', prmac: true, unlocked: false, batt: 3 }],
  ['a tag on a key', { id: '02:00:00:00:00:09', model_id: 'TILE', type: 'TRACK', batt: 90 }],
  ['a passing car', { id: '02:00:00:00:00:09', model_id: 'TPMS', type: 'TIRE', tempc: 20, pres: 2.2 }],
])('%s is ignored, whatever it says', (_, body) => {
  expect(say(theengs(), `${GATEWAY}/BTtoMQTT/020000000009`, body)).toEqual({ kind: 'ignored' });
});

test.each<[string, string | object]>([
  ['433toMQTT', { value: 1_315_156, protocol: 1, length: 24, delay: 317 }],
  ['IRtoMQTT', { value: 5, protocol: 3, hex: '0x5' }],
  ['PilighttoMQTT', { message: { id: 1 }, protocol: 'x' }],
  ['SRFBtoMQTT', { raw: 'aa', value: 3 }],
  ['BTtoMQTT/undecoded', { id: '02:00:00:00:00:09', servicedata: 'aa' }],
  ['LWT', 'online'],
  ['commands/MQTTtoBT/config', '{"interval":1}'],
  ['presence', { id: '02:00:00:00:00:09', distance: 2 }],
])('%s is ignored', (below, payload) => {
  const dialect = theengs();
  say(dialect, `${GATEWAY}/SYStoMQTT`, { uptime: 1 });
  expect(say(dialect, `${GATEWAY}/${below}`, payload)).toEqual({ kind: 'ignored' });
});

test('a weather station on 433 MHz', () => {
  const body = {
    model: 'Acme-5in1',
    id: 88,
    channel: 'A',
    battery_ok: 1,
    temperature_C: 19.3,
    humidity: 60,
    wind_avg_km_h: 4.5,
    rain_mm: 7.7,
    light_lux: 900,
    uvi: 2,
    mic: 'CRC',
    protocol: 'Acme weather station',
    rssi: -70,
    duration: 1_000,
    secret_code: 7,
  };
  const said = say(theengs(), `${GATEWAY}/RTL_433toMQTT/Acme-5in1/A/88`, body);
  expect(told(said)).toEqual({
    'Acme-5in1/A/88': {
      ...{ battery_ok: 1, temperature_C: '19.3 °C', humidity: '60 %', wind_avg_km_h: '4.5 km/h', rain_mm: '7.7 mm' },
      ...{ light_lux: '900 lx', uvi: 2, rssi: '-70 dB' },
    },
  });
  expect(said).toMatchObject({ leftOver: ['unexpected shape'], devices: [{ model: 'Acme-5in1' }] });
  expect(told(say(theengs(), `${GATEWAY}/RTL_433toMQTT`, body))).toHaveProperty('Acme-5in1/A/88');
  expect(say(theengs(), `${GATEWAY}/RTL_433toMQTT/Tyre/1`, { type: 'TPMS', pressure_kPa: 220 })).toEqual({
    kind: 'ignored',
  });
});

test('a gateway says how it is, not in which network', () => {
  const body = {
    uptime: 7_472,
    version: 'v1.7',
    env: 'esp32dev-ble',
    rssi: -42,
    SSID: 'our home',
    ip: '10.0.0.7',
    freemem: 9,
  };
  const said = say(theengs(), `${GATEWAY}/SYStoMQTT`, body);
  expect(told(said)).toEqual({ [GATEWAY]: { uptime: '7472 s', rssi: '-42 dBm', freemem: '9 B' } });
  expect(said).toMatchObject({ devices: [{ key: GATEWAY, model: 'esp32dev-ble', firmware: 'v1.7' }] });
  expect(JSON.stringify(said)).not.toContain('our home');
});

test('sensors wired to it are things of their own', () => {
  expect(told(say(theengs(), `${GATEWAY}/CLIMAtoMQTT/htu`, { tempc: 25.3, hum: 56 }))).toEqual({
    [`${GATEWAY}/CLIMA/htu`]: { tempc: '25.3 °C', hum: '56 %' },
  });
  expect(told(say(theengs(), `${GATEWAY}/HCSR501toMQTT`, { presence: 'true' }))).toEqual({
    [`${GATEWAY}/HCSR501`]: { presence: true },
  });
});

test('under a base it keeps to that; without one it claims no topic of others', () => {
  expect(say(theengs({ base: 'home/a' }), `${GATEWAY}/SYStoMQTT`, { uptime: 1 })).toBe('not routed');
  expect(say(theengs(), 'home/lamp/LWT', 'online')).toBe('not routed');
  expect(say(theengs(), 'toMQTT/BTtoMQTTx', '1')).toBe('not routed');
});

test('the will of a gateway that has its first name is known before anything else', () => {
  expect(say(theengs(), 'home/OpenMQTTGateway_ESP32/LWT', 'online')).toEqual({ kind: 'ignored' });
  expect(say(theengs(), 'home/TheengsGateway/LWT', 'online')).toEqual({ kind: 'ignored' });
});

test('gateways that a stranger names are not remembered without end', () => {
  const dialect = theengs();
  for (let n = 0; n < 1_000; n++) dialect.route(`home/${n}/SYStoMQTT`);
  expect(dialect.generation).toBe(200);
});

test('every text is a word of the decoder’s, and counts as what it tells', () => {
  const brush = { id: '02:00:00:00:00:01', type: 'BODY', state: 'running', mode: 'turbo', sector: 3, duration: 63 };
  const scale = { id: '02:00:00:00:00:02', type: 'SCALE', weight: 71.5, unit: 'kg', weighing_mode: 'person' };
  const meter = { id: '02:00:00:00:00:03', type: 'ENRG', avg: 2.3, avgu: 'kW', sum: 21, sumu: 'kWh' };
  const door = { id: '02:00:00:00:00:04', type: 'CTMO', contact: 'open', lightlevel: 'dark', sensingdistance: 'long' };
  const blind = { id: '02:00:00:00:00:05', type: 'WCVR', direction: 'up', position: 20 };
  const radio = say(theengs(), `${GATEWAY}/RTL_433toMQTT/Door/1`, { model: 'Door', id: 1, state: 'open' });
  const pin = say(theengs(), `${GATEWAY}/GPIOInputtoMQTT`, { gpio: 'HIGH' });
  const said = [brush, scale, meter, door, blind].map((body) => say(theengs(), `${GATEWAY}/BTtoMQTT/x`, body));
  expect(textsOf('theengs', [...said, radio, pin])).toEqual({
    avgu: 'unknown, high',
    contact: 'access/security, high',
    direction: 'state/control, medium',
    gpio: 'unknown, high',
    lightlevel: 'climate, medium',
    mode: 'state/control, medium',
    sensingdistance: 'unknown, high',
    state: 'presence, high',
    sumu: 'unknown, high',
    unit: 'state/control, low',
    weighing_mode: 'health, high',
  });
});
