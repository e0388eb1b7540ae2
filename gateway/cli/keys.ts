import { existsSync, mkdirSync } from 'node:fs';
import { resolve, sep } from 'node:path';
import { moveRootKey, settle, type To } from '../keys/move.ts';
import { unlock } from '../keys/unlock.ts';
import { PLACES, type Place, readWhere } from '../keys/where.ts';
import { readConfig } from '../runtime/config.ts';
import { shred } from '../runtime/durable.ts';
import { systemRandom } from '../runtime/random.ts';
import { Unusable } from '../runtime/unusable.ts';
import { lockDirectory } from '../store/lock.ts';
import { type AskPassphrase, passphraseFrom } from './passphrase.ts';

export interface Moved {
  readonly rootKey: Place;
  readonly means: string;
  readonly notes: readonly string[];
}

export interface MoveInput {
  readonly place: Place;
  readonly file?: string;
  /** A file that holds the new passphrase. */
  readonly passphraseFile?: string;
}

/** `hearthgate keys move`: works on the files themselves, so no hub may run on them. Throws one sentence when it cannot. */
export async function moveKeys(dataDir: string, environment: NodeJS.ProcessEnv, input: MoveInput): Promise<Moved> {
  const { rootKeyFile, passphraseFile } = readConfig(dataDir, environment);
  process.umask(0o077);
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const release = lockDirectory(dataDir);
  if (!release) throw new Unusable(`a hub is running on ${dataDir}; stop it first`);
  try {
    settle(dataDir);
    const ask = passphraseFrom(passphraseFile);
    const old = await unlock({
      dataDir,
      random: systemRandom,
      // The setting may name the place that the key is to be moved to.
      keyFile: readWhere(dataDir)?.place === 'file' ? rootKeyFile : undefined,
      passphrase: () => ask('Passphrase'),
    });
    const to = await target(input, dataDir, passphraseFrom(input.passphraseFile));
    refuseSame(old.place, to, rootKeyFile);
    await moveRootKey({ dataDir, random: systemRandom }, old, to);
    const notes = old.place === 'card' ? [FLASH] : [];
    if (to.place === 'file') notes.push(`start the hub with HEARTHGATE_ROOT_KEY_FILE=${to.file}`, NO_COPY);
    if (to.place === 'passphrase') notes.push('nobody can open this household when the passphrase is forgotten');
    if (old.place === 'file' && rootKeyFile !== undefined) notes.push(...forgotten(rootKeyFile));
    return { rootKey: to.place, means: PLACES[to.place], notes };
  } finally {
    release();
  }
}

/**
 * Finishes a move that was cut off, before a hub starts: under Node's permission model the hub could not make sure that
 * each step is on the disk before the next. Where another has the directory, the hub that starts says so.
 */
export function settleMove(dataDir: string): number {
  process.umask(0o077);
  const release = lockDirectory(dataDir);
  if (!release) return 0;
  try {
    settle(dataDir);
  } finally {
    release();
  }
  return 0;
}

const FLASH =
  'the old key and files were overwritten and deleted, but flash keeps old blocks: what was written to this card before may be found on it; only a new card that begins with the key outside never had it';
const NO_COPY =
  'keep a copy of that file elsewhere: without it nobody can open this household, nor a backup of its card';

async function target({ place, file }: MoveInput, dataDir: string, ask: AskPassphrase): Promise<To> {
  switch (place) {
    case 'card':
      return { place };
    case 'file': {
      const path = resolve(file ?? '');
      if (path.startsWith(resolve(dataDir) + sep))
        throw new Unusable(`${path} lies in the data directory; name a file outside, on a stick for example`);
      return { place, file: path };
    }
    case 'passphrase': {
      const passphrase = await ask('New passphrase');
      if ([...passphrase].length < LEAST)
        throw new Unusable(`a passphrase has at least ${LEAST} characters; five or six random words are good`);
      if ((await ask('The same again')) !== passphrase)
        throw new Unusable('the two are not the same; nothing was changed');
      return { place, passphrase };
    }
  }
}

const LEAST = 12;

function refuseSame(place: Place, to: To, keyFile: string | undefined): void {
  if (place === 'card' && to.place === 'card') throw new Unusable('the root key lies on the card already');
  if (place === 'file' && to.place === 'file' && resolve(keyFile ?? '') === to.file)
    throw new Unusable(`the root key lies in ${to.file} already; name another file for a new key`);
}

/** The old key opens nothing any more; where it can be, it is deleted. */
function forgotten(file: string): string[] {
  try {
    shred(file);
    return [];
  } catch {
    return existsSync(file) ? [`${file} could not be deleted; it opens nothing any more`] : [];
  }
}
