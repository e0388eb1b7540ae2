import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';
import { openDatabase } from './database.ts';

const AT = Date.UTC(2026, 10, 20, 12);

test('what was known of deliveries and of what stayed before history had days and sums is still known after it', () => {
  const dir = mkdtempSync(join(tmpdir(), 'hearthgate-migration-'));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  const file = join(dir, 'flow.db');
  const old = new Database(file);
  const folder = join(import.meta.dirname, 'migrations/flow');
  for (const name of readdirSync(folder).sort().slice(0, 4)) old.exec(readFileSync(join(folder, name), 'utf8'));
  old.pragma('user_version = 4');
  const delivery = old.prepare(
    `INSERT INTO outbox_deliveries VALUES (?, 'acme', 'dpv:A', 's', ?, ${AT}, ?, ?, 4096, 1, '{"c":1}')`,
  );
  delivery.run(7, 1, AT + 2000, 'sent');
  delivery.run(8, 2, AT + 1000, 'dropped');
  old.exec(`INSERT INTO outbox_batches VALUES (9, 'acme', 'dpv:A', 'e', 's', 3, 'jti', ${AT}, 'PT1H', 4096, 1, x'00')`);
  old.exec(`INSERT INTO outbox_streams VALUES ('s', 4)`);
  old.exec(
    `INSERT INTO stayed VALUES ('2026-11-19', 'lamp', 'on', 'no consent', 3), ('2026-10-31', 'lamp', 'on', 'late', 1)`,
  );
  old.exec(`INSERT INTO outbox_withheld VALUES ('2026-11-20', 'acme', 'too old', 2)`);
  old.close();

  const db = openDatabase(file, 'flow');
  const all = (sql: string) => db.prepare(sql).raw().all();
  expect(all('SELECT batch, day, state FROM outbox_deliveries ORDER BY number')).toEqual([
    [8, '2026-11-20', 'dropped'],
    [7, '2026-11-20', 'sent'],
  ]);
  // Neither was in a sum of the ledger yet, nor was what is under way; what was dropped never is.
  expect(all('SELECT batch FROM outbox_departures ORDER BY number')).toEqual([[7], [9]]);
  expect(all('SELECT id FROM outbox_last_batch')).toEqual([[9]]);
  expect(all('SELECT stream, recipient, next_seq FROM outbox_streams')).toEqual([['s', 'acme', 4]]);
  expect(all('SELECT day, device, field, reason, recipient, count FROM stayed ORDER BY day')).toEqual([
    ['2026-10-31', 'lamp', 'on', 'late', '', 1],
    ['2026-11-19', 'lamp', 'on', 'no consent', '', 3],
    ['2026-11-20', '', '', 'too old', 'acme', 2],
  ]);
  expect(all('SELECT month, sum(count) FROM stayed_months GROUP BY month')).toEqual([
    ['2026-10', 1],
    ['2026-11', 5],
  ]);
  db.close();
});

test('notices that waited before they went in parts are whole in their parts, in their order', () => {
  const dir = mkdtempSync(join(tmpdir(), 'hearthgate-migration-'));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  const file = join(dir, 'flow.db');
  const old = new Database(file);
  const folder = join(import.meta.dirname, 'migrations/flow');
  const last = readdirSync(folder).findIndex((name) => name.endsWith('-notices-in-slots.sql'));
  // What deflates is a function of the hub's own.
  old.function('deflated', (text) => text);
  for (const name of readdirSync(folder).sort().slice(0, last)) old.exec(readFileSync(join(folder, name), 'utf8'));
  old.pragma(`user_version = ${last}`);
  const add = old.prepare(
    `INSERT INTO outbox_notices (recipient, type, jti, at, body) VALUES ('acme', ?, ?, ${AT}, ?)`,
  );
  const receipt = 'x'.repeat(3_000);
  add.run('consent', 'one', '{"request":"heating","state":"withdrawn","fields":{}}');
  add.run('receipt', 'two', JSON.stringify({ receipt }));
  old.close();

  const db = openDatabase(file, 'flow');
  const parts = db.prepare<[], { jti: string; text: string; part: number; parts: number }>(
    'SELECT jti, text, part, parts FROM outbox_notice_parts ORDER BY id',
  );
  const all = parts.all();
  expect(all.map(({ jti, part, parts: of }) => `${jti} ${part}/${of}`)).toEqual([
    'one 1/1',
    'two 1/3',
    'two 2/3',
    'two 3/3',
  ]);
  const whole = (jti: string) => JSON.parse(all.flatMap((each) => (each.jti === jti ? each.text : [])).join(''));
  expect(whole('one')).toEqual({ type: 'consent', request: 'heating', state: 'withdrawn', fields: {} });
  expect(whole('two')).toEqual({ type: 'receipt', receipt });
  db.close();
});
