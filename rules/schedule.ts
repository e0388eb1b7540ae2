import { type LocalTime, localTimeAt } from './calendar.ts';
import type { Instant } from './reading.ts';
import type { Sentences } from './words/speak.ts';

/** Days as ISO 8601 counts them: 1 is Monday, 7 is Sunday. */
export const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/**
 * Hours of the week on the home's clock: on each of `days` from minute `from` of the day (included) to minute `to`
 * (excluded), both 0 to 1439. Where `to` is not after `from` they end on the next day; equal minutes are 24 hours.
 */
export interface WeeklyHours {
  readonly days: readonly Weekday[];
  readonly from: number;
  readonly to: number;
}

/** When something may be measured to leave: in all of `only`, in none of `never`. */
export interface Hours {
  readonly only: readonly WeeklyHours[];
  readonly never: readonly WeeklyHours[];
}

const MINUTE_MS = 60_000;
const QUARTER_MS = 15 * MINUTE_MS;
const DAY_MINUTES = 1440;

/**
 * Whether what a clock on the wall shows lies in the hours: an hour that the clocks skip is missing, one that comes
 * twice counts twice.
 */
export function isWithin({ days, from, to }: WeeklyHours, { weekday, minute }: LocalTime): boolean {
  if (from < to) return days.includes(weekday) && from <= minute && minute < to;
  return (days.includes(weekday) && from <= minute) || (days.includes(dayBefore(weekday)) && minute < to);
}

/**
 * An instant after `at` up to which `isWithin` does not change: the next begin or end of the hours on any day, or the
 * next change of the clocks where that is earlier.
 */
export function nextBoundary(hours: WeeklyHours, at: Instant, timeZone: string): Instant {
  const now = localTimeAt(at, timeZone);
  const minutes = Math.min(minutesUntil(hours.from, now), minutesUntil(hours.to, now));
  // Zones differ from UTC by whole minutes, so that minutes begin together everywhere.
  const expected = (Math.floor(at / MINUTE_MS) + minutes) * MINUTE_MS;
  if (localTimeAt(expected, timeZone).offsetMs === now.offsetMs) return expected;
  let change = Math.floor(at / QUARTER_MS + 1) * QUARTER_MS;
  while (change < expected && localTimeAt(change, timeZone).offsetMs === now.offsetMs) change += QUARTER_MS;
  return Math.min(change, expected);
}

function minutesUntil(border: number, { minute }: LocalTime): number {
  return (border - minute + DAY_MINUTES) % DAY_MINUTES || DAY_MINUTES;
}

function dayBefore(day: Weekday): Weekday {
  return day === 1 ? 7 : ((day - 1) as Weekday);
}

/** The hours as people say them: `Monday to Friday, 22:00 to 06:00`. */
export function describeHours({ days, from, to }: WeeklyHours, words: Sentences): string {
  return words.times.hours(describeDays(days, words), clock(from), clock(to));
}

function describeDays(days: readonly Weekday[], { times }: Sentences): string {
  const sorted = WEEKDAYS.filter((day) => days.includes(day));
  const [first, last] = [sorted[0], sorted.at(-1)];
  if (sorted.length === 7) return times.everyDay;
  if (first === undefined || last === undefined) return times.noDay;
  if (sorted.length > 2 && last - first === sorted.length - 1)
    return times.daysThrough(times.day(first), times.day(last));
  return sorted.map(times.day).join(', ');
}

function clock(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}
