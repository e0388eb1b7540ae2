import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { localTimeAt } from './calendar.ts';
import { describeHours, isWithin, nextBoundary, WEEKDAYS, type Weekday, type WeeklyHours } from './schedule.ts';
import { en } from './words/en.ts';

const ZONES = ['Europe/Berlin', 'America/St_Johns', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'UTC', 'Pacific/Apia'];
const berlin = (hours: WeeklyHours, at: string) => isWithin(hours, localTimeAt(Date.parse(at), 'Europe/Berlin'));
const NIGHT: WeeklyHours = { days: [1, 2, 3, 4, 5], from: 22 * 60, to: 6 * 60 };

const hours = fc.record({
  days: fc.subarray([...WEEKDAYS], { minLength: 1 }) as fc.Arbitrary<Weekday[]>,
  from: fc.integer({ min: 0, max: 1439 }),
  to: fc.integer({ min: 0, max: 1439 }),
});

describe('weekly hours', () => {
  it('cross midnight: Friday night ends on Saturday morning, Sunday night has none', () => {
    expect(berlin(NIGHT, '2026-06-05T21:59:59+02:00')).toBe(false);
    expect(berlin(NIGHT, '2026-06-05T22:00:00+02:00')).toBe(true);
    expect(berlin(NIGHT, '2026-06-06T05:59:59+02:00')).toBe(true);
    expect(berlin(NIGHT, '2026-06-06T06:00:00+02:00')).toBe(false);
    expect(berlin(NIGHT, '2026-06-08T01:00:00+02:00')).toBe(false);
    expect(berlin(NIGHT, '2026-06-08T22:30:00+02:00')).toBe(true);
  });

  it('are 24 hours from a begin that is also the end', () => {
    const day: WeeklyHours = { days: [1], from: 480, to: 480 };
    expect(berlin(day, '2026-06-01T07:59:00+02:00')).toBe(false);
    expect(berlin(day, '2026-06-01T08:00:00+02:00')).toBe(true);
    expect(berlin(day, '2026-06-02T07:59:00+02:00')).toBe(true);
    expect(berlin(day, '2026-06-02T08:00:00+02:00')).toBe(false);
  });

  it('follow the clock on the wall when the clocks change', () => {
    const early: WeeklyHours = { days: [7], from: 150, to: 210 };
    // 2026-03-29: 02:00 becomes 03:00. 2026-10-25: 03:00 becomes 02:00.
    expect(berlin(early, '2026-03-29T00:59:00Z')).toBe(false);
    expect(berlin(early, '2026-03-29T01:00:00Z')).toBe(true);
    expect(berlin(early, '2026-03-29T01:30:00Z')).toBe(false);
    expect(berlin(early, '2026-10-25T00:30:00Z')).toBe(true);
    expect(berlin(early, '2026-10-25T01:10:00Z')).toBe(false);
    expect(berlin(early, '2026-10-25T01:30:00Z')).toBe(true);
  });

  it('do not change before the next boundary, in any zone, at any time of the year', () => {
    const year = fc.integer({ min: Date.parse('2026-01-01T00:00:00Z'), max: Date.parse('2027-12-31T00:00:00Z') });
    fc.assert(
      fc.property(
        hours,
        year,
        fc.constantFrom(...ZONES),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (week, at, zone, part) => {
          const next = nextBoundary(week, at, zone);
          expect(next).toBeGreaterThan(at);
          expect(next).toBeLessThanOrEqual(at + 86_400_000);
          const between = at + Math.floor((next - 1 - at) * part);
          expect(isWithin(week, localTimeAt(between, zone))).toBe(isWithin(week, localTimeAt(at, zone)));
          expect(isWithin(week, localTimeAt(next - 1, zone))).toBe(isWithin(week, localTimeAt(at, zone)));
        },
      ),
      { numRuns: 400 },
    );
  });

  it('stop at the change of the clocks, where an hour is skipped', () => {
    const early: WeeklyHours = { days: [7], from: 180, to: 240 };
    expect(nextBoundary(early, Date.parse('2026-03-29T00:30:00Z'), 'Europe/Berlin')).toBe(
      Date.parse('2026-03-29T01:00:00Z'),
    );
  });

  it.each([
    [NIGHT, 'Monday to Friday, 22:00 to 06:00'],
    [{ days: [...WEEKDAYS], from: 0, to: 0 }, 'every day, 00:00 to 00:00'],
    [{ days: [6, 7], from: 545, to: 600 }, 'Saturday, Sunday, 09:05 to 10:00'],
  ] as const)('are said as people say them', (week, words) => {
    expect(describeHours(week, en)).toBe(words);
  });
});
