import {
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { problemsOf } from '../../rules/problems.ts';
import { moveRootKey, openUnder, type To } from '../keys/move.ts';
import type { Root } from '../keys/unlock.ts';
import { checkOf, writeWhere } from '../keys/where.ts';
import { syncFolder } from '../runtime/durable.ts';
import type { Random } from '../runtime/random.ts';
import { Unusable } from '../runtime/unusable.ts';
import type { Db } from '../store/database.ts';
import { Preface } from './preface.ts';
import { markRestored, READY } from './restored.ts';
import { SealedReader } from './sealed-file.ts';

/** A backup that was read to its end and found whole, unpacked beside the data. */
export interface Unpacked {
  readonly folder: string;
  readonly preface: Preface;
  /** What is in it. */
  readonly holds: Holds;
}

export interface Holds {
  readonly devices: number;
  readonly people: number;
  readonly recipients: number;
  /** Given and not taken back when the backup was made. */
  readonly consents: number;
  readonly ledgerEntries: number;
}

const MAKING = 'restore.making';
/** In the order in which they take their place: a household is there when the last one is. */
const PLACED = ['certs', 'keys', 'flow.db', 'household.db'];
/** What belongs to a household and not to the machine. */
const HOUSEHOLDS = [
  ...PLACED,
  ...['-wal', '-shm', '.before'].flatMap((end) => [`household.db${end}`, `flow.db${end}`]),
  'not-kept',
];

/**
 * Opens a backup and unpacks it; nothing that is in force changes. All of it stays encrypted under the backup's own key. Throws a
 * sentence for another passphrase, what was cut off or changed, and what a newer Hearthgate made. `forget()` it.
 */
export async function unpack(dataDir: string, file: string, passphrase: string): Promise<Unpacked> {
  const folder = join(dataDir, MAKING);
  rmSync(folder, { recursive: true, force: true });
  const reader = new SealedReader(file, passphrase);
  try {
    mkdirSync(folder, { mode: 0o700 });
    const preface = prefaceIn(reader.piece(), file);
    for (const each of preface.files) unpackFile(reader, join(folder, each.name), each.size);
    reader.end();
    return { folder, preface, holds: await holdsOf(preface, folder) };
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  } finally {
    reader.close();
  }
}

export function forget({ folder }: Unpacked): void {
  rmSync(folder, { recursive: true, force: true });
}

/** Whether a household would be replaced; one that a restore was cut off from putting there is none. */
export function hasHousehold(dataDir: string): boolean {
  return existsSync(join(dataDir, 'household.db')) && !existsSync(join(dataDir, READY));
}

/**
 * Puts an unpacked household in its place under a new root key, marked so that the hub shares nothing until somebody has looked.
 * What was there is moved aside, whole; returns to which folder, where there was something. The directory is locked.
 */
export async function putInPlace(
  dataDir: string,
  { folder, preface }: Unpacked,
  to: To,
  { random, now }: { readonly random: Random; readonly now: number },
): Promise<string | undefined> {
  const carried = carriedUnder(preface);
  const db = await openUnder(carried, 'household', join(folder, 'household.db'));
  markRestored(db, preface.made);
  db.close();
  writeWhere(folder, { v: 1, place: 'file', check: checkOf(carried.key) });
  await moveRootKey({ dataDir: folder, random }, carried, to);
  // As if each file had been made here: a hub must be able to read what root restored for it.
  give(folder, statSync(dataDir));
  const ready = join(dataDir, READY);
  rmSync(ready, { recursive: true, force: true });
  renameSync(folder, ready);
  syncFolder(dataDir);
  const aside = moveAside(dataDir, now);
  for (const name of PLACED) if (existsSync(join(ready, name))) renameSync(join(ready, name), join(dataDir, name));
  const config = 'config.yaml';
  if (existsSync(join(ready, config)) && !existsSync(join(dataDir, config)))
    renameSync(join(ready, config), join(dataDir, config));
  syncFolder(dataDir);
  rmSync(ready, { recursive: true, force: true });
  syncFolder(dataDir);
  return aside;
}

function carriedUnder({ key }: Preface): Root & { readonly key: Buffer } {
  return { place: 'file', key: Buffer.from(key, 'base64url') };
}

function prefaceIn(bytes: Buffer, file: string): Preface {
  const value = JSON.parse(bytes.toString('utf8'));
  const [problem] = problemsOf(Preface, value);
  if (problem) throw new Unusable(`${file} was written by another Hearthgate, which this one does not understand`);
  return value as Preface;
}

function unpackFile(reader: SealedReader, to: string, size: number): void {
  mkdirSync(dirname(to), { recursive: true, mode: 0o700 });
  const descriptor = openSync(to, 'wx', 0o600);
  try {
    for (let left = size; left > 0; ) {
      const part = reader.some(left);
      for (let at = 0; at < part.length; ) at += writeSync(descriptor, part, at);
      left -= part.length;
    }
  } finally {
    closeSync(descriptor);
  }
}

/** Opened as a hub does, so that what this Hearthgate cannot use is refused before anything is put in its place. */
async function holdsOf(preface: Preface, folder: string): Promise<Holds> {
  const carried = carriedUnder(preface);
  (await openUnder(carried, 'flow', join(folder, 'flow.db'))).close();
  const db = await openUnder(carried, 'household', join(folder, 'household.db'));
  try {
    return {
      devices: count(db, 'devices'),
      people: count(db, 'people WHERE left IS NULL'),
      recipients: count(db, 'recipients'),
      consents: count(db, GIVEN),
      ledgerEntries: count(db, 'ledger_leaves'),
    };
  } finally {
    db.close();
  }
}

const GIVEN = `consents c WHERE state = 'given' AND NOT EXISTS (SELECT 1 FROM consents later
  WHERE later.number > c.number AND (later.recipient, later.request, later.device, later.field) = (c.recipient, c.request, c.device, c.field))`;

function count(db: Db, what: string): number {
  return Number(db.prepare(`SELECT count(*) FROM ${what}`).pluck().get());
}

function moveAside(dataDir: string, now: number): string | undefined {
  const there = HOUSEHOLDS.filter((name) => existsSync(join(dataDir, name)));
  if (there.length === 0) return undefined;
  const aside = join(dataDir, `replaced-${new Date(now).toISOString().replaceAll(':', '').slice(0, 17)}`);
  mkdirSync(aside, { recursive: true, mode: 0o700 });
  for (const name of there) renameSync(join(dataDir, name), join(aside, name));
  give(aside, statSync(dataDir));
  syncFolder(aside);
  return aside;
}

function give(path: string, owner: { readonly uid: number; readonly gid: number }): void {
  if (process.getuid?.() !== 0) return;
  chownSync(path, owner.uid, owner.gid);
  if (statSync(path).isDirectory()) for (const name of readdirSync(path)) give(join(path, name), owner);
}
