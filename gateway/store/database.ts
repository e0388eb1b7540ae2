import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { Unusable } from '../runtime/unusable.ts';
import type { OpenFile } from './at-rest.ts';
import { copyBefore } from './copies.ts';

export type Db = Database.Database;

/** Opens a file in the clear. */
const plain: OpenFile = (file) => new Database(file);

/**
 * Opens one of the hub's two databases and brings it to the newest numbered migration, after a copy of what it was.
 * `synchronous=FULL` with WAL: a commit that returned is on the disk (sqlite.org/pragma.html#pragma_synchronous).
 * Throws with what to do when the file is newer than this program, cannot be copied, or is not a database.
 */
export function openDatabase(file: string, kind: 'flow' | 'household', open: OpenFile = plain): Db {
  const db = open(file);
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.pragma('foreign_keys = ON');
  // Deleted keys and values are overwritten in the file, not only unlinked.
  db.pragma('secure_delete = ON');
  // Nothing is sorted in files of their own, which no key protects.
  db.pragma('temp_store = MEMORY');
  // A page that changes every minute goes from the journal to the file once for so many commits, and most of what is
  // written and soon deleted, as a queue is, never does: 16 MiB of journal.
  db.pragma('wal_autocheckpoint = 4000');
  try {
    migrate(db, { file, kind, open });
  } catch (error) {
    db.close();
    throw error;
  }
  return db;
}

/** Makes a change; false when the disk does not take it now, and then nothing is changed. Other errors are thrown. */
export function tookIn(change: () => unknown): boolean {
  try {
    change();
    return true;
  } catch (error) {
    if (NO_DISK.test(sqliteCode(error))) return false;
    throw error;
  }
}

/** SQLite's code for what went wrong, of either driver; empty for what is not from SQLite. */
export function sqliteCode(error: unknown): string {
  return error instanceof Error && error.name === 'SqliteError' && 'code' in error ? String(error.code) : '';
}

const NO_DISK = /^SQLITE_(FULL|IOERR|READONLY|CANTOPEN|BUSY)/;

/** `ok`, or what of the file is wrong (sqlite.org/pragma.html#pragma_quick_check). */
export function quickCheck(db: Db): string {
  try {
    return String(db.pragma('quick_check(1)', { simple: true }));
  } catch (error) {
    return sqliteCode(error) || 'unreadable';
  }
}

interface Opened {
  readonly file: string;
  readonly kind: 'flow' | 'household';
  readonly open: OpenFile;
}

function migrate(db: Db, { file, kind, open }: Opened): void {
  const folder = join(import.meta.dirname, 'migrations', kind);
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .sort();
  const have = db.pragma('user_version', { simple: true });
  if (typeof have !== 'number') throw new Error(`opening ${kind}.db: its version cannot be read`);
  const newest = files.length;
  if (have > newest) {
    throw new Unusable(
      `${file} was written by a newer Hearthgate (version ${have}, this one knows ${newest}); start that one, or go back to how it was before (docs/operations.md, "Going back")`,
    );
  }
  if (have > 0 && have < newest) copyBefore(db, file, open);
  files.slice(have).forEach((name, index) => {
    const number = have + index + 1;
    if (Number.parseInt(name, 10) !== number) throw new Error(`migration ${kind}/${name} is out of order`);
    db.transaction(() => {
      db.exec(readFileSync(join(folder, name), 'utf8'));
      db.pragma(`user_version = ${number}`);
    })();
  });
}
