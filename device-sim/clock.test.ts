import { expect, test } from 'vitest';
import { createAcceleratedClock } from './clock.ts';

test('home time runs as many times faster as was asked', () => {
  let real = 500;
  const clock = createAcceleratedClock({ start: 1_000_000, speed: 3600, real: () => real });
  expect(clock.now()).toBe(1_000_000);
  real += 1000;
  expect(clock.now()).toBe(1_000_000 + 3_600_000);
  expect(clock.monotonic()).toBe(1500);
});

test('a call comes not before its home time, and a cancelled one never', async () => {
  const clock = createAcceleratedClock({ start: 0, speed: 1000 });
  let cancelled = true;
  clock.at(5_000, () => {
    cancelled = false;
  })();
  const rang = await new Promise<number>((resolve) => clock.at(20_000, () => resolve(clock.now())));
  expect(rang).toBeGreaterThanOrEqual(20_000);
  expect(cancelled).toBe(true);
});

test('once it has caught up with the time of day, home time runs as real time does', () => {
  let real = 500;
  const [start, today] = [1_000_000, 100_900_000];
  const clock = createAcceleratedClock({ start, today, speed: 1000, real: () => real });
  real += 50_000;
  expect(clock.now()).toBe(start + 50_000_000);
  real += 50_000;
  expect(clock.now()).toBe(today + 100_000);
  expect(clock.caughtUpAt).toBe(today + 100_000);
  real += 3_600_000;
  expect(clock.now()).toBe(today + 100_000 + 3_600_000);
});

test('a call that is due after it has caught up comes at its time, too', async () => {
  const clock = createAcceleratedClock({ start: 0, today: 100_000, speed: 1001 });
  const due = clock.caughtUpAt + 50;
  const rang = await new Promise<number>((resolve) => clock.at(due, () => resolve(clock.now())));
  expect(rang - due).toBeGreaterThanOrEqual(0);
  expect(rang - due).toBeLessThan(2_000);
});
