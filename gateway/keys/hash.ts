import { createHmac, hkdfSync } from 'node:crypto';

/** HKDF-SHA256 (RFC 5869). */
export function hkdf(key: Uint8Array, salt: Uint8Array, info: Uint8Array, length: number): Buffer {
  return Buffer.from(hkdfSync('sha256', key, salt, info, length));
}

/** HMAC-SHA256 (RFC 2104); rules/pseudonym.ts is given it. */
export function hmac(key: Uint8Array, data: Uint8Array): Buffer {
  return createHmac('sha256', key).update(data).digest();
}
