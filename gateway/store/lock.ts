import { join } from 'node:path';
import Database from 'better-sqlite3';

/**
 * One hub per data directory. The lock is SQLite's own on a file of its own: the system releases it when the process
 * ends, however it ends, and no stale pid can keep a hub from starting.
 * Returns a function that releases it, or undefined when another process holds it.
 */
export function lockDirectory(dataDir: string): (() => void) | undefined {
  const db = new Database(join(dataDir, 'hub.lock'), { timeout: 0 });
  try {
    db.pragma('locking_mode = EXCLUSIVE');
    db.exec('BEGIN EXCLUSIVE');
    return () => db.close();
  } catch (error) {
    db.close();
    if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY')) return undefined;
    throw error;
  }
}
