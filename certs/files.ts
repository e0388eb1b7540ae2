import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { createThrough, syncFolder } from '../gateway/runtime/durable.ts';
import { Unusable } from '../gateway/runtime/unusable.ts';

/** Makes the folder for keys, for this user alone; throws a sentence when others may look into it. */
export function openFolder(dir: string): void {
  if (existsSync(dir)) refuseOthers(dir, 'folder', '700');
  else mkdirSync(dir, { recursive: true, mode: 0o700 });
}

/** The file's text, or undefined when there is none; throws a sentence when others may read it. */
export function readOwn(file: string): string | undefined {
  if (!existsSync(file)) return undefined;
  refuseOthers(file, 'file', '600');
  return readFileSync(file, 'utf8');
}

/** Writes the file whole or not at all, for this user alone. */
export function writeOwn(file: string, text: string): void {
  writeNew(`${file}.new`, text, 0o600);
  moveWhole(`${file}.new`, file);
}

/** Puts a file in another's place: after a crash one or the other is there, and nothing between. */
export function moveWhole(from: string, to: string): void {
  renameSync(from, to);
  syncFolder(dirname(to));
}

/** Takes the file away for good. */
export function remove(file: string): void {
  rmSync(file);
  syncFolder(dirname(file));
}

/** Writes what may be handed out, when it is not there as it should be. */
export function writePublic(file: string, text: string): void {
  if (existsSync(file) && readFileSync(file, 'utf8') === text) return;
  writeNew(`${file}.new`, text, 0o644);
  renameSync(`${file}.new`, file);
}

/** What a crash left there has another mode, perhaps. */
function writeNew(draft: string, text: string, mode: number): void {
  rmSync(draft, { force: true });
  createThrough(draft, text, mode);
}

function refuseOthers(path: string, kind: 'file' | 'folder', mode: string): void {
  if ((statSync(path).mode & 0o077) !== 0) {
    throw new Unusable(
      `opening ${path}: other users of this machine may read this ${kind}; run: chmod ${mode} ${path}`,
    );
  }
}
