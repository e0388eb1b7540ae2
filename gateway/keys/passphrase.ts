import { argon2Sync } from 'node:crypto';
import Type, { type Static } from 'typebox';
import type { Random } from '../runtime/random.ts';
import { decrypt, encrypt } from './aes-gcm.ts';

const Base64 = Type.String({ pattern: '^[A-Za-z0-9_-]+$' });

/** A root key as a passphrase opens it: Argon2id (RFC 9106) with these parameters, then AES-256-GCM. */
export const Locked = Type.Object(
  {
    salt: Base64,
    memoryKiB: Type.Integer({ minimum: 8, maximum: 4_194_304 }),
    passes: Type.Integer({ minimum: 1, maximum: 100 }),
    lanes: Type.Integer({ minimum: 1, maximum: 16 }),
    wrapped: Base64,
  },
  { additionalProperties: false },
);
export type Locked = Static<typeof Locked>;

/** RFC 9106 §4, the second recommended option: 64 MiB, three passes, four lanes. */
export const COST = { memoryKiB: 65_536, passes: 3, lanes: 4 };
const LABEL = Buffer.from('hearthgate/v1/passphrase');

export function lock(key: Uint8Array, passphrase: string, random: Random, cost = COST): Locked {
  const salt = random(16);
  const wrapped = encrypt(stretched(passphrase, salt, cost), LABEL, key, random);
  return { salt: salt.toString('base64url'), ...cost, wrapped: wrapped.toString('base64url') };
}

/** The root key, or undefined when the passphrase is another. */
export function open(locked: Locked, passphrase: string): Buffer | undefined {
  const key = stretched(passphrase, Buffer.from(locked.salt, 'base64url'), locked);
  try {
    return decrypt(key, LABEL, Buffer.from(locked.wrapped, 'base64url'));
  } catch {
    return undefined;
  }
}

/** 32 bytes that only the passphrase gives. Typed on another keyboard it is the same bytes (NFC). */
export function stretched(passphrase: string, salt: Buffer, { memoryKiB, passes, lanes }: typeof COST): Buffer {
  return argon2Sync('argon2id', {
    message: Buffer.from(passphrase.normalize('NFC')),
    ...{ nonce: salt, memory: memoryKiB, passes, parallelism: lanes, tagLength: 32 },
  });
}
