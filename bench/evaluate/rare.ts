import { CLOCKS } from '../../rules/clocks.ts';
import { learn, probability } from '../../rules/logistic.ts';
import { balanced, type Estimate, estimate, mean } from './measures.ts';
import { prepared, type Seen, type Truth } from './prepared.ts';

/** An attack on what is seldom so: guessing that it never is would nearly always be right. */
export interface OfRare {
  /** Right on what is so and right on what is not, each counted as half: a coin has 0.5. */
  readonly balanced: number;
  readonly advantage: Estimate;
}

/**
 * As `attack`, but without the clock: what a home did on all its other days leaves out just the day that is asked for, and so
 * tells the contrary of it where there are few. Homes in which it never was so count for nothing.
 */
export function attackRare(trained: readonly Seen[], heldOut: readonly Seen[], truth: Truth, seed: string): OfRare {
  const [known, others] = [trained, heldOut].map((homes) =>
    homes.map((home) => {
      const { rows, is } = prepared(home, truth);
      return { rows: rows.map((row) => row.slice(CLOCKS.length)), is };
    }),
  );
  const is = (known ?? []).flatMap((home) => home.is);
  const weights = learn(
    (known ?? []).flatMap(({ rows }) => rows),
    is,
  );
  const usual = mean(is.map(Number));
  const right = (others ?? [])
    .filter((home) => home.is.includes(true) && home.is.includes(false))
    .map((home) =>
      balanced(
        home.rows.map((row) => probability(weights, row) > usual),
        home.is,
      ),
    );
  return {
    balanced: mean(right),
    advantage: estimate(
      right.map((one) => one - 0.5),
      seed,
    ),
  };
}
