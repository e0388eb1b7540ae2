import { argon2Sync } from 'node:crypto';
import { expect, test } from 'vitest';
import { systemRandom } from '../runtime/random.ts';
import { Passphrases, unfit } from './passphrase.ts';

test('what is kept is Argon2id with its cost, another each time, and none of the passphrase', async () => {
  const passphrases = new Passphrases(systemRandom);
  const [first, second] = await Promise.all([passphrases.made('a warm lamp'), passphrases.made('a warm lamp')]);
  expect(first).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/);
  expect(first).not.toBe(second);
  expect(await passphrases.isRight('a warm lamp', first)).toBe(true);
  expect(await passphrases.isRight('a warm lamp ', first)).toBe(false);
  expect(await passphrases.isRight('a warm lamp', undefined)).toBe(false);
});

test('the tag is what another call of Argon2id makes of the same parts', async () => {
  const kept = (await new Passphrases(systemRandom).made('a warm lamp')) ?? '';
  const [, , , , salt = '', tag = ''] = kept.split('$');
  const nonce = Buffer.from(salt, 'base64');
  const again = argon2Sync('argon2id', {
    ...{ message: 'a warm lamp', nonce, parallelism: 1, tagLength: 32, memory: 19_456, passes: 2 },
  });
  expect(again.equals(Buffer.from(tag, 'base64'))).toBe(true);
});

test('the same letters are the same passphrase, however they are composed', async () => {
  const passphrases = new Passphrases(systemRandom);
  const kept = await passphrases.made('caf\u00e9 by the door');
  expect(await passphrases.isRight('cafe\u0301 by the door', kept)).toBe(true);
});

test('two are made at once and sixteen wait; the next is told so, and none is forgotten', async () => {
  const passphrases = new Passphrases(systemRandom);
  const all = await Promise.all(Array.from({ length: 19 }, (_, at) => passphrases.made(`a warm lamp ${at}`)));
  expect(all.filter((kept) => kept === undefined)).toHaveLength(1);
  expect(await passphrases.made('a warm lamp')).toBeDefined();
});

test('what is too long is wrong without being hashed', async () => {
  const passphrases = new Passphrases(systemRandom);
  const kept = await passphrases.made('a warm lamp');
  const begun = performance.now();
  for (let i = 0; i < 100; i++) expect(await passphrases.isRight('x'.repeat(1025), kept)).toBe(false);
  // A hundred hashes take seconds.
  expect(performance.now() - begun).toBeLessThan(500);
});

test.each([
  'a warm lamp by the door',
  'Tr4velling slowly north',
  '你好世界今天天气很好很好啊',
  'password for my warm lamp',
  'ñandú ñandú corre',
])('%s may be chosen', (passphrase) => expect(unfit(passphrase, 'Anna')).toBeUndefined());

test.each([
  'eleven char',
  'password1234',
  'Password!!!!!!',
  'qwertyuiop123',
  '123456789012',
  'abcdefghijklm',
  'letmein12345',
  'abcabcabcabc',
  'AnnaAnnaAnna1',
])('%s may not', (passphrase) => expect(unfit(passphrase, 'Anna')).toBeDefined());
