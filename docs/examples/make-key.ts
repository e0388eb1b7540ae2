/**
 * Makes a P-256 key and keeps it as a private JWK that only you can read, or reads one made before.
 *
 *     node make-key.ts encryption-key.json      prints the public half, as it stands in a manifest
 *
 * `kid` is the key's RFC 7638 thumbprint: nobody has to choose or remember names.
 */
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';

export interface PublicJwk {
  readonly kty: 'EC';
  readonly crv: 'P-256';
  readonly x: string;
  readonly y: string;
  readonly kid: string;
}

export interface PrivateJwk extends PublicJwk {
  readonly d: string;
}

/** The key in the file; made there with mode 0600 where `make` says so and there is none yet. */
export async function readKey(path: string, make = false): Promise<PrivateJwk> {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    if (!make || (cause as NodeJS.ErrnoException).code !== 'ENOENT') {
      throw new Error(`there is no key to read in ${path}; make one: node make-key.ts ${path}`, { cause });
    }
    const { privateKey } = await generateKeyPair('ES256', { extractable: true });
    text = `${JSON.stringify(await exportJWK(privateKey), undefined, 2)}\n`;
    // wx: a key that is there already is never overwritten.
    writeFileSync(path, text, { mode: 0o600, flag: 'wx' });
  }
  if ((statSync(path).mode & 0o077) !== 0) throw new Error(`others can read ${path}: chmod 600 ${path}`);
  const { kty, crv, x, y, d } = JSON.parse(text);
  if (kty !== 'EC' || crv !== 'P-256' || !x || !y || !d) throw new Error(`${path} holds no private P-256 key as JWK`);
  return { kty, crv, x, y, d, kid: await calculateJwkThumbprint({ kty, crv, x, y }) };
}

/** Member by member, so that `d` cannot ride along. */
export function publicHalf({ kty, crv, x, y, kid }: PublicJwk): PublicJwk {
  return { kty, crv, x, y, kid };
}

if (import.meta.main) {
  const path = process.argv[2];
  if (path) process.stdout.write(`${JSON.stringify(publicHalf(await readKey(path, true)), undefined, 2)}\n`);
  else {
    process.stderr.write('usage: node make-key.ts <key file>\n');
    process.exitCode = 2;
  }
}
