import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ManualClock } from '../../test/manual-clock.ts';
import { type Opened, openLedger } from '../household/ledger/ledger.fixture.ts';
import { Flow, type Operation } from '../store/flow.ts';
import { SumUp } from './sum-up.ts';

const HOUR = 3_600_000;
const NOON = Date.UTC(2026, 10, 23, 12);
let opened: Opened;
let flow: Flow;
let clock: ManualClock;
let batch: number;
beforeEach(async () => {
  opened = openLedger();
  clock = new ManualClock(NOON);
  batch = 0;
  flow = new Flow(join(opened.file, '../flow.db'));
  await flow.start();
});
afterEach(() => flow.stop());

function sumUp(): SumUp {
  const { db, ledger } = opened;
  const log = pino({ level: 'silent' });
  return new SumUp({ db, flow, ledger, clock, log, settleConnections: async () => undefined });
}

/** A batch that left, or did not, and ended. */
function delivery(state = 'sent'): Operation[] {
  batch++;
  const at = clock.now();
  const departed: Operation[] = state === 'dropped' ? [] : [['outbox departure add', batch, at]];
  return [
    ...departed,
    ['outbox delivery add', batch, 'acme', 'dpv:A', 's', batch, at, at, '2026-11-23', state, 4096, 1, '{"c1":1}'],
  ];
}

/** Batches in all entries together. */
function summed(): number {
  return entries('release.summary').reduce((sum, each) => sum + Number(each.sent) + Number(each.possiblyReceived), 0);
}

function entries(type: string): Record<string, unknown>[] {
  const all = opened.ledger.read(0, 1000).flatMap(({ entry }) => (entry === undefined ? [] : [{ ...entry }]));
  return all.filter((entry) => entry.type === type);
}

test('every full hour what ended since is one entry for each recipient and purpose, and an hour without any is none', async () => {
  const sums = sumUp();
  await sums.start();
  await clock.advance(HOUR / 4);
  await flow.write([...delivery(), ...delivery('possibly received'), ...delivery('dropped')]);
  await clock.advance(HOUR);
  await sums.now();
  await clock.advance(3 * HOUR);
  await sums.now();
  expect(entries('release.summary')).toMatchObject([
    { recipient: 'acme', sent: 1, possiblyReceived: 1, bytes: 8192, from: NOON, to: NOON + HOUR, by: 'hub' },
  ]);
  await sums.stop();
});

test('what is summed by a run that is killed at any point is not summed again, and what it did not get to is', async () => {
  await flow.write([...delivery(), ...delivery()]);
  await sumUp().now();
  await flow.write(delivery());
  await sumUp().now();
  await sumUp().now();
  expect(summed()).toBe(3);
});

test('a batch under way is summed as possibly received as soon as it may have left, and not again when it ends', async () => {
  const at = clock.now();
  const span = ['e', 's', 1, 'jti', at, 'PT1H', 4096] as const;
  await flow.write([
    ['outbox batch add', 1, 'acme', 'dpv:A', ...span, 0],
    ['outbox record add', 'acme', 'dpv:A', 'c1', 1, 0, 'lamp', 'on', at, at, at, at, '{}', 1, null, 2],
    ['outbox records put in batch', 1, '[1]'],
  ]);
  await sumUp().now();
  expect(summed()).toBe(0);
  await flow.write([
    ['outbox batch touch', Buffer.alloc(4096), 1],
    ['outbox departure add', 1, at],
  ]);
  await sumUp().now();
  expect(entries('release.summary')).toMatchObject([
    { sent: 0, possiblyReceived: 1, records: 1, bytes: 4096, consents: { c1: 1 } },
  ]);
  await flow.write([['outbox batch delete', 1], ...delivery().slice(1)]);
  await sumUp().now();
  expect(summed()).toBe(1);
});

test('entries and how far they go are kept together or not at all: a disk that takes nothing sums nothing twice', async () => {
  const { db } = opened;
  await flow.write([...delivery(), ...delivery()]);
  for (const table of ['ledger_leaves', 'ledger_summed', 'ledger_payloads']) {
    db.exec(`CREATE TRIGGER full BEFORE INSERT ON ${table} BEGIN SELECT RAISE(ABORT, 'disk is full'); END`);
    await sumUp().now();
    expect(summed()).toBe(0);
    db.exec('DROP TRIGGER full');
  }
  const sums = sumUp();
  await sums.now();
  expect(summed()).toBe(2);
  expect(sums.upTo('departures')).toBe(2);
  expect(opened.ledger.problem).toBeUndefined();
});

test('a damaged ledger is written on and not signed; what went into it is not summed again', async () => {
  const { db, ledger } = opened;
  ledger.append([{ type: 'history.erased', before: '2026-01-01' }], 'household');
  db.exec('DROP TRIGGER ledger_leaves_no_update; UPDATE ledger_leaves SET commitment = zeroblob(32)');
  const { checkpoint } = ledger;
  await flow.write(delivery());
  await sumUp().now();
  await sumUp().now();
  expect(summed()).toBe(1);
  expect(ledger.checkpoint).toBe(checkpoint);
  expect(ledger.problem).toBeDefined();
});

test('a flow.db that began anew gives no number twice', async () => {
  await flow.write([...delivery(), ...delivery()]);
  await sumUp().now();
  await flow.stop();
  flow = new Flow(join(opened.file, '../another-flow.db'));
  await flow.start();
  const sums = sumUp();
  await sums.goOn();
  await flow.write(delivery());
  await sums.now();
  expect(summed()).toBe(3);
  expect(sums.upTo('departures')).toBe(3);
});

test('a connection whose outcome nobody knows yet waits, and so do those after it; after a kill it counts as opened', async () => {
  const begin = (number: number): Operation => ['connection add', number, 'acme', 'data.acme.example', clock.now()];
  await flow.write([begin(1), begin(2), begin(3)]);
  await flow.write([
    ['connection ended', 'failed', 1],
    ['connection ended', 'opened', 3],
  ]);
  await sumUp().now();
  expect(entries('connections')).toMatchObject([{ opened: 0, failed: 1 }]);
  await flow.write([['connections settle']]);
  await sumUp().now();
  expect(entries('connections')).toMatchObject([
    { opened: 0, failed: 1 },
    { opened: 2, failed: 0 },
  ]);
});

test('a clock that was set back loses nothing and sums nothing twice', async () => {
  await flow.write(delivery());
  await sumUp().now();
  clock.turnBack(5 * HOUR);
  await flow.write(delivery());
  await sumUp().now();
  expect(entries('release.summary')).toMatchObject([{ sent: 1 }, { sent: 1, from: NOON - 5 * HOUR }]);
});
