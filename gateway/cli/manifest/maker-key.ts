import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PublicJwk } from '../../../rules/manifest.ts';
import { publicJwk } from '../../recipients/jwk.ts';
import { UsageError } from '../command.ts';

/** A maker's three keys: to open what homes send, to sign manifests (kept offline), to sign answers and commands. */
export const KEY_FILES = {
  encryption: 'encryption-key.json',
  signing: 'signing-key.json',
  commands: 'command-key.json',
} as const;
export type KeyUse = keyof typeof KEY_FILES;

export interface MakerKey {
  readonly key: KeyObject;
  readonly jwk: PublicJwk;
}

/** Makes all three in a folder as private JWKs (RFC 7517) of mode 0600; makes none where one is there already. */
export function makeKeys(dir: string): Record<KeyUse, PublicJwk> {
  const there = Object.values(KEY_FILES).find((file) => existsSync(join(dir, file)));
  if (there !== undefined) {
    throw new UsageError(
      `${join(dir, there)} is there already; homes may know it, so it is not replaced. Say --dir with another folder for new keys`,
    );
  }
  const made = (use: KeyUse): PublicJwk => {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const text = `${JSON.stringify(privateKey.export({ format: 'jwk' }), undefined, 2)}\n`;
    // wx: nothing that came in between is overwritten.
    writeFileSync(join(dir, KEY_FILES[use]), text, { mode: 0o600, flag: 'wx' });
    return publicJwk(publicKey);
  };
  return { encryption: made('encryption'), signing: made('signing'), commands: made('commands') };
}

/** A private key that nobody else can read; throws with what to do for everything else. */
export function readMakerKey(path: string): MakerKey {
  if (!existsSync(path))
    throw new UsageError(`there is no key ${path}; hearthgate manifest keys makes one, or say where yours is`);
  if ((statSync(path).mode & 0o077) !== 0) throw new UsageError(`others can read ${path}: chmod 600 ${path}`);
  try {
    const { kty, crv, x, y, d } = JSON.parse(readFileSync(path, 'utf8'));
    const key = createPrivateKey({ format: 'jwk', key: { kty, crv, x, y, d } });
    return { key, jwk: publicJwk(createPublicKey(key)) };
  } catch {
    throw new UsageError(`${path} holds no private P-256 key as JWK; hearthgate manifest keys makes one`);
  }
}
