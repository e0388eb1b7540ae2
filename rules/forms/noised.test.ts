import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FieldSpec } from '../manifest.ts';
import type { RandomBytes } from '../noise.ts';
import type { FieldName, Value } from '../reading.ts';
import { seededBytes } from '../seeded-bytes.fixture.ts';
import type { Categories } from './form.ts';
import {
  canBeNoised,
  drowns,
  expectedError,
  leastUsefulEpsilon,
  MICRO,
  type Noised,
  noisedWindows,
  openNoisedDay,
  releaseNoised,
  sensitivity,
  takeInNoised,
} from './noised.ts';

const ZONE = 'Europe/Berlin';
const HOUR = 3_600_000;
const base = { form: 'noised', unit: 'home-day', microEpsilon: MICRO, useful: 1e12 } as const;
const POWER: FieldSpec = { name: 'power' as FieldName, type: 'number', unit: 'W', bounds: [0, 40], resolution: 10 };
const STATE: FieldSpec = { name: 'state' as FieldName, type: 'category', values: ['off', 'on'] };

const FORMS: readonly [Noised, FieldSpec][] = [
  [{ ...base, window: 'P1D', statistic: 'sum', slot: 'PT1H' }, POWER],
  [{ ...base, window: 'PT1H', statistic: 'mean', slot: 'PT15M' }, POWER],
  [{ ...base, window: 'P1D', statistic: 'count', most: 5 }, POWER],
  [{ ...base, window: 'PT1H', statistic: 'count', most: 2 }, STATE],
  [{ ...base, window: 'P1D', statistic: 'histogram', slot: 'PT1H', categories: { values: ['off', 'on'] } }, STATE],
  [{ ...base, window: 'P1D', statistic: 'last', categories: { values: ['off', 'on'] } }, STATE],
];

type Said = readonly { readonly at: number; readonly value: Value }[];

const silent = seededBytes();
/** With an ε at which the noise is 0. */
const exactly = (form: Noised): Noised => ({ ...form, microEpsilon: Number.MAX_SAFE_INTEGER });

function dayOf(form: Noised, spec: FieldSpec, said: Said, date = '2026-06-01T10:00:00Z') {
  const day = openNoisedDay(form, Date.parse(date), ZONE);
  for (const { at, value } of said) takeInNoised(day, form, spec, value, day.from + at);
  return day;
}

function released(form: Noised, spec: FieldSpec, said: Said, random: RandomBytes, date?: string) {
  const day = dayOf(form, spec, said, date);
  return noisedWindows(form, day).map((_, i) => releaseNoised(form, spec, day, i, random));
}

describe('a noised window', () => {
  it('has, without its noise, what was held in each slot, on this day and within the bounds', () => {
    const form = exactly({ ...base, window: 'PT1H', statistic: 'mean', slot: 'PT30M' });
    const said = [
      { at: 0, value: 999 },
      { at: 2.5 * HOUR, value: 20 },
      { at: 2.9 * HOUR, value: 10 },
      { at: 23.9 * HOUR, value: -5 },
    ];
    const means = released(form, POWER, said, silent).map(({ mean }) => mean);
    expect(means).toHaveLength(24);
    expect(means.slice(0, 4)).toEqual([40, 40, 25, 10]);
    expect(means.at(-1)).toBe(5);
  });

  it('is released also where nothing was said, on days of 23, 24 and 25 hours', () => {
    for (const [form, spec] of FORMS) {
      for (const [date, hours] of [
        ['2026-03-29T10:00:00Z', 23],
        ['2026-06-01T10:00:00Z', 24],
        ['2026-10-25T10:00:00Z', 25],
      ] as const) {
        const nothing = released(form, spec, [], seededBytes(), date);
        expect(nothing).toHaveLength(form.window === 'P1D' ? 1 : hours);
        for (const value of nothing) expect(Object.values(value)).not.toContain(undefined);
      }
    }
  });

  it('tells of categories by names alone, all of them', () => {
    const [form, spec] = FORMS[4] ?? [];
    if (!form || !spec) throw new Error('no form');
    const said = [{ at: 6 * HOUR, value: 'on' }];
    expect(released(exactly(form), spec, said, silent)).toEqual([{ histogram: { off: 0, on: 18, other: 6 } }]);
  });
});

describe('the scale of the noise', () => {
  const value = fc.oneof(fc.double({ noNaN: true }), fc.constantFrom('on', 'off', 'other', '?'));
  const says = fc.array(fc.record({ at: fc.nat(23 * HOUR), value }), { maxLength: 40 });

  it.each(FORMS.slice(0, 5))('is no less than any two days can differ: %o', (form, spec) => {
    fc.assert(
      fc.property(says, says, (one, other) => {
        const day = dayOf(form, spec, []);
        const [a, b] = [one, other].map((said) => released(exactly(form), spec, said, silent));
        const step = form.statistic === 'mean' ? 10 / 4 : form.statistic === 'sum' ? 10 : 1;
        const apart = (a ?? []).reduce((sum, value, i) => sum + distance(value, b?.[i] ?? {}), 0) / step;
        expect(apart).toBeLessThanOrEqual(sensitivity(form, spec, day) + 1e-6);
      }),
    );
  });

  function distance(a: object, b: object): number {
    const flat = (told: object): number[] =>
      Object.values(told).flatMap((v) => (typeof v === 'object' ? flat(v) : [v]));
    const [x, y] = [flat(a), flat(b)];
    return x.reduce((sum, each, i) => sum + Math.abs(each - (y[i] ?? 0)), 0);
  }

  it('is that of the day: 25 hours have more slots than 23', () => {
    const [form, spec] = FORMS[0] ?? [];
    if (!form || !spec) throw new Error('no form');
    const of = (date: string) => sensitivity(form, spec, dayOf(form, spec, [], date));
    expect([of('2026-03-29T10:00:00Z'), of('2026-06-01T10:00:00Z'), of('2026-10-25T10:00:00Z')]).toEqual([92, 96, 100]);
  });
});

describe('what noise is made for', () => {
  const { bounds, resolution, ...bare } = POWER as Extract<FieldSpec, { type: 'number' }>;
  const sum: Noised = { ...base, window: 'P1D', statistic: 'sum', slot: 'PT1H' };
  const last = (categories: Categories): Noised => ({ ...base, window: 'P1D', statistic: 'last', categories });
  it.each<[string, Noised, FieldSpec, boolean]>([
    ['a sum within bounds, on a grid', sum, POWER, true],
    ['a share of time of a boolean', sum, { name: bare.name, type: 'boolean' }, true],
    ['a sum without bounds', sum, { ...bare, resolution: resolution ?? 1 }, false],
    ['a sum without a grid', sum, { ...bare, bounds: bounds ?? [0, 1] }, false],
    ['a sum of more points than can be added up', sum, { ...bare, bounds: [0, 1e6], resolution: 1e-6 }, false],
    ['a sum of words', sum, STATE, false],
    ['words of a number', last({ values: ['on'] }), POWER, false],
    ['borders of a number', last({ edges: [10], labels: ['low', 'high'] }), POWER, true],
  ])('%s', (_, form, spec, can) => {
    expect(canBeNoised(form, spec)).toBe(can);
  });
});

describe('noise that drowns the value', () => {
  const hourly: Noised = { ...base, window: 'PT1H', statistic: 'sum', slot: 'PT1H', useful: 500 };
  const meter: FieldSpec = { ...POWER, bounds: [0, 6000], resolution: 1 } as FieldSpec;

  it('of hourly sums of one home is what the arithmetic says: 25 hours of the whole range', () => {
    expect(expectedError(hourly, meter)).toBe(150_000);
    expect(drowns(hourly, meter)).toBe(true);
    expect(leastUsefulEpsilon(hourly, meter)).toBeUndefined();
  });

  it('of a few events a day is small', () => {
    const count: Noised = { ...base, window: 'P1D', statistic: 'count', most: 5, useful: 2.5 };
    expect(expectedError(count, meter)).toBe(5);
    expect(leastUsefulEpsilon(count, meter)).toBe(2 * MICRO);
  });
});

/**
 * Runs through the real functions over a day and the silent days after it: how probable is it that each value that leaves is low?
 * The bounds are Clopper and Pearson's at 99.9 %, here by the normal approximation with a continuity correction, which at
 * these counts is wider than needed.
 */
const RUNS = 100_000;
type Pipeline = (said: Said, days: number, random: RandomBytes) => readonly number[];

const bound = 3.3;
function epsilonBound(pipeline: Pipeline, days: number, x: Said, y: Said): { least: number; about: number } {
  const [p, q] = [x, y].map((said, i) => {
    const random = seededBytes(new Uint8Array(32).fill(i + 1));
    let low = 0;
    for (let run = 0; run < RUNS; run++) if (pipeline(said, days, random).every((value) => value <= 0)) low++;
    return low / RUNS;
  });
  const off = (share: number) => bound * Math.sqrt((share * (1 - share)) / RUNS) + 1 / RUNS;
  const [a, b] = [p ?? 0, q ?? 0];
  return { least: Math.log(Math.max(1e-9, a - off(a)) / (b + off(b))), about: Math.log(a / Math.max(b, 1 / RUNS)) };
}

describe('over 100,000 runs of a day and the silent days after it', () => {
  const form: Noised = { ...base, window: 'P1D', statistic: 'sum', slot: 'PT1H' };
  const full: Said = Array.from({ length: 24 }, (_, hour) => ({ at: hour * HOUR, value: 40 }));
  const empty: Said = [];
  const sumOf = (used: Noised, said: Said, random: RandomBytes, date = '2026-06-01T10:00:00Z') =>
    released(used, POWER, said, random, date)[0]?.sum ?? Number.NaN;

  const honest: Pipeline = (said, days, random) =>
    Array.from({ length: days }, (_, day) => sumOf(form, day === 0 ? said : [], random));

  it.each([1, 3])('no more than ε is lost with %i days, and most of it is used', (days) => {
    const { least, about } = epsilonBound(honest, days, empty, full);
    expect(least).toBeLessThanOrEqual(1);
    expect(about).toBeGreaterThan(0.7);
  });

  it('no more than ε is lost on the days when the clocks change', () => {
    for (const [date, hours] of [
      ['2026-03-29T10:00:00Z', 23],
      ['2026-10-25T10:00:00Z', 25],
    ] as const) {
      const said = Array.from({ length: hours }, (_, hour) => ({ at: hour * HOUR, value: 40 }));
      const changing: Pipeline = (of, _, random) => [sumOf(form, of, random, date)];
      const { least, about } = epsilonBound(changing, 1, empty, said);
      expect(least).toBeLessThanOrEqual(1);
      expect(about).toBeGreaterThan(0.7);
    }
  });

  it.each<[string, number, Pipeline]>([
    ['half the scale', 1, (said, _, random) => [sumOf({ ...form, microEpsilon: 2 * MICRO }, said, random)]],
    [
      'a value that is held over midnight',
      2,
      (said, days, random) =>
        Array.from({ length: days }, (_, day) =>
          sumOf(form, day === 0 || said.length === 0 ? said : [{ at: 0, value: 40 }], random),
        ),
    ],
    [
      'a window that is not released where nothing was said',
      1,
      (said, _, random) => (said.length === 0 ? [] : [sumOf(form, said, random)]),
    ],
    ['noise that is drawn anew for a retry', 1, (said, _, random) => [1, 2].map(() => sumOf(form, said, random))],
    [
      'a value that is not kept within its bounds',
      1,
      (said, _, random) => [sumOf(form, said, random) + (said.length === 0 ? 0 : 960)],
    ],
    [
      'the hours of the day forgotten',
      1,
      (said, _, random) => [sumOf({ ...form, microEpsilon: 24 * MICRO }, said, random)],
    ],
  ])('more than ε is seen to be lost by %s', (_, days, broken) => {
    expect(epsilonBound(broken, days, empty, full).least).toBeGreaterThan(1);
  });

  it('an answer has the odds of its ε', () => {
    const answer: Noised = { ...base, window: 'P1D', statistic: 'last', categories: { values: ['on'] } };
    const told =
      (epsilon: number): Pipeline =>
      (said, _, random) => [
        released({ ...answer, microEpsilon: epsilon }, STATE, said, random)[0]?.last === 'on' ? 0 : 1,
      ];
    const on: Said = [{ at: HOUR, value: 'on' }];
    const { least, about } = epsilonBound(told(MICRO), 1, on, empty);
    expect(least).toBeLessThanOrEqual(1);
    expect(about).toBeGreaterThan(0.7);
    expect(epsilonBound(told(1.2 * MICRO), 1, on, empty).least).toBeGreaterThan(1);
  });
});
