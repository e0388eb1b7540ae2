/** Numbers, times and lists as one language writes them; the only place where any is written. */
export interface Formatter {
  number(value: number): string;
  /** `62%` of a share of 1, rounded up. */
  percent(share: number): string;
  /** A count with its noun: the first word for one, the second for any other number. */
  count(value: number, one: string, other: string): string;
  list(items: readonly string[]): string;
  /** `Monday, 23 November` of an instant. */
  day(at: number): string;
  /** `2 December 2026` of a day that is written `2026-12-02`. */
  date(day: string): string;
  /** `Mon` of an instant. */
  shortDay(at: number): string;
  /** `12K`: few characters, for pictures. */
  short(value: number): string;
  /** `14:05` of an instant. */
  time(at: number): string;
  /** `Mon 23 Nov, 14:05`: absolute, with its weekday. */
  moment(at: number): string;
  /** How long ago, for less than an hour; else the moment. */
  since(at: number, now: number): string;
  /** Monday to Sunday, short. */
  readonly weekdays: readonly string[];
  /** A day of the week, Monday as 1: `Mon`. */
  weekday(day: number): string;
  /** A country by its two letters (ISO 3166-1). */
  country(code: string): string;
  /** `23 November 2031`, of an instant: what is years away. */
  longDate(at: number): string;
  /** A length of time in ms, in its largest whole unit. */
  span(ms: number): string;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** `timeZone` is the household's; absent: the browser's. */
export function formatter(language: string, timeZone?: string): Formatter {
  const zone = timeZone === undefined ? {} : { timeZone };
  const numbers = new Intl.NumberFormat(language);
  const percents = new Intl.NumberFormat(language, { style: 'percent' });
  const shortNumbers = new Intl.NumberFormat(language, { notation: 'compact', maximumFractionDigits: 1 });
  const plurals = new Intl.PluralRules(language);
  const lists = new Intl.ListFormat(language);
  const days = new Intl.DateTimeFormat(language, { weekday: 'long', day: 'numeric', month: 'long', ...zone });
  const shortDays = new Intl.DateTimeFormat(language, { weekday: 'short', ...zone });
  const times = new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', ...zone });
  const moments = new Intl.DateTimeFormat(language, {
    ...{ weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
    ...zone,
  });
  const dates = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' });
  // 1 January 2024 was a Monday.
  const weekdays = new Intl.DateTimeFormat(language, { weekday: 'short', timeZone: 'UTC' });
  const countries = new Intl.DisplayNames(language, { type: 'region' });
  const longDates = new Intl.DateTimeFormat(language, { day: 'numeric', month: 'long', year: 'numeric', ...zone });
  const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  const unit = (value: number, name: 'second' | 'minute' | 'hour' | 'day') =>
    new Intl.NumberFormat(language, { style: 'unit', unit: name, unitDisplay: 'long' }).format(value);
  // 1 January 2024 was a Monday.
  const weekday = new Intl.DateTimeFormat(language, { weekday: 'short', timeZone: 'UTC' });
  return {
    weekdays: [1, 2, 3, 4, 5, 6, 7].map((day) => weekday.format(Date.UTC(2024, 0, day))),
    number: (value) => numbers.format(value),
    percent: (share) => percents.format(Math.ceil(100 * share - 1e-9) / 100),
    count: (value, one, other) => `${numbers.format(value)} ${plurals.select(value) === 'one' ? one : other}`,
    list: (items) => lists.format(items),
    day: (at) => days.format(at),
    date: (day) => dates.format(Date.parse(`${day}T00:00:00Z`)),
    shortDay: (at) => shortDays.format(at),
    short: (value) => shortNumbers.format(value),
    time: (at) => times.format(at),
    moment: (at) => moments.format(at),
    since: (at, now) =>
      Math.abs(now - at) < HOUR ? relative.format(-Math.trunc((now - at) / MINUTE), 'minute') : moments.format(at),
    weekday: (day) => weekdays.format(Date.UTC(2024, 0, day)),
    country: (code) => countries.of(code) ?? code,
    longDate: (at) => longDates.format(at),
    span(ms) {
      if (ms >= DAY && ms % DAY === 0) return unit(ms / DAY, 'day');
      if (ms >= HOUR && ms % HOUR === 0) return unit(ms / HOUR, 'hour');
      return ms >= MINUTE ? unit(Math.round(ms / MINUTE), 'minute') : unit(Math.round(ms / 1000), 'second');
    },
  };
}
