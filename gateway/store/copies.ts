import { copyFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Clock } from '../runtime/clock.ts';
import { shred, syncFolder } from '../runtime/durable.ts';
import { Unusable } from '../runtime/unusable.ts';
import type { OpenFile } from './at-rest.ts';
import type { Db } from './database.ts';

/** SQLite keeps this number for whoever owns a file (sqlite.org/pragma.html#pragma_application_id): here it says *a copy*. */
const IS_COPY = 0x68_67_63_70;
const NAMES = ['household.db.before', 'flow.db.before'] as const;
const KEPT_MS = 7 * 86_400_000;

/**
 * Copies a database as it is, encrypted where it is, to `<file>.before`. It is on the disk and can be opened when this
 * returns, and says of itself that it is a copy: what was taken back since may be in force in it. Throws where there is no room.
 */
export function copyBefore(db: Db, file: string, open: OpenFile): void {
  const draft = `${file}.before.new`;
  try {
    for (const end of ['', '-wal', '-shm']) rmSync(draft + end, { force: true });
    // All that is committed stands in the one file then.
    db.pragma('wal_checkpoint(TRUNCATE)');
    copyFileSync(file, draft);
    const copy = open(draft);
    copy.pragma('synchronous = FULL');
    copy.pragma(`application_id = ${IS_COPY}`);
    copy.close();
    renameSync(draft, `${file}.before`);
    syncFolder(dirname(file));
  } catch (cause) {
    rmSync(draft, { force: true });
    const megabytes = Math.ceil((statSync(file, { throwIfNoEntry: false })?.size ?? 0) / 1e6);
    const why = cause instanceof Error ? cause.message : 'unknown';
    throw new Unusable(
      `a copy of ${file} from before the update could not be made (${why}); make room for ${megabytes} MB there and start again, nothing was changed`,
      { cause },
    );
  }
}

/** Whether this is such a copy that somebody put back in the place of the database. */
export function isPutBack(db: Db): boolean {
  return db.pragma('application_id', { simple: true }) === IS_COPY;
}

/** It counts as the database itself from now on. */
export function settleCopy(db: Db): void {
  db.pragma('application_id = 0');
}

/** What was before a migration is nowhere any more. */
export function forgetCopies(dataDir: string): void {
  for (const name of NAMES) shred(join(dataDir, name));
}

/** Forgets them a week after they were made. */
export class Copies {
  readonly #dataDir: string;
  readonly #clock: Clock;
  #cancel: (() => void) | undefined;

  constructor(dataDir: string, clock: Clock) {
    this.#dataDir = dataDir;
    this.#clock = clock;
  }

  start(): void {
    const made = NAMES.flatMap((name) => statSync(join(this.#dataDir, name), { throwIfNoEntry: false })?.mtimeMs ?? []);
    if (made.length === 0) return;
    const now = this.#clock.now();
    this.#cancel = this.#clock.at(Math.min(now, Math.max(...made)) + KEPT_MS, () => this.forget());
  }

  /** At once: what is forgotten stands in no copy. */
  forget(): void {
    forgetCopies(this.#dataDir);
  }

  stop(): void {
    this.#cancel?.();
  }
}
