import { describe, expect, test } from 'vitest';
import { homie } from './homie.ts';
import { devicesOf, say, textsOf, told } from './say.testing.ts';

const DESCRIPTION = {
  homie: '5.0',
  version: 7,
  name: 'Hall thermostat',
  nodes: {
    climate: {
      name: 'Climate',
      properties: {
        temperature: { datatype: 'float', unit: '°C' },
        mode: { datatype: 'enum', format: 'off,heat,cool', settable: true },
        window: { datatype: 'boolean' },
        color: { datatype: 'color', format: 'rgb' },
        note: { datatype: 'string' },
        plan: { datatype: 'json' },
      },
    },
    '020000000001': { properties: { power: { datatype: 'float', unit: 'W' } } },
  },
};

function described() {
  const dialect = homie();
  say(dialect, 'homie/5/hall/$description', DESCRIPTION);
  return dialect;
}

describe('version 5', () => {
  test('says in one description what a device is and has', () => {
    expect(devicesOf(say(homie(), 'homie/5/hall/$description', DESCRIPTION))).toEqual([
      {
        key: 'hall',
        name: 'Hall thermostat',
        fields: [
          { name: 'climate.temperature', type: 'number', unit: '°C' },
          { name: 'climate.mode', type: 'category', values: ['off', 'heat', 'cool'] },
          { name: 'climate.window', type: 'boolean' },
          { name: 'climate.color', type: 'text' },
        ],
      },
    ]);
  });

  test.each<[string, string, object]>([
    ['temperature', '21.5', { 'climate.temperature': '21.5 °C' }],
    ['mode', 'heat', { 'climate.mode': 'heat' }],
    ['window', 'true', { 'climate.window': true }],
    ['color', 'rgb,100,100,50.5', { 'climate.color': 'rgb,100,100,50.5' }],
  ])('%s %s', (name, payload, expected) => {
    expect(told(say(described(), `homie/5/hall/climate/${name}`, payload))).toEqual({ hall: expected });
  });

  test.each([
    ['note', 'ring twice for Jane'],
    ['mode', 'for Jane'],
    ['color', 'Jane’s favourite'],
    ['plan', '["jane"]'],
  ])('text that anybody could have written is no field: %s', (name, payload) => {
    expect(say(described(), `homie/5/hall/climate/${name}`, payload)).toEqual({
      kind: 'readings',
      readings: [],
      leftOver: ['text'],
    });
  });

  test('a property that the description does not have is quarantined, and an address names no field', () => {
    expect(say(described(), 'homie/5/hall/climate/secret', '1')).toMatchObject({ kind: 'quarantine' });
    expect(say(described(), 'homie/5/hall/020000000001/power', '1')).toMatchObject({ leftOver: ['unexpected shape'] });
  });

  test.each([
    'hall/$state',
    'hall/$log/warn',
    'hall/$alert/battery',
    'hall/climate/mode/set',
    'hall/climate/mode/$target',
    '$broadcast/security/alert',
  ])('%s is ignored', (path) => {
    expect(say(described(), `homie/5/${path}`, 'anything by Jane')).toEqual({ kind: 'ignored' });
  });
});

describe('versions 3 and 4', () => {
  test('properties are learned one attribute at a time, in any order', () => {
    const dialect = homie();
    expect(told(say(dialect, 'homie/meter/power/total', '12.5'))).toEqual({ meter: { 'power.total': 12.5 } });
    for (const [attribute, text] of [
      ['$unit', 'kWh'],
      ['$datatype', 'float'],
      ['$name', 'Total'],
      ['$settable', 'false'],
    ] as const)
      expect(say(dialect, `homie/meter/power/total/${attribute}`, text)).toEqual({ kind: 'ignored' });
    expect(told(say(dialect, 'homie/meter/power/total', '12.5'))).toEqual({ meter: { 'power.total': '12.5 kWh' } });
    say(dialect, 'homie/meter/power/mode/$datatype', 'enum');
    expect(say(dialect, 'homie/meter/power/mode', 'day')).toMatchObject({ leftOver: ['text'] });
    say(dialect, 'homie/meter/power/mode/$format', 'day,night');
    expect(told(say(dialect, 'homie/meter/power/mode', 'day'))).toEqual({ meter: { 'power.mode': 'day' } });
  });

  test('a device says what it is called and what runs on it', () => {
    expect(devicesOf(say(homie(), 'homie/meter/$name', 'Meter'))).toEqual([{ key: 'meter', name: 'Meter' }]);
    expect(devicesOf(say(homie(), 'homie/meter/$fw/version', '1.2'))).toEqual([{ key: 'meter', firmware: '1.2' }]);
  });

  test('and how it is doing', () => {
    expect(told(say(homie(), 'homie/meter/$stats/signal', '72'))).toEqual({ meter: { 'stats.signal': '72 %' } });
    expect(say(homie(), 'homie/meter/$stats/interval', '60')).toEqual({ kind: 'ignored' });
  });

  test.each([
    ['$localip', '10.0.0.7'],
    ['$mac', '02:00:00:00:00:01'],
    ['$homie', '4.0.0'],
    ['$state', 'ready'],
    ['$nodes', 'power,light'],
    ['$implementation/config', '{"wifi":{"password":"x"}}'],
    ['power/$name', 'Janes room'],
    ['power/$properties', 'total'],
    ['power/total/set', '1'],
  ])('%s is ignored', (path, payload) => {
    expect(say(homie(), `homie/meter/${path}`, payload)).toEqual({ kind: 'ignored' });
  });

  test('text of a property that nothing is known of stays home', () => {
    expect(say(homie(), 'homie/meter/power/who', 'Jane')).toMatchObject({ readings: [], leftOver: ['text'] });
  });
});

test('under a base it is that device alone, wherever its domain is', () => {
  const dialect = homie({ base: 'devices/5/lamp' });
  expect(told(say(dialect, 'devices/5/lamp/light/level', '3'))).toEqual({ lamp: { 'light.level': 3 } });
  expect(say(dialect, 'devices/5/other/light/level', '3')).toBe('not routed');
  expect(say(homie(), 'devices/5/lamp/light/level', '3')).toBe('not routed');
  expect(say(homie(), 'homie/lamp', '3')).toBe('not routed');
});

test('what is remembered of properties has an end', () => {
  const dialect = homie();
  for (let n = 0; n < 5_100; n++) say(dialect, `homie/d/${n}/p/$unit`, 'W');
  expect(told(say(dialect, 'homie/d/4999/p', '1'))).toEqual({ d: { '4999.p': '1 W' } });
  expect(told(say(dialect, 'homie/d/5001/p', '1'))).toEqual({ d: { '5001.p': 1 } });
});

test('a text is what its name says', () => {
  const said = [
    say(described(), 'homie/5/hall/climate/mode', 'heat'),
    say(described(), 'homie/5/hall/climate/color', '1,2,3'),
  ];
  expect(textsOf('homie', said)).toEqual({
    'climate.mode': 'state/control, medium',
    'climate.color': 'state/control, medium',
  });
});
