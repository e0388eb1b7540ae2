import type { Db } from '../store/database.ts';

/**
 * What of a household is not carried into a backup. An epoch's key and what was named under it: a backup is kept for years,
 * and would let stand-in names be traced back after the hub has deleted them. What lets somebody in: a session or code that was
 * ended would be good again. What the broker was about to say: a command of last week is not to reach a lamp today.
 */
const HOUSEHOLD_LEFT_OUT = ['epochs', 'receipts', 'sessions', 'codes'];
const FLOW_LEFT_OUT = [
  ...['broker_sessions', 'broker_subscriptions', 'broker_outgoing', 'broker_incoming', 'broker_wills', 'broker_taken'],
  'attached_said',
];

export function leaveOutOfHousehold(db: Db): void {
  empty(db, HOUSEHOLD_LEFT_OUT);
  db.prepare(`DELETE FROM keys WHERE name LIKE '["epoch jitter",%'`).run();
}

export function leaveOutOfFlow(db: Db): void {
  empty(db, FLOW_LEFT_OUT);
}

function empty(db: Db, tables: readonly string[]): void {
  for (const table of tables) db.exec(`DELETE FROM ${table}`);
}
