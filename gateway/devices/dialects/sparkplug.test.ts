import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readFields } from './protobuf.ts';
import { readingsOf, say, textsOf, told } from './say.testing.ts';
import { bool, double, float, int, long, payload, raw, text } from './sparkplug.testing.ts';
import { sparkplug } from './sparkplug.ts';

const at = (type: string, path = 'edge') => `spBv1.0/home/${type}/${path}`;
const BIRTH = payload([
  { name: 'bdSeq', datatype: 8, value: long(3n) },
  { name: 'Inputs/A', alias: 1, datatype: 11, value: bool(true) },
  { name: 'Room/Temperature 1', alias: 2, datatype: 9, unit: '°C', value: float(21.3) },
  { name: 'Level', alias: 3, datatype: 3, value: int(-7) },
  { name: 'Total', alias: 4, datatype: 10, value: double(0.1) },
  { name: 'Big', alias: 5, datatype: 4, value: long(-9_000_000_000n) },
  { name: 'Properties/Hardware Make', datatype: 12, value: text('Acme') },
  { name: 'Properties/Hardware Model', datatype: 12, value: text('P1') },
  { name: 'Who', alias: 6, datatype: 12, value: text('Jane') },
  { name: 'Since', alias: 7, datatype: 13, value: long(1_777_888_799_000n) },
  { name: 'Photo', alias: 8, datatype: 17, value: raw(16, [1, 2, 3]) },
  { name: 'Table', alias: 9, datatype: 16, value: raw(17, [8, 0]) },
  { name: 'Kind', alias: 10, datatype: 19, value: raw(18, [10, 0]) },
]);

function alive() {
  const dialect = sparkplug();
  say(dialect, at('NBIRTH'), BIRTH);
  return dialect;
}

describe('a birth', () => {
  const said = say(sparkplug(), at('NBIRTH'), BIRTH);

  test('says what there is, by name, type and unit', () => {
    expect(said).toMatchObject({
      devices: [
        {
          key: 'home/edge',
          vendor: 'Acme',
          model: 'P1',
          fields: [
            { name: 'Inputs.A', type: 'boolean' },
            { name: 'Room.Temperature_1', type: 'number', unit: '°C' },
            { name: 'Level', type: 'number' },
            { name: 'Total', type: 'number' },
            { name: 'Big', type: 'number' },
          ],
        },
      ],
    });
  });

  test('and how it is, without texts, times, bytes, tables and templates', () => {
    expect(told(said)).toEqual({
      'home/edge': {
        ...{ 'Inputs.A': true, 'Room.Temperature_1': '21.3 °C', Level: -7, Total: 0.1, Big: -9_000_000_000 },
      },
    });
    expect(readingsOf(said)[0]?.deviceTime).toBe(1_777_888_799_000);
    expect(said).toMatchObject({ leftOver: Array.from({ length: 7 }, () => 'text') });
    expect(textsOf('sparkplug', [said])).toEqual({});
  });
});

describe('data', () => {
  test('an alias is the metric that the birth gave it to', () => {
    const data = payload([
      { alias: 2, value: float(20.5) },
      { alias: 1, datatype: 11, value: bool(false) },
    ]);
    expect(told(say(alive(), at('NDATA'), data))).toEqual({
      'home/edge': { 'Room.Temperature_1': '20.5 °C', 'Inputs.A': false },
    });
  });

  test('an alias without a birth means nothing', () => {
    const data = payload([{ alias: 2, value: float(20.5) }]);
    expect(say(sparkplug(), at('NDATA'), data)).toMatchObject({ kind: 'quarantine', reason: 'unknown device' });
    expect(say(alive(), at('NDATA', 'other'), data)).toMatchObject({ kind: 'quarantine' });
    expect(say(alive(), at('NDATA'), payload([{ alias: 99, value: int(1) }]))).toMatchObject({ kind: 'quarantine' });
  });

  test('beside a known one, an unknown one is left over', () => {
    const data = payload([
      { alias: 99, value: int(1) },
      { alias: 3, value: int(4) },
    ]);
    const said = say(alive(), at('NDATA'), data);
    expect(told(said)).toEqual({ 'home/edge': { Level: 4 } });
    expect(said).toMatchObject({ leftOver: ['unexpected shape'] });
  });

  test('a name and a type in full need no birth, but where there is one it lists all', () => {
    const data = payload([{ name: 'New', datatype: 3, value: int(1) }]);
    expect(told(say(sparkplug(), at('NDATA'), data))).toEqual({ 'home/edge': { New: 1 } });
    expect(say(alive(), at('NDATA'), data)).toMatchObject({ kind: 'quarantine' });
  });

  test.each([
    ['of another type than the birth said', { alias: 3, datatype: 9, value: float(1) }],
    ['written as something else', { alias: 3, value: float(1) }],
    ['that was kept back', { alias: 3, historical: true, value: int(1) }],
    ['that is no number', { alias: 4, value: double(Number.NaN) }],
    ['larger than a number holds', { alias: 5, value: long(2n ** 62n) }],
  ])('a value %s is no field', (_, metric) => {
    const said = say(alive(), at('NDATA'), payload([metric]));
    expect(said).toMatchObject({ kind: 'readings', readings: [], leftOver: [expect.any(String)] });
  });

  test('nothing is said by null', () => {
    expect(say(alive(), at('NDATA'), payload([{ alias: 3, null: true }]))).toEqual({ kind: 'readings', readings: [] });
  });

  test('a metric twice is neither, and an address is no name', () => {
    const twice = payload([
      { alias: 3, value: int(1) },
      { name: 'Level', datatype: 3, value: int(2) },
    ]);
    expect(say(alive(), at('NDATA'), twice)).toMatchObject({ readings: [], leftOver: ['duplicate key'] });
    const address = payload([{ name: 'Meter 02AABBCCDDEE/W', datatype: 3, value: int(2) }]);
    expect(say(sparkplug(), at('NDATA'), address)).toMatchObject({ readings: [] });
  });
});

describe('a life', () => {
  const data = payload([{ alias: 1, value: int(4) }]);
  const born = (name: string) => payload([{ name, alias: 1, datatype: 3, value: int(1) }]);

  test('a death ends what the birth said, of an edge node with all its devices', () => {
    const dialect = alive();
    say(dialect, at('DBIRTH', 'edge/pump'), born('Speed'));
    expect(told(say(dialect, at('DDATA', 'edge/pump'), data))).toEqual({ 'home/edge/pump': { Speed: 4 } });
    expect(say(dialect, at('NDEATH'), payload([{ name: 'bdSeq', datatype: 8, value: long(3n) }]))).toEqual({
      kind: 'ignored',
    });
    expect(say(dialect, at('NDATA'), payload([{ alias: 3, value: int(4) }]))).toMatchObject({ kind: 'quarantine' });
    expect(say(dialect, at('DDATA', 'edge/pump'), data)).toMatchObject({ kind: 'quarantine' });
  });

  test('a will of an earlier connection ends nothing', () => {
    const dialect = alive();
    say(dialect, at('NDEATH'), payload([{ name: 'bdSeq', datatype: 8, value: long(2n) }]));
    expect(told(say(dialect, at('NDATA'), payload([{ alias: 3, value: int(4) }])))).toEqual({
      'home/edge': { Level: 4 },
    });
  });

  test('a death of a device is its own, and its next birth gives aliases anew', () => {
    const dialect = alive();
    say(dialect, at('DBIRTH', 'edge/pump'), born('Speed'));
    say(dialect, at('DDEATH', 'edge/pump'), payload([]));
    expect(say(dialect, at('DDATA', 'edge/pump'), data)).toMatchObject({ kind: 'quarantine' });
    expect(told(say(dialect, at('NDATA'), payload([{ alias: 3, value: int(4) }])))).toEqual({
      'home/edge': { Level: 4 },
    });
    say(dialect, at('DBIRTH', 'edge/pump'), born('Flow'));
    expect(told(say(dialect, at('DDATA', 'edge/pump'), data))).toEqual({ 'home/edge/pump': { Flow: 4 } });
  });

  test('a birth of the edge node makes its devices unknown until they are born again', () => {
    const dialect = alive();
    say(dialect, at('DBIRTH', 'edge/pump'), born('Speed'));
    say(dialect, at('NBIRTH'), BIRTH);
    expect(say(dialect, at('DDATA', 'edge/pump'), data)).toMatchObject({ kind: 'quarantine' });
  });

  test('what is remembered of births has an end', () => {
    const dialect = sparkplug();
    const many = payload(Array.from({ length: 4_000 }, (_, n) => ({ name: `m${n}`, alias: n + 1, datatype: 3 })));
    for (let n = 0; n < 5; n++) expect(say(dialect, at('NBIRTH', `edge${n}`), many)).not.toHaveProperty('reason');
    expect(say(dialect, at('NBIRTH', 'edge5'), many)).toMatchObject({ reason: 'too many fields' });
    expect(told(say(dialect, at('NDATA', 'edge4'), data))).toEqual({ 'home/edge4': { m0: 4 } });
  });
});

test.each([
  ['spBv1.0/STATE/host', '{"online":true}'],
  [at('NCMD'), 'x'],
  [at('DCMD', 'edge/pump'), 'x'],
])('%s is ignored', (topic, said) => {
  expect(say(sparkplug(), topic, said)).toEqual({ kind: 'ignored' });
});

test('a topic that is none of its own is not routed', () => {
  for (const topic of ['spBv1.0/home', at('NDATA', 'edge/pump'), at('DDATA', 'edge'), 'spAv1.0/home/NDATA/edge'])
    expect(say(sparkplug(), topic, BIRTH)).toBe('not routed');
  expect(say(sparkplug({ base: 'home/other' }), at('NBIRTH'), BIRTH)).toBe('not routed');
});

describe('bytes that are no payload', () => {
  test.each<[string, readonly number[]]>([
    ['a length beyond the end', [0x12, 0x7f, 0x01]],
    ['the field number 0', [0x00, 0x01]],
    ['a group', [0x13, 0x14]],
    ['a varint that has no end', [0x08, ...Array.from({ length: 11 }, () => 0xff)]],
    ['a varint of more than 64 bits', [0x08, ...Array.from({ length: 9 }, () => 0xff), 0x7f]],
    ['a body of its own', [0x2a, 0x01, 0x00]],
    ['a metric with two values', [0x12, 0x04, 0x50, 0x01, 0x58, 0x01]],
    ['a name that is not UTF-8', [0x12, 0x03, 0x0a, 0x01, 0xff]],
  ])('%s is quarantined', (_, said) => {
    expect(say(alive(), at('NDATA'), Uint8Array.from(said))).toMatchObject({ kind: 'quarantine', reason: 'binary' });
  });

  test('no more fields are read than any home has', () => {
    expect(
      readFields(Uint8Array.from(Array.from({ length: 40_002 }, (_, n) => (n % 2 === 0 ? 0x08 : 0x01)))),
    ).toBeUndefined();
  });

  test('a payload cut off or changed anywhere never throws', () => {
    fc.assert(
      fc.property(fc.nat(BIRTH.length - 1), fc.nat(255), fc.boolean(), (index, byte, cut) => {
        const changed = cut ? BIRTH.slice(0, index) : BIRTH.with(index, byte);
        for (const type of ['NBIRTH', 'NDATA', 'NDEATH']) say(alive(), at(type), changed);
      }),
      { numRuns: 500 },
    );
  });
});
