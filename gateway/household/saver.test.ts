import { pino } from 'pino';
import { beforeEach, expect, test } from 'vitest';
import type { Clock } from '../runtime/clock.ts';
import { type Db, openDatabase } from '../store/database.ts';
import { Saver } from './saver.ts';

let ring: (() => void)[];
let logged: string[];
let db: Db;
let noted: number;
let saver: Saver;
let giveWay: () => boolean;
beforeEach(() => {
  ring = [];
  logged = [];
  noted = 0;
  giveWay = () => false;
  const clock: Clock = {
    ...{ now: () => 0, monotonic: () => 0, at: () => () => undefined },
    after: (_, call) => {
      ring.push(call);
      return () => {
        ring = ring.filter((each) => each !== call);
      };
    },
  };
  db = openDatabase(':memory:', 'household');
  db.exec('CREATE TABLE said (number INTEGER PRIMARY KEY, what TEXT UNIQUE)');
  saver = new Saver(
    clock,
    pino({}, { write: (line: string) => void logged.push(line) }),
    { note: () => noted++ },
    { giveWay: () => giveWay() },
  );
});

const put = (what: string) => db.prepare('INSERT INTO said (what) VALUES (?)').run(what);
const kept = () => db.prepare<[], string>('SELECT what FROM said ORDER BY number').pluck().all();

test('what a full disk does not take waits, with all that is said after it, and one timer brings it in order', () => {
  db.pragma('query_only = ON');
  for (const name of ['first', 'second']) saver.save(() => put(name));
  expect(saver.problem).toContain('free some space');
  expect(ring).toHaveLength(1);
  db.pragma('query_only = OFF');
  ring[0]?.();
  expect(kept()).toEqual(['first', 'second']);
  expect(saver.problem).toBeUndefined();
  expect(noted).toBe(0);
  expect(logged).toEqual([]);
});

test('where a reserve gives way it is kept at once', () => {
  db.pragma('query_only = ON');
  giveWay = () => {
    db.pragma('query_only = OFF');
    return true;
  };
  saver.save(() => put('first'));
  expect(kept()).toEqual(['first']);
  expect(saver.problem).toBeUndefined();
});

test('what can never be kept holds up nothing: it is set aside, told and counted, and the log has its code and no more', () => {
  put('taken');
  saver.save(() => put('taken'));
  saver.save(() => {
    throw new TypeError('about taken');
  });
  saver.save(() => put('next'));
  expect(kept()).toEqual(['taken', 'next']);
  expect(ring).toEqual([]);
  expect(saver.problem).toMatch(/in force.* 2 cannot be kept/);
  expect(logged.map((line) => JSON.parse(line))).toMatchObject([
    { level: 50, code: 'SQLITE_CONSTRAINT_UNIQUE' },
    { level: 50, code: 'TypeError' },
  ]);
  expect(logged.join()).not.toContain('taken');
  expect(noted).toBe(2);
});
