import type { MicroEpsilon } from './forms/noised.ts';
import { DAY_MS } from './forms/time.ts';
import { entry, lengthSafe } from './length-safe.ts';
import type { RecipientId } from './manifest.ts';

/**
 * A day that budgets are counted by, of the home's calendar in its accounting time: that goes no faster than the hub runs, so a
 * clock that is set ahead refills nothing. The next day is one more.
 */
export type DayNumber = number;

export function dayNumber(date: string): DayNumber {
  return Date.parse(`${date}T00:00:00Z`) / DAY_MS;
}

/** The date of such a number, `YYYY-MM-DD`. */
export function dateOf(day: DayNumber): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

/** What may be disclosed in one day, in any 7 and in any 31 days that follow each other. */
export interface Caps {
  readonly day: MicroEpsilon;
  readonly week: MicroEpsilon;
  readonly month: MicroEpsilon;
}

/** For each recipient over its purposes, devices and fields; and over all recipients, who may put together what they have. */
export interface Limits {
  readonly recipient: Caps;
  readonly all: Caps;
}

/** Where the household set no lower ones. ε = 1 a day is the most of which it can be said that a day stays deniable. */
export const LIMITS: Limits = {
  recipient: { day: 1_000_000, week: 7_000_000, month: 31_000_000 },
  all: { day: 3_000_000, week: 21_000_000, month: 93_000_000 },
};

/** The caps of so much a day, with the week and the month in proportion. */
export function capsOf(day: MicroEpsilon): Caps {
  return { day, week: DAYS.week * day, month: DAYS.month * day };
}

/** What one way out of one recipient's cost for one home-day: once, however many windows that has, and for good. */
export interface Spend {
  readonly recipient: RecipientId;
  /** On which it was spent; the home-day itself may be the one before. */
  readonly day: DayNumber;
  /** Names the way: the route and the home-day. */
  readonly way: string;
  readonly epsilon: MicroEpsilon;
}

/** What a consent may need each day, set aside when it is given. */
export interface Reservation {
  readonly recipient: RecipientId;
  readonly epsilon: MicroEpsilon;
}

/** Which cap would be passed, and what is left below it. */
export interface Exceeded {
  readonly of: keyof Limits;
  readonly over: keyof Caps;
  readonly left: MicroEpsilon;
}

/**
 * Whether one more can be set aside beside those there are, every day from now on; undefined when it can. What was set
 * aside never runs out as long as the limits stay, so a recipient gains nothing by asking under more purposes.
 */
export function exceededBy(
  wanted: Reservation,
  reserved: readonly Reservation[],
  limits: Limits,
): Exceeded | undefined {
  checkWhole(wanted.epsilon);
  for (const of of SCOPES) {
    const daily = total(of === 'all' ? reserved : reserved.filter(({ recipient }) => recipient === wanted.recipient));
    for (const over of SPANS) {
      const left = Math.max(0, Math.floor(limits[of][over] / DAYS[over]) - daily);
      if (wanted.epsilon > left) return { of, over, left };
    }
  }
  return undefined;
}

/**
 * Whether this may be spent besides what was: `spent` when it already is (a retry costs nothing and draws nothing), `may`,
 * or the cap that would be passed. Then nothing leaves that day; the noise is never made less.
 */
export function maySpend(spend: Spend, before: readonly Spend[], limits: Limits): 'may' | 'spent' | Exceeded {
  checkWhole(spend.epsilon);
  if (before.some((one) => sameWay(one, spend))) return 'spent';
  for (const of of SCOPES) {
    const own = of === 'all' ? before : before.filter(({ recipient }) => recipient === spend.recipient);
    for (const over of SPANS) {
      const left = Math.max(0, limits[of][over] - most(own, spend.day, DAYS[over]));
      if (spend.epsilon > left) return { of, over, left };
    }
  }
  return 'may';
}

/** What was spent and is left of each cap on that day, for one recipient or over all. */
export function balance(
  spends: readonly Spend[],
  day: DayNumber,
  caps: Caps,
  recipient?: RecipientId,
): Readonly<Record<keyof Caps, { readonly spent: MicroEpsilon; readonly left: MicroEpsilon }>> {
  const own = spends.filter((one) => recipient === undefined || one.recipient === recipient);
  const of = (over: keyof Caps) => {
    const spent = within(own, day - DAYS[over] + 1, day);
    return { spent, left: Math.max(0, caps[over] - spent) };
  };
  return { day: of('day'), week: of('week'), month: of('month') };
}

/** The first day, from this one on, on which something is left below all caps if nothing more is spent; undefined where none is. */
export function leftFrom(
  spends: readonly Spend[],
  day: DayNumber,
  caps: Caps,
  recipient?: RecipientId,
): DayNumber | undefined {
  for (let on = day; on <= day + DAYS.month; on++) {
    const of = balance(spends, on, caps, recipient);
    if (SPANS.every((over) => of[over].left > 0)) return on;
  }
  return undefined;
}

/** Two records of the same home, one of them perhaps older: everything that either knows of was spent, and the more where they differ. */
export function stricter(one: readonly Spend[], other: readonly Spend[]): Spend[] {
  const all = new Map<string, Spend>();
  for (const spend of [...one, ...other]) {
    const key = lengthSafe([spend.recipient, `${spend.day}`, spend.way]);
    const known = entry(all, key, () => spend);
    if (known.epsilon < spend.epsilon) all.set(key, spend);
  }
  return [...all.values()];
}

/** Those that still count on that day or later. */
export function stillCounts(spends: readonly Spend[], day: DayNumber): Spend[] {
  return spends.filter((spend) => spend.day > day - DAYS.month);
}

const SCOPES = ['recipient', 'all'] as const;
const SPANS = ['day', 'week', 'month'] as const;
const DAYS: Readonly<Record<keyof Caps, number>> = { day: 1, week: 7, month: 31 };

/** The most that was spent in any so many days that this day is one of: windows of yesterday also close today. */
function most(spends: readonly Spend[], day: DayNumber, days: number): MicroEpsilon {
  const first = day - days + 1;
  const byDay = new Array<number>(2 * days - 1).fill(0);
  for (const spend of spends) {
    const at = spend.day - first;
    if (at >= 0 && at < byDay.length) byDay[at] = (byDay[at] ?? 0) + spend.epsilon;
  }
  let sum = byDay.slice(0, days).reduce((all, each) => all + each, 0);
  let found = sum;
  for (let at = days; at < byDay.length; at++) {
    sum += (byDay[at] ?? 0) - (byDay[at - days] ?? 0);
    found = Math.max(found, sum);
  }
  return found;
}

function within(spends: readonly Spend[], first: DayNumber, last: DayNumber): MicroEpsilon {
  return total(spends.filter(({ day }) => first <= day && day <= last));
}

function total(all: readonly { readonly epsilon: MicroEpsilon }[]): MicroEpsilon {
  return all.reduce((sum, { epsilon }) => sum + epsilon, 0);
}

function sameWay(a: Spend, b: Spend): boolean {
  return a.recipient === b.recipient && a.way === b.way;
}

/** Sums of fractions do not add up, and what is not above 0 would be free. */
function checkWhole(epsilon: MicroEpsilon): void {
  if (!Number.isSafeInteger(epsilon) || epsilon <= 0) throw new RangeError('ε is a whole number of millionths above 0');
}
