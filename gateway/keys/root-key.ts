import {
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Random } from '../runtime/random.ts';

const SIZE = 32;

/**
 * The key that wraps all others, from `<dataDir>/keys/root.key`; made at the first start. It is in no database and no
 * backup, so that a copied database alone opens nothing.
 * `mayMake` is false once anything was wrapped: a new root key then would only hide that the old one is gone.
 * Throws with what to do when the file is missing then, damaged, or open to other users of the machine.
 */
export function rootKey(dataDir: string, mayMake: boolean, random: Random): Buffer {
  const folder = join(dataDir, 'keys');
  const file = join(folder, 'root.key');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if ((statSync(folder).mode & 0o077) !== 0) throw new Error(`${folder} is open to others: run chmod 700 ${folder}`);
  return read(file) ?? make(folder, file, mayMake, random);
}

function read(file: string): Buffer | undefined {
  let descriptor: number;
  try {
    descriptor = openSync(file, constants.O_RDONLY | constants.O_NOFOLLOW);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw new Error(`opening the root key ${file}: it cannot be read`, { cause: error });
  }
  try {
    if ((fstatSync(descriptor).mode & 0o077) !== 0) {
      throw new Error(`${file} can be read by others: run chmod 600 ${file}, and think who may have copied it`);
    }
    const key = readFileSync(descriptor);
    if (key.length !== SIZE) throw new Error(`${file} is damaged (${key.length} bytes, not ${SIZE}): restore it`);
    return key;
  } finally {
    closeSync(descriptor);
  }
}

/** Written under another name and linked when it is on the disk: a crash leaves the whole key or none. */
function make(folder: string, file: string, mayMake: boolean, random: Random): Buffer {
  if (!mayMake)
    throw new Error(`${file} is missing, and the keys in household.db cannot be opened without it: restore it`);
  const key = random(SIZE);
  const draft = `${file}.new`;
  rmSync(draft, { force: true });
  const descriptor = openSync(draft, 'wx', 0o600);
  writeSync(descriptor, key);
  fsyncSync(descriptor);
  closeSync(descriptor);
  linkSync(draft, file);
  rmSync(draft);
  const directory = openSync(folder, 'r');
  fsyncSync(directory);
  closeSync(directory);
  return key;
}
