import { argon2Sync } from 'node:crypto';
import { expect, test } from 'vitest';
import { systemRandom } from '../runtime/random.ts';
import { lock, open } from './passphrase.ts';

const CHEAP = { memoryKiB: 64, passes: 1, lanes: 1 };
const KEY = Buffer.alloc(32, 5);

test('Argon2id is the one of RFC 9106 §5.3', () => {
  const tag = argon2Sync('argon2id', {
    ...{ message: Buffer.alloc(32, 1), nonce: Buffer.alloc(16, 2), secret: Buffer.alloc(8, 3) },
    ...{ associatedData: Buffer.alloc(12, 4), parallelism: 4, tagLength: 32, memory: 32, passes: 3 },
  });
  expect(tag.toString('hex')).toBe('0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659');
});

test('only the passphrase opens what it locked, on whatever keyboard it is typed', () => {
  const locked = lock(KEY, 'sieben Zwerge über Bergen', systemRandom, CHEAP);
  expect(open(locked, 'sieben Zwerge u\u0308ber Bergen')?.equals(KEY)).toBe(true);
  expect(open(locked, 'sieben Zwerge uber Bergen')).toBeUndefined();
  expect(open(locked, '')).toBeUndefined();
});

test('nothing opens when a bit or a parameter was changed', () => {
  const locked = lock(KEY, 'a passphrase', systemRandom, CHEAP);
  const wrapped = Buffer.from(locked.wrapped, 'base64url');
  for (let i = 0; i < wrapped.length; i++) {
    const changed = Buffer.from(wrapped);
    changed.writeUInt8(changed.readUInt8(i) ^ 1, i);
    expect(open({ ...locked, wrapped: changed.toString('base64url') }, 'a passphrase')).toBeUndefined();
  }
  expect(open({ ...locked, wrapped: 'AAAA' }, 'a passphrase')).toBeUndefined();
  expect(open({ ...locked, passes: 2 }, 'a passphrase')).toBeUndefined();
});

test('what is kept costs as much to try as RFC 9106 asks where memory is small', () => {
  expect(lock(KEY, 'a passphrase', systemRandom)).toMatchObject({ memoryKiB: 65_536, passes: 3, lanes: 4 });
});
