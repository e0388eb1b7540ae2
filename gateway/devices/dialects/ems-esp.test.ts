import { expect, test } from 'vitest';
import { emsEsp } from './ems-esp.ts';
import { devicesOf, say, textsOf, told } from './say.testing.ts';

const THERMOSTAT = {
  hc1: {
    seltemp: 20.5,
    currtemp: 22.8,
    mode: 'auto',
    modetype: 'day',
    summermode: 'winter',
    hamode: 'heat',
    switchtime: '01 mo 06:30 T3',
  },
  datetime: '10:00 04.05.2026',
  holidays: '01.08.2026-21.08.2026',
};

test.each<[string, string | object, object]>([
  [
    'thermostat_data',
    THERMOSTAT,
    {
      thermostat: {
        ...{ 'hc1.seltemp': 20.5, 'hc1.currtemp': 22.8, 'hc1.mode': 'auto', 'hc1.modetype': 'day' },
        'hc1.summermode': 'winter',
      },
    },
  ],
  ['thermostat_data_hc2', { seltemp: 19, mode: 'Nacht' }, { thermostat: { 'hc2.seltemp': 19, 'hc2.mode': 'Nacht' } }],
  [
    'boiler_data',
    { heatingactive: true, outdoortemp: -2.5, syspress: 1.6, nrgtotal: 12.3, servicecode: '0Y', lastcode: 'A01(816)' },
    { boiler: { heatingactive: true, outdoortemp: -2.5, syspress: '1.6 bar', nrgtotal: '12.3 kWh' } },
  ],
  [
    'boiler_data_ww',
    { wWHeat: 'off', wWCircPump: 'ON', mode: 'off' },
    { boiler: { 'ww.wWHeat': false, 'ww.wWCircPump': true, 'ww.mode': 'off' } },
  ],
  ['boiler/syspress', '1.6', { boiler: { syspress: '1.6 bar' } }],
  ['thermostat/hc1/mode', 'auto', { thermostat: { 'hc1.mode': 'auto' } }],
  ['boiler/tapwateractive', 'on', { boiler: { tapwateractive: true } }],
  ['shower_active', 'ON', { shower: { shower_active: true } }],
  ['shower_data', { duration: 321, timestamp: 'x' }, { shower: { 'shower.duration': '321 s' } }],
  [
    'heartbeat',
    { bus_status: 'connected', uptime: '000+01:02:03', uptime_sec: 3_723, rxfails: 0, freemem: 120, rssi: -60 },
    { 'ems-esp': { bus_status: 'connected', uptime_sec: '3723 s', rxfails: 0, freemem: '120 KB', rssi: '-60 dBm' } },
  ],
  [
    'temperaturesensor_data',
    { '28-1122-3344-5566': { name: 'Janes bath', temp: 21.5 } },
    { 'sensor/28-1122-3344-5566': { temp: 21.5 } },
  ],
  ['analogsensor_data', { 36: { name: 'Janes door', value: 1 } }, { 'sensor/36': { analog: 1 } }],
])('%s', (path, payload, expected) => {
  expect(told(say(emsEsp(), `ems-esp/${path}`, payload))).toEqual(expected);
});

test('programs of the week, holidays and codes are left over', () => {
  const said = say(emsEsp(), 'ems-esp/thermostat_data', THERMOSTAT);
  expect(said).toMatchObject({ leftOver: Array.from({ length: 4 }, () => 'text') });
  expect(say(emsEsp(), 'ems-esp/thermostat/hc1/switchtime1', '01 mo 06:30 T3')).toMatchObject({ leftOver: ['text'] });
});

test.each([
  ['status', 'online'],
  ['boiler', '{"cmd":"temp","data":55}'],
  ['thermostat_cmd_mode1', 'auto'],
  ['response', '{"output":"Janes bath"}'],
  ['message', 'a message by Jane'],
  ['custom_data', '{"janes_room":1}'],
  ['scheduler_data', '{"janes_morning":true}'],
  ['system_data/watch', 'off'],
])('%s is ignored', (path, payload) => {
  expect(say(emsEsp(), `ems-esp/${path}`, payload)).toEqual({ kind: 'ignored' });
});

test('the gateway says what it runs, and not where it is', () => {
  const info = {
    event: 'start',
    version: '3.7.2',
    SSID: 'our home',
    MAC: '02:00:00:00:00:01',
    'IPv4 address': '10.0.0.7',
  };
  expect(devicesOf(say(emsEsp(), 'ems-esp/info', info))).toEqual([
    { key: 'ems-esp', vendor: 'EMS-ESP', firmware: '3.7.2' },
  ]);
});

test('under another base', () => {
  expect(told(say(emsEsp({ base: 'cellar/ems' }), 'cellar/ems/boiler_data', { wwcurtemp: 50 }))).toEqual({
    boiler: { wwcurtemp: 50 },
  });
  expect(say(emsEsp({ base: 'cellar/ems' }), 'ems-esp/boiler_data', {})).toBe('not routed');
  // Whoever calls one topic of a home alike does not take the others of that home.
  expect(say(emsEsp({ base: 'home' }), 'home/lamp/state', 'on')).toBe('not routed');
});

test('every text is how a heating is set', () => {
  const said = [
    say(emsEsp(), 'ems-esp/thermostat_data', THERMOSTAT),
    say(emsEsp(), 'ems-esp/heartbeat', { bus_status: 'connected' }),
  ];
  expect(textsOf('ems-esp', said)).toEqual({
    bus_status: 'diagnostics, low',
    'hc1.mode': 'state/control, medium',
    'hc1.modetype': 'state/control, medium',
    'hc1.summermode': 'state/control, medium',
  });
});
