import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { type Opened, openLedger, removals } from '../ledger.fixture.ts';
import { openSigner } from '../signer.ts';
import { storedIn } from './database.ts';
import { EMPTY_ROOT } from './format.ts';
import { linesOf, storedLines } from './lines.ts';
import { Unreadable } from './stored.ts';
import { type Saved, verify } from './verify.ts';

/** A copy of the household's database that somebody with a screwdriver has opened: no trigger stands in the way. */
function stolen({ db, file }: Opened): DatabaseSync {
  const copy = `${file}.stolen-${copies++}`;
  db.exec(`VACUUM INTO '${copy}'`);
  const open = new DatabaseSync(copy, { enableForeignKeyConstraints: false });
  for (const { name } of open.prepare(`SELECT name FROM sqlite_schema WHERE type = 'trigger'`).all()) {
    open.exec(`DROP TRIGGER ${name}`);
  }
  open.exec('PRAGMA ignore_check_constraints = ON');
  return open;
}
let copies = 0;

function findings(db: DatabaseSync, saved: readonly Saved[] = [], key?: string): readonly string[] {
  return verify(storedIn(db), saved, key).findings;
}

/** Some entries with one in the middle erased. */
function lived(): Opened {
  const opened = openLedger();
  opened.ledger.append(removals('a', 'b', 'c'), 'household');
  opened.ledger.erase((entry) => 'recipient' in entry && entry.recipient === 'b', 'household');
  opened.ledger.append(removals('d'), 'hub');
  return opened;
}

function save({ ledger }: Opened, name = 'saved.txt'): Saved {
  return { name, note: ledger.checkpoint ?? '' };
}

test('an untouched ledger holds, empty, grown or erased, against every checkpoint saved on the way', () => {
  const opened = openLedger();
  const saved = [save(opened, 'first')];
  expect(findings(stolen(opened), saved)).toEqual([]);
  for (let round = 0; round < 40; round++) {
    opened.ledger.append(removals(`${round}`), 'hub');
    if (round % 7 === 3) opened.ledger.erase((entry) => entry.type === 'recipient.removed', 'household');
    saved.push(save(opened, `${round}`));
  }
  const verdict = verify(storedIn(stolen(opened)), saved, opened.ledger.key);
  expect(verdict).toEqual({ entries: 46, erased: 39, findings: [] });
});

const ROWS: readonly [table: string, ...columns: string[]][] = [
  ['ledger_leaves', 'seq', 'commitment'],
  ['ledger_nodes', 'level', 'position', 'hash'],
  ['ledger_payloads', 'seq', 'salt', 'bytes'],
  ['ledger_head', 'key', 'checkpoint'],
];

test.each(ROWS)('every bit of every row that is flipped is found: %s', (table, ...columns) => {
  const db = stolen(lived());
  let flipped = 0;
  for (const row of db.prepare(`SELECT * FROM ${table}`).all()) {
    const same = Object.keys(row).map((name) => `${name} = ?`);
    for (const column of columns) {
      const value = row[column] ?? null;
      const put = typeof value === 'string' ? 'CAST(? AS TEXT)' : '?';
      const update = db.prepare(`UPDATE ${table} SET ${column} = ${put} WHERE ${same.join(' AND ')}`);
      for (const other of flips(value)) {
        db.exec('BEGIN');
        if (does(() => update.run(other, ...Object.values(row)))) {
          flipped++;
          if (findings(db).length === 0) expect.fail(`${table}.${column} ${String(value)} → ${String(other)}`);
        }
        db.exec('ROLLBACK');
      }
    }
  }
  expect(flipped).toBeGreaterThan(400);
});

/** False where the database cannot hold it: the number is another row's. */
function does(act: () => unknown): boolean {
  try {
    act();
    return true;
  } catch {
    return false;
  }
}

/** The value with each of its bits changed, one at a time. */
function* flips(value: unknown): Iterable<bigint | Buffer> {
  if (typeof value === 'number') {
    for (let bit = 0n; bit < 63n; bit++) yield BigInt(value) ^ (1n << bit);
    return;
  }
  const bytes = typeof value === 'string' || value instanceof Uint8Array ? Buffer.from(value) : Buffer.alloc(0);
  for (let bit = 0; bit < bytes.length * 8; bit++) {
    const other = Buffer.from(bytes);
    other.writeUInt8(other.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
    yield other;
  }
}

test('every bit of an export that is flipped is found, or the export is refused', () => {
  const opened = lived();
  const text = Buffer.from([...linesOf(storedIn(stolen(opened)))].map((line) => `${line}\n`).join(''));
  expect(verify(storedLines(text.toString())).findings).toEqual([]);
  for (const other of flips(text)) {
    if (!isRefused(Buffer.from(other as Uint8Array).toString()))
      expect.fail(Buffer.from(other as Uint8Array).toString());
  }
});

function isRefused(text: string): boolean {
  try {
    return verify(storedLines(text)).findings.length > 0;
  } catch (error) {
    return error instanceof Unreadable;
  }
}

test('a ledger whose end was cut off is found by its own checkpoint', () => {
  const db = stolen(lived());
  db.exec('DELETE FROM ledger_leaves WHERE seq = 4; DELETE FROM ledger_payloads WHERE seq = 4');
  expect(findings(db)).toEqual(['it was cut short: its checkpoint counts 5 entries, and 4 are here']);
});

test('a ledger that was set back to an earlier state, checkpoint and all, is found by a saved one alone', () => {
  const opened = lived();
  const earlier = stolen(opened);
  opened.ledger.append(removals('e'), 'hub');
  expect(findings(earlier)).toEqual([]);
  const cut = 'it was cut short: saved.txt counts 6 entries, and 5 are here';
  expect(findings(earlier, [save(opened)])).toEqual([cut]);
});

test('a ledger that the owner of its key wrote anew is found by a saved checkpoint alone', () => {
  const opened = lived();
  const { db, keys, again, ledger } = opened;
  const saved = save(opened);
  ledger.append(removals('e'), 'hub');
  for (const name of db.prepare(`SELECT name FROM sqlite_schema WHERE type = 'trigger'`).pluck().all()) {
    db.exec(`DROP TRIGGER ${String(name)}`);
  }
  db.exec('DELETE FROM ledger_payloads; DELETE FROM ledger_nodes; DELETE FROM ledger_leaves');
  const secret = keys.read('["ledger"]') ?? Buffer.alloc(0);
  db.prepare('UPDATE ledger_head SET checkpoint = ?').run(openSigner(secret).checkpoint(0, EMPTY_ROOT));
  again().append(removals('a', 'x', 'c', 'd', 'e', 'f'), 'household');
  const forged = stolen(opened);
  expect(findings(forged)).toEqual([]);
  const fork = 'it was rewritten: entries 0 to 4 are not those saved.txt was signed over';
  expect(findings(forged, [saved])).toEqual([fork]);
});

test('a payload that is gone without an entry that says so is found, and so is one that came back', () => {
  const opened = openLedger();
  opened.ledger.append(removals('a', 'b', 'c'), 'hub');
  const before = stolen(opened);
  before.exec('DELETE FROM ledger_payloads WHERE seq = 1');
  expect(findings(before)).toEqual(['what entry 1 said is gone, and no entry says it was erased']);
  const row = stolen(opened).prepare('SELECT salt, bytes FROM ledger_payloads WHERE seq = 1').get();
  opened.ledger.erase((entry) => 'recipient' in entry && entry.recipient === 'b', 'household');
  const after = stolen(opened);
  expect(findings(after)).toEqual([]);
  after.prepare('INSERT INTO ledger_payloads VALUES (1, ?, ?)').run(row?.salt ?? '', row?.bytes ?? '');
  expect(findings(after)).toEqual(['entry 1 was erased by entry 3 and is there again']);
});

test('an entry taken out of the middle, one put after the end, and bytes moved between salt and payload are found', () => {
  const opened = lived();
  const gap = stolen(opened);
  gap.exec('DELETE FROM ledger_leaves WHERE seq = 2; DELETE FROM ledger_payloads WHERE seq = 2');
  expect(findings(gap)).toContain('entry 2 is missing');
  const more = stolen(opened);
  more.exec('INSERT INTO ledger_leaves VALUES (5, zeroblob(32))');
  expect(findings(more)).toContain('what follows from entry 5 on is under no checkpoint');
  const moved = stolen(opened);
  moved.exec(
    'UPDATE ledger_payloads SET salt = CAST(salt || substr(bytes, 1, 1) AS BLOB), bytes = substr(bytes, 2) WHERE seq = 0',
  );
  expect(findings(moved)).toEqual(['entry 0 was changed: what it says does not fit its commitment']);
});

test('another key, another ledger and a checkpoint nobody signed are told apart', () => {
  const [opened, other] = [lived(), lived()];
  const db = stolen(opened);
  expect(findings(db, [save(other)])).toEqual([
    expect.stringContaining('saved.txt proves nothing: it is not signed by'),
  ]);
  expect(findings(db, [{ name: 'note', note: 'x' }])).toEqual(['note proves nothing: it is not a signed note']);
  expect(findings(db, [], other.ledger.key)).toEqual([
    'it names another key than the one that was kept',
    expect.stringContaining('its checkpoint proves nothing: it is not signed by'),
  ]);
});
