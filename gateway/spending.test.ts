import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { LIMITS } from '../rules/budget.ts';
import { route } from '../rules/example-household.ts';
import type { Noised } from '../rules/forms/noised.ts';
import type { FieldName } from '../rules/reading.ts';
import { Spending } from './spending.ts';
import { Flow } from './store/flow.ts';

const NOON = Date.UTC(2026, 10, 23, 12);
const HOUR = 3_600_000;
const FORM: Noised = {
  ...{ form: 'noised', window: 'PT1H', statistic: 'count', most: 20, useful: 1000, unit: 'home-day' },
  microEpsilon: 100_000,
};
const way = route({ name: 'target' as FieldName, type: 'number', bounds: [0, 30], resolution: 1 }, FORM, FORM);

const flows: Flow[] = [];
afterEach(async () => {
  for (const flow of flows.splice(0)) await flow.stop();
});

/** As a start finds it: household.db knows of more than flow.db, which is of an older copy. */
async function started(
  file: string,
  now = NOON,
  clock = { knowsTime: true },
): Promise<{ spending: Spending; flow: Flow }> {
  const flow = new Flow(file);
  await flow.start();
  flows.push(flow);
  const day = Math.floor(NOON / (24 * HOUR));
  const spending = new Spending({
    ...{ flow, timeZone: 'UTC', random: (size: number) => new Uint8Array(size) },
    clock: {
      get knowsTime() {
        return clock.knowsTime;
      },
      now: () => now,
      accounting: () => now,
    },
    limits: () => LIMITS,
    known: { read: () => [{ recipient: way.recipient, day, epsilon: 100_000 }], keep: () => undefined },
  });
  await spending.read();
  return { spending, flow };
}

test('a day that is forfeited stays so, whether the hub is killed before its commit or after', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'hearthgate-spending-')), 'flow.db');
  const killedBefore = await started(file);
  expect(killedBefore.spending.draw(way, NOON)).toBeUndefined();

  const killedAfter = await started(file);
  expect(killedAfter.spending.draw(way, NOON)).toBeUndefined();
  const { operations } = killedAfter.spending.changes();
  await killedAfter.flow.write([...operations]);

  // What is known is spent by now, so nothing but what was kept says that the day is over; ε would be left for it.
  const again = await started(file);
  expect(again.spending.changes().operations).toEqual([]);
  expect(again.spending.draw(way, NOON + HOUR)).toBeUndefined();
  const tomorrow = await started(file, NOON + 24 * HOUR);
  expect(tomorrow.spending.draw(way, NOON + 23 * HOUR)).toBeDefined();
});

test('what is known is not compared before it is known which day it is, and until then nothing is drawn', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'hearthgate-spending-')), 'flow.db');
  const clock = { knowsTime: false };
  const { spending } = await started(file, NOON + 24 * HOUR, clock);
  expect(spending.draw(way, NOON + 24 * HOUR)).toBeUndefined();
  expect(spending.changes().operations).toEqual([]);
  clock.knowsTime = true;
  expect(spending.draw(way, NOON + 24 * HOUR)).toBeUndefined();
  expect(spending.changes().operations).toContainEqual(['forfeited put', '2026-11-24']);
  expect(spending.draw(way, NOON + 48 * HOUR)).toBeDefined();
});
