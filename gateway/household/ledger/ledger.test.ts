import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { RecipientId } from '../../../rules/manifest.ts';
import { AT, type Opened, openLedger, removals } from './ledger.fixture.ts';
import type { Ledger } from './ledger.ts';
import { leafData, leafHash } from './verifier/format.ts';
import { openCheckpoint, parseKey } from './verifier/note.ts';
import { continues, includes } from './verifier/proofs.ts';

function head(ledger: Ledger) {
  const key = parseKey(ledger.key);
  const opened = key && openCheckpoint(ledger.checkpoint ?? '', key);
  if (!opened || 'problem' in opened) throw new Error(opened?.problem ?? 'no key');
  return opened;
}

function leafOf({ db }: Opened, seq: number): Buffer {
  const commitment = db.prepare<[number], Buffer>('SELECT commitment FROM ledger_leaves WHERE seq = ?').pluck();
  return leafHash(leafData(seq, commitment.get(seq) ?? Buffer.alloc(0)));
}

test('an entry is read back with its time and who did it, after a restart too', () => {
  const { ledger, again } = openLedger();
  ledger.append(removals('acme'), 'household');
  ledger.append([{ type: 'clock.jumped', was: 1, is: 2 }], 'hub');
  expect(again().read(0, 10)).toEqual([
    { seq: 0, entry: { type: 'recipient.removed', recipient: 'acme', at: AT, by: 'household' } },
    { seq: 1, entry: { type: 'clock.jumped', was: 1, is: 2, at: AT, by: 'hub' } },
  ]);
  expect(again().read(1, 1)).toHaveLength(1);
});

test('the checkpoint grows with every append, keeps its key over a restart, and continues every earlier one', () => {
  const opened = openLedger();
  const { ledger, again } = opened;
  const heads = [head(ledger)];
  for (let round = 0; round < 20; round++) {
    ledger.append(removals(...Array.from({ length: 1 + (round % 4) }, (_, i) => `${round}.${i}`)), 'hub');
    heads.push(head(again()));
  }
  const newest = head(ledger);
  expect(newest.size).toBe(50);
  for (const older of heads) expect(continues(older, newest, ledger.consistencyProof(older.size))).toBe(true);
  for (let seq = 0; seq < 50; seq++) {
    expect(includes(newest, seq, leafOf(opened, seq), ledger.inclusionProof(seq))).toBe(true);
  }
  expect(() => ledger.inclusionProof(3, 51)).toThrow('has 50 entries');
});

test('what is rolled back with the change it records leaves no trace, and the ledger goes on', () => {
  const { ledger, db } = openLedger();
  ledger.append(removals('first'), 'hub');
  const before = ledger.checkpoint;
  const failing = db.transaction(() => {
    ledger.append(removals('never'), 'hub');
    throw new Error('the change failed');
  });
  expect(failing).toThrow('the change failed');
  expect(ledger.checkpoint).toBe(before);
  ledger.append(removals('second'), 'hub');
  expect(ledger.problem).toBeUndefined();
  expect(ledger.read(0, 10).map(({ entry }) => entry)).toMatchObject([{ recipient: 'first' }, { recipient: 'second' }]);
});

test.each([
  'UPDATE ledger_leaves SET commitment = zeroblob(32)',
  'UPDATE ledger_leaves SET seq = seq + 100',
  'DELETE FROM ledger_leaves',
  'DELETE FROM ledger_leaves WHERE seq = 2',
  'INSERT OR REPLACE INTO ledger_leaves VALUES (1, zeroblob(32))',
  'INSERT INTO ledger_leaves VALUES (1, zeroblob(32)) ON CONFLICT DO UPDATE SET commitment = excluded.commitment',
  'INSERT INTO ledger_leaves VALUES (9, zeroblob(32))',
  'INSERT INTO ledger_leaves VALUES (-1, zeroblob(32))',
  'UPDATE ledger_nodes SET hash = zeroblob(32)',
  'DELETE FROM ledger_nodes',
  'INSERT OR REPLACE INTO ledger_nodes VALUES (1, 0, zeroblob(32))',
  `UPDATE ledger_payloads SET bytes = x'00'`,
  'UPDATE ledger_payloads SET salt = zeroblob(16)',
  `INSERT OR REPLACE INTO ledger_payloads VALUES (2, zeroblob(16), x'00')`,
  'DELETE FROM ledger_head',
])('the database itself refuses: %s', (statement) => {
  const { ledger, db } = openLedger();
  ledger.append(removals('a', 'b', 'c'), 'hub');
  expect(() => db.exec(statement)).toThrow('append-only');
});

test('a payload that was erased cannot be put back', () => {
  const { ledger, db } = openLedger();
  ledger.append(removals('a'), 'hub');
  const row = db.prepare('SELECT * FROM ledger_payloads').get() as { salt: Buffer; bytes: Buffer };
  ledger.erase(() => true, 'household');
  const put = db.prepare('INSERT INTO ledger_payloads VALUES (0, ?, ?)');
  expect(() => put.run(row.salt, row.bytes)).toThrow('append-only');
});

test('erasing takes what was said and its salt out of every file, keeps the proofs, and is itself an entry', () => {
  const opened = openLedger();
  const { ledger, file } = opened;
  const canary = 'zq7-canary-recipient';
  ledger.append(removals('kept', canary, canary, 'kept too', canary), 'hub');
  const before = head(ledger);
  const ofCanary = { recipient: canary as RecipientId };
  expect(ledger.erase((entry) => 'recipient' in entry && entry.recipient === ofCanary.recipient, 'household')).toBe(3);
  expect(readFileSync(file).includes(canary)).toBe(false);
  expect(readFileSync(`${file}-wal`).includes(canary)).toBe(false);
  const ranges = [
    [1, 2],
    [4, 4],
  ];
  expect(ledger.read(0, 10)).toMatchObject([
    { entry: { recipient: 'kept' } },
    { entry: undefined },
    { entry: undefined },
    { entry: { recipient: 'kept too' } },
    { entry: undefined },
    { entry: { type: 'payloads.erased', ranges, by: 'household' } },
  ]);
  expect(continues(before, head(ledger), ledger.consistencyProof(5))).toBe(true);
  expect(includes(before, 1, leafOf(opened, 1), ledger.inclusionProof(1, 5))).toBe(true);
  expect(ledger.erase((entry) => 'recipient' in entry && entry.recipient === ofCanary.recipient, 'hub')).toBe(0);
  expect(ledger.size).toBe(6);
});

test('an erasure that is erased leaves its list to the next', () => {
  const { ledger } = openLedger();
  ledger.append(removals('a', 'b', 'c'), 'hub');
  ledger.erase((entry) => 'recipient' in entry && entry.recipient === 'b', 'household');
  expect(ledger.erase(() => true, 'household')).toBe(3);
  expect(ledger.read(0, 10).map(({ entry }) => entry)).toEqual([
    ...[undefined, undefined, undefined, undefined],
    { type: 'payloads.erased', ranges: [[0, 3]], at: AT, by: 'household' },
  ]);
});

test.each([
  ['an entry was cut off', 'DROP TRIGGER ledger_leaves_no_delete', 'DELETE FROM ledger_leaves WHERE seq = 2'],
  ['a hash was changed', 'DROP TRIGGER ledger_nodes_no_update', 'UPDATE ledger_nodes SET hash = zeroblob(32)'],
  ['a hash was taken out', 'DROP TRIGGER ledger_nodes_no_delete', 'DELETE FROM ledger_nodes'],
  [
    'the last leaf was changed',
    'DROP TRIGGER ledger_leaves_no_update',
    'UPDATE ledger_leaves SET commitment = zeroblob(32) WHERE seq = 2',
  ],
  ['the checkpoint was changed', 'SELECT 1', `UPDATE ledger_head SET checkpoint = 'x'`],
  ['the key was taken out', 'SELECT 1', `DELETE FROM keys WHERE name = '["ledger"]'`],
])('after %s it goes on recording and signs nothing more', (_, open, tamper) => {
  const { ledger, db, again } = openLedger();
  ledger.append(removals('a', 'b', 'c'), 'hub');
  db.pragma('foreign_keys = OFF');
  db.exec(open);
  db.exec(tamper);
  const checkpoint = ledger.checkpoint;
  const after = again();
  expect(after.problem).toContain('hearthgate ledger verify');
  const { size } = after;
  after.append(removals('d', 'e'), 'hub');
  expect(after.size).toBe(size + 2);
  expect(after.checkpoint).toBe(checkpoint);
  expect(again().problem).toBeDefined();
});
