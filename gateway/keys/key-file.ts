import { closeSync, constants, fstatSync, linkSync, openSync, readFileSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { createThrough, shred, syncFolder } from '../runtime/durable.ts';
import { Unusable } from '../runtime/unusable.ts';

export const KEY_SIZE = 32;

/**
 * The key in a file of its own, or undefined when there is none. Throws with what to do when it is damaged, or open to
 * other users of the machine. A credential that systemd handed over may show its service's group: systemd guards it.
 */
export function readKeyFile(file: string, credentials = process.env.CREDENTIALS_DIRECTORY): Buffer | undefined {
  let descriptor: number;
  try {
    descriptor = openSync(file, constants.O_RDONLY | constants.O_NOFOLLOW);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw new Unusable(`opening the root key ${file}: it cannot be read`, { cause: error });
  }
  try {
    const others = dirname(file) === credentials ? 0o007 : 0o077;
    if ((fstatSync(descriptor).mode & others) !== 0) {
      throw new Unusable(`${file} can be read by others: run chmod 600 ${file}, and think who may have copied it`);
    }
    const key = readFileSync(descriptor);
    if (key.length !== KEY_SIZE)
      throw new Unusable(`${file} is damaged (${key.length} bytes, not ${KEY_SIZE}): restore it`);
    return key;
  } finally {
    closeSync(descriptor);
  }
}

/** Writes a new key; under another name and linked when it is on the disk: a crash leaves the whole key or none. */
export function writeKeyFile(file: string, key: Uint8Array): void {
  const draft = `${file}.new`;
  rmSync(draft, { force: true });
  createThrough(draft, key);
  try {
    linkSync(draft, file);
    rmSync(draft);
  } catch (error) {
    // A stick with FAT has no links.
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) throw error;
    createThrough(file, key);
    shred(draft);
  }
  syncFolder(dirname(file));
}
