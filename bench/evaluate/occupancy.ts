import type { RandomBytes } from '../../rules/noise.ts';
import { HOUR_MS, type Life, type Said } from './lives.ts';
import { deviation, mean } from './measures.ts';
import { NOISED_DAY, NOISED_HOURS, shaped, withNoise } from './shaping.ts';

/** What a recipient gets of the meter's values, form by form: each stands at the begin of what it is about. */
export interface Released {
  readonly values: (watts: readonly Said[], random: RandomBytes) => readonly Said[];
  /** What a value is multiplied by to be the mean power, in W. */
  readonly watts?: number;
}

export const RAW = 'every value, once a minute';
export const NUMERIC_NOISE = ['hourly means, noised', 'daily sum, noised'] as const;

export const FORMS: Readonly<Record<string, Released>> = {
  [RAW]: { values: (watts) => watts },
  'rounded to 500 W, every 15 minutes': {
    values: (watts) => shaped(watts, { form: 'rounded', step: 500, grain: 'PT15M' }),
  },
  'hourly means': { values: (watts) => shaped(watts, { form: 'summary', window: 'PT1H', statistics: ['mean'] }) },
  'hourly means, in steps of 250 W': {
    values: (watts) => shaped(watts, { form: 'summary', window: 'PT1H', statistics: ['mean'], step: 250 }),
  },
  'daily mean': { values: (watts) => shaped(watts, { form: 'summary', window: 'P1D', statistics: ['mean'] }) },
  'weekly mean': { values: (watts) => shaped(watts, { form: 'summary', window: 'P1W', statistics: ['mean'] }) },
  [NUMERIC_NOISE[0]]: { values: (watts, random) => withNoise(watts, NOISED_HOURS, random) },
  // The sum of the slots of a quarter of an hour.
  [NUMERIC_NOISE[1]]: { values: (watts, random) => withNoise(watts, NOISED_DAY, random), watts: 1 / 96 },
};

/** A1: is somebody at home? Of each hour the mean, the spread and the range; where nothing came in it, of what came last. */
export function perHour({ hours }: Pick<Life, 'hours'>, got: readonly Said[], spanMs = HOUR_MS): number[][] {
  const sorted = got.toSorted((a, b) => a.at - b.at);
  let next = 0;
  let last = 0;
  return hours.map(({ from }) => {
    const values: number[] = [];
    for (let one = sorted[next]; one && one.at < from + spanMs; one = sorted[++next]) {
      if (one.at >= from) values.push(one.value);
      last = one.value;
    }
    if (values.length === 0) values.push(last);
    const range = values.reduce((a, b) => Math.max(a, b)) - values.reduce((a, b) => Math.min(a, b));
    const middle = mean(values);
    return [middle, Math.sign(middle) * Math.log1p(Math.abs(middle)), deviation(values), Math.log1p(range)];
  });
}
