import type { LocalTime } from '../../calendar.ts';

/** From Monday. */
const days = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;

const months = [
  ...(['January', 'February', 'March', 'April', 'May', 'June'] as const),
  ...(['July', 'August', 'September', 'October', 'November', 'December'] as const),
];

function counted(count: number, unit: string): string {
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}

/** A day of some month (from 0) and the clock on the wall. */
export interface Moment {
  readonly weekday: LocalTime['weekday'];
  readonly day: number;
  readonly month: number;
  readonly year: number;
  readonly clock: string;
  readonly timeZone: string;
}

export const times = {
  day: (weekday: LocalTime['weekday']): string => days[weekday - 1] ?? '',
  everyDay: 'every day',
  noDay: 'never',
  daysThrough: (first: string, last: string) => `${first} to ${last}`,
  hours: (on: string, from: string, to: string) => `${on}, ${from} to ${to}`,
  /** `Monday 1 June 2026, 14:00 (Europe/Berlin)` */
  moment: ({ weekday, day, month, year, clock, timeZone }: Moment) =>
    `${days[weekday - 1]} ${day} ${months[month]} ${year}, ${clock} (${timeZone})`,
  once: 'just once',
  onceUntil: (moment: string) => `just once, until ${moment} at the latest`,
  forEver: 'until you change it',
  until: (moment: string) => `until ${moment}`,
  years: (count: number) => counted(count, 'year'),
  months: (count: number) => counted(count, 'month'),
  days: (count: number) => counted(count, 'day'),
  hoursLong: (count: number) => counted(count, 'hour'),
  minutes: (count: number) => counted(count, 'minute'),
  seconds: (count: number) => counted(count, 'second'),
};
