import type { RandomBytes } from '../../rules/noise.ts';
import type { Seen } from './attack.ts';
import { HOUR_MS, type Hour, type Life, type Said } from './lives.ts';
import { deviation, mean } from './measures.ts';
import { ANSWER, QUESTION, withNoise } from './shaping.ts';

/** A1 for whole days: is nobody there from midnight to midnight? Told in a day's own values, and in those of the days around it. */
export const NOTHING = 'nothing: the clock alone';
export const ASKED = 'asked whether all are gone, randomised response';

/** The days of a home as an attacker takes hours: `occupied` where somebody was there in any hour of it. */
export function daysOf({ hours }: Pick<Life, 'hours'>): Hour[] {
  return [...Map.groupBy(hours, ({ day }) => day).values()].flatMap((all) => {
    const [first] = all;
    return first ? [{ ...first, occupied: all.some(({ occupied }) => occupied) }] : [];
  });
}

/** Of each day the mean, the largest and the spread of what is about it. */
export function seenByDay(life: Life, got: readonly Said[]): Seen {
  const days = daysOf(life);
  const dayMs = 24 * HOUR_MS;
  const begin = days[0]?.from ?? 0;
  const values = Map.groupBy(got, ({ at }) => Math.floor((at - begin) / dayMs));
  const views = days.map(({ day }) => {
    const all = (values.get(day) ?? []).map(({ value }) => value);
    return [mean(all), all.reduce((a, b) => Math.max(a, b), all[0] ?? 0), deviation(all)];
  });
  return { hours: days, views };
}

/** The answer that the home gives each day, true with e : 1. */
export function answered(life: Life, random: RandomBytes): Said[] {
  const said = daysOf(life).map(({ from, occupied }) => ({ at: from + 12 * HOUR_MS, value: Number(!occupied) }));
  return withNoise(said, ANSWER, random, QUESTION);
}
