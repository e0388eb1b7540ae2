import { mkdtempSync, rmSync, statSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../runtime/clock.ts';
import { systemRandom } from '../runtime/random.ts';
import { Reserve } from './reserve.ts';

test('it gives way once, comes back a minute later, and one that was left unfinished is made again', () => {
  const dir = mkdtempSync(join(tmpdir(), 'hearthgate-reserve-'));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  const ring: (() => void)[] = [];
  const after = (_: number, call: () => void) => {
    ring.push(call);
    return () => undefined;
  };
  const clock = { ...systemClock, after };
  const size = () => statSync(join(dir, 'reserve'), { throwIfNoEntry: false })?.size;
  const reserve = new Reserve(dir, clock, systemRandom);
  reserve.start();
  expect(size()).toBe(512 * 1024);
  expect(reserve.giveWay()).toBe(true);
  expect(size()).toBeUndefined();
  expect(reserve.giveWay()).toBe(false);
  ring[0]?.();
  expect(size()).toBe(512 * 1024);
  truncateSync(join(dir, 'reserve'), 10);
  expect(reserve.giveWay()).toBe(false);
  new Reserve(dir, clock, systemRandom).start();
  expect(size()).toBe(512 * 1024);
});
