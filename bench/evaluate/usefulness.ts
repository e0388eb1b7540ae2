import type { Hour } from './lives.ts';
import { type Estimate, estimate, mean } from './measures.ts';

/** What is left of use to a recipient: how far it is off who knows but what was released. */
export interface Useful {
  /** Of a day's energy, as a share of it. */
  readonly energy: Estimate;
  /** Of the next day's hours, foretold as the mean of the same hour of seven days, in W. */
  readonly forecast: Estimate;
  /** Of the usual week, hour by hour, as a share of the mean power. */
  readonly profile: Estimate;
  /** Of a day's energy of all these homes together, as a share of it. */
  readonly together: number;
}

/** Mean power of each hour of one home, in W: as it was, and as the recipient has it. */
export interface Known {
  readonly hours: readonly Hour[];
  readonly truth: readonly number[];
  readonly told: readonly number[];
}

const DAYS_BACK = 7;

export function usefulness(homes: readonly Known[], seed: string): Useful {
  const of = (measure: (home: Known) => number) => estimate(homes.map(measure), seed);
  return { energy: of(energyOff), forecast: of(forecastOff), profile: of(profileOff), together: togetherOff(homes) };
}

function energyOff({ hours, truth, told }: Known): number {
  const [is, says] = [byDay(hours, truth), byDay(hours, told)];
  return mean(is.map((day, n) => Math.abs(mean(says[n] ?? []) - mean(day)) / mean(day)));
}

function togetherOff(homes: readonly Known[]): number {
  const [is, says] = (['truth', 'told'] as const).map((which) => {
    const all = homes.map((home) => byDay(home.hours, home[which]).map(mean));
    return (all[0] ?? []).map((_, day) => mean(all.map((days) => days[day] ?? 0)));
  });
  return mean((is ?? []).map((day, n) => Math.abs((says?.[n] ?? 0) - day) / day));
}

function forecastOff({ hours, truth, told }: Known): number {
  const [is, says] = [byDay(hours, truth), byDay(hours, told)];
  const off = is.slice(DAYS_BACK).flatMap((day, n) => {
    const known = says.slice(n, n + DAYS_BACK);
    return day.map((watts, hour) => Math.abs(mean(known.map((one) => one[hour] ?? 0)) - watts));
  });
  return mean(off);
}

function profileOff({ hours, truth, told }: Known): number {
  const [is, says] = [week(hours, truth), week(hours, told)];
  return mean([...is].map(([place, watts]) => Math.abs((says.get(place) ?? 0) - watts))) / mean(truth);
}

function byDay(hours: readonly Hour[], values: readonly number[]): number[][] {
  const days: number[][] = [];
  hours.forEach(({ day }, i) => {
    const known = days[day];
    if (known) known.push(values[i] ?? 0);
    else days[day] = [values[i] ?? 0];
  });
  return days;
}

function week(hours: readonly Hour[], values: readonly number[]): Map<number, number> {
  const places = Map.groupBy(values.keys(), (i) => ((hours[i]?.day ?? 0) % 7) * 24 + (hours[i]?.hour ?? 0));
  return new Map([...places].map(([place, all]) => [place, mean(all.map((i) => values[i] ?? 0))]));
}
