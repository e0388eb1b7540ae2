import type { Sentences } from '../speak.ts';

const days = ['Montag', 'Dienstag', 'Mittwoch', 'Donnerstag', 'Freitag', 'Samstag', 'Sonntag'] as const;

const months = [
  ...(['Januar', 'Februar', 'März', 'April', 'Mai', 'Juni'] as const),
  ...(['Juli', 'August', 'September', 'Oktober', 'November', 'Dezember'] as const),
];

function counted(count: number, one: string, other: string): string {
  return `${String(count).replace('.', ',')} ${count === 1 ? one : other}`;
}

export const times: Sentences['times'] = {
  day: (weekday) => days[weekday - 1] ?? '',
  everyDay: 'jeden Tag',
  noDay: 'nie',
  daysThrough: (first, last) => `${first} bis ${last}`,
  hours: (on, from, to) => `${on}, ${from} bis ${to}`,
  moment: ({ weekday, day, month, year, clock, timeZone }) =>
    `${days[weekday - 1]}, ${day}. ${months[month]} ${year}, ${clock} (${timeZone})`,
  once: 'nur einmal',
  onceUntil: (moment) => `nur einmal, spätestens bis ${moment}`,
  forEver: 'bis Sie es ändern',
  until: (moment) => `bis ${moment}`,
  years: (count) => counted(count, 'Jahr', 'Jahre'),
  months: (count) => counted(count, 'Monat', 'Monate'),
  days: (count) => counted(count, 'Tag', 'Tage'),
  hoursLong: (count) => counted(count, 'Stunde', 'Stunden'),
  minutes: (count) => counted(count, 'Minute', 'Minuten'),
  seconds: (count) => counted(count, 'Sekunde', 'Sekunden'),
};
