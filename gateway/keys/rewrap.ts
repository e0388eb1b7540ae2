import type { Db } from '../store/database.ts';
import { keyName } from './epochs.ts';
import type { KeyStore } from './key-store.ts';

/**
 * Wraps every secret in household.db anew. Throws when one does not open, or when a table has wrapped secrets that this
 * does not know: it would keep them under a root key that is about to be gone.
 */
export function rewrap(db: Db, old: KeyStore, now: KeyStore): void {
  const tables = db
    .prepare<[], string>(
      `SELECT DISTINCT m.name FROM sqlite_master m, pragma_table_info(m.name) c
       WHERE m.type = 'table' AND c.name LIKE '%wrapped%' ORDER BY m.name`,
    )
    .pluck()
    .all();
  if (tables.join() !== 'epochs,keys') throw new Error(`moving the root key: ${tables.join()} hold wrapped secrets`);
  db.transaction(() => {
    const keep = db.prepare('UPDATE keys SET wrapped = ? WHERE name = ?');
    for (const { name, wrapped } of db.prepare<[], WrappedKey>('SELECT name, wrapped FROM keys').all())
      keep.run(now.wrap(name, old.unwrap(name, wrapped)), name);
    const again = db.prepare('UPDATE epochs SET wrapped = ? WHERE recipient = ? AND purpose = ? AND epoch = ?');
    for (const { recipient, purpose, epoch, wrapped } of db
      .prepare<[], WrappedEpoch>('SELECT recipient, purpose, epoch, wrapped FROM epochs')
      .all()) {
      const name = keyName(recipient, purpose, epoch);
      again.run(now.wrap(name, old.unwrap(name, wrapped)), recipient, purpose, epoch);
    }
  })();
}

interface WrappedKey {
  readonly name: string;
  readonly wrapped: Buffer;
}

interface WrappedEpoch {
  readonly recipient: string;
  readonly purpose: string;
  readonly epoch: string;
  readonly wrapped: Buffer;
}
