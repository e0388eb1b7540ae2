import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { DayNumber } from '../../rules/budget.ts';
import type { MicroEpsilon } from '../../rules/forms/noised.ts';
import type { RecipientId } from '../../rules/manifest.ts';
import type { Known } from '../household/known-spending.ts';
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

/**
 * What may have been spent between a backup and its restore, which nobody knows: each day's whole limit, for as many days of
 * the accounting time from `first` on as went by meanwhile, and one more, on which windows of the last may close. A month is
 * the longest that a spend counts.
 */
export function mayHaveSpent(
  recipients: Iterable<RecipientId>,
  { first, wentBy }: { readonly first: DayNumber; readonly wentBy: number },
  limit: MicroEpsilon,
): Known[] {
  const days = Array.from({ length: Math.min(30, Math.max(0, wentBy) + 2) }, (_, index) => first + index);
  return [...recipients].flatMap((recipient) => days.map((day) => ({ recipient, day, epsilon: limit })));
}
