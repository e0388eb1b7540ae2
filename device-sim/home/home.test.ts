import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import type { Message } from './device.ts';
import { createHome } from './home.ts';

const DAY = 86_400_000;
const start = Date.UTC(2026, 2, 23, 5, 30);
// The weekend in it has a day of 23 hours.
const options = { seed: 'tested', start, days: 9, timeZone: 'Europe/Berlin' };
const home = createHome(options);
const end = start + 9 * DAY;
const all = [...home.messages(start, end)];

const digest = (messages: Iterable<Message>) => {
  const hash = createHash('sha256');
  for (const message of messages) hash.update(JSON.stringify(message));
  return hash.digest('hex');
};
const stateOf = (message: Message): { readonly [field: string]: unknown } => JSON.parse(message.payload);
const of = (device: string) => [...home.messages(start + 1, end, ({ id }) => id === device)];
const states = (device: string) => of(device).filter(({ topic }) => !topic.startsWith('zigbee2mqtt/bridge'));

test('the same seed gives the same bytes, another seed other ones', () => {
  expect(digest(createHome(options).messages(start, end))).toBe(digest(all));
  expect(digest(createHome({ ...options, seed: 'other' }).messages(start, end))).not.toBe(digest(all));
});

test('cutting a span in two, or asking for a late day first, changes no byte', () => {
  const fresh = createHome(options);
  const cut = start + 3 * DAY + 12_345_678;
  const late = [...fresh.messages(cut, end)];
  expect(digest([...fresh.messages(start, cut), ...late])).toBe(digest(all));
});

test('messages come in order of time and not before the start nor after the last day', () => {
  expect(all.every((message, i) => message.at >= (all[i - 1]?.at ?? start))).toBe(true);
  expect(all.every(({ at }) => at >= start && at < home.end)).toBe(true);
  expect([...home.messages(home.end, home.end + DAY)]).toEqual([]);
});

test('every source speaks, and what begins like JSON is JSON', () => {
  expect([...new Set(all.map(({ source }) => source))].sort()).toEqual(home.sources.map(({ id }) => id).sort());
  for (const { payload } of all) if (/^[[{]/.test(payload)) expect(() => JSON.parse(payload)).not.toThrow();
  const scalars = all.filter(({ payload }) => !/^[[{]/.test(payload)).map(({ payload }) => payload);
  // A bare scalar as YAML reads it: a word, a truth value or a finite number.
  for (const scalar of new Set(scalars)) expect(['string', 'boolean', 'number']).toContain(typeof parse(scalar));
});

test('motion is seen only while somebody awake is in the room, and somebody who is there is seen', () => {
  const seen = states('motion').filter((message) => stateOf(message).occupancy === true);
  expect(seen.length).toBeGreaterThan(20);
  for (const { at } of seen) {
    const { people } = home.truth.presence(at);
    expect(people.some(({ place, asleep }) => place === 'living room' && !asleep)).toBe(true);
  }
  for (const { from, to } of home.truth.active('living room', start, end - DAY)) {
    const covered = states('motion').some(({ at }) => at >= from - 120_000 && at < to);
    if (to - from > 300_000) expect(covered).toBe(true);
  }
});

test('motion alternates: each true is followed by a false', () => {
  const occupancy = states('motion').map((message) => stateOf(message).occupancy);
  const first = occupancy.indexOf(true);
  for (const [i, value] of occupancy.slice(first).entries()) expect(value).toBe(i % 2 === 0);
});

test('the door opens exactly when somebody leaves or returns, and closes again', () => {
  const opened = states('door').filter((message) => stateOf(message).contact === false);
  const passages = home.truth.passages(start + 1, home.end);
  expect(opened.map(({ at }) => at)).toEqual(passages.map(({ from }) => from));
  for (const { people, from, to } of passages) {
    for (const { person, way, at } of people) {
      expect(at >= from && at < to).toBe(true);
      const place = (when: number) => home.truth.presence(when).people.find((stay) => stay.person === person)?.place;
      expect(place(way === 'out' ? at : at - 1)).toBe('away');
      expect(place(way === 'out' ? at - 1 : at)).toBe('hall');
    }
  }
});

test('everybody is in exactly one place at every time', () => {
  for (let at = start; at < end; at += 7 * 60_000) {
    const { people, occupied } = home.truth.presence(at);
    expect(people.map(({ person }) => person).sort()).toEqual([...home.truth.people].sort());
    expect(occupied).toBe(people.some(({ place }) => place !== 'away'));
  }
});

test('a tenth of the days, give or take, nobody is at home from morning to midnight', () => {
  let empty = 0;
  let days = 0;
  for (let seed = 0; seed < 12; seed++) {
    const { truth } = createHome({ seed: `away ${seed}`, start, timeZone: 'Europe/Berlin' });
    for (let day = 0; day < 60; day++, days++) {
      const midnight = Date.UTC(2026, 2, 22, 23) + day * DAY;
      if (truth.occupied(midnight, midnight + DAY).length === 0) empty++;
    }
  }
  expect(empty / days).toBeGreaterThan(0.06);
  expect(empty / days).toBeLessThan(0.14);
});

test('the meter counts up and never runs backwards', () => {
  const totals = of('meter')
    .filter(({ topic }) => topic.endsWith('/SENSOR'))
    .map((message) => JSON.parse(message.payload).ENERGY.Total);
  expect(totals.every((total, i) => i === 0 || total >= totals[i - 1])).toBe(true);
  const perDay = (totals.at(-1) - totals[0]) / 9;
  expect(perDay).toBeGreaterThan(2);
  expect(perDay).toBeLessThan(30);
});

test('the canaries of all devices are distinct and stand in what is published', () => {
  expect(new Set(home.canaries.map(({ value }) => value)).size).toBe(home.canaries.length);
  expect(home.canaries.filter(({ control }) => control).map(({ id }) => id)).toEqual([
    'plug switch:0.apower',
    'thermostat target',
  ]);
});
