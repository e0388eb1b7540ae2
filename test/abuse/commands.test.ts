import './command-guards.ts';
// The guards first: what they put a switch before is imported by all others.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Commanded, openCommanded } from '../commander.ts';
import { without } from './command-guards.ts';
import { commandCases } from './commands.ts';

let guarded: Commanded;
let unguarded: Commanded;
beforeAll(async () => {
  [guarded, unguarded] = [await openCommanded(), await openCommanded()];
  for (const at of [guarded, unguarded]) {
    await at.allow();
    await at.settled();
  }
}, 60_000);
afterAll(() => Promise.all([guarded.house.stop(), unguarded.house.stop()]));

test('every case has a name of its own', () => {
  expect(new Set(commandCases.map(({ id }) => id)).size).toBe(commandCases.length);
});

for (const { id, done, guard, run } of commandCases) {
  test(`${id} ${done}: reaches no device, and the next one that is right does`, async () => {
    await run(guarded);
    await guarded.settled();
    expect(guarded.told).toEqual([]);
  });

  test(`${id} reaches the device without ${guard.map((name) => `"${name}"`).join(' and ')}`, async () => {
    await without(guard, async () => {
      await run(unguarded);
      await unguarded.looked();
    });
    await unguarded.settled();
    expect(unguarded.told.splice(0)).not.toEqual([]);
  });
}
