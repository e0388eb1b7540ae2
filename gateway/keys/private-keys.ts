import { join } from 'node:path';
import { readOwn } from '../../certs/files.ts';
import { privateFile, privateKeysBelow, readPrivate, type Wrapping, writePrivate } from '../../certs/private-files.ts';
import type { Random } from '../runtime/random.ts';
import { decrypt, encrypt } from './aes-gcm.ts';
import { hkdf } from './hash.ts';
import { tlv } from './tlv.ts';
import type { Root } from './unlock.ts';

/**
 * How the private keys in `certs/` lie on the card: in the clear beside a root key that lies there, too, and otherwise
 * wrapped by a key of their own (HKDF-SHA256, AES-256-GCM), as PEM (RFC 7468) that says so.
 */
export function wrappingOf({ place, key }: Root, random: Random): Wrapping {
  if (place === 'card' || !key) return IN_THE_CLEAR;
  const kek = hkdf(key, Buffer.alloc(0), Buffer.from(LABEL), 32);
  return {
    wrap: (name, text) => armoured(encrypt(kek, tlv(LABEL, name), Buffer.from(text), random)),
    unwrap(name, text) {
      // What an older version left so; the next start wraps it.
      if (isInTheClear(text)) return text;
      try {
        return decrypt(kek, tlv(LABEL, name), bytesOf(text)).toString();
      } catch {
        return undefined;
      }
    },
  };
}

const LABEL = 'hearthgate/v1/certificates';
const BEGIN = '-----BEGIN HEARTHGATE WRAPPED KEY-----\n';
const END = '-----END HEARTHGATE WRAPPED KEY-----\n';
const IN_THE_CLEAR: Wrapping = {
  wrap: (_, text) => text,
  unwrap: (_, text) => (isWrapped(text) ? undefined : text),
};

/** Writes each private key once more, as it lies under another root key, into a file beside it with that ending. */
export function copyPrivateKeys(dataDir: string, old: Wrapping, now: Wrapping, ending: string): void {
  for (const { folder, name } of privateKeysBelow(join(dataDir, 'certs'))) {
    const text = readPrivate({ ...folder, wrapping: old }, name);
    const file = `${privateFile(folder, name)}${ending}`;
    if (text !== undefined) writePrivate({ ...folder, wrapping: now }, name, text, file);
  }
}

/**
 * Wraps the private keys that an older version left in the clear although the root key lies outside; each file is replaced
 * whole, by one rename. Whether there were any.
 */
export function wrapWhatIsClear(dataDir: string, root: Root, random: Random): boolean {
  if (root.place === 'card') return false;
  const wrapping = wrappingOf(root, random);
  const clear = privateKeysBelow(join(dataDir, 'certs')).flatMap(({ folder, name }) => {
    const text = readOwn(privateFile(folder, name));
    return text !== undefined && isInTheClear(text) ? [{ folder, name, text }] : [];
  });
  for (const { folder, name, text } of clear) writePrivate({ ...folder, wrapping }, name, text);
  return clear.length > 0;
}

function isInTheClear(text: string): boolean {
  return text.includes('PRIVATE KEY-----');
}

function isWrapped(text: string): boolean {
  return text.startsWith(BEGIN);
}

function armoured(bytes: Buffer): string {
  const lines = bytes.toString('base64').match(/.{1,64}/g) ?? [];
  return [BEGIN, ...lines.map((line) => `${line}\n`), END].join('');
}

/** Of anything that `armoured` did not write, bytes that do not open. */
function bytesOf(text: string): Buffer {
  return Buffer.from(text.slice(BEGIN.length, text.lastIndexOf('-----END')), 'base64');
}
