import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Unusable } from '../runtime/unusable.ts';
import type { Db } from '../store/database.ts';

/** In the data directory: a household that is whole and about to take its place. */
export const READY = 'restore.ready';
const KEY = 'restored from';

/** A restore began to put a household in its place and was cut off: what is there is neither the old one nor the new. */
export function refuseHalfRestored(dataDir: string): void {
  if (existsSync(join(dataDir, READY)))
    throw new Unusable(`a restore into ${dataDir} was cut off; run "hearthgate restore <file>" once more`);
}

/** The household was taken from a backup that was made at that instant; no hub has started on it yet. */
export function markRestored(db: Db, made: number): void {
  db.prepare('INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)').run(KEY, String(made));
}

/** When that backup was made, until a hub has taken note of it; else undefined. */
export function restoredFrom(db: Db): number | undefined {
  const made = db.prepare('SELECT value FROM meta WHERE key = ?').pluck().get(KEY);
  return typeof made === 'string' ? Number(made) : undefined;
}

/** It stands in the ledger from now on. */
export function restoreNoted(db: Db): void {
  db.prepare('DELETE FROM meta WHERE key = ?').run(KEY);
}
