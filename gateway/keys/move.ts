import { existsSync, renameSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { privateFile, privateKeysBelow } from '../../certs/private-files.ts';
import { shred, syncFolder } from '../runtime/durable.ts';
import type { Random } from '../runtime/random.ts';
import { copyUnder, encrypted } from '../store/at-rest.ts';
import { forgetCopies } from '../store/copies.ts';
import { type Db, openDatabase } from '../store/database.ts';
import { KEY_SIZE, readKeyFile, writeKeyFile } from './key-file.ts';
import { KeyStore } from './key-store.ts';
import { lock } from './passphrase.ts';
import { copyPrivateKeys, wrappingOf } from './private-keys.ts';
import { rewrap } from './rewrap.ts';
import { rootKeyFile } from './root-key.ts';
import { databaseKey, madeAt, type Root } from './unlock.ts';
import { checkOf, readWhere, type Where, writeWhere } from './where.ts';

/** Where the root key is to lie from now on. */
export type To =
  | { readonly place: 'card' }
  | { readonly place: 'file'; readonly file: string }
  | { readonly place: 'passphrase'; readonly passphrase: string };

export interface MoveDeps {
  /** Locked and settled. */
  readonly dataDir: string;
  readonly random: Random;
}

/** One of the two databases as it lies under this root key. */
export async function openUnder(root: Root, kind: 'flow' | 'household', file: string): Promise<Db> {
  const key = databaseKey(root, kind);
  return key ? openDatabase(file, kind, await encrypted(key)) : openDatabase(file, kind);
}

/**
 * Gives the household a new root key in another place: every secret is wrapped anew, and the databases and private keys
 * are written anew, encrypted where the key lies outside. All of it stands beside the old as `.moved` before one file,
 * where.json, is replaced. Killed before that, everything is as it was; killed after it, the next start finishes. A move
 * that is refused leaves nothing beside.
 */
export async function moveRootKey(deps: MoveDeps, old: Root, to: To): Promise<void> {
  try {
    await decide(deps, old, to);
  } finally {
    settle(deps.dataDir);
  }
}

async function decide({ dataDir, random }: MoveDeps, old: Root, to: To): Promise<void> {
  const now = { place: to.place, key: newKey(to, random) };
  const { household, flow } = databases(dataDir);
  copyPrivateKeys(dataDir, wrappingOf(old, random), wrappingOf(now, random), '.moved');
  // Opened and closed: the newest migration, and nothing left in a journal.
  (await openUnder(old, 'flow', flow)).close();
  const db = await openUnder(old, 'household', household);
  const keys = new KeyStore({ dataDir, db, random, root: old.key });
  keys.start();
  db.close();
  await copyUnder(household, databaseKey(old, 'household'), `${household}.moved`, databaseKey(now, 'household'));
  await copyUnder(flow, databaseKey(old, 'flow'), `${flow}.moved`, databaseKey(now, 'flow'));
  const copy = await openUnder(now, 'household', `${household}.moved`);
  try {
    rewrap(copy, keys, new KeyStore({ dataDir, db: copy, random, root: now.key }));
  } finally {
    copy.close();
  }
  if (to.place === 'card') writeKeyFile(`${rootKeyFile(dataDir)}.moved`, now.key);
  syncFolder(dataDir);
  writeWhere(dataDir, { ...whereOf(to, now.key, random), moving: true });
}

/**
 * Finishes a move that was decided and forgets one that was not; every start begins with it. What the old files held is
 * overwritten before they are deleted.
 */
export function settle(dataDir: string): void {
  const where = readWhere(dataDir);
  const privateKeys = privateKeyFiles(dataDir);
  const files = [...Object.values(databases(dataDir)), rootKeyFile(dataDir), ...privateKeys];
  if (where?.moving) {
    for (const file of files) replace(file);
    // Where nothing takes its place, the root key on the card is what was left.
    if (where.place !== 'card') retire(rootKeyFile(dataDir));
    for (const folder of new Set(files.map(dirname))) if (existsSync(folder)) syncFolder(folder);
    // What was before a migration lies under the old key.
    forgetCopies(dataDir);
    const { moving, ...settled } = where;
    writeWhere(dataDir, settled);
  }
  for (const file of files) for (const end of LEFT_OVER) shred(`${file}${end}`);
  // A draft that a crash left. That of the root key may be a link to the key itself, and is its own writer's to delete.
  for (const file of privateKeys) shred(`${file}.new`);
}

const LEFT_OVER = ['.moved', '.moved-wal', '.moved-shm', '.moved-journal', '.moved.new', '.old'];

function replace(file: string): void {
  if (!existsSync(`${file}.moved`)) return;
  retire(file);
  renameSync(`${file}.moved`, file);
}

function retire(file: string): void {
  if (existsSync(file)) renameSync(file, `${file}.old`);
  // A journal belongs to the file it was written for.
  for (const end of ['-wal', '-shm']) shred(`${file}${end}`);
}

function privateKeyFiles(dataDir: string): string[] {
  return privateKeysBelow(join(dataDir, 'certs')).map(({ folder, name }) => privateFile(folder, name));
}

function databases(dataDir: string) {
  return { household: join(dataDir, 'household.db'), flow: join(dataDir, 'flow.db') };
}

/** A file that is there already is a key somebody made for this: a credential sealed to the machine, say. */
function newKey(to: To, random: Random): Buffer {
  return to.place === 'file' ? (readKeyFile(to.file) ?? madeAt(to.file, random)) : random(KEY_SIZE);
}

function whereOf(to: To, key: Buffer, random: Random): Where {
  switch (to.place) {
    case 'card':
      return { v: 1, place: 'card' };
    case 'file':
      return { v: 1, place: 'file', check: checkOf(key) };
    case 'passphrase':
      return { v: 1, place: 'passphrase', check: checkOf(key), locked: lock(key, to.passphrase, random) };
  }
}
