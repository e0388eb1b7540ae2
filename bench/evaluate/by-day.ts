import { CLOCKS } from '../../rules/clocks.ts';
import { learn, probability } from '../../rules/logistic.ts';
import { type Estimate, estimate } from './measures.ts';
import { prepared, type Seen, type Truth } from './prepared.ts';

/** Of one home alone: each day is attacked with what was learnt of all its other days. */
export interface OfDays {
  readonly days: number;
  readonly accuracy: number;
  readonly clock: number;
  /** With an interval over days: few of them decide little. */
  readonly advantage: Estimate;
}

export function byDay(seen: Seen, truth: Truth, seed: string): OfDays {
  const { rows: whole, is, clocks } = prepared(seen, truth);
  // So few rows learn little from what is around an hour: the clocks and the hour itself.
  const rows = whole.map((row) => row.slice(0, CLOCKS.length + (seen.views[0]?.length ?? 0)));
  const days = [...Map.groupBy(rows.keys(), (i) => seen.hours[i]?.day).values()].map((all) => [...all]);
  const results = days.map((day) => {
    const others = [...rows.keys()].filter((i) => !day.includes(i));
    const weights = learn(
      others.map((i) => rows[i] ?? []),
      others.map((i) => is[i] ?? false),
    );
    const right = (guess: (row: readonly number[]) => boolean) =>
      day.filter((i) => guess(rows[i] ?? []) === is[i]).length;
    return {
      of: day.length,
      own: right((row) => probability(weights, row) > 0.5),
      // The first columns of a row are what the clocks say.
      clocks: clocks.map((_, n) => right((row) => (row[n] ?? 0) > 0)),
    };
  });
  const all = rows.length;
  const totals = clocks.map((_, n) => results.reduce((sum, one) => sum + (one.clocks[n] ?? 0), 0));
  const best = totals.indexOf(Math.max(...totals));
  return {
    days: days.length,
    accuracy: results.reduce((sum, { own }) => sum + own, 0) / all,
    clock: (totals[best] ?? 0) / all,
    advantage: estimate(
      // Days that are cut short count by their hours.
      results.map((one) => ((one.own - (one.clocks[best] ?? 0)) * days.length) / all),
      seed,
    ),
  };
}
