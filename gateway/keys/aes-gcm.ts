import { createCipheriv, createDecipheriv } from 'node:crypto';
import type { Random } from '../runtime/random.ts';

const NONCE = 12;
const TAG = 16;

/**
 * AES-256-GCM as nonce, ciphertext and tag; `label` is authenticated and not kept. The nonce is 96 random bits: no key of
 * ours comes near the 2^32 uses of NIST SP 800-38D §8.3.
 */
export function encrypt(key: Uint8Array, label: Uint8Array, bytes: Uint8Array, random: Random): Buffer {
  const nonce = random(NONCE);
  return Buffer.concat([nonce, encryptAt(key, nonce, label, bytes)]);
}

/** Throws when it was changed, or encrypted under another key or label. */
export function decrypt(key: Uint8Array, label: Uint8Array, encrypted: Uint8Array): Buffer {
  const end = encrypted.length - TAG;
  const decipher = createDecipheriv('aes-256-gcm', key, encrypted.subarray(0, NONCE), { authTagLength: TAG });
  decipher.setAAD(label).setAuthTag(encrypted.subarray(end));
  return Buffer.concat([decipher.update(encrypted.subarray(NONCE, end)), decipher.final()]);
}

/** The same with a nonce that the caller never uses again under this key, which is not kept: ciphertext and tag. */
export function encryptAt(key: Uint8Array, nonce: Uint8Array, label: Uint8Array, bytes: Uint8Array): Buffer {
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(label);
  return Buffer.concat([cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
}

/** Undefined when it was changed, or encrypted under another key, nonce or label. */
export function decryptAt(
  key: Uint8Array,
  nonce: Uint8Array,
  label: Uint8Array,
  sealed: Uint8Array,
): Buffer | undefined {
  try {
    return decrypt(key, label, Buffer.concat([nonce, sealed]));
  } catch {
    return undefined;
  }
}
