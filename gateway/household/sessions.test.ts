import { pino } from 'pino';
import { beforeEach, expect, test } from 'vitest';
import { ManualClock } from '../../test/manual-clock.ts';
import { systemRandom } from '../runtime/random.ts';
import { type Db, openDatabase } from '../store/database.ts';
import { Saver } from './saver.ts';
import { isFresh, Sessions, tokenOf } from './sessions.ts';

const DAY = 86_400_000;
const NOW = 20_000 * DAY + 5_000;
let db: Db;
let saver: Saver;
let sessions: Sessions;
beforeEach(() => {
  db = openDatabase(':memory:', 'household');
  db.exec(`INSERT INTO people (id, name, role, passphrase, since) VALUES ('anna', 'Anna', 'owner', 'x', 0)`);
  saver = new Saver(
    new ManualClock(NOW),
    pino({ level: 'silent' }),
    { note: () => undefined },
    { giveWay: () => false },
  );
  sessions = new Sessions(db, systemRandom, saver);
});

test('what is kept opens nothing', () => {
  const { secret, session } = sessions.begin('anna', 'a Mac', NOW);
  expect(sessions.open(secret, NOW)).toEqual(session);
  const [row] = db.prepare<[], Record<string, unknown>>('SELECT * FROM sessions').all();
  for (const value of Object.values(row ?? {})) expect(sessions.open(String(value), NOW)).toBeUndefined();
  expect(JSON.stringify(row)).not.toContain(secret);
  expect(tokenOf(secret)).not.toContain(secret);
});

test('of its use only the day is kept, and written once', () => {
  const { secret, session } = sessions.begin('anna', 'a Mac', NOW);
  expect(session.used % DAY).toBe(0);
  const changes = () => db.prepare('SELECT total_changes()').pluck().get();
  const before = changes();
  for (let at = 0; at < 1000; at++) sessions.open(secret, NOW + at);
  expect(changes()).toBe(before);
  expect(sessions.open(secret, NOW + DAY)?.used).toBe(session.used + DAY);
});

test('the twenty-first place takes the one that was used longest ago', () => {
  const all = Array.from({ length: 21 }, (_, at) => sessions.begin('anna', `place ${at}`, NOW + at).secret);
  expect(all.map((secret) => sessions.open(secret, NOW) !== undefined)).toEqual([false, ...Array(20).fill(true)]);
});

test('a disk that takes nothing keeps nobody out and nobody in', () => {
  const { secret: stale } = sessions.begin('anna', 'a Mac', NOW);
  db.pragma('query_only = ON');
  const { secret } = sessions.begin('anna', 'an iPhone', NOW);
  expect(sessions.open(secret, NOW + DAY)).toBeDefined();
  expect(sessions.end(({ device }) => device === 'a Mac')).toBe(1);
  expect(sessions.open(stale, NOW)).toBeUndefined();
  expect(saver.problem).toBeDefined();
  db.pragma('query_only = OFF');
  saver.stop();
  const again = new Sessions(db, systemRandom, saver);
  again.start();
  expect([again.open(secret, NOW), again.open(stale, NOW)]).toEqual([expect.anything(), undefined]);
});

test('15 minutes after it was typed a passphrase is no longer fresh, and no clock that was set back makes it so', () => {
  const { session } = sessions.begin('anna', 'a Mac', NOW);
  expect([0, 899_999, 900_000, -1].map((ms) => isFresh(session, NOW + ms))).toEqual([true, true, false, false]);
});

test('whoever listens hears of each end, until they stop', () => {
  const heard: string[] = [];
  const stop = sessions.onEnd((id) => heard.push(id));
  const [first, second] = [sessions.begin('anna', '1', NOW), sessions.begin('anna', '2', NOW)];
  sessions.end(({ id }) => id === first.session.id);
  stop();
  sessions.end(({ id }) => id === second.session.id);
  expect(heard).toEqual([first.session.id]);
});
