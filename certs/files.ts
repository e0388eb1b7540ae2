import {
  chmodSync,
  closeSync,
  constants,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { Unusable } from '../gateway/runtime/unusable.ts';

/** Makes the folder for keys, for this user alone; throws a sentence when others may look into it. */
export function openFolder(dir: string): void {
  if (existsSync(dir)) refuseOthers(dir, 'folder', '700');
  else mkdirSync(dir, { recursive: true, mode: 0o700 });
}

/** The file's text, or undefined when there is none; throws a sentence when others may read it. */
export function readPrivate(dir: string, name: string): string | undefined {
  const file = join(dir, name);
  if (!existsSync(file)) return undefined;
  refuseOthers(file, 'file', '600');
  return readFileSync(file, 'utf8');
}

/** Writes the file whole or not at all, for this user alone. */
export function writePrivate(dir: string, name: string, text: string): void {
  const file = join(dir, name);
  writeThrough(`${file}.new`, text, 0o600);
  // An older `.new` keeps its mode when written again.
  chmodSync(`${file}.new`, 0o600);
  moveWhole(dir, `${name}.new`, name);
}

/** Puts a file in another's place: after a crash one or the other is there, and nothing between. */
export function moveWhole(dir: string, from: string, to: string): void {
  renameSync(join(dir, from), join(dir, to));
  keepFolder(dir);
}

/** Takes the file away for good. */
export function removePrivate(dir: string, name: string): void {
  rmSync(join(dir, name));
  keepFolder(dir);
}

/** Writes what may be handed out, when it is not there as it should be. */
export function writePublic(dir: string, name: string, text: string): void {
  const file = join(dir, name);
  if (existsSync(file) && readFileSync(file, 'utf8') === text) return;
  writeThrough(`${file}.new`, text, 0o644);
  renameSync(`${file}.new`, file);
}

/** On the disk when it returns: Node's permission model, which a running hub is under, takes fsync away, and O_SYNC not. */
function writeThrough(file: string, text: string, mode: number): void {
  const { O_WRONLY, O_CREAT, O_TRUNC, O_SYNC } = constants;
  const descriptor = openSync(file, O_WRONLY | O_CREAT | O_TRUNC | O_SYNC, mode);
  try {
    const bytes = Buffer.from(text);
    for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at);
  } finally {
    closeSync(descriptor);
  }
}

/**
 * A name that was written is on the disk once its folder is. In a running hub that is so with the next commit of
 * household.db, which is on the same disk: what is done with keys and certificates is an entry of the ledger.
 */
function keepFolder(dir: string): void {
  if (process.permission !== undefined) return;
  const folder = openSync(dir, 'r');
  fsyncSync(folder);
  closeSync(folder);
}

function refuseOthers(path: string, kind: 'file' | 'folder', mode: string): void {
  if ((statSync(path).mode & 0o077) !== 0) {
    throw new Unusable(
      `opening ${path}: other users of this machine may read this ${kind}; run: chmod ${mode} ${path}`,
    );
  }
}
