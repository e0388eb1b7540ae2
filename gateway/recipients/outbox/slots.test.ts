import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isoDuration, nextOfSlots, nextSlot } from './slots.ts';

const HOUR = 3_600_000;

test('the next slot is on the grid, after now, and within one period', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(60_000, 900_000, HOUR, 24 * HOUR),
      fc.nat(86_399).map((s) => s * 1000),
      fc.nat(4_000_000_000_000),
      (period, phase, after) => {
        const slot = nextSlot(period, phase, after);
        expect(slot).toBeGreaterThan(after);
        expect(slot - after).toBeLessThanOrEqual(period);
        expect(Math.abs((slot - phase) % period)).toBe(0);
      },
    ),
  );
});

test('a stream with several periods stops at the first of them', () => {
  expect(nextOfSlots([24 * HOUR, HOUR], 0, 30 * 60_000)).toBe(HOUR);
  expect(nextOfSlots([], 0, 0)).toBeUndefined();
});

test.each([
  [86_400_000, 'P1D'],
  [HOUR, 'PT1H'],
  [900_000, 'PT15M'],
  [2_000, 'PT2S'],
  [0, 'PT0S'],
])('%i ms is %s', (ms, text) => {
  expect(isoDuration(ms)).toBe(text);
});
