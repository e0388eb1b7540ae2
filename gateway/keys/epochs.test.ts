import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { systemRandom } from '../runtime/random.ts';
import { type Db, openDatabase } from '../store/database.ts';
import { createEpochs, type Epochs } from './epochs.ts';
import { KeyStore } from './key-store.ts';

const DAY = 86_400_000;
const NOVEMBER = Date.UTC(2026, 10, 15);
const DECEMBER = Date.UTC(2026, 11, 15);

let dataDir: string;
let db: Db;
let epochs: Epochs;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'hearthgate-epochs-'));
  db = openDatabase(join(dataDir, 'household.db'), 'household');
  epochs = begin();
});

function begin(): Epochs {
  return createEpochs({ db, keys: new KeyStore({ dataDir, db, random: systemRandom }), random: systemRandom });
}

test('an epoch stays the same for a month, also over a restart, then nothing of it stays', () => {
  const november = epochs.current('acme', 'dpv:A', NOVEMBER);
  expect(begin().current('acme', 'dpv:A', NOVEMBER + DAY)).toEqual(november);
  const december = epochs.current('acme', 'dpv:A', DECEMBER);
  expect(december.starts).toBe(november.ends);
  for (const part of ['epoch', 'stream', 'key', 'firstSeq'] as const)
    expect(december[part]).not.toEqual(november[part]);
});

test('recipients and purposes share nothing, and recipients change at different times', () => {
  const all = [
    epochs.current('acme', 'dpv:A', NOVEMBER),
    epochs.current('acme', 'dpv:B', NOVEMBER),
    epochs.current('other', 'dpv:A', NOVEMBER),
  ];
  const values = all.flatMap(({ epoch, stream, key }) => [epoch, stream, Buffer.from(key).toString('hex')]);
  expect(new Set(values).size).toBe(9);
  expect(all[0]?.ends).not.toBe(all[2]?.ends);
});

test('the boundary lies within 72 hours after the month', () => {
  for (let i = 0; i < 50; i++) {
    const { starts, ends } = epochs.current(`r${i}`, 'dpv:A', NOVEMBER);
    const late = starts - Date.UTC(2026, 10, 1);
    expect(late).toBeGreaterThanOrEqual(0);
    expect(late).toBeLessThan(3 * DAY);
    expect(ends - starts).toBe(30 * DAY);
  }
});

test('first sequence numbers are spread over [1, 2^31)', () => {
  const first = Array.from({ length: 200 }, (_, i) => epochs.current(`r${i}`, 'dpv:A', NOVEMBER).firstSeq);
  expect(Math.min(...first)).toBeGreaterThanOrEqual(1);
  expect(Math.max(...first)).toBeLessThan(2 ** 31);
  expect(Math.max(...first)).toBeGreaterThan(2 ** 30);
});

test('a record belongs to the epoch of its own time', () => {
  const november = epochs.current('acme', 'dpv:A', NOVEMBER);
  const december = epochs.current('acme', 'dpv:A', DECEMBER);
  expect(epochs.at('acme', 'dpv:A', november.ends - 1, DECEMBER).epoch).toBe(november.epoch);
  expect(epochs.at('acme', 'dpv:A', november.ends, DECEMBER).epoch).toBe(december.epoch);
  expect(epochs.at('acme', 'dpv:A', DECEMBER + 40 * DAY, DECEMBER).epoch).toBe(december.epoch);
});

test('an epoch that was left is not entered again when the clock goes back', () => {
  const november = epochs.current('acme', 'dpv:A', NOVEMBER);
  const december = epochs.current('acme', 'dpv:A', DECEMBER);
  const back = epochs.current('acme', 'dpv:A', NOVEMBER + DAY);
  expect(back.epoch).toBe(december.epoch);
  expect(back.ends).toBe(november.ends);
  expect(epochs.current('acme', 'dpv:A', NOVEMBER + 2 * DAY).epoch).toBe(december.epoch);
  const next = epochs.current('acme', 'dpv:A', DECEMBER).epoch;
  expect([november.epoch, december.epoch]).not.toContain(next);
});

test('a clock that was years ahead does not keep its epoch for years', () => {
  const wrong = epochs.current('acme', 'dpv:A', Date.UTC(2099, 0, 15));
  expect(epochs.current('acme', 'dpv:A', NOVEMBER).epoch).toBe(wrong.epoch);
  expect(epochs.current('acme', 'dpv:A', DECEMBER).epoch).not.toBe(wrong.epoch);
});

test('keys are deleted 90 days after the end, from the file and its journal', () => {
  const november = epochs.current('acme', 'dpv:A', NOVEMBER);
  const row = db.prepare('SELECT wrapped FROM epochs WHERE epoch = ?').pluck().get(november.epoch);
  if (!Buffer.isBuffer(row)) throw new Error('there is no wrapped key');
  const inFiles = () =>
    ['household.db', 'household.db-wal'].some((name) => readFileSync(join(dataDir, name)).includes(row));
  expect(inFiles()).toBe(true);
  epochs.prune(november.ends + 90 * DAY);
  expect(epochs.find('acme', 'dpv:A', november.epoch)).toEqual(november);
  epochs.prune(november.ends + 90 * DAY + 1);
  expect(epochs.find('acme', 'dpv:A', november.epoch)).toBeUndefined();
  expect(inFiles()).toBe(false);
});

test('a linkable stream has a code that never ends and has nothing of the monthly ones', () => {
  const monthly = epochs.current('acme', 'dpv:A', NOVEMBER);
  epochs.setLinkable('acme', 'dpv:A', true, NOVEMBER + DAY);
  const stable = begin().current('acme', 'dpv:A', NOVEMBER + 2 * DAY);
  expect(stable.stream).not.toBe(monthly.stream);
  expect(stable.key).not.toEqual(monthly.key);
  epochs.prune(NOVEMBER + 4000 * DAY);
  expect(epochs.current('acme', 'dpv:A', NOVEMBER + 4000 * DAY)).toEqual(stable);
  expect(epochs.isLinkable('acme', 'dpv:A')).toBe(true);
  expect(epochs.isLinkable('acme', 'dpv:B')).toBe(false);
});

test('a code that was left is never used again, and the clock going back does not bring it back', () => {
  const seen = [epochs.current('acme', 'dpv:A', NOVEMBER)];
  epochs.setLinkable('acme', 'dpv:A', true, NOVEMBER + DAY);
  seen.push(epochs.current('acme', 'dpv:A', NOVEMBER));
  epochs.setLinkable('acme', 'dpv:A', false, NOVEMBER + 2 * DAY);
  seen.push(epochs.current('acme', 'dpv:A', NOVEMBER));
  epochs.renew('acme', NOVEMBER + 3 * DAY);
  seen.push(epochs.current('acme', 'dpv:A', NOVEMBER));
  epochs.setLinkable('acme', 'dpv:A', true, NOVEMBER + 4 * DAY);
  seen.push(epochs.current('acme', 'dpv:A', NOVEMBER + 5 * DAY));
  expect(new Set(seen.map(({ stream }) => stream)).size).toBe(5);
  const before = epochs.find('acme', 'dpv:A', seen[0]?.epoch ?? '');
  expect(before?.key).toEqual(seen[0]?.key);
});
