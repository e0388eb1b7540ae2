import type { Grain, Window } from './forms/form.ts';
import { DAY_MS, GRAIN_MS, WINDOW_MS } from './forms/time.ts';
import type { Instant } from './reading.ts';

const QUARTER_MS = 15 * 60_000;

export interface Span {
  readonly from: Instant;
  /** Not part of it any more. */
  readonly to: Instant;
}

/**
 * The tumbling window an instant lies in: days, weeks (from Monday) and months on the home's calendar, so a day has 23 or
 * 25 hours when the clocks change; shorter ones are cut from the start of the home's day, so that a day is made of whole
 * hours also where midnight is half an hour past UTC's. (On UTC's grid a day beside its hours would tell of half hours.)
 * An unknown zone throws: configuration is checked long before.
 */
export function windowOf(window: Window, at: Instant, timeZone: string): Span {
  if (window !== 'P1D' && window !== 'P1W' && window !== 'P1M') return withinDay(WINDOW_MS[window], at, timeZone);
  const calendar = calendarOf(timeZone);
  const known = calendar.last[window];
  if (known !== undefined && known.from <= at && at < known.to) return known;
  const span = calendarSpan(window, at, calendar);
  calendar.last[window] = span;
  return span;
}

/** The start of the grain's tick an instant lies in, on the same grid as windows. */
export function tickOf(grain: Grain, at: Instant, timeZone: string): Instant {
  return withinDay(GRAIN_MS[grain], at, timeZone).from;
}

/** Days begin on quarters of an hour in every zone: what divides these has UTC's grid. The last of a day may be cut short. */
function withinDay(ms: number, at: Instant, timeZone: string): Span {
  if (ms <= QUARTER_MS) {
    const from = Math.floor(at / ms) * ms;
    return { from, to: from + ms };
  }
  const day = windowOf('P1D', at, timeZone);
  const from = day.from + Math.floor((at - day.from) / ms) * ms;
  return { from, to: Math.min(from + ms, day.to) };
}

interface Calendar {
  readonly format: Intl.DateTimeFormat;
  /** The last window of each kind that was asked for; nearly always the one that is asked for again. */
  last: Partial<Record<'P1D' | 'P1W' | 'P1M', Span>>;
  /** The last quarter of an hour whose offset was asked for: where hours are agreed to, each reading asks. */
  quarter?: { readonly number: number; readonly offsetMs: number };
}

/** Formatters are dear to make. This only remembers: it changes no answer. */
const calendars = new Map<string, Calendar>();

function calendarOf(timeZone: string): Calendar {
  const known = calendars.get(timeZone);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'gregory',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  const calendar: Calendar = { format, last: {} };
  calendars.set(timeZone, calendar);
  return calendar;
}

/**
 * Windows are cut at the starts of days, so that they never overlap or leave a gap; where a clock goes back over
 * midnight the local date of an instant can differ from its window's by that hour.
 */
function calendarSpan(window: 'P1D' | 'P1W' | 'P1M', at: Instant, calendar: Calendar): Span {
  let date = new Date(at + offsetAt(at, calendar));
  for (;;) {
    const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()];
    const sinceMonday = (date.getUTCDay() + 6) % 7;
    const first = window === 'P1M' ? 1 : window === 'P1W' ? day - sinceMonday : day;
    const next =
      window === 'P1M' ? Date.UTC(year, month + 1, 1) : Date.UTC(year, month, first + (window === 'P1W' ? 7 : 1));
    const from = startOfDay(Date.UTC(year, month, first), calendar);
    const to = startOfDay(next, calendar);
    if (at < to) return { from, to };
    date = new Date(next);
  }
}

/**
 * The first instant of a local day, given as its midnight were the zone UTC. Where the clocks skip midnight it is the
 * instant of the change; where midnight comes twice, the first one.
 */
function startOfDay(midnight: number, calendar: Calendar): Instant {
  const before = offsetAt(midnight - DAY_MS, calendar);
  const after = offsetAt(midnight + DAY_MS, calendar);
  const candidates = before >= after ? [midnight - before, midnight - after] : [midnight - after, midnight - before];
  for (const start of candidates) if (start + offsetAt(start, calendar) === midnight) return start;
  let low = midnight - Math.max(before, after);
  let high = midnight - Math.min(before, after);
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (offsetAt(middle, calendar) === after) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** What a clock on the wall of the home shows. */
export interface LocalTime {
  /** ISO 8601: 1 is Monday. */
  readonly weekday: 1 | 2 | 3 | 4 | 5 | 6 | 7;
  /** After midnight as the clock counts it, 0 to 1439. */
  readonly minute: number;
  /** Of local time from UTC. */
  readonly offsetMs: number;
}

export function localTimeAt(at: Instant, timeZone: string): LocalTime {
  const offsetMs = offsetInQuarter(at, calendarOf(timeZone));
  const local = new Date(at + offsetMs);
  return {
    weekday: (local.getUTCDay() || 7) as LocalTime['weekday'],
    minute: local.getUTCHours() * 60 + local.getUTCMinutes(),
    offsetMs,
  };
}

/** Clocks change on quarters of an hour. */
function offsetInQuarter(at: Instant, calendar: Calendar): number {
  const number = Math.floor(at / QUARTER_MS);
  if (calendar.quarter?.number !== number) calendar.quarter = { number, offsetMs: offsetAt(at, calendar) };
  return calendar.quarter.offsetMs;
}

/** The date on the wall of the home, `2026-11-26`. */
export function dayOf(at: Instant, timeZone: string): string {
  return new Date(at + offsetAt(at, calendarOf(timeZone))).toISOString().slice(0, 10);
}

/** The first instant of a local date. */
export function startOf(day: string, timeZone: string): Instant {
  return startOfDay(Date.parse(`${day}T00:00:00Z`), calendarOf(timeZone));
}

/** What to add to UTC for local time, in ms. */
function offsetAt(at: Instant, calendar: Calendar): number {
  const part = { year: 0, month: 0, day: 0, hour: 0, minute: 0, second: 0 };
  for (const { type, value } of calendar.format.formatToParts(at))
    if (type in part) part[type as keyof typeof part] = +value;
  const local = Date.UTC(part.year, part.month - 1, part.day, part.hour, part.minute, part.second);
  return local - Math.floor(at / 1000) * 1000;
}
