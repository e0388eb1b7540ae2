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
import { HOUR_MS, type Said, ZONE } from './lives.ts';

/** What the functions of the line make of what a meter says: everything that is attacked here was shaped by them. */
export const METER: FieldSpec = {
  ...{ name: 'ENERGY.Power' as FieldName, type: 'number', unit: 'W' },
  ...{ bounds: [0, 6000], resolution: 10 },
};

const noised: Noised = {
  ...{ form: 'noised', unit: 'home-day', microEpsilon: MICRO, useful: Number.MAX_VALUE },
  ...{ window: 'PT1H', statistic: 'mean', slot: 'PT15M' },
};
export const NOISED_HOURS = noised;
export const NOISED_DAY: Noised = { ...noised, statistic: 'sum', window: 'P1D' };

/** What a recipient got: each value stands at the begin of what it is about. */
export function shaped(watts: readonly Said[], form: Form, spec = METER): Said[] {
  const way = route(spec, form, form);
  const got: Said[] = [];
  let state: RouteState | undefined;
  const take = (permitted: ReturnType<typeof closeDue>['permitted']) => {
    for (const { from, shaped: told } of permitted) {
      const value = 'value' in told ? told.value : (told.mean ?? told.count);
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
    const applied = apply(way, state, spec.type === 'boolean' ? value === 1 : value, at, at, ZONE);
    state = applied.state;
    if (applied.permitted) take([applied.permitted]);
  }
  close((watts.at(-1)?.at ?? 0) + 24 * HOUR_MS + GRACE_MS);
  return got;
}

/** The same with noise; of answers 1 for the last of the categories and 0 for any other. */
export function withNoise(watts: readonly Said[], form: Noised, random: RandomBytes, spec = METER): Said[] {
  const got: Said[] = [];
  const [first] = watts;
  let day = openNoisedDay(form, first?.at ?? 0, ZONE);
  const release = () => {
    for (const [i, { from }] of noisedWindows(form, day).entries()) {
      const { mean, sum, count, last } = releaseNoised(form, spec, day, i, random);
      got.push({ at: from, value: mean ?? sum ?? count ?? Number(last === YES) });
    }
  };
  for (const { at, value } of watts) {
    if (at >= day.to) {
      release();
      day = openNoisedDay(form, at, ZONE);
    }
    takeInNoised(day, form, spec, value, at);
  }
  release();
  return got;
}

const YES = 'yes';
/** A question with two answers, told once a day by randomised response at ε = 1: true with e : 1. */
export const ANSWER: Noised = {
  ...{ form: 'noised', unit: 'home-day', microEpsilon: MICRO, useful: Number.MAX_VALUE, window: 'P1D' },
  ...{ statistic: 'last', categories: { edges: [0.5], labels: ['no', YES] } },
};
export const QUESTION: FieldSpec = {
  ...{ name: 'answer' as FieldName, type: 'number', bounds: [0, 1], resolution: 1 },
};
