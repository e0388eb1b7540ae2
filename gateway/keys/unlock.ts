import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Random } from '../runtime/random.ts';
import { Unusable } from '../runtime/unusable.ts';
import { hkdf } from './hash.ts';
import { KEY_SIZE, readKeyFile, writeKeyFile } from './key-file.ts';
import { open } from './passphrase.ts';
import { checkOf, type Place, readWhere, writeWhere } from './where.ts';

export interface UnlockDeps {
  readonly dataDir: string;
  readonly random: Random;
  /** The file outside the data directory, where the settings name one. */
  readonly keyFile?: string | undefined;
  /** Asks for the passphrase; called only where it is needed. */
  readonly passphrase: () => Promise<string>;
}

/**
 * The root key and where it lies. On the card `key` is left out: the key store reads it beside the data, and the databases
 * are in the clear, since a key that lies with them would protect nothing.
 */
export interface Root {
  readonly place: Place;
  readonly key?: Buffer;
}

/** Throws one sentence with what to do when the key is not to be had; nothing was changed then. */
export async function unlock({ dataDir, random, keyFile, passphrase }: UnlockDeps): Promise<Root> {
  const where = readWhere(dataDir);
  switch (where?.place) {
    case undefined:
      return keyFile === undefined ? { place: 'card' } : firstOutside(dataDir, keyFile, random);
    case 'card':
      if (keyFile !== undefined) throw stillOnCard(keyFile);
      return { place: 'card' };
    case 'file': {
      if (keyFile === undefined)
        throw new Unusable('the root key lies in a file outside; set HEARTHGATE_ROOT_KEY_FILE to it');
      const key = readKeyFile(keyFile);
      if (!key)
        throw new Unusable(`the root key ${keyFile} is not there; put the stick in, or set HEARTHGATE_ROOT_KEY_FILE`);
      if (checkOf(key) !== where.check)
        throw new Unusable(
          `${keyFile} is the root key of another household; put in the one that belongs to ${dataDir}`,
        );
      return { place: 'file', key };
    }
    case 'passphrase': {
      const key = open(where.locked, await passphrase());
      if (!key) throw new Unusable('that is not the passphrase; nothing was changed');
      return { place: 'passphrase', key };
    }
  }
}

/** The key of an encrypted database, each its own; undefined where it lies in the clear. */
export function databaseKey({ place, key }: Root, kind: 'flow' | 'household'): Buffer | undefined {
  if (place === 'card' || !key) return undefined;
  return hkdf(key, Buffer.alloc(0), Buffer.from(`hearthgate/v1/database/${kind}`), 32);
}

/** A hub that begins with its key outside never has anything in the clear on the card. */
function firstOutside(dataDir: string, keyFile: string, random: Random): Root {
  if (existsSync(join(dataDir, 'household.db'))) throw stillOnCard(keyFile);
  const key = readKeyFile(keyFile) ?? madeAt(keyFile, random);
  writeWhere(dataDir, { v: 1, place: 'file', check: checkOf(key) });
  return { place: 'file', key };
}

/** A new key in a file that was not there; the folder is not made, since it may be where a stick belongs. */
export function madeAt(keyFile: string, random: Random): Buffer {
  if (!existsSync(dirname(keyFile)))
    throw new Unusable(`there is no folder ${dirname(keyFile)} for the root key; put the stick in`);
  const key = random(KEY_SIZE);
  writeKeyFile(keyFile, key);
  return key;
}

function stillOnCard(keyFile: string): Unusable {
  return new Unusable(
    `HEARTHGATE_ROOT_KEY_FILE is set and the root key lies on the card; stop the hub and run "hearthgate keys move file ${keyFile}"`,
  );
}
