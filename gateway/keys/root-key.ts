import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Random } from '../runtime/random.ts';
import { Unusable } from '../runtime/unusable.ts';
import { KEY_SIZE, readKeyFile, writeKeyFile } from './key-file.ts';

/**
 * The key that wraps all others where it lies on the card, in `<dataDir>/keys/root.key`; made at the first start. It is in
 * no database and no backup, so that a copied database alone opens no wrapped key.
 * `mayMake` is false once anything was wrapped: a new root key then would only hide that the old one is gone.
 * Throws with what to do when the file is missing then, damaged, or open to other users of the machine.
 */
export function rootKey(dataDir: string, mayMake: boolean, random: Random): Buffer {
  const file = rootKeyFile(dataDir);
  openKeysFolder(dataDir);
  const known = readKeyFile(file);
  if (known) return known;
  if (!mayMake)
    throw new Unusable(`${file} is missing, and the keys in household.db cannot be opened without it: restore it`);
  const key = random(KEY_SIZE);
  writeKeyFile(file, key);
  return key;
}

export function rootKeyFile(dataDir: string): string {
  return join(dataDir, 'keys', 'root.key');
}

/** Makes `<dataDir>/keys` for this user alone; throws a sentence when others may look into it. */
export function openKeysFolder(dataDir: string): string {
  const folder = join(dataDir, 'keys');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if ((statSync(folder).mode & 0o077) !== 0) throw new Unusable(`${folder} is open to others: run chmod 700 ${folder}`);
  return folder;
}
