import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
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
  writeFileSync(`${file}.new`, text, { mode: 0o600, flush: true });
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
  writeFileSync(`${file}.new`, text, { mode: 0o644, flush: true });
  renameSync(`${file}.new`, file);
}

/** A name that was written is on the disk once its folder is. */
function keepFolder(dir: string): void {
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
