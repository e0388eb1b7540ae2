import { CLOCKS } from '../../rules/clocks.ts';
import { learn, probability } from '../../rules/logistic.ts';
import { learnCells } from './cells.ts';
import { accuracy, type Estimate, estimate, matthews, mean } from './measures.ts';
import { prepared, type Row, type Seen, type Truth } from './prepared.ts';

export interface Result {
  /** How much more often it is right than whoever has a clock and the home's own habits. */
  readonly advantage: Estimate;
  readonly accuracy: number;
  readonly clock: number;
  readonly matthews: number;
}

/**
 * Supervised attackers that are trained on some homes, whose truth they know, and measured on others; the better one counts.
 * They see what was released in the hour, before, after and over the day, each beside what is usual in that home, and have the
 * clock as well: so whatever they are better by is what the release gave away.
 */
export function attack(trained: readonly Seen[], heldOut: readonly Seen[], truth: Truth, seed: string): Result {
  const known = trained.map((home) => prepared(home, truth));
  const others = heldOut.map((home) => prepared(home, truth));
  const [rows, is] = [known.flatMap((home) => home.rows), known.flatMap((home) => home.is)];
  const weights = learn(rows, is);
  const views = trained[0]?.views[0]?.length ?? 0;
  const attackers: readonly ((row: Row) => number)[] = [
    (row) => probability(weights, row),
    learnCells(rows, is, columnsOf(views)),
  ];

  const guessed = attackers.map((odds) =>
    others.map((home) => {
      const guesses = home.rows.map((row) => odds(row) > 0.5);
      return { accuracy: accuracy(guesses, home.is), matthews: matthews(guesses, home.is) };
    }),
  );
  const best = greatest(guessed, (homes) => mean(homes.map((one) => one.accuracy)));
  // The better clock of all homes together; the better one of each home would know which that is.
  const clocks = CLOCKS.map((_, n) => others.map((one) => one.clocks[n] ?? 0));
  const clock = greatest(clocks, mean);

  return {
    advantage: estimate(
      best.map((one, i) => one.accuracy - (clock[i] ?? 0)),
      seed,
    ),
    accuracy: mean(best.map((one) => one.accuracy)),
    clock: mean(clock),
    matthews: mean(best.map((one) => one.matthews)),
  };
}

/** The clock of workdays and weekends, the first and the last number of the hour, and the first of the day. */
function columnsOf(views: number): number[] {
  const first = CLOCKS.length;
  return [...new Set([CLOCKS.length - 1, first, first + views - 1, first + 3 * views])];
}

function greatest<T>(all: readonly (readonly T[])[], of: (one: readonly T[]) => number): readonly T[] {
  return all.reduce((best, one) => (of(one) > of(best) ? one : best), all[0] ?? []);
}
