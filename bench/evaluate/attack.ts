import type { Hour } from './lives.ts';
import { learn, probability } from './logistic.ts';
import { accuracy, balanced, deviation, type Estimate, estimate, matthews, mean } from './measures.ts';

/** What an attacker sees of one home: for each hour some numbers that bear on it. */
export interface Seen {
  readonly hours: readonly Hour[];
  readonly views: readonly (readonly number[])[];
}

export interface Result {
  /** How much more often it is right than whoever has a clock and the home's own habits. */
  readonly advantage: Estimate;
  readonly accuracy: number;
  readonly clock: number;
  readonly matthews: number;
  /** For what is seldom so: right on what is so and right on what is not, each counted as half. */
  readonly balanced: number;
  /** How much of that a clock alone does not give. */
  readonly balancedAdvantage: Estimate;
}

export type Truth = (hour: Hour) => boolean;

/**
 * A supervised attacker that is trained on some homes, whose truth it knows, and measured on others. It sees what was
 * released in the hour, before, after and over the day, each beside what is usual in that home, and has the clock as well: so
 * whatever it is better by is what the release gave away.
 */
export function attack(trained: readonly Seen[], heldOut: readonly Seen[], truth: Truth, seed: string): Result {
  const [known, others] = [trained, heldOut].map((homes) => homes.map((home) => prepared(home, truth)));
  const weights = learn(
    (known ?? []).flatMap(({ rows }) => rows),
    (known ?? []).flatMap(({ is }) => is),
  );
  const byClock = learn(
    (known ?? []).flatMap(({ rows }) => rows.map((row) => row.slice(0, CLOCKS.length))),
    (known ?? []).flatMap(({ is }) => is),
  );
  const usual = mean((known ?? []).flatMap(({ is }) => is.map(Number)));
  const results = (others ?? []).map(({ rows, is, clocks }) => {
    const odds = rows.map((row) => probability(weights, row));
    const guessed = odds.map((one) => one > 0.5);
    const leaning = balanced(
      odds.map((one) => one > usual),
      is,
    );
    const leaningByClock = balanced(
      rows.map((row) => probability(byClock, row.slice(0, CLOCKS.length)) > usual),
      is,
    );
    const ofBoth = is.includes(true) && is.includes(false);
    return {
      accuracy: accuracy(guessed, is),
      clocks,
      matthews: matthews(guessed, is),
      leaning,
      leaningByClock,
      ofBoth,
    };
  });
  const ofBoth = results.filter((one) => one.ofBoth);
  // The better clock of all homes together; the better one of each home would know which that is.
  const clocks = CLOCKS.map((_, n) => results.map((one) => one.clocks[n] ?? 0));
  const clock = clocks.reduce((best, one) => (mean(one) > mean(best) ? one : best));
  return {
    advantage: estimate(
      results.map((one, i) => one.accuracy - (clock[i] ?? 0)),
      seed,
    ),
    accuracy: mean(results.map((one) => one.accuracy)),
    clock: mean(clock),
    matthews: mean(results.map((one) => one.matthews)),
    balanced: mean(ofBoth.map(({ leaning }) => leaning)),
    balancedAdvantage: estimate(
      ofBoth.map(({ leaning, leaningByClock }) => leaning - leaningByClock),
      seed,
    ),
  };
}

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

/** What a clock can tell apart: hours, and hours of workdays from those of weekends. */
const CLOCKS: readonly ((hour: Hour) => number)[] = [
  ({ hour }) => hour,
  ({ hour, weekend }) => hour + (weekend ? 24 : 0),
];

/** The share of the home's other days on which it was so at this time: the day itself is left out. */
function habit(hours: readonly Hour[], is: readonly boolean[], classOf: (hour: Hour) => number): number[] {
  const all = new Map<string, { yes: number; of: number }>();
  const add = (key: string, yes: boolean) => {
    const known = all.get(key) ?? { yes: 0, of: 0 };
    all.set(key, { yes: known.yes + Number(yes), of: known.of + 1 });
  };
  hours.forEach((hour, i) => {
    add(`${classOf(hour)}`, is[i] ?? false);
    add(`${classOf(hour)} ${hour.day}`, is[i] ?? false);
  });
  return hours.map((hour) => {
    const whole = all.get(`${classOf(hour)}`) ?? { yes: 0, of: 0 };
    const own = all.get(`${classOf(hour)} ${hour.day}`) ?? { yes: 0, of: 0 };
    return (whole.yes - own.yes + 0.5) / (whole.of - own.of + 1);
  });
}

function logit(share: number): number {
  return Math.log(share / (1 - share));
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
