import { createHash, timingSafeEqual } from 'node:crypto';
import type { Random } from '../../runtime/random.ts';

/** What a device has to know to find the hub, to be sure that it is this one, and to be let in once. */
export interface PairingLink {
  /** A name, or an address without brackets. */
  readonly host: string;
  readonly port: number;
  /** SHA-256 of the devices' authority's certificate (DER). */
  readonly fingerprint: Uint8Array;
  readonly code: string;
}

const CODE_BYTES = 16;
/** RFC 4648 §6, in lower case: nothing that is mistaken for something else when it is read out. */
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';

/** 128 random bits as 26 characters; nobody guesses one in ten minutes, or ever. */
export function newCode(random: Random): string {
  let code = '';
  let bits = 0;
  let value = 0;
  for (const byte of random(CODE_BYTES)) {
    value = (value << 8) | byte;
    bits += 8;
    for (; bits >= 5; bits -= 5) code += ALPHABET[(value >> (bits - 5)) & 31];
    value &= (1 << bits) - 1;
  }
  return code + ALPHABET[(value << (5 - bits)) & 31];
}

/** The time taken tells nothing of where they differ. */
export function sameCode(code: string, said: string | Uint8Array): boolean {
  return timingSafeEqual(digest(code), digest(said));
}

/** The text of the QR code, as docs/pairing.md gives it byte by byte. */
export function linkOf({ host, port, fingerprint, code }: PairingLink): string {
  return ['hearthgate:1', host, port, Buffer.from(fingerprint).toString('base64url'), code].join(';');
}

function digest(text: string | Uint8Array): Buffer {
  return createHash('sha256').update(text).digest();
}
