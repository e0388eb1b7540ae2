import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { ManualClock } from '../../test/manual-clock.ts';
import { Unusable } from '../runtime/unusable.ts';
import { encrypted } from './at-rest.ts';
import { Copies, isPutBack } from './copies.ts';
import { openDatabase } from './database.ts';
import { Flow } from './flow.ts';

const AT = Date.UTC(2026, 10, 20, 12);
const FIRST = readFileSync(join(import.meta.dirname, 'migrations/household/0001-household.sql'), 'utf8');
let dir: string;
let file: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'hearthgate-copies-'));
  file = join(dir, 'household.db');
  onTestFinished(() => rmSync(dir, { recursive: true }));
});

/** household.db as the first version left it when it was killed: what it committed last stands in its journal. */
function old(open = (name: string) => new Database(name)): void {
  const db = open(file);
  db.pragma('journal_mode = WAL');
  db.exec(FIRST);
  db.pragma('user_version = 1');
  db.exec(`INSERT INTO meta (key, value) VALUES ('canary', 'known before')`);
  db.close();
}

const canary = (name: string) =>
  new Database(name, { readonly: true }).prepare(`SELECT value FROM meta WHERE key = 'canary'`).pluck().get();

test('what a database was before an update is kept beside it, whole, and says that it is a copy', () => {
  old();
  const db = openDatabase(file, 'household');
  expect(db.pragma('user_version', { simple: true })).toBeGreaterThan(1);
  expect(isPutBack(db)).toBe(false);
  db.close();
  const copy = new Database(`${file}.before`);
  expect(copy.pragma('user_version', { simple: true })).toBe(1);
  expect(copy.pragma('quick_check', { simple: true })).toBe('ok');
  expect(isPutBack(copy)).toBe(true);
  copy.close();
  expect(canary(`${file}.before`)).toBe('known before');
  expect(readdirSync(dir).filter((name) => name.includes('.new'))).toEqual([]);
});

test('a new database, and one that is as it should be, leave no copy', () => {
  openDatabase(file, 'household').close();
  openDatabase(file, 'household').close();
  expect(readdirSync(dir)).toEqual(['household.db']);
});

test('the copy of an encrypted database is encrypted', async () => {
  const open = await encrypted(Buffer.alloc(32, 7));
  old(open);
  openDatabase(file, 'household', open).close();
  expect(readFileSync(`${file}.before`).includes('known before')).toBe(false);
  const copy = open(`${file}.before`);
  expect(copy.prepare(`SELECT value FROM meta WHERE key = 'canary'`).pluck().get()).toBe('known before');
  copy.close();
});

test('where something stands in the way of the copy, nothing is changed and the sentence says what to do', () => {
  old();
  // No file takes the place of a folder.
  mkdirSync(`${file}.before`);
  expect(() => openDatabase(file, 'household')).toThrow(Unusable);
  expect(() => openDatabase(file, 'household')).toThrow(/make room .* nothing was changed/);
  const db = new Database(file);
  expect(db.pragma('user_version', { simple: true })).toBe(1);
  db.close();
});

test('what a newer Hearthgate wrote is refused with what to do, in both databases, and left as it is', async () => {
  for (const kind of ['household', 'flow'] as const) {
    const db = openDatabase(join(dir, `${kind}.db`), kind);
    db.pragma('user_version = 999');
    db.close();
  }
  const sentence = /written by a newer Hearthgate \(version 999, this one knows \d+\); start that one, or go back/;
  expect(() => openDatabase(file, 'household')).toThrow(sentence);
  expect(() => openDatabase(file, 'household')).toThrow(Unusable);
  await expect(new Flow(join(dir, 'flow.db')).start()).rejects.toThrow(Unusable);
  await expect(new Flow(join(dir, 'flow.db')).start()).rejects.toThrow(sentence);
});

test('the copies are forgotten after a week, and at once where something is forgotten', async () => {
  const clock = new ManualClock(AT);
  for (const name of ['household.db.before', 'flow.db.before']) {
    writeFileSync(join(dir, name), 'x');
    utimesSync(join(dir, name), AT / 1000, AT / 1000);
  }
  const copies = new Copies(dir, clock);
  copies.start();
  await clock.advance(7 * 86_400_000 - 1);
  expect(existsSync(join(dir, 'flow.db.before'))).toBe(true);
  await clock.advance(1);
  expect(readdirSync(dir)).toEqual([]);
  writeFileSync(join(dir, 'flow.db.before'), 'x');
  copies.forget();
  expect(readdirSync(dir)).toEqual([]);
  copies.stop();
});
