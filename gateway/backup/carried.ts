import type { Db } from '../store/database.ts';

/**
 * What of a household is not carried into a backup. An epoch's key and what was named under it: a backup is kept for years,
 * and would let stand-in names be traced back after the hub has deleted them. What lets somebody in: a session or code that was
 * ended would be good again. What the broker was about to say: a command of last week is not to reach a lamp today.
 */
export const LEFT_OUT = {
  household: ['epochs', 'receipts', 'sessions', 'codes'],
  flow: [
    ...[
      'broker_sessions',
      'broker_subscriptions',
      'broker_outgoing',
      'broker_incoming',
      'broker_wills',
      'broker_taken',
    ],
    'attached_said',
  ],
} as const;

export function leaveOutOfHousehold(db: Db): void {
  empty(db, LEFT_OUT.household);
  db.prepare(`DELETE FROM keys WHERE name LIKE '["epoch jitter",%'`).run();
}

export function leaveOutOfFlow(db: Db): void {
  empty(db, LEFT_OUT.flow);
}

function empty(db: Db, tables: readonly string[]): void {
  for (const table of tables) db.exec(`DELETE FROM ${table}`);
}
