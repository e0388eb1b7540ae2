import type { DatabaseSync } from 'node:sqlite';
import { type Stored, type StoredEntry, Unreadable } from './stored.ts';

/** The ledger in an open household.db. It reads, and writes nothing. */
export function storedIn(db: DatabaseSync): Stored {
  const head = db.prepare('SELECT key, checkpoint FROM ledger_head').get();
  if (!head) throw new Unreadable('it has no checkpoint');
  const node = db.prepare('SELECT hash FROM ledger_nodes WHERE level = ? AND position = ?');
  return {
    key: String(head.key),
    checkpoint: String(head.checkpoint),
    entries: entries(db),
    nodes: {
      count: Number(db.prepare('SELECT count(*) AS count FROM ledger_nodes').get()?.count),
      at: (level, position) => blob(node.get(level, position)?.hash),
    },
  };
}

function* entries(db: DatabaseSync): Iterable<StoredEntry> {
  const rows = db.prepare(
    'SELECT seq, commitment, salt, bytes FROM ledger_leaves FULL JOIN ledger_payloads USING (seq) ORDER BY seq',
  );
  // A damaged number may be larger than a double holds.
  rows.setReadBigInts(true);
  for (const row of rows.iterate()) {
    const [commitment, salt, bytes] = [blob(row.commitment), blob(row.salt), blob(row.bytes)];
    yield {
      seq: Number(row.seq),
      ...(commitment ? { commitment } : {}),
      ...(salt && bytes ? { payload: { salt, bytes } } : {}),
    };
  }
}

function blob(value: unknown): Uint8Array | undefined {
  return value instanceof Uint8Array ? value : undefined;
}
