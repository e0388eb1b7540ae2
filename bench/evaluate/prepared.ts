import { CLOCKS, habit, logit } from '../../rules/clocks.ts';
import type { Hour } from './lives.ts';
import { accuracy, deviation, mean } from './measures.ts';

/** What an attacker sees of one home: for each hour some numbers that bear on it. */
export interface Seen {
  readonly hours: readonly Hour[];
  readonly views: readonly (readonly number[])[];
}

export type Truth = (hour: Hour) => boolean;

/** What clocks and a release say of one hour. */
export type Row = readonly number[];

/** Rows of a home, the clocks first; the truth; and how often each clock is right. */
export function prepared({ hours, views }: Seen, truth: Truth) {
  const is = hours.map(truth);
  const habits = CLOCKS.map((classOf) => habit(hours, is, classOf));
  const clocks = habits.map((shares) =>
    accuracy(
      shares.map((share) => share > 0.5),
      is,
    ),
  );
  const seen = inContext(hours, views);
  const rows = hours.map((_, i) => [...habits.map((shares) => logit(shares[i] ?? 0.5)), ...(seen[i] ?? [])]);
  return { rows, is, clocks };
}

/** Each number of the hour, of the hours beside it and of the day, in deviations from what is usual. */
function inContext(hours: readonly Hour[], views: readonly (readonly number[])[]): number[][] {
  const usual = (views[0] ?? []).map((_, n) => {
    const column = views.map((view) => view[n] ?? 0);
    return { middle: mean(column), width: deviation(column) || 1 };
  });
  const scaled = views.map((view) =>
    view.map((value, n) => {
      const { middle, width } = usual[n] ?? { middle: 0, width: 1 };
      return Math.max(-4, Math.min(4, (value - middle) / width));
    }),
  );
  const days = new Map<number, number[][]>();
  hours.forEach(({ day }, i) => {
    days.set(day, [...(days.get(day) ?? []), scaled[i] ?? []]);
  });
  const ofDay = new Map([...days].map(([day, all]) => [day, usual.map((_, n) => mean(all.map((row) => row[n] ?? 0)))]));
  return hours.map(({ day }, i) =>
    [i, i - 1, i + 1].flatMap((at) => scaled[at] ?? usual.map(() => 0)).concat(ofDay.get(day) ?? []),
  );
}
