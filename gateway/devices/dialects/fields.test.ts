import { describe, expect, test } from 'vitest';
import { flatten } from './fields.ts';

const named = (text: string, options = {}) => {
  const { fields, leftOver } = flatten(JSON.parse(text), options);
  return { fields: Object.fromEntries(fields.map(({ name, value }) => [name, value])), leftOver };
};

describe('flatten', () => {
  test.each<[string, string, object, string[]]>([
    ['nests with dots', '{"a":{"b":{"c":1}},"d":true}', { 'a.b.c': 1, d: true }, []],
    [
      'counts lists of scalars',
      '{"by_minute":[1,2.5,3]}',
      { 'by_minute.0': 1, 'by_minute.1': 2.5, 'by_minute.2': 3 },
      [],
    ],
    ['leaves lists of objects', '{"faces":[{"name":"x"},{"name":"y"}]}', {}, ['unexpected shape']],
    ['skips null', '{"a":null,"b":[null]}', {}, []],
    ['makes -0 zero', '{"a":-0}', { a: 0 }, []],
    ['leaves the infinite', '{"a":1e999}', {}, ['not a number']],
    ['keeps numeric text as text', '{"a":"21.5"}', { a: '21.5' }, []],
    ['leaves long text', `{"a":"${'x'.repeat(257)}"}`, {}, ['text']],
    ['leaves lone surrogates', '{"a":"\\ud800"}', {}, ['text']],
    ['leaves reserved names', '{"toString":1,"a":{"valueOf":2}}', {}, ['reserved name', 'reserved name']],
    [
      'leaves names that are no names',
      '{"a b":1,"":2,"\\n":3}',
      {},
      ['unexpected shape', 'unexpected shape', 'unexpected shape'],
    ],
    ['drops both of two paths with one name', '{"a.b":1,"a":{"b":2},"c":3}', { c: 3 }, ['duplicate key']],
    ['keeps component names', '{"switch:0":{"apower":1}}', { 'switch:0.apower': 1 }, []],
  ])('%s', (_name, text, fields, leftOver) => {
    expect(named(text)).toEqual({ fields, leftOver });
  });

  test('-0 is not kept', () => expect(Object.is(flatten({ a: -0 }).fields[0]?.value, 0)).toBe(true));

  test('stops at 200 fields and says so once', () => {
    const wide = flatten(Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`f${i}`, i])));
    expect(wide.fields).toHaveLength(200);
    expect(wide.leftOver).toEqual(['too many fields']);
    expect(flatten({ a: Array.from({ length: 100_000 }, () => 1) }).fields).toHaveLength(200);
  });

  test('lists of objects are read where the ecosystem fixes their places', () => {
    expect(named('{"relays":[{"ison":true},{"ison":false}]}', { listsOfObjects: true }).fields).toEqual({
      'relays.0.ison': true,
      'relays.1.ison': false,
    });
  });
});
