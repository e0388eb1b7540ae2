import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { linkOf, newCode, sameCode } from './code.ts';

/** RFC 4648 §6 once more, the slow way. */
function base32(bytes: Uint8Array): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const groups = bits.match(/.{1,5}/g) ?? [];
  return groups.map((group) => 'abcdefghijklmnopqrstuvwxyz234567'[Number.parseInt(group.padEnd(5, '0'), 2)]).join('');
}

test('a code is 128 random bits in base32', () => {
  // RFC 4648 §10: BASE32("foobar") = "MZXW6YTBOI======".
  expect(newCode(() => Buffer.from('foobar'))).toBe('mzxw6ytboi');
  for (let round = 0; round < 200; round++) {
    const bytes = randomBytes(16);
    expect(newCode(() => bytes)).toBe(base32(bytes));
  }
  const asked: number[] = [];
  newCode((size) => {
    asked.push(size);
    return randomBytes(size);
  });
  expect(asked).toEqual([16]);
});

test('a code is the same as itself alone', () => {
  const code = newCode(randomBytes);
  expect(sameCode(code, Buffer.from(code))).toBe(true);
  for (const other of ['', code.slice(1), `${code} `, code.toUpperCase(), newCode(randomBytes)]) {
    expect(sameCode(code, other)).toBe(false);
  }
});

test('a link is what docs/pairing.md says, byte by byte', () => {
  const link = linkOf({ host: 'fd00::10', port: 8883, fingerprint: Buffer.alloc(32, 0xff), code: 'a'.repeat(26) });
  expect(link).toBe(`hearthgate:1;fd00::10;8883;${'_'.repeat(42)}8;${'a'.repeat(26)}`);
});
