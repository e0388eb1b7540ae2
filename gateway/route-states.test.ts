import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import type { RouteState } from '../rules/window.ts';
import { RouteStates, type Take } from './route-states.ts';
import { Flow } from './store/flow.ts';

/** A route that remembers how much it took, and when last. */
const sum: Take = ({ route, value, now }, before) => ({
  ...{ route, open: [], rolled: [] },
  tick: (before?.tick ?? 0) + Number(value),
  closed: now,
});
const all = (states: RouteStates) => Object.fromEntries([...states.all()].map(([route, { tick }]) => [route, tick]));

function folder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'hearthgate-test-'));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  return dir;
}

async function opened(file = join(folder(), 'flow.db')) {
  const flow = new Flow(file);
  await flow.start();
  onTestFinished(() => flow.stop());
  const states = new RouteStates(flow);
  const take = (route: string, value: number) => {
    const taken = { route, value, at: 1, now: 2 };
    const state = sum(taken, states.get(route));
    if (state) states.took(taken, state);
  };
  const commit = () => flow.write(states.changes());
  /** What the next start would find. */
  const found = async (isKept = (_: string) => true) => {
    const next = new RouteStates(flow);
    await next.read(isKept, sum);
    return all(next);
  };
  const changes = async () => (await flow.read<{ change: string }>('route changes')).map(({ change }) => change);
  return { flow, states, take, commit, found, changes };
}

const state = (route: string, tick: number): RouteState => ({ route, tick, closed: -1, open: [], rolled: [] });
const names = Array.from({ length: 12 }, (_, i) => `route ${i}`);
/** So many that what a commit takes is listed. */
const others = Array.from({ length: 110 }, (_, i) => `other ${i}`);

test('whatever is taken, closed, forgotten, committed, lost and read back: a start finds what was committed, each value once', async () => {
  const route = fc.constantFrom(...names);
  const step = fc.oneof(
    { weight: 8, arbitrary: fc.tuple(fc.constant('take'), route, fc.integer({ min: 1, max: 99 })) },
    { weight: 1, arbitrary: fc.tuple(fc.constant('burst'), route, fc.integer({ min: 1, max: 9 })) },
    { weight: 1, arbitrary: fc.tuple(fc.constant('close'), route, fc.integer({ min: 1, max: 99 })) },
    { weight: 1, arbitrary: fc.tuple(fc.constant('forget'), route, fc.constant(0)) },
    { weight: 5, arbitrary: fc.tuple(fc.constant('commit'), route, fc.constant(0)) },
    { weight: 1, arbitrary: fc.tuple(fc.constantFrom('lose', 'read', 'settle'), route, fc.constant(0)) },
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 120 }), fc.boolean(), async (steps, isLarge) => {
      const { flow, states, take, commit, found } = await opened();
      if (isLarge) for (const other of others) take(other, 1);
      await commit();
      let committed = all(states);
      for (const [what, which, value] of steps) {
        if (what === 'take') take(which, value);
        if (what === 'burst') for (let i = 0; i < 260; i++) take(names[i % 7] ?? which, value);
        if (what === 'close') states.became(which, state(which, value));
        if (what === 'forget') states.forget(new Set([which]));
        if (what === 'settle') states.settle();
        if (what === 'commit') {
          await commit();
          committed = all(states);
        }
        if (what === 'lose') states.clear();
        if (what === 'lose' || what === 'read') {
          await states.read(() => true, sum);
          expect(all(states)).toEqual(committed);
        }
      }
      expect(await found()).toEqual(committed);
      await flow.stop();
    }),
    { numRuns: 40 },
  );
});

test('of many devices a commit holds what they said, and not what all of it led to', async () => {
  const { take, commit, changes, found } = await opened();
  for (let i = 0; i < 1000; i++) take(`route ${i}`, 1);
  await commit();
  for (let i = 0; i < 1000; i++) take(`route ${i}`, i);
  await commit();
  for (let i = 0; i < 1000; i++) take(`route ${i}`, 1);
  await commit();
  const [written = '', again = ''] = await changes();
  expect(written.length / 1000).toBeLessThan(24);
  expect(again.length / 1000).toBeLessThan(12);
  expect(Object.values(await found()).reduce((a, b) => a + b)).toBe(2000 + (999 * 1000) / 2);
});

test('of few devices a commit holds their states, and the list behind the block of many has a bound', async () => {
  const { flow, states, take, commit, changes } = await opened();
  for (let i = 0; i < 1000; i++) take('route', 1);
  await commit();
  expect(await changes()).toEqual([]);
  take('route', 1);
  await flow.write(states.changes(true));
  expect(await changes()).toEqual([]);
  for (let i = 0; i < 110; i++) take(`route ${i}`, 1);
  await commit();
  let most = 0;
  for (let i = 0; i < 3000; i++) {
    take('route', 1);
    await commit();
    most = Math.max(most, i % 50 === 0 ? (await changes()).length : 0);
  }
  expect(most).toBeGreaterThan(1000);
  expect(most).toBeLessThan(2500);
});

test('what is forgotten is nowhere on the disk after the next commit, and what no plan has is deleted by a start', async () => {
  const { states, take, commit, found, changes } = await opened();
  take('a', 1);
  take('b', 2);
  await commit();
  states.forget(new Set(['a']));
  await commit();
  expect(await found()).toEqual({ b: 2 });
  expect((await changes()).join()).not.toContain('"a"');
  expect(await found(() => false)).toEqual({});
  expect(await found()).toEqual({});
});

test('what a former version wrote a row each for is still known, of a row and the block the newer', async () => {
  const file = join(folder(), 'flow.db');
  const old = new Database(file);
  const migrations = join(import.meta.dirname, 'store/migrations/flow');
  for (const name of readdirSync(migrations).sort().slice(0, 9)) {
    old.exec(readFileSync(join(migrations, name), 'utf8'));
  }
  old.pragma('user_version = 9');
  const put = old.prepare('INSERT INTO route_state (route, state, number) VALUES (?, ?, ?)');
  put.run('a', JSON.stringify(state('a', 1)), 3);
  put.run('b', JSON.stringify(state('b', 1)), 1);
  const block = JSON.stringify({ a: state('a', 2), b: state('b', 2), c: state('c', 2) });
  old.prepare('INSERT INTO route_block VALUES (1, 2, ?)').run(deflateRawSync(block));
  old.close();
  const { found } = await opened(file);
  expect(await found()).toEqual({ a: 1, b: 2, c: 2 });
});
