/** Days from the one to the other, both with it; a side that is not said is open. */
export interface Days {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** A span of days as the whole months in it and the days before and after them, as the statements compare them. */
export interface Span {
  readonly from: string;
  readonly to: string;
  readonly firstMonth: string;
  readonly lastMonth: string;
  /** Days from `from` to this one come before the whole months. */
  readonly beforeMonths: string;
  /** Days from this one to `to` come after them. */
  readonly afterMonths: string;
}

const FIRST = '0000-01-01';
const LAST = '9999-12-31';

export function spanOf({ from = FIRST, to = LAST }: Days): Span {
  const firstMonth = from.endsWith('-01') ? from.slice(0, 7) : monthAfter(from);
  const lastMonth = to === LAST || monthAfter(to) === dayAfter(to).slice(0, 7) ? to.slice(0, 7) : monthBefore(to);
  if (firstMonth > lastMonth) {
    return { from, to, firstMonth: LAST, lastMonth: FIRST, beforeMonths: to, afterMonths: LATER };
  }
  // No day is numbered 00 or 99: the first is before all of its month, the second after.
  return { from, to, firstMonth, lastMonth, beforeMonths: `${firstMonth}-00`, afterMonths: `${lastMonth}-99` };
}

const LATER = '9999-99';

const DAY_MS = 86_400_000;

export function dayAfter(day: string): string {
  return daysBefore(day, -1);
}

/** A day of the calendar, so many days before another. */
export function daysBefore(day: string, days: number): string {
  return new Date(Date.parse(day) - days * DAY_MS).toISOString().slice(0, 10);
}

function monthAfter(day: string): string {
  const [year = 0, month = 0] = day.split('-').map(Number);
  return new Date(Date.UTC(year, month, 1)).toISOString().slice(0, 7);
}

function monthBefore(day: string): string {
  const [year = 0, month = 0] = day.split('-').map(Number);
  return new Date(Date.UTC(year, month - 2, 1)).toISOString().slice(0, 7);
}
