import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { privateFile, privateKeysBelow, readPrivate, writePrivate } from '../../certs/private-files.ts';
import { KEY_SIZE } from '../keys/key-file.ts';
import { KeyStore } from '../keys/key-store.ts';
import { openUnder } from '../keys/move.ts';
import { wrappingOf } from '../keys/private-keys.ts';
import { rewrap } from '../keys/rewrap.ts';
import { databaseKey, type Root } from '../keys/unlock.ts';
import type { Random } from '../runtime/random.ts';
import { Unusable } from '../runtime/unusable.ts';
import { VERSION } from '../runtime/version.ts';
import { copyUnder } from '../store/at-rest.ts';
import type { Db } from '../store/database.ts';
import { lockDirectory } from '../store/lock.ts';
import { leaveOutOfFlow, leaveOutOfHousehold } from './carried.ts';
import type { Preface } from './preface.ts';
import { SealedWriter } from './sealed-file.ts';

export interface BackupDeps {
  readonly dataDir: string;
  /** The household's own root key. */
  readonly root: Root;
  readonly random: Random;
  /** Milliseconds since 1970 UTC. */
  readonly now: number;
}

/** What is made on the way: beside the data, so that there is room for it where there is room for the data. */
const FOLDER = 'backup.making';

/**
 * Writes a household into an open file that the passphrase opens; a hub may run on it meanwhile. Each database is copied in
 * one transaction, household.db first: what flow.db has beyond it is summed up in the ledger at the next start, where the other
 * way round it would be missing there. What lies on the disk on the way is encrypted under a key that is in memory and in
 * the backup alone. Resolves with how many bytes were written. Throws a sentence where another backup is being made.
 */
export async function makeBackup(deps: BackupDeps, descriptor: number, passphrase: string): Promise<number> {
  const folder = join(deps.dataDir, FOLDER);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const release = lockDirectory(folder);
  if (!release) throw new Unusable('another backup is being made; wait for it');
  try {
    const preface = await gather(deps, folder);
    const writer = new SealedWriter(descriptor, passphrase, deps.random);
    writer.write(Buffer.from(JSON.stringify(preface)));
    writer.flush();
    for (const { name } of preface.files) writeFile(writer, join(folder, name));
    return writer.end();
  } finally {
    release();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** All that is carried, in the folder. */
async function gather({ dataDir, root, random, now }: BackupDeps, folder: string): Promise<Preface> {
  for (const name of readdirSync(folder))
    if (!name.startsWith('hub.lock')) rmSync(join(folder, name), { recursive: true });
  const key = random(KEY_SIZE);
  const carried: Root = { place: 'file', key };
  for (const kind of ['household', 'flow'] as const) {
    const [from, to] = [join(dataDir, `${kind}.db`), join(folder, `${kind}.db`)];
    await copyUnder(from, databaseKey(root, kind), to, databaseKey(carried, kind));
  }
  await alone(carried, 'household', folder, (db) => {
    leaveOutOfHousehold(db);
    rewrap(db, new KeyStore({ dataDir, db, random, root: root.key }), new KeyStore({ dataDir, db, random, root: key }));
  });
  await alone(carried, 'flow', folder, leaveOutOfFlow);
  const files = ['household.db', 'flow.db', ...certificates(dataDir, root, carried, folder, random)];
  if (existsSync(join(dataDir, 'config.yaml'))) files.push(copied(dataDir, folder, 'config.yaml'));
  return {
    ...{ made: now, version: VERSION, key: key.toString('base64url'), rootKey: root.place },
    files: files.map((name) => ({ name, size: statSync(join(folder, name)).size })),
  };
}

/** Changes a copy and leaves it as one file that holds nothing of what was taken out. */
async function alone(
  carried: Root,
  kind: 'flow' | 'household',
  folder: string,
  change: (db: Db) => void,
): Promise<void> {
  const db = await openUnder(carried, kind, join(folder, `${kind}.db`));
  try {
    change(db);
    db.exec('VACUUM');
    db.pragma('journal_mode = DELETE');
  } finally {
    db.close();
  }
}

/** The authorities' files, private keys wrapped under the backup's key. */
function certificates(dataDir: string, root: Root, carried: Root, folder: string, random: Random): string[] {
  const [old, now] = [wrappingOf(root, random), wrappingOf(carried, random)];
  const names: string[] = [];
  for (const { folder: of, name } of privateKeysBelow(join(dataDir, 'certs'))) {
    const text = readPrivate({ ...of, wrapping: old }, name);
    if (text === undefined) continue;
    const file = privateFile(of, name).slice(dataDir.length + 1);
    mkdirSync(dirname(join(folder, file)), { recursive: true, mode: 0o700 });
    writePrivate({ ...of, wrapping: now }, name, text, join(folder, file));
    names.push(file);
  }
  for (const file of ['certs/authority.crt', 'certs/page/authority.crt'])
    if (existsSync(join(dataDir, file))) names.push(copied(dataDir, folder, file));
  return names;
}

function copied(dataDir: string, folder: string, name: string): string {
  mkdirSync(dirname(join(folder, name)), { recursive: true, mode: 0o700 });
  writeFileSync(join(folder, name), readFileSync(join(dataDir, name)), { mode: 0o600 });
  return name;
}

function writeFile(writer: SealedWriter, file: string): void {
  const descriptor = openSync(file, 'r');
  const bytes = Buffer.alloc(1_048_576);
  try {
    for (let got = -1; got !== 0; ) {
      got = readSync(descriptor, bytes);
      writer.write(bytes.subarray(0, got));
    }
  } finally {
    closeSync(descriptor);
  }
}
