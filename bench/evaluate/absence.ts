import type { RandomBytes } from '../../rules/noise.ts';
import { HOUR_MS, type Hour, type Life, type Said } from './lives.ts';
import { deviation, mean } from './measures.ts';
import type { Seen } from './prepared.ts';
import { ANSWER, QUESTION, withNoise } from './shaping.ts';

/** A1 for whole days: is nobody there from midnight to midnight? Told in a day's own values, and in those of the days around it. */
export const ASKED = 'asked whether all are gone, randomised response';

/** The days of a home as an attacker takes hours: `occupied` where somebody was there in any hour of it. */
export function daysOf({ hours }: Pick<Life, 'hours'>): Hour[] {
  return [...Map.groupBy(hours, ({ day }) => day).values()].flatMap((all) => {
    const [first] = all;
    return first ? [{ ...first, occupied: all.some(({ occupied }) => occupied) }] : [];
  });
}

/** Of each day the mean, the largest and the spread of what is known of its hours. */
export function seenByDay({ hours }: Pick<Life, 'hours'>, views: readonly (readonly number[])[]): Seen {
  const byDay = Map.groupBy(hours.keys(), (i) => hours[i]?.day);
  const days = daysOf({ hours });
  return {
    hours: days,
    views: days.map(({ day }) => {
      const all = [...(byDay.get(day) ?? [])].map((i) => views[i]?.[0] ?? 0);
      return [mean(all), all.reduce((a, b) => Math.max(a, b)), deviation(all)];
    }),
  };
}

/** The answer that the home gives each day, true with e : 1. */
export function answered(life: Life, random: RandomBytes): Said[] {
  const said = daysOf(life).map(({ from, occupied }) => ({ at: from + 12 * HOUR_MS, value: Number(!occupied) }));
  return withNoise(said, ANSWER, random, QUESTION);
}
