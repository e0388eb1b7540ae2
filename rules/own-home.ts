import { CLOCKS, habit, logit, type When } from './clocks.ts';
import type { Found } from './evaluated.ts';
import { learn, probability } from './logistic.ts';

/** One hour of this home, of which it is known whether somebody was there. */
export interface KnownHour extends When {
  readonly is: boolean;
  /** Numbers of what a recipient got of it; of every hour as many. */
  readonly seen: readonly number[];
}

/** What an attacker came to in this one home; the interval is over its days. */
export interface OwnFound extends Found {
  readonly days: number;
}

/** Fewer days decide nothing. */
export const LEAST_DAYS = 14;
/** A day of which less is known is left out. */
const LEAST_HOURS = 12;
/** Student's t at 95 % for the fewest days; for more of them it is a little wide. */
const T = 2.16;

/**
 * Whether somebody is there, guessed from what left: each day by an attacker who knows the truth of all other days, beside
 * the better of two clocks that know the home's habits. Undefined where too few days are known. Takes no time of day out.
 */
export function ownHome(known: readonly KnownHour[]): OwnFound | undefined {
  const hours = [...Map.groupBy(known, ({ day }) => day).values()].filter((of) => of.length >= LEAST_HOURS).flat();
  const days = [...Map.groupBy(hours.keys(), (i) => hours[i]?.day).values()].map((all) => new Set(all));
  if (days.length < LEAST_DAYS) return undefined;
  const is = hours.map((hour) => hour.is);
  const habits = CLOCKS.map((classOf) => habit(hours, is, classOf));
  const seen = scaled(hours.map((hour) => hour.seen));
  const rows = hours.map((_, i) => [...habits.map((shares) => logit(shares[i] ?? 0.5)), ...(seen[i] ?? [])]);
  const results = days.map((day) => {
    const others = [...hours.keys()].filter((i) => !day.has(i));
    const weights = learn(
      others.map((i) => rows[i] ?? []),
      others.map((i) => is[i] ?? false),
    );
    const right = (guess: (row: readonly number[]) => boolean) =>
      [...day].filter((i) => guess(rows[i] ?? []) === is[i]).length;
    return {
      of: day.size,
      own: right((row) => probability(weights, row) > 0.5),
      clocks: CLOCKS.map((_, n) => right((row) => (row[n] ?? 0) > 0)),
    };
  });
  const all = hours.length;
  const totals = CLOCKS.map((_, n) => results.reduce((sum, { clocks }) => sum + (clocks[n] ?? 0), 0));
  const best = totals.indexOf(Math.max(...totals));
  const right = results.reduce((sum, { own }) => sum + own, 0) / all;
  const guess = (totals[best] ?? 0) / all;
  const off = deviation(results.map(({ own, clocks }) => ((own - (clocks[best] ?? 0)) * days.length) / all));
  const half = (T * off) / Math.sqrt(days.length);
  return {
    ...{ days: days.length, right, guess },
    ...{ least: Math.max(-1, right - guess - half), most: Math.min(1, right - guess + half) },
  };
}

/** In deviations from what is usual here. */
function scaled(rows: readonly (readonly number[])[]): number[][] {
  const usual = (rows[0] ?? []).map((_, n) => {
    const column = rows.map((row) => row[n] ?? 0);
    return { middle: mean(column), width: deviation(column) || 1 };
  });
  return rows.map((row) =>
    usual.map(({ middle, width }, n) => Math.max(-4, Math.min(4, ((row[n] ?? 0) - middle) / width))),
  );
}

function mean(all: readonly number[]): number {
  return all.reduce((sum, each) => sum + each, 0) / all.length;
}

/** Of a sample. */
function deviation(all: readonly number[]): number {
  const middle = mean(all);
  return Math.sqrt(all.reduce((sum, each) => sum + (each - middle) ** 2, 0) / Math.max(1, all.length - 1));
}
