import { closeSync, mkdirSync, openSync, rmSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { makeBackup } from '../backup/backup.ts';
import { forget, type Holds, hasHousehold, putInPlace, unpack } from '../backup/restore.ts';
import type { To } from '../keys/move.ts';
import { unlock } from '../keys/unlock.ts';
import { type Place, readWhere } from '../keys/where.ts';
import { readConfig } from '../runtime/config.ts';
import { systemRandom } from '../runtime/random.ts';
import { Unusable } from '../runtime/unusable.ts';
import { lockDirectory } from '../store/lock.ts';
import { UsageError } from './command.ts';
import { passphraseFrom } from './passphrase.ts';

export interface BackupInput {
  /** `-` is standard output. */
  readonly file?: string;
  readonly passphraseFile?: string;
}

export interface Backup {
  readonly file: string;
  readonly made: string;
  /** How long the file is. */
  readonly bytes: number;
  readonly notes: readonly string[];
}

export interface RestoreInput {
  readonly file: string;
  readonly dryRun: boolean;
  /** What is there is moved aside. */
  readonly replace: boolean;
  /** The root key is to lie beside the data although it lay outside. */
  readonly onCard: boolean;
  readonly passphraseFile?: string;
}

export interface Restored extends Holds {
  readonly restored: boolean;
  readonly made: string;
  readonly version: string;
  readonly notes: readonly string[];
}

const LEAST = 12;

/** `hearthgate backup`: of a household whose hub may be running. Throws one sentence when it cannot. */
export async function backUp(dataDir: string, { file, passphraseFile }: BackupInput): Promise<Backup> {
  if (!hasHousehold(dataDir))
    throw new UsageError(`there is no household in ${dataDir}; set HEARTHGATE_DATA to its folder`);
  process.umask(0o077);
  const config = readConfig(dataDir, process.env);
  const root = await unlock({
    ...{ dataDir, random: systemRandom },
    keyFile: readWhere(dataDir)?.place === 'file' ? config.rootKeyFile : undefined,
    passphrase: () => passphraseFrom(config.passphraseFile)('Passphrase of the root key'),
  });
  const passphrase = await newPassphrase(passphraseFile);
  const now = Date.now();
  const to = file ?? `hearthgate-${new Date(now).toISOString().slice(0, 10)}.backup`;
  const descriptor = to === '-' ? 1 : newFile(to);
  try {
    const bytes = await makeBackup({ dataDir, root, random: systemRandom, now }, descriptor, passphrase);
    return { file: to, made: new Date(now).toISOString(), bytes, notes: BACKUP_NOTES };
  } catch (error) {
    if (to !== '-') rmSync(to);
    throw error;
  } finally {
    if (to !== '-') closeSync(descriptor);
  }
}

/** `hearthgate restore`: into a data directory that no hub runs on. Throws one sentence when it cannot. */
export async function restore(dataDir: string, input: RestoreInput): Promise<Restored> {
  process.umask(0o077);
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const { rootKeyFile } = readConfig(dataDir, process.env);
  const passphrase = await passphraseFrom(input.passphraseFile)('Passphrase of the backup');
  const release = lockDirectory(dataDir);
  if (!release) throw new Unusable(`a hub is running on ${dataDir}; stop it first`);
  try {
    const unpacked = await unpack(dataDir, input.file, passphrase);
    const { preface, holds } = unpacked;
    const told = { made: new Date(preface.made).toISOString(), version: preface.version, ...holds };
    const isThere = hasHousehold(dataDir);
    try {
      if (input.dryRun) {
        const notes = ['nothing was changed', ...(isThere ? [WOULD_REPLACE] : [])];
        return { restored: false, ...told, notes: [...notes, ...aboutRootKey(preface.rootKey, rootKeyFile, input)] };
      }
      if (isThere && !input.replace)
        throw new Unusable(`there is a household in ${dataDir}; ${WOULD_REPLACE}. Nothing was changed`);
      const [problem] = aboutRootKey(preface.rootKey, rootKeyFile, input);
      if (problem !== undefined) throw new Unusable(`${problem}. Nothing was changed`);
      const to: To = rootKeyFile === undefined ? { place: 'card' } : { place: 'file', file: resolve(rootKeyFile) };
      const aside = await putInPlace(dataDir, unpacked, to, { random: systemRandom, now: Date.now() });
      const notes = aside === undefined ? RESTORED_NOTES : [...RESTORED_NOTES, asideNote(aside)];
      return { restored: true, ...told, notes };
    } finally {
      forget(unpacked);
    }
  } finally {
    release();
  }
}

const WOULD_REPLACE = '--replace moves it aside and puts the backup in its place';
const BACKUP_NOTES = [
  'nobody can open this file when its passphrase is forgotten; keep both away from the box, and from each other',
  'try it: hearthgate restore <file> --dry-run, in another folder',
];
const RESTORED_NOTES = [
  'start the hub; it shares nothing until somebody runs "hearthgate sharing resume"',
  'what was taken back since the backup was made is in force in it again: look through consents, people, devices and certificates first',
  'never run the old hub beside it: recipients know both as one home',
];

function asideNote(folder: string): string {
  return `what was there lies in ${folder}, with its keys; delete it when you do not need it any more`;
}

/** A household that had its key outside is not written to a card in the clear by mistake. */
function aboutRootKey(was: Place, keyFile: string | undefined, { onCard }: RestoreInput): string[] {
  if (was === 'card' || keyFile !== undefined || onCard) return [];
  return [
    'its root key lay outside the card: set HEARTHGATE_ROOT_KEY_FILE to a file on a stick, or say --on-card to have everything in the clear on this card',
  ];
}

/** Typed twice where it is typed; a file or a line of standard input says it once. */
async function newPassphrase(file: string | undefined): Promise<string> {
  const ask = passphraseFrom(file);
  const passphrase = await ask('New passphrase for this backup');
  if ([...passphrase].length < LEAST)
    throw new Unusable(`a passphrase has at least ${LEAST} characters; five or six random words are good`);
  if (file === undefined && process.stdin.isTTY && (await ask('The same again')) !== passphrase)
    throw new Unusable('the two are not the same; nothing was written');
  return passphrase;
}

function newFile(path: string): number {
  try {
    return openSync(path, 'wx', 0o600);
  } catch (cause) {
    const isThere = statSync(path, { throwIfNoEntry: false }) !== undefined;
    throw new Unusable(isThere ? `${path} is there already; name another file` : `${path} cannot be written`, {
      cause,
    });
  }
}
