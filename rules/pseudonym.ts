/** A stand-in name: 22 characters of base64url, 128 bits. */
export type Pseudonym = string & { readonly __brand: 'Pseudonym' };

/** HMAC-SHA-256 (RFC 2104), passed in by the shell. */
export type Hmac = (key: Uint8Array, data: Uint8Array) => Uint8Array;

/**
 * The stand-in for one thing in one pseudonymisation domain (EDPB Guidelines 01/2025): base64url of the first 16 bytes
 * of HMAC-SHA-256(key, TLV("hearthgate/pseudonym/v1", entityType, canonicalId)). `key` is the random key of one
 * recipient, purpose and epoch. `canonicalId` must be an id that the registry issued, never one a device chose:
 * otherwise a device could ask for names and its maker watch the answers.
 */
export function pseudonym(hmac: Hmac, key: Uint8Array, entityType: string, canonicalId: string): Pseudonym {
  const tag = hmac(key, tlv('hearthgate/pseudonym/v1', entityType, canonicalId));
  return base64url(tag.subarray(0, 16)) as Pseudonym;
}

const UTF8 = new TextEncoder();

/** Every part behind the length of its UTF-8 in 4 bytes, big-endian: no two lists of parts make the same bytes. */
export function tlv(...parts: readonly string[]): Uint8Array {
  const encoded = parts.map((part) => UTF8.encode(part));
  const bytes = new Uint8Array(encoded.reduce((sum, part) => sum + 4 + part.length, 0));
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const part of encoded) {
    view.setUint32(at, part.length);
    bytes.set(part, at + 4);
    at += 4 + part.length;
  }
  return bytes;
}

/** RFC 4648 §5 without padding. */
function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}
