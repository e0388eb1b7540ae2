import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { addCode, addName, holdsIdentifier, noIdentifiers } from './identifiers.ts';
import type { Value } from './reading.ts';

function knowing(...texts: readonly string[]): (value: Value) => boolean {
  const known = noIdentifiers();
  for (const text of texts) {
    addCode(known, text);
    addName(known, text);
  }
  return (value) => holdsIdentifier(known, value);
}

const MAC = '3c:6a:9d:14:f7:b2';
const base64 = (bytes: Uint8Array | string) => Buffer.from(bytes as string).toString('base64');

describe('what a home is told by is found', () => {
  test.each<[string, string, Value]>([
    ['an address without what stands between', MAC, '3c6a9d14f7b2'],
    ['in capitals and with dashes', MAC, '3C-6A-9D-14-F7-B2'],
    ['in three parts, among words', MAC, 'seen 3c6a.9d14.f7b2 again'],
    ['its last six digits', MAC, 'lamp_14F7B2'],
    ['its last four, as a word', MAC, 'lamp-f7b2'],
    ['its bytes the other way round', MAC, 'b2:f7:14:9d:6a:3c'],
    ['as a number', MAC, 0x3c6a9d14f7b2],
    ['as a number of its last six digits', MAC, 0x14f7b2],
    ['as a fraction', MAC, 0x14f7b2 / 100],
    ['as a number that is written', MAC, `id ${0x3c6a9d14f7b2}`],
    ['in base64', MAC, base64(Buffer.from('3c6a9d14f7b2', 'hex'))],
    ['its text in base64, among letters', MAC, `x${base64(MAC)}`],
    ['its text in hexadecimal digits', MAC, Buffer.from(MAC).toString('hex')],
    ['in base64 of hexadecimal digits', MAC, base64(Buffer.from(MAC).toString('hex'))],
    ['escaped', MAC, MAC.replaceAll(':', '%3A')],
    ['in wide digits', MAC, '３ｃ６ａ９ｄ１４ｆ７ｂ２'],
    ['an address of eight bytes', '0x00158d0001a2b3c4', 'A2:B3:C4'],
    ['an address of eight bytes as a number', '0x00158d0001a2b3c4', Number(0x00158d0001a2b3c4n)],
    ['the end of an address that a name has', 'shellyplus1-a8032ab12345', 'b12345'],
    ['a network address', '192.168.178.23', 'at 192.168.178.23!'],
    ['a network address as a number', '192.168.178.23', 3_232_281_111],
    ['a network address in hexadecimal digits', '192.168.178.23', 'C0A8B217'],
    ['a serial number', 'SN-4411-AB29', 'sn4411ab29'],
    ['a serial number of digits alone', '00420195', 420_195],
    ['a UUID without dashes', '6f1c2a34-91d5-4e0b-8a77-0c5de2f1b3a9', '6f1c2a3491d54e0b8a770c5de2f1b3a9'],
    ['a name', 'Anna', 'ANNA is here'],
    ['a name in base64', 'Anna', 'QW5uYQ=='],
    ['a name in hexadecimal digits', 'Anna', '416e6e61'],
    ['a name that is escaped', 'Jürgen', 'j%C3%BCrgen'],
    ['a name with its vowels written out', 'Küche', 'kueche'],
    ['a name without accents', 'Küche', 'KUCHE'],
    ['a name of several words as one', 'Living-room lamp', 'LivingRoomLamp'],
    ['a name of several words as several', 'livingroomlamp', 'living_room lamp'],
    ['a long name within a word', 'Annemarie', 'annemaries'],
    ['a short name as it is written', 'Bad', 'Licht im Bad'],
    ['a part of a path', 'home/anna/phone', 'anna'],
  ])('%s', (_, known, value) => {
    expect(knowing(known)(value)).toBe(true);
  });

  const bytes = fc.uint8Array({ minLength: 6, maxLength: 8 }).filter(({ length }) => length !== 7);
  // Six like digits are shared by too many.
  const address = bytes
    .map((all) => Buffer.from(all).toString('hex'))
    .filter((hex) => new Set(hex.slice(-6)).size > 2 && new Set(turned(hex).slice(0, 6)).size > 2);
  const around = fc.string({ maxLength: 20 }).filter((text) => !/[%\p{L}\p{N}]$/u.test(text));
  const after = fc.string({ maxLength: 20 }).filter((text) => !/^[\p{L}\p{N}%]/u.test(text));
  const spelling = fc.constantFrom<(hex: string) => string>(
    (hex) => hex,
    (hex) => hex.toUpperCase(),
    (hex) => `0x${hex}`,
    (hex) => pairs(hex).join(':'),
    (hex) => pairs(hex.toUpperCase()).join('-'),
    (hex) => pairs(hex).join(' '),
    (hex) => (hex.match(/.{4}/g) ?? []).join('.'),
    (hex) => hex.slice(-6),
    (hex) => pairs(hex.slice(-6)).join(':'),
  );
  const encoding = fc.constantFrom<(text: string) => string>(
    (text) => text,
    (text) => encodeURIComponent(text),
    (text) => Buffer.from(text).toString('base64'),
    (text) => Buffer.from(text).toString('base64url'),
    (text) => Buffer.from(text).toString('hex'),
    (text) => Buffer.from(`..${text}...`).toString('base64'),
  );

  it('every spelling of any address, in either order and any encoding, among any text', () => {
    fc.assert(
      fc.property(
        fc.record({ address, around, after, spelling, encoding, isTurned: fc.boolean() }),
        ({ address: hex, around: before, after: behind, spelling: spell, encoding: encode, isTurned }) => {
          const digits = isTurned ? turned(hex).slice(0, 12) : hex;
          const spelt = isTurned ? pairs(digits).join(':') : spell(digits);
          expect(knowing(`lamp 0x${hex}`)(`${before}${encode(spelt)}${behind}`)).toBe(true);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('the bytes of any address in base64, wherever in what is encoded', () => {
    const rest = fc.uint8Array({ maxLength: 8 });
    fc.assert(
      fc.property(address, rest, rest, (hex, before, behind) => {
        const all = Buffer.concat([before, Buffer.from(hex, 'hex'), behind]);
        expect(knowing(`0x${hex}`)(all.toString('base64'))).toBe(true);
        expect(knowing(`0x${hex}`)(`x${all.toString('base64url')}`)).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });

  it('any address of six bytes as a number, whatever the point', () => {
    fc.assert(
      fc.property(address, fc.integer({ min: 0, max: 3 }), (hex, places) => {
        const number = Number.parseInt(hex.slice(-12), 16);
        fc.pre(hex.length === 12 && String(number).replace(/0+$/, '').length >= 6);
        expect(knowing(`0x${hex}`)(-Number(`${number}e-${places}`))).toBe(true);
        expect(knowing(`0x${hex}`)(Number.parseInt(turned(hex), 16))).toBe(true);
      }),
    );
  });

  const name = fc
    .array(fc.stringMatching(/^[\p{Ll}]{4,9}$/u), { minLength: 1, maxLength: 3 })
    .filter((words) => words.join('').normalize('NFKC') === words.join(''));

  it('any name in any style and encoding', () => {
    const style = fc.constantFrom<(words: readonly string[]) => string>(
      (words) => words.join(' '),
      (words) => words.join('_').toUpperCase(),
      (words) => words.join(''),
      (words) => words.map((word) => word.replace(/^./u, (first) => first.toUpperCase())).join(''),
    );
    fc.assert(
      fc.property(name, style, encoding, (words, styled, encode) => {
        expect(knowing(words.join('-'))(encode(styled(words)))).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('what tells nothing is not stopped', () => {
  test.each<[string, string, Value]>([
    ['a word that says what kind of thing it is', 'motion-sensor-2', 'motion sensor'],
    ['a short name within a word', 'Anna', 'savanna'],
    ['a short name in other letters', 'Max', 'max'],
    ['a name across the borders of words', 'Martin', 'smart in'],
    ['four digits within a word', MAC, 'cf7b2'],
    ['the maker’s part of an address', MAC, '3c:6a:9d'],
    ['a small number', MAC, 0xf7b2],
    ['an address of hardly any digits', '0x0000000000000001', '000001'],
    ['a number of few digits', '0f4240', 1],
    ['a device’s number', 'lamp 12', 12],
    ['truth', 'true', true],
  ])('%s', (_, known, value) => {
    expect(knowing(known)(value)).toBe(false);
  });

  it('random numbers, beside a hundred addresses', () => {
    const addresses = Array.from(
      { length: 100 },
      (_, i) => `0x00158d${((i + 1) * 0x9e3779b1).toString(16).slice(-10)}`,
    );
    const holds = knowing(...addresses);
    const found = Array.from({ length: 100_000 }, (_, i) => ((i + 1) * 7919 * 104_729) % 100_000_000).filter(holds);
    expect(found.length).toBeLessThan(20);
  });
});

it('any text can be looked for and looked through', () => {
  const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 60 }), fc.base64String({ maxLength: 60 }));
  fc.assert(
    fc.property(text, text, fc.double(), (known, said, number) => {
      const holds = knowing(known);
      expect(typeof holds(`${said}${known}`)).toBe('boolean');
      expect(typeof holds(number)).toBe('boolean');
    }),
    { numRuns: 1_000 },
  );
});

it('a text that is too long to be looked through is as if one stood in it', () => {
  expect(knowing()('a'.repeat(500))).toBe(false);
  expect(knowing()('a'.repeat(501))).toBe(true);
});

function pairs(hex: string): string[] {
  return hex.match(/../g) ?? [];
}

function turned(hex: string): string {
  return pairs(hex).reverse().join('');
}
