import { expect, test } from 'vitest';
import { canonicalJson } from './canonical-json.ts';

test('RFC 8785 §3.2.2: numbers, strings and literals are spelled in one way', () => {
  const value = JSON.parse(
    String.raw`{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],"string":"\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/","literals":[null,true,false]}`,
  );
  expect(canonicalJson(value)).toBe(
    String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`,
  );
});

test('RFC 8785 §3.2.3: names stand in order of their UTF-16 code units', () => {
  const names = ['\u20ac', '\r', '\ufb33', '1', '\ud83d\ude00', '\u0080', '\u00f6'];
  const sorted = ['\r', '1', '\u0080', '\u00f6', '\u20ac', '\ud83d\ude00', '\ufb33'];
  const written = canonicalJson(Object.fromEntries(names.map((name) => [name, name])));
  expect(written).toBe(`{${sorted.map((name) => `${JSON.stringify(name)}:${JSON.stringify(name)}`).join(',')}}`);
});

test.each([
  ['undefined', { a: undefined }],
  ['no number', [Number.NaN]],
  ['no end', Number.POSITIVE_INFINITY],
  ['a lone surrogate', '\ud800'],
  ['a lone surrogate as a name', { '\udc00': 1 }],
  ['a big integer', 1n],
  ['a function', () => 1],
])('what JSON cannot hold is refused: %s', (_, value) => {
  expect(() => canonicalJson(value)).toThrow(TypeError);
});
