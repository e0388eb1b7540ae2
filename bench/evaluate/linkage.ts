import { localTimeAt } from '../../rules/calendar.ts';
import { DAY_MS } from '../../rules/forms/time.ts';
import type { RandomBytes } from '../../rules/noise.ts';
import { acrossEpochs, acrossRecipients, type Row } from './linkers.ts';
import { type Said, START, ZONE } from './lives.ts';
import type { Share } from './measures.ts';
import { ANSWER, NOISED_DAY, NOISED_HOURS, QUESTION, shaped, withNoise } from './shaping.ts';
import { type Year, yearOf } from './years.ts';

/**
 * A3 and A4 by values: which home of one list is which of the other? Two recipients that put together what each got of the same days
 * (A4), or one that got another pseudonym in the middle (A3).
 */
export const EXACT = 'every value, each quarter of an hour';
const means = (window: 'PT1H' | 'P1D') => ({ form: 'summary', window, statistics: ['mean'] }) as const;

type Values = (year: Year, random: RandomBytes) => readonly Said[];
/** The same for whoever gets it. */
const SAME: Readonly<Record<string, Values>> = {
  [EXACT]: ({ watts }) => watts.map(({ at, value }) => ({ at, value: Math.round(value) })),
  'hourly means': ({ watts }) => shaped(watts, means('PT1H')),
  'daily mean': ({ watts }) => shaped(watts, means('P1D')),
};
/** Drawn anew for each recipient. */
const DRAWN: Readonly<Record<string, Values>> = {
  'hourly means, noised': ({ watts }, random) => withNoise(watts, NOISED_HOURS, random),
  'daily sum, noised': ({ watts }, random) => withNoise(watts, NOISED_DAY, random),
  'at home at noon, randomised response': ({ noon }, random) => withNoise(noon, ANSWER, random, QUESTION),
  'gone all day, randomised response': ({ gone }, random) => withNoise(gone, ANSWER, random, QUESTION),
};
const LINKED = { ...SAME, ...DRAWN };

export interface Linked {
  /** How many homes are found, by the days that each of both lists has. */
  readonly acrossRecipients: Readonly<Record<number, Share>>;
  readonly acrossEpochs: Readonly<Record<number, Share>>;
}

/** Of so many homes, after so many days each; of epochs there is room for half of the longest time alone. */
export function linkage(
  seed: string,
  homes: number,
  days: readonly number[],
  random: RandomBytes,
): Readonly<Record<string, Linked>> {
  const longest = Math.max(...days);
  const half = [...new Set(days.map((each) => Math.min(each, Math.floor(longest / 2))))];
  const got = Object.values(LINKED).map(() => ({ at: [] as number[], one: [] as Row[], other: [] as Row[] }));
  for (let home = 0; home < homes; home++) {
    const year = yearOf(`${seed} ${home}`, longest);
    Object.entries(LINKED).forEach(([form, values], n) => {
      const said = values(year, random);
      const one = rowOf(said);
      const into = got[n];
      if (home === 0 && into) into.at = said.map(({ at }) => at);
      into?.one.push(one);
      into?.other.push(form in SAME ? one : rowOf(values(year, random)));
    });
  }
  return Object.fromEntries(
    Object.keys(LINKED).map((form, n) => {
      const { at, one, other } = got[n] ?? { at: [], one: [], other: [] };
      const cut = (rows: readonly Row[], from: number, to: number) =>
        rows.map((row) => row.subarray(indexOf(at, from), indexOf(at, to)));
      const recipients = (n: number) => acrossRecipients(cut(one, 0, n), cut(other, 0, n));
      const epochs = (n: number) =>
        acrossEpochs(cut(one, 0, n), cut(one, n, 2 * n), placesOf(at, 0, n), placesOf(at, n, 2 * n));
      return [form, { acrossRecipients: each(days, recipients), acrossEpochs: each(half, epochs) }];
    }),
  );
}

function each<T>(days: readonly number[], of: (days: number) => T): Record<number, T> {
  return Object.fromEntries(days.map((n) => [n, of(n)]));
}

function rowOf(values: readonly Said[]): Row {
  return Float64Array.from(values, ({ value }) => value);
}

function indexOf(at: readonly number[], day: number): number {
  const index = at.findIndex((each) => each >= START + day * DAY_MS);
  return index < 0 ? at.length : index;
}

function placesOf(at: readonly number[], from: number, to: number): number[] {
  return at.slice(indexOf(at, from), indexOf(at, to)).map(placeInWeek);
}

function placeInWeek(at: number): number {
  const { weekday, minute } = localTimeAt(at, ZONE);
  return weekday * 24 + Math.floor(minute / 60);
}
