import { MICRO, openNoisedDay, releaseNoised, sensitivity, takeInNoised } from '../../rules/forms/noised.ts';
import type { RandomBytes } from '../../rules/noise.ts';
import { HOUR_MS, START, ZONE } from './lives.ts';
import { mean } from './measures.ts';
import { METER, NOISED_DAY } from './shaping.ts';

/** A6: what averaging so many days' noised sums of a home that never changes comes to. */
export interface Averaged {
  readonly days: number;
  /** ε that these days cost together. */
  readonly spent: number;
  /** How far the average is off, root mean square, in Wh a day. */
  readonly error: number;
  /** What the law of the noise says of it. */
  readonly said: number;
}

const WATTS = 400;
/** A sum of the slots of quarters of an hour is four times the Wh. */
const SUM_TO_WH = 0.25;

export function averaging(days: readonly number[], runs: number, random: RandomBytes): Averaged[] {
  const day = openNoisedDay(NOISED_DAY, START, ZONE);
  for (let h = 0; h < 24; h++) takeInNoised(day, NOISED_DAY, METER, WATTS, day.from + h * HOUR_MS);
  const truth = WATTS * 24;
  const released = () => (releaseNoised(NOISED_DAY, METER, day, 0, random).sum ?? 0) * SUM_TO_WH;
  const epsilon = NOISED_DAY.microEpsilon / MICRO;
  // Discrete Laplace of scale b: variance 2a / (1 - a)² with a = e^(-1/b), in steps of the grid.
  const a = Math.exp(-epsilon / sensitivity(NOISED_DAY, METER, day));
  const deviation = (Math.sqrt(2 * a) / (1 - a)) * (METER.type === 'number' ? (METER.resolution ?? 1) : 1) * SUM_TO_WH;
  return days.map((n) => {
    const squares = Array.from({ length: runs }, () => (mean(Array.from({ length: n }, released)) - truth) ** 2);
    return { days: n, spent: n * epsilon, error: Math.sqrt(mean(squares)), said: deviation / Math.sqrt(n) };
  });
}
