import { chmodSync, existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Log } from './log.ts';
import { Unusable } from './unusable.ts';

const FILES = ['household.db', 'flow.db'].flatMap((name) => ['', '-wal', '-shm', '.before'].map((end) => name + end));

/**
 * What the household keeps is for the hub's own user alone. A folder or file that others may look into is closed, and the
 * log says so, since they may have looked; keys are not closed but refused (root-key.ts, certs/files.ts).
 * Throws with what to do where it cannot be closed.
 */
export function closeToOthers(dataDir: string, log: Log): void {
  for (const path of [dataDir, ...FILES.map((name) => join(dataDir, name))]) {
    if (!existsSync(path)) continue;
    const { mode } = statSync(path);
    if ((mode & 0o077) === 0) continue;
    const closed = mode & 0o700;
    try {
      chmodSync(path, closed);
    } catch (cause) {
      throw new Unusable(`${path} is open to other users: run chmod ${closed.toString(8)} ${path} as its owner`, {
        cause,
      });
    }
    log.warn({ path }, 'closed to other users of this machine, who may have read it');
  }
}
