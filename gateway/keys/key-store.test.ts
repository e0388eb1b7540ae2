import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { systemRandom } from '../runtime/random.ts';
import { type Db, openDatabase } from '../store/database.ts';
import { hkdf } from './hash.ts';
import { KeyStore } from './key-store.ts';
import { tlv } from './tlv.ts';

let dataDir: string;
let db: Db;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'hearthgate-keys-'));
  db = openDatabase(join(dataDir, 'household.db'), 'household');
});

function begin(): KeyStore {
  const keys = new KeyStore({ dataDir, db, random: systemRandom });
  keys.start();
  return keys;
}

const sequence = (from: number, to: number) => Buffer.from(Array.from({ length: to - from + 1 }, (_, i) => from + i));

test.each([
  [
    'A.1',
    Buffer.alloc(22, 0x0b),
    sequence(0x00, 0x0c),
    sequence(0xf0, 0xf9),
    '3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865',
  ],
  [
    'A.2',
    sequence(0x00, 0x4f),
    sequence(0x60, 0xaf),
    sequence(0xb0, 0xff),
    'b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e590e09da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87',
  ],
  [
    'A.3',
    Buffer.alloc(22, 0x0b),
    Buffer.alloc(0),
    Buffer.alloc(0),
    '8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8',
  ],
])('RFC 5869 %s', (_, key, salt, info, okm) => {
  expect(hkdf(key, salt, info, okm.length / 2).toString('hex')).toBe(okm);
});

test('no two lists of parts give the same bytes', () => {
  expect(tlv('ab', 'c').equals(tlv('a', 'bc'))).toBe(false);
  expect(tlv('abc').equals(tlv('abc', ''))).toBe(false);
});

test('what was kept is read back after a restart, and is in no file in the clear', () => {
  const secret = Buffer.from('a canary that is a secret of the home');
  begin().keep('name', secret);
  expect(begin().read('name')?.equals(secret)).toBe(true);
  db.pragma('wal_checkpoint(TRUNCATE)');
  expect(readFileSync(join(dataDir, 'household.db')).includes(secret)).toBe(false);
  expect(statSync(join(dataDir, 'keys', 'root.key')).mode & 0o777).toBe(0o600);
  expect(statSync(join(dataDir, 'keys')).mode & 0o777).toBe(0o700);
});

test('a forgotten key is gone', () => {
  const keys = begin();
  keys.keep('name', Buffer.from('x'));
  keys.forget('name');
  expect(keys.read('name')).toBeUndefined();
});

test('a wrapped key opens under no other name, and not when a bit was changed', () => {
  const keys = begin();
  const wrapped = keys.wrap('name', Buffer.from('secret'));
  expect(() => keys.unwrap('other', wrapped)).toThrow('does not open');
  for (let i = 0; i < wrapped.length; i++) {
    const changed = Buffer.from(wrapped);
    changed.writeUInt8(changed.readUInt8(i) ^ 1, i);
    expect(() => keys.unwrap('name', changed)).toThrow('does not open');
  }
  expect(() => keys.unwrap('name', Buffer.alloc(3))).toThrow('does not open');
});

test('a root key that others can read is refused with what to do', () => {
  begin();
  chmodSync(join(dataDir, 'keys', 'root.key'), 0o640);
  expect(begin).toThrow('chmod 600');
});

test('a folder that others can look into is refused with what to do', () => {
  begin();
  chmodSync(join(dataDir, 'keys'), 0o755);
  expect(begin).toThrow('chmod 700');
});

test('a missing root key is not replaced while there are keys that only it opens', () => {
  begin().keep('name', Buffer.from('x'));
  rmSync(join(dataDir, 'keys', 'root.key'));
  expect(begin).toThrow('restore it');
});
