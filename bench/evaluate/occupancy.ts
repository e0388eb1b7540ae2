import { windowOf } from '../../rules/calendar.ts';
import { route } from '../../rules/example-household.ts';
import type { Form } from '../../rules/forms/form.ts';
import {
  MICRO,
  type Noised,
  noisedWindows,
  openNoisedDay,
  releaseNoised,
  takeInNoised,
} from '../../rules/forms/noised.ts';
import type { FieldSpec } from '../../rules/manifest.ts';
import type { RandomBytes } from '../../rules/noise.ts';
import type { FieldName } from '../../rules/reading.ts';
import { apply, closeDue, GRACE_MS, type RouteState } from '../../rules/window.ts';
import { HOUR_MS, type Life, type Said, ZONE } from './lives.ts';
import { deviation, mean } from './measures.ts';

/** A1: what the meter's values tell of whether somebody is at home, form by form; shaped by the functions of the line. */
const METER: FieldSpec = {
  ...{ name: 'ENERGY.Power' as FieldName, type: 'number', unit: 'W' },
  ...{ bounds: [0, 6000], resolution: 10 },
};
const noised: Noised = {
  ...{ form: 'noised', unit: 'home-day', microEpsilon: MICRO, useful: Number.MAX_VALUE },
  ...{ window: 'PT1H', statistic: 'mean', slot: 'PT15M' },
};

type View = (life: Life, random: RandomBytes) => number[][];

export const RAW = 'every value, once a minute';
export const NUMERIC_NOISE = ['hourly means, noised', 'daily sum, noised'] as const;

export const FORMS: Readonly<Record<string, View>> = {
  [RAW]: (life) => perHour(life, life.watts),
  'rounded to 500 W, every 15 minutes': (life) =>
    perHour(life, shaped(life, { form: 'rounded', step: 500, grain: 'PT15M' })),
  'hourly means': (life) => perHour(life, shaped(life, { form: 'summary', window: 'PT1H', statistics: ['mean'] })),
  'daily mean': (life) => perHour(life, shaped(life, { form: 'summary', window: 'P1D', statistics: ['mean'] })),
  [NUMERIC_NOISE[0]]: (life, random) => perHour(life, withNoise(life, noised, random)),
  [NUMERIC_NOISE[1]]: (life, random) =>
    perHour(life, withNoise(life, { ...noised, statistic: 'sum', window: 'P1D' }, random)),
};

/** What a recipient got: each value stands at the begin of what it is about. */
function shaped({ watts }: Life, form: Form): Said[] {
  const way = route(METER, form, form);
  const got: Said[] = [];
  let state: RouteState | undefined;
  const take = (permitted: ReturnType<typeof closeDue>['permitted']) => {
    for (const { from, shaped: told } of permitted) {
      const value = 'value' in told ? told.value : told.mean;
      if (typeof value === 'number') got.push({ at: from, value });
    }
  };
  const close = (now: number) => {
    if (state === undefined) return;
    const closed = closeDue(way, state, now, ZONE);
    take(closed.permitted);
    state = closed.state;
  };
  for (const { at, value } of watts) {
    close(at);
    const applied = apply(way, state, value, at, at, ZONE);
    state = applied.state;
    if (applied.permitted) take([applied.permitted]);
  }
  close((watts.at(-1)?.at ?? 0) + 24 * HOUR_MS + GRACE_MS);
  return got;
}

function withNoise({ watts }: Life, form: Noised, random: RandomBytes): Said[] {
  const got: Said[] = [];
  const [first] = watts;
  let day = openNoisedDay(form, first?.at ?? 0, ZONE);
  const release = () => {
    for (const [i, { from }] of noisedWindows(form, day).entries()) {
      const { mean, sum } = releaseNoised(form, METER, day, i, random);
      got.push({ at: from, value: mean ?? sum ?? 0 });
    }
  };
  for (const { at, value } of watts) {
    if (at >= day.to) {
      release();
      day = openNoisedDay(form, at, ZONE);
    }
    takeInNoised(day, form, METER, value, at);
  }
  release();
  return got;
}

/** Of each hour the mean, the spread and the range; of a value that is about a day, that value. */
function perHour({ hours }: Life, got: readonly Said[]): number[][] {
  const byHour = new Map<number, number[]>();
  const byDay = new Map<number, number>();
  for (const { at, value } of got) {
    const hour = Math.floor(at / HOUR_MS) * HOUR_MS;
    byHour.set(hour, [...(byHour.get(hour) ?? []), value]);
    const { from } = windowOf('P1D', at, ZONE);
    if (!byDay.has(from)) byDay.set(from, value);
  }
  return hours.map(({ from }) => {
    const values = byHour.get(from) ?? [byDay.get(windowOf('P1D', from, ZONE).from) ?? 0];
    const range = values.reduce((a, b) => Math.max(a, b)) - values.reduce((a, b) => Math.min(a, b));
    const middle = mean(values);
    return [middle, Math.sign(middle) * Math.log1p(Math.abs(middle)), deviation(values), Math.log1p(range)];
  });
}
