import { localTimeAt } from '../../rules/calendar.ts';
import { MICRO, type Noised } from '../../rules/forms/noised.ts';
import type { FieldSpec } from '../../rules/manifest.ts';
import type { RandomBytes } from '../../rules/noise.ts';
import type { FieldName } from '../../rules/reading.ts';
import { byDay, type OfDays } from './by-day.ts';
import { office, type SmallHome, smallHome, twoDays } from './datasets.ts';
import { HOUR_MS, type Hour, type Said, ZONE } from './lives.ts';
import { accuracy, mean } from './measures.ts';
import { FORMS, perHour } from './occupancy.ts';
import { NOISED_HOURS, shaped, withNoise } from './shaping.ts';

/** The same attacks on small real sets, of what the folder has. */
export interface Real {
  /** Minutes of the second half of an office that are told right by a threshold of light from the first. */
  readonly light?: number;
  readonly office?: Readonly<Record<string, OfDays>>;
  readonly home?: Readonly<Record<string, OfDays>>;
  /** By form, how far a day's energy is off. */
  readonly energy?: Readonly<Record<string, number>>;
}

const LIGHT: FieldSpec = {
  ...{ name: 'illuminance' as FieldName, type: 'number', unit: 'lx' },
  ...{ bounds: [0, 2000], resolution: 1 },
};
const EVENTS: FieldSpec = { name: 'events' as FieldName, type: 'boolean' };
const MINUTE_MS = 60_000;
const MOST_EVENTS = 20;
const COUNTED: Noised = {
  ...{ form: 'noised', unit: 'home-day', microEpsilon: MICRO, useful: Number.MAX_VALUE },
  ...{ window: 'PT1H', statistic: 'count', most: MOST_EVENTS },
};
const summary = (window: 'PT1H' | 'P1D', statistic: 'mean' | 'count') =>
  ({ form: 'summary', window, statistics: [statistic] }) as const;

export function onReal(folder: string, seed: string, random: RandomBytes): Real {
  const [room, home, power] = [office(folder), smallHome(folder), twoDays(folder)];
  if (!room && !home && !power)
    throw new Error(
      `${folder} has none of the sets that docs/privacy-evaluation.md names: give the folder they lie in`,
    );
  return {
    ...(room && { light: byThreshold(room.light, room.occupied), office: officeAttacked(room, seed, random) }),
    ...(home && { home: homeAttacked(home, seed, random) }),
    ...(power && { energy: energyOff(power, random) }),
  };
}

/** The level of the first half that errs least, tried on the second. */
function byThreshold(values: readonly Said[], truth: readonly Said[]): number {
  const half = Math.floor(values.length / 2);
  const right = (level: number, from: number, to: number) =>
    accuracy(
      values.slice(from, to).map(({ value }) => value > level),
      truth.slice(from, to).map(({ value }) => value === 1),
    );
  const levels = Array.from({ length: 100 }, (_, n) => 10 * n);
  const best = levels.reduce((a, b) => (right(b, 0, half) > right(a, 0, half) ? b : a));
  return right(best, half, values.length);
}

function officeAttacked(
  { light, occupied }: NonNullable<ReturnType<typeof office>>,
  seed: string,
  random: RandomBytes,
) {
  const minutes = occupied.map(({ at, value }) => hourOf(at, value === 1, light[0]?.at ?? 0));
  const forms: Record<string, readonly Said[]> = {
    'every value, once a minute': light,
    'hourly means': shaped(light, summary('PT1H', 'mean'), LIGHT),
    'daily mean': shaped(light, summary('P1D', 'mean'), LIGHT),
    'hourly means, noised': withNoise(light, NOISED_HOURS, random, LIGHT),
  };
  return attackedByForm(minutes, forms, seed, MINUTE_MS);
}

function homeAttacked({ events, away, from, to }: SmallHome, seed: string, random: RandomBytes) {
  const count = Math.floor((to - from) / HOUR_MS);
  const first = Math.ceil(from / HOUR_MS) * HOUR_MS;
  const hours = Array.from({ length: count }, (_, n) => {
    const at = first + n * HOUR_MS;
    const gone = away.reduce(
      (sum, one) => sum + Math.max(0, Math.min(one.to, at + HOUR_MS) - Math.max(one.from, at)),
      0,
    );
    return hourOf(at, gone <= HOUR_MS / 2, first);
  });
  const said = events.map((at) => ({ at, value: 1 })).sort((a, b) => a.at - b.at);
  const forms: Record<string, readonly Said[]> = {
    'events, counted by the hour': withNone(hours, shaped(said, summary('PT1H', 'count'), EVENTS)),
    'events, counted by the day': shaped(said, summary('P1D', 'count'), EVENTS),
    'events, counted by the hour, noised': withNoise(said, COUNTED, random, EVENTS),
  };
  return attackedByForm(hours, forms, seed);
}

/** An hour in which nothing came is one of which is known that nothing came. */
function withNone(hours: readonly Hour[], got: readonly Said[]): Said[] {
  const known = new Set(got.map(({ at }) => at));
  return [...got, ...hours.filter(({ from }) => !known.has(from)).map(({ from }) => ({ at: from, value: 0 }))];
}

function energyOff(watts: readonly Said[], random: RandomBytes): Record<string, number> {
  const hours = [...Map.groupBy(watts, ({ at }) => Math.floor(at / HOUR_MS) * HOUR_MS).keys()].map((from) =>
    hourOf(from, true, watts[0]?.at ?? 0),
  );
  const daily = (got: readonly Said[], scale: number) => {
    const means = perHour({ hours }, got).map(([middle = 0]) => middle * scale);
    return [...Map.groupBy(hours.keys(), (i) => hours[i]?.day).values()].map((all) =>
      mean([...all].map((i) => means[i] ?? 0)),
    );
  };
  const truth = daily(watts, 1);
  return Object.fromEntries(
    Object.entries(FORMS).flatMap(([form, { values, watts: scale = 1 }]) => {
      const got = values(watts, random);
      // Weeks do not end in two days.
      if (got.length === 0) return [];
      const told = daily(got, scale);
      return [[form, mean(truth.map((day, n) => Math.abs((told[n] ?? 0) - day) / day))]];
    }),
  );
}

function hourOf(from: number, occupied: boolean, first: number): Hour {
  const { weekday, minute } = localTimeAt(from, ZONE);
  const begin = localTimeAt(first, ZONE).minute * 60_000;
  const day = Math.floor((from - first + begin) / (24 * HOUR_MS));
  return { from, day, hour: Math.floor(minute / 60), weekend: weekday > 5, occupied, active: false };
}

function attackedByForm(
  hours: readonly Hour[],
  forms: Readonly<Record<string, readonly Said[]>>,
  seed: string,
  spanMs = HOUR_MS,
) {
  return Object.fromEntries(
    Object.entries(forms).map(([form, got]) => [
      form,
      byDay({ hours, views: perHour({ hours }, got, spanMs) }, ({ occupied }) => occupied, seed),
    ]),
  );
}
