import { createPrivateKey, createPublicKey, diffieHellman, generateKeyPairSync, randomBytes } from 'node:crypto';
import { compactDecrypt, compactVerify } from 'jose';
import { expect, test } from 'vitest';
import { publicJwk } from '../jwk.ts';
import { contentKey, encryptCompact, signCompact } from './compact.ts';

test('the content key is that of RFC 7518 appendix C', () => {
  const alice = {
    ...{ kty: 'EC', crv: 'P-256', d: '0_NxaRPUMQoAJt50Gz8YiTr8gRTwyEaCumd-MToTmIo' },
    ...{ x: 'gI0GAILBdu7T53akrFmMyGcsF3n5dO7MmwNBHKW5SV0', y: 'SLW_xSffzlPWrHEVI30DHM_4egVwt3NQqeUD7nMFpps' },
  };
  const bob = {
    ...{ kty: 'EC', crv: 'P-256', x: 'weNJy2HscCSM6AEDTDg04biOvhFhyyWvOHQfeF_PxMQ' },
    y: 'e8lnCO-AlStT-NJVX-crhB7QRYhiix03illJOVAOyck',
  };
  const secret = diffieHellman({
    privateKey: createPrivateKey({ key: alice, format: 'jwk' }),
    publicKey: createPublicKey({ key: bob, format: 'jwk' }),
  });
  expect(contentKey(secret, 'A128GCM', 16, 'Alice', 'Bob').toString('base64url')).toBe('VqqN6vgjbSBcIijNcacQGg');
});

test('jose opens and verifies what was sealed, and no two are alike', async () => {
  const [recipient, home] = [pair(), pair()];
  const jws = signCompact(Buffer.from('{"a":"°"}'), { typ: 't' }, home.privateKey);
  const sealed = [encryptCompact(jws, { kid: 'k' }, recipient.jwk), encryptCompact(jws, { kid: 'k' }, recipient.jwk)];
  for (const each of sealed) {
    const { plaintext, protectedHeader } = await compactDecrypt(each, recipient.privateKey);
    expect(protectedHeader).toMatchObject({ alg: 'ECDH-ES', enc: 'A256GCM', kid: 'k' });
    const { payload, protectedHeader: signed } = await compactVerify(plaintext, home.publicKey);
    expect(signed).toEqual({ alg: 'ES256', typ: 't' });
    expect(Buffer.from(payload).toString()).toBe('{"a":"°"}');
  }
  const parts = sealed.map((each) => Buffer.from(each).toString().split('.'));
  for (const part of [0, 2, 3, 4]) expect(parts[0]?.[part]).not.toBe(parts[1]?.[part]);
  expect(sealed[0]?.length).toBe(sealed[1]?.length);
});

test('a point that is not on the curve is sealed to by nobody', () => {
  const { jwk } = pair();
  expect(() => encryptCompact(Buffer.from('x'), {}, { ...jwk, y: randomBytes(32).toString('base64url') })).toThrow();
});

function pair() {
  const made = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return { ...made, jwk: publicJwk(made.publicKey) };
}
