import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { RouteState } from '../rules/window.ts';
import { RouteStates } from './route-states.ts';
import { Flow } from './store/flow.ts';

async function opened() {
  const dir = mkdtempSync(join(tmpdir(), 'hearthgate-test-'));
  const flow = new Flow(join(dir, 'flow.db'));
  await flow.start();
  onTestFinished(async () => {
    await flow.stop();
    rmSync(dir, { recursive: true });
  });
  const states = new RouteStates(flow);
  /** What the next start would find. */
  const found = async (isKept = (_: string) => true) => {
    const next = new RouteStates(flow);
    await next.read(isKept);
    return Object.fromEntries([...next.all()].map(([route, { tick }]) => [route, tick]));
  };
  const keep = (routes: string[], soon: boolean) => flow.write(states.kept(routes, soon));
  return { flow, states, found, keep };
}

const state = (route: string, tick: number): RouteState => ({ route, tick, closed: -1, open: [], rolled: [] });

test('of a route that stands in a row and in the block the newer counts, whichever it is', async () => {
  const { states, found, keep } = await opened();
  for (const route of ['a', 'b', 'c']) states.set(route, state(route, 1));
  await keep(['a', 'b'], false);
  states.set('b', state('b', 2));
  await keep(['b', 'c'], true);
  expect(await found()).toEqual({ a: 1, b: 2, c: 1 });
  states.set('b', state('b', 3));
  await keep(['b'], false);
  expect(await found()).toEqual({ a: 1, b: 3, c: 1 });
  states.set('a', state('a', 4));
  await keep(['a'], true);
  expect(await found()).toEqual({ a: 4, b: 3, c: 1 });
});

test('after a start the numbers go on, so that what is written then is the newer', async () => {
  const { flow, states, found, keep } = await opened();
  states.set('a', state('a', 1));
  for (let times = 0; times < 3; times++) await keep(['a'], false);
  const next = new RouteStates(flow);
  await next.read(() => true);
  next.set('a', state('a', 2));
  await flow.write(next.kept(['a'], true));
  expect(await found()).toEqual({ a: 2 });
});

test('what is forgotten is in neither, also where the block held an older state of it', async () => {
  const { flow, states, found, keep } = await opened();
  for (const route of ['a', 'b']) states.set(route, state(route, 1));
  await keep(['a', 'b'], true);
  await keep(['a'], false);
  await flow.write(states.forget(['a']));
  expect(await found()).toEqual({ b: 1 });
  expect(await found(() => false)).toEqual({});
  expect(await found()).toEqual({});
});
