import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MAX_BYTES, parseJson, shapeOf } from './json.ts';
import { bytes } from './say.testing.ts';

const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);

describe('parseJson', () => {
  test.each<[string, string | Uint8Array, string]>([
    ['10,000 levels', nested(10_000), 'nested too deep'],
    ['10,000 levels of objects', `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`, 'nested too deep'],
    ['33 levels', nested(33), 'nested too deep'],
    ['a reserved name', '{"__proto__":{"polluted":true}}', 'reserved name'],
    ['a reserved name in escapes', '{"\\u005f_proto__":1}', 'reserved name'],
    ['a reserved name inside a list', '[{"a":[{"constructor":1}]}]', 'reserved name'],
    ['prototype', '{"a":{"prototype":1}}', 'reserved name'],
    ['a key twice', '{"a":1,"a":2}', 'duplicate key'],
    ['a key twice, once in escapes', '{"a":1,"\\u0061":2}', 'duplicate key'],
    ['a key twice, far down', '{"x":[{"y":{"a":":","b":2,"a":3}}]}', 'duplicate key'],
    ['nan', '{"Temperature":nan}', 'not JSON'],
    ['NaN', '{"Temperature":NaN}', 'not JSON'],
    ['a missing brace', '{"a":{"b":1}', 'not JSON'],
    ['a trailing comma', '{"a":1,}', 'not JSON'],
    ['a second value', '{"a":1}{"b":2}', 'not JSON'],
    ['nothing', '', 'not JSON'],
    ['only closing brackets', ']]]]', 'not JSON'],
    ['an open escape at the end', '"\\', 'not JSON'],
    ['a byte order mark', new Uint8Array([0xef, 0xbb, 0xbf, 0x7b, 0x7d]), 'not JSON'],
    ['a broken UTF-8 sequence', new Uint8Array([0x22, 0xc3, 0x28, 0x22]), 'not UTF-8'],
    ['an overlong slash', new Uint8Array([0x22, 0xc0, 0xaf, 0x22]), 'not UTF-8'],
    ['a surrogate in UTF-8', new Uint8Array([0x22, 0xed, 0xa0, 0x80, 0x22]), 'not UTF-8'],
    ['a picture', new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 0x00, 0x10]), 'binary'],
    ['a zero byte behind a backslash', new Uint8Array([0x22, 0x5c, 0x00, 0x22]), 'binary'],
    ['300 KB', `"${'x'.repeat(300_000)}"`, 'too large'],
  ])('%s is refused', (_name, payload, reason) => {
    expect(parseJson(typeof payload === 'string' ? bytes(payload) : payload)).toEqual({ reason });
  });

  test.each<[string, unknown]>([
    ['{"a":":,{[","b":"\\"}"}', { a: ':,{[', b: '"}' }],
    ['{"a":{"x":1},"b":{"x":1}}', { a: { x: 1 }, b: { x: 1 } }],
    ['{"Détecteur":"é","😀":1}', { Détecteur: 'é', '😀': 1 }],
    [' 21.5\r\n', 21.5],
    ['null', null],
    ['{"toString":1}', { toString: 1 }],
    [nested(32), JSON.parse(nested(32))],
  ])('%s is read', (text, value) => {
    expect(parseJson(bytes(text))).toEqual({ value });
  });

  test('the limit is exact', () => {
    expect(parseJson(bytes(`"${'x'.repeat(MAX_BYTES - 2)}"`))).toHaveProperty('value');
    expect(parseJson(bytes(`"${'x'.repeat(MAX_BYTES - 1)}"`))).toEqual({ reason: 'too large' });
  });

  test('every value that JSON.stringify writes is read as JSON.parse reads it', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 6 }), (text) => {
        const parsed = parseJson(bytes(text));
        const harmless = !/__proto__|constructor|prototype/.test(text);
        if (harmless) expect(parsed).toEqual({ value: JSON.parse(text) });
      }),
    );
  });

  test('a repeated member is found wherever it is put', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue(), { minKeys: 1, maxKeys: 6 }), (object) => {
        const first = JSON.stringify(Object.keys(object)[0]);
        const doubled = `${JSON.stringify(object).slice(0, -1)},${first}:0}`;
        expect(['duplicate key', 'reserved name']).toContain((parseJson(bytes(doubled)) as { reason?: string }).reason);
      }),
    );
  });
});

describe('shapeOf', () => {
  test.each<[string | Uint8Array, string]>([
    ['{"Anna":1,"b":{"c":[2,3]}}', 'object with 2 members, depth 3, 26 bytes'],
    ['[1]', 'list with 1 item, depth 1, 3 bytes'],
    ['"secret"', 'string, 8 bytes'],
    ['7', 'number, 1 byte'],
    ['null', 'null, 4 bytes'],
    ['online', 'text, 6 bytes'],
    ['', 'empty'],
    [new Uint8Array([0, 1, 2]), 'binary, 3 bytes'],
    [new Uint8Array([0xff]), 'not UTF-8, 1 byte'],
    ['x'.repeat(300_000), 'over 256 KiB'],
    [nested(10_000), 'more than 32 levels, 20000 bytes'],
  ])('case %#', (payload, shape) => {
    expect(shapeOf(typeof payload === 'string' ? bytes(payload) : payload)).toBe(shape);
  });
});
