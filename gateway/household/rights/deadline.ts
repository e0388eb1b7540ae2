import { localTimeAt, windowOf } from '../../../rules/calendar.ts';
import type { Instant } from '../../../rules/reading.ts';

/** What a household asks: to erase, or not to sell and share. */
export type Asked = 'erasure' | 'opt-out';

/** 11 CCR § 7026(f): no later than 15 business days after the request. */
const BUSINESS_DAYS = 15;
const SATURDAY = 6;
const SUNDAY = 0;

/**
 * When an answer is overdue: an erasure one month after it was asked for (GDPR Art. 12(3)), to the same day of the next
 * month or its last one; an opt-out 15 business days after (California). Both last until the end of the day in the
 * household's zone. Holidays, which differ from place to place, are counted as business days; a recipient may say within
 * the month that it takes two more.
 */
export function dueAt(what: Asked, asked: Instant, timeZone: string): Instant {
  const { offsetMs } = localTimeAt(asked, timeZone);
  const local = new Date(asked + offsetMs);
  const day = what === 'erasure' ? nextMonth(local) : businessDaysAfter(local, BUSINESS_DAYS);
  return windowOf('P1D', day - offsetMs, timeZone).to;
}

/** Noon of the day, as if the zone were UTC: no change of the clocks makes another day of it. */
function nextMonth(local: Date): number {
  const [year, month] = [local.getUTCFullYear(), local.getUTCMonth() + 1];
  const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return Date.UTC(year, month, Math.min(local.getUTCDate(), last), 12);
}

function businessDaysAfter(local: Date, days: number): number {
  const day = new Date(Date.UTC(local.getUTCFullYear(), local.getUTCMonth(), local.getUTCDate(), 12));
  for (let left = days; left > 0; ) {
    day.setUTCDate(day.getUTCDate() + 1);
    if (day.getUTCDay() !== SATURDAY && day.getUTCDay() !== SUNDAY) left--;
  }
  return day.getTime();
}
