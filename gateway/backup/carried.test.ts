import { expect, test } from 'vitest';
import { openDatabase } from '../store/database.ts';
import { LEFT_OUT } from './carried.ts';

/** What a restored home has again. A new table belongs here or in LEFT_OUT: a backup may be kept for years, and be found. */
const CARRIED = {
  household: [
    ...['allowances', 'attached_brokers', 'certificates', 'clients', 'command_sequences', 'commands_looked_at'],
    ...['commands_stopped', 'consent_record_lines', 'consent_records', 'consents', 'devices', 'enrolments'],
    ...['forgotten_names', 'homes', 'keys', 'ledger_head', 'ledger_leaves', 'ledger_nodes', 'ledger_payloads'],
    ...['ledger_summed', 'linkable_streams', 'meta', 'people', 'postponed_requests', 'recipients', 'rights_requests'],
    ...['settings', 'spent', 'standing_rules', 'terms'],
  ],
  flow: [
    ...[
      'broker_retained',
      'connections',
      'forfeited',
      'left_batches',
      'left_days',
      'left_fields',
      'left_months',
      'left_what',
    ],
    ...['outbox_batches', 'outbox_deliveries', 'outbox_departures', 'outbox_last_batch', 'outbox_lines'],
    ...['outbox_notice_parts', 'outbox_records', 'outbox_streams', 'outbox_told', 'quarantine', 'route_block'],
    ...['route_changes', 'spends', 'stayed_days', 'stayed_months', 'stayed_totals', 'stayed_what'],
  ],
} as const;

test.each(['household', 'flow'] as const)('of %s.db each table is carried into a backup or left out', (kind) => {
  const db = openDatabase(':memory:', kind);
  const there = db
    .prepare(
      `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name`,
    )
    .pluck()
    .all();
  db.close();
  expect([...CARRIED[kind], ...LEFT_OUT[kind]].sort()).toEqual(there);
});
