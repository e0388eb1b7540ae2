import { createHmac } from 'node:crypto';
import { beforeEach, expect, test } from 'vitest';
import { systemRandom } from '../runtime/random.ts';
import { type Db, openDatabase } from '../store/database.ts';
import { Codes } from './codes.ts';

const MINUTE = 60_000;
let db: Db;
let codes: Codes;
beforeEach(() => {
  db = openDatabase(':memory:', 'household');
  codes = new Codes({ db, random: systemRandom, mark: (code) => createHmac('sha256', 'key').update(code).digest() });
});

test('letters are those that nobody takes for another, each about as often', () => {
  const counts = new Map<string, number>();
  for (let i = 0; i < 1000; i++)
    for (const letter of codes.make('setup', 'owner', 0).code.replace('-', ''))
      counts.set(letter, (counts.get(letter) ?? 0) + 1);
  expect([...counts.keys()].sort().join('')).toBe('34679ACDEFGHJKMNPRTWXY');
  for (const count of counts.values()) expect(Math.abs(count - 8000 / 22)).toBeLessThan(120);
});

test('a code is good for its role and kind, however it is typed, and once', () => {
  const { code } = codes.make('invitation', 'adult', 0);
  expect(codes.look('setup', code, 1)).toBeUndefined();
  expect(codes.look('invitation', ` ${code.toLowerCase().replaceAll('-', ' ')} `, 1)).toBe('adult');
  expect([codes.use(code), codes.use(code)]).toEqual([true, false]);
  expect(codes.look('invitation', code, 1)).toBeUndefined();
});

test('an invitation lasts 15 minutes, and not longer when the clock is set back', () => {
  const { code, until } = codes.make('invitation', 'viewer', 100 * MINUTE);
  expect(until).toBe(115 * MINUTE);
  expect(codes.look('invitation', code, 115 * MINUTE - 1)).toBe('viewer');
  expect(codes.look('invitation', code, 115 * MINUTE)).toBeUndefined();
  expect(codes.look('invitation', code, 99 * MINUTE)).toBeUndefined();
});

test('what is handed over claims for 14 days, is not used up by wrong tries, and is the only code that does', () => {
  const setup = codes.make('setup', 'owner', 0).code;
  const first = codes.make('handover', 'owner', 0).code;
  expect(codes.look('setup', setup, 1)).toBeUndefined();
  const { code, until } = codes.make('handover', 'owner', 0);
  expect([until, Codes.claiming(code), Codes.claiming(setup)]).toEqual([14 * 1440 * MINUTE, 'handover', 'setup']);
  expect(codes.look('handover', first, 1)).toBeUndefined();
  for (let tries = 0; tries < 10; tries++) expect(codes.look('handover', 'AAAA-AAAA-AAAA', 1)).toBeUndefined();
  expect(codes.look('handover', code, until - 1)).toBe('owner');
  expect(codes.look('handover', code, until)).toBeUndefined();
  codes.make('setup', 'owner', 1);
  expect(codes.look('handover', code, 2)).toBeUndefined();
  const last = codes.make('handover', 'owner', 2).code;
  codes.endOwnersCode();
  expect(codes.look('handover', last, 3)).toBeUndefined();
});

test('the ninth invitation takes the place of the first', () => {
  const all = Array.from({ length: 9 }, (_, at) => codes.make('invitation', 'viewer', at).code);
  expect(all.map((code) => codes.look('invitation', code, 10))).toEqual([undefined, ...Array(8).fill('viewer')]);
});

test('a wrong try is on the disk before it is answered, and stops being written once the code is worth nothing', () => {
  codes.make('setup', 'owner', 0);
  for (let i = 0; i < 9; i++) codes.look('setup', 'AAAAAAAA', 1);
  expect(db.prepare('SELECT tries FROM codes').pluck().get()).toBe(6);
});
