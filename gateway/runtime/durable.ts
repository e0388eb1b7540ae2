import { closeSync, constants, fstatSync, fsyncSync, openSync, rmSync, writeSync } from 'node:fs';

/**
 * Writes a new file that is on the disk when it returns; throws where it is there already. By O_SYNC: Node's permission
 * model, which a running hub is under, takes fsync away.
 */
export function createThrough(file: string, content: string | Uint8Array, mode = 0o600): void {
  const { O_WRONLY, O_CREAT, O_EXCL, O_SYNC } = constants;
  const descriptor = openSync(file, O_WRONLY | O_CREAT | O_EXCL | O_SYNC, mode);
  try {
    const bytes = Buffer.from(content);
    for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at);
  } finally {
    closeSync(descriptor);
  }
}

/**
 * A name that was written is on the disk once its folder is. In a running hub that is so with the next file that is written
 * through or the next commit on the same disk, as file systems with a journal keep the order of both.
 */
export function syncFolder(folder: string): void {
  if (process.permission !== undefined) return;
  const descriptor = openSync(folder, 'r');
  fsyncSync(descriptor);
  closeSync(descriptor);
}

/** Overwrites a file's bytes and deletes it, if it is there. What flash keeps of them elsewhere is out of reach. */
export function shred(file: string): void {
  let descriptor: number;
  try {
    descriptor = openSync(file, constants.O_RDWR | constants.O_SYNC);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return;
    throw error;
  }
  const zeros = Buffer.alloc(1_048_576);
  const { size } = fstatSync(descriptor);
  for (let at = 0; at < size; at += zeros.length)
    writeSync(descriptor, zeros, 0, Math.min(zeros.length, size - at), at);
  closeSync(descriptor);
  rmSync(file);
}
