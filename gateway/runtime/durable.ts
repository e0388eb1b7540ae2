import { closeSync, constants, fsyncSync, openSync, writeSync } from 'node:fs';

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
