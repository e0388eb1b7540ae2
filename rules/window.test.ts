import { describe, expect, it } from 'vitest';
import { DOOR, NOW, POWER, route, STATE } from './example-household.ts';
import type { Form, ShapedField } from './forms/form.ts';
import type { FieldSpec } from './manifest.ts';
import type { Permitted } from './permitted.ts';
import type { Route } from './plan.ts';
import type { Value } from './reading.ts';
import { apply, closeDue, closesAt, due, GRACE_MS, type RouteState } from './window.ts';

const ZONE = 'Europe/Berlin';
const MINUTE = 60_000;
const exact: Form = { form: 'exact', grain: 'PT1S' };
const power = (more: object = {}): FieldSpec => ({ ...POWER, ...more }) as FieldSpec;

/** Readings as [ms after NOW, value, ms it took to arrive]; then every window is closed. */
function run(way: Route, readings: readonly (readonly [number, Value, number?])[], zone = ZONE) {
  let state: RouteState | undefined;
  const out: Permitted[] = [];
  const dropped: string[] = [];
  for (const [after, value, travel = 0] of readings) {
    const at = NOW + after;
    const applied = apply(way, state, value, at, at + travel, zone);
    // What the shell keeps is JSON: nothing may depend on more.
    state = applied.state && JSON.parse(JSON.stringify(applied.state));
    if (applied.permitted) out.push(applied.permitted);
    if (applied.dropped) dropped.push(applied.dropped);
    if (state && due(state, at + travel)) {
      const closed = closeDue(way, state, at + travel, zone);
      out.push(...closed.permitted);
      state = closed.state;
    }
  }
  while (state && closesAt(state) !== undefined) {
    const closed = closeDue(way, state, closesAt(state) ?? 0, zone);
    out.push(...closed.permitted);
    state = closed.state;
  }
  return { out, dropped, shaped: out.map(({ shaped }) => shaped), from: out.map(({ from }) => from - NOW) };
}

const one = (spec: FieldSpec, form: Form, value: Value): ShapedField | undefined =>
  run(route(spec, form, form), [[0, value]]).shaped[0];

describe('one reading', () => {
  it.each<[string, FieldSpec, Form, Value, ShapedField | undefined]>([
    ['exact', POWER, exact, 20.5, { form: 'exact', value: 20.5, unit: 'W' }],
    ['clipped to the bounds', POWER, exact, -3, { form: 'exact', value: 0, unit: 'W' }],
    ['on the resolution grid first', power({ resolution: 0.5 }), exact, 0.74, { form: 'exact', value: 0.5, unit: 'W' }],
    ['minus zero is zero', power({ bounds: [-1, 1] }), exact, -0, { form: 'exact', value: 0, unit: 'W' }],
    [
      'rounded',
      POWER,
      { form: 'rounded', step: 0.1, grain: 'PT1M' },
      21.4499,
      { form: 'rounded', value: 21.4, step: 0.1, unit: 'W' },
    ],
    ['no number', POWER, exact, '21', undefined],
    ['not finite', POWER, exact, Number.NaN, undefined],
    ['infinite', POWER, exact, Number.POSITIVE_INFINITY, undefined],
    ['a boolean', DOOR, exact, true, { form: 'exact', value: true }],
    ['1 is no boolean', DOOR, exact, 1, undefined],
    ['a declared word', STATE, exact, 'eco', { form: 'exact', value: 'eco' }],
    ['an undeclared word', STATE, exact, 'Anna is home', { form: 'exact', value: 'other' }],
    [
      'a word that was not agreed to',
      STATE,
      { form: 'category', categories: { values: ['on'] }, grain: 'PT1M' },
      'eco',
      { form: 'category', value: 'other' },
    ],
    [
      'a border belongs to the upper category',
      POWER,
      { form: 'category', categories: { edges: [100], labels: ['low', 'high'] }, grain: 'PT1M' },
      100,
      { form: 'category', value: 'high' },
    ],
    ['nothing', POWER, { form: 'withheld' }, 1, undefined],
  ])('%s', (_, spec, form, value, shaped) => {
    const got = one(spec, form, value);
    expect(got).toEqual(shaped);
    if (got?.form === 'exact' && typeof got.value === 'number') expect(Object.is(got.value, -0)).toBe(false);
  });

  it('is rounded as agreed before it is rounded as asked', () => {
    // 3 by steps of 4 is 4, and that by steps of 8 is 8; 3 by steps of 8 alone would be 0.
    const way = route(POWER, { form: 'rounded', step: 4, grain: 'PT1S' }, { form: 'rounded', step: 8, grain: 'PT1M' });
    expect(run(way, [[0, 3]]).shaped).toEqual([{ form: 'rounded', value: 8, step: 8, unit: 'W' }]);
  });

  it('has its time floored to the grain, and none of the future', () => {
    const way = route(POWER, { form: 'exact', grain: 'PT15M' }, { form: 'exact', grain: 'PT15M' });
    expect(
      run(way, [
        [16 * MINUTE + 7, 1],
        [46 * MINUTE, 2],
      ]).from,
    ).toEqual([15 * MINUTE, 45 * MINUTE]);
    const ahead = apply(way, undefined, 1, NOW + 16 * MINUTE, NOW, ZONE).permitted;
    expect([ahead?.from, ahead?.to]).toEqual([NOW, NOW]);
  });

  it('is every record for exact, one a tick below', () => {
    const readings = [
      [0, 1],
      [1000, 2],
      [MINUTE, 3],
      [MINUTE - 1, 4, 2000],
    ] as const;
    expect(run(route(POWER, exact, exact), readings).out).toHaveLength(4);
    const rounded: Form = { form: 'rounded', step: 1, grain: 'PT1M' };
    const thinned = run(route(POWER, rounded, rounded), readings);
    expect(thinned.out.map(({ shaped }) => shaped)).toMatchObject([{ value: 1 }, { value: 3 }]);
    expect(thinned.dropped).toEqual(['thinned', 'thinned']);
  });

  it('goes nowhere once the consent has ended', () => {
    const ended = route(POWER, exact, exact, { until: NOW });
    expect(
      run(ended, [
        [0, 1],
        [-1, 1],
      ]).dropped,
    ).toEqual(['expired']);
  });
});

const full: Form = { form: 'summary', window: 'PT15M', statistics: ['mean', 'min', 'max', 'sum', 'count', 'last'] };

describe('a summary', () => {
  it('tells of its window when it is over, and its grace', () => {
    const { out } = run(route(POWER, full, full), [
      [0, 1],
      [5 * MINUTE, 2],
      [14 * MINUTE, 6],
      [15 * MINUTE, 50],
    ]);
    expect(out.map(({ from, to, shaped }) => [from - NOW, to - NOW, shaped])).toEqual([
      [0, 15 * MINUTE, { form: 'summary', mean: 3, min: 1, max: 6, sum: 9, count: 3, last: 6, unit: 'W' }],
      [
        15 * MINUTE,
        30 * MINUTE,
        { form: 'summary', mean: 50, min: 50, max: 50, sum: 50, count: 1, last: 50, unit: 'W' },
      ],
    ]);
  });

  it('takes in what is on its way for 30 seconds, and nothing after', () => {
    const late = [
      [0, 1],
      [14 * MINUTE, 2, MINUTE + GRACE_MS - 1],
      [14 * MINUTE, 3, MINUTE + GRACE_MS],
    ] as const;
    const { shaped, dropped } = run(route(POWER, full, full), late);
    expect(shaped).toMatchObject([{ count: 2, last: 2 }]);
    expect(dropped).toEqual(['late']);
  });

  it('never opens a window again, whatever the clock does', () => {
    const back = [
      [0, 1],
      [16 * MINUTE, 2],
      [MINUTE, 3],
    ] as const;
    const { shaped, dropped } = run(route(POWER, full, full), back);
    expect(shaped).toMatchObject([{ count: 1 }, { count: 1 }]);
    expect(dropped).toEqual(['late']);
  });

  it('keeps the last by time, and of equal times the later arrival', () => {
    const { shaped } = run(route(POWER, full, full), [
      [2000, 1],
      [1000, 2, 3000],
      [2000, 3, 2000],
    ]);
    expect(shaped).toMatchObject([{ last: 3, count: 3 }]);
  });

  it('adds exactly enough, and rounds what it tells', () => {
    const readings = Array.from({ length: 10 }, (_, i) => [i * 1000, 0.1] as const);
    expect(run(route(POWER, full, full), readings).shaped).toMatchObject([{ sum: 1, mean: 0.1 }]);
    const stepped: Form = { ...full, statistics: ['mean', 'sum'], step: 0.5 };
    expect(
      run(route(POWER, stepped, stepped), [
        [0, 1.2],
        [1, 1.4],
      ]).shaped,
    ).toEqual([{ form: 'summary', mean: 1.5, sum: 2.5, unit: 'W' }]);
  });

  it('loses nothing small beside what is large', () => {
    const sums: Form = { form: 'summary', window: 'PT15M', statistics: ['sum'] };
    const way = route(power({ bounds: [-1e17, 1e17] }), sums, sums);
    expect(
      run(way, [
        [0, 1e16],
        [1, 1],
        [2, -1e16],
      ]).shaped,
    ).toMatchObject([{ sum: 1 }]);
  });

  it('counts categories and how long each lasted, of the whole window and on a coarse clock', () => {
    const form: Form = {
      form: 'summary',
      window: 'PT15M',
      statistics: ['last', 'histogram', 'timeInState'],
      categories: { values: ['on', 'off'] },
    };
    const { shaped } = run(route(STATE, form, form), [
      [5 * MINUTE, 'on'],
      [7 * MINUTE, 'off'],
      [10 * MINUTE, 'eco'],
      [15 * MINUTE, 'off'],
    ]);
    expect(shaped).toEqual([
      {
        form: 'summary',
        last: 'other',
        histogram: { on: 1, off: 1, other: 1 },
        // Until the first value, too: a total short of the window would tell when that came.
        timeInState: { on: 423, off: 180, other: 297 },
      },
      {
        form: 'summary',
        last: 'off',
        histogram: { on: 0, off: 1, other: 0 },
        timeInState: { on: 0, off: 900, other: 0 },
      },
    ]);
  });

  it('has days of the home, of 23 hours too', () => {
    const daily: Form = { form: 'summary', window: 'P1D', statistics: ['count'] };
    const start = Date.parse('2026-03-28T23:00:00Z') - NOW;
    const hours = Array.from({ length: 24 }, (_, i) => [start + i * 60 * MINUTE, 1] as const);
    expect(run(route(POWER, daily, daily), hours).shaped).toMatchObject([{ count: 23 }, { count: 1 }]);
  });

  it('of rounded values sees one a tick, as the agreed form alone would tell', () => {
    const way = route(POWER, { form: 'rounded', step: 5, grain: 'PT5M' }, { ...full, step: 5 });
    const { shaped } = run(way, [
      [0, 12],
      [MINUTE, 900],
      [5 * MINUTE, 18],
    ]);
    expect(shaped).toMatchObject([{ count: 2, min: 10, max: 20, mean: 15 }]);
  });
});

describe('a summary of agreed windows', () => {
  const agreed: Form = { form: 'summary', window: 'PT15M', statistics: ['mean', 'max'] };
  const HOUR = 60 * MINUTE;

  it('is the mean of their means, and says so', () => {
    const way = route(POWER, agreed, { form: 'summary', window: 'PT1H', statistics: ['mean', 'max'] });
    const { shaped, from } = run(way, [
      [0, 1],
      [1000, 3],
      [2000, 8],
      [16 * MINUTE, 10],
      [HOUR, 5],
    ]);
    expect(shaped).toEqual([
      { form: 'summary', mean: 7, max: 10, of: 'PT15M', unit: 'W' },
      { form: 'summary', mean: 5, max: 5, of: 'PT15M', unit: 'W' },
    ]);
    expect(from).toEqual([0, HOUR]);
  });

  it('is weighted only where the count was agreed to', () => {
    const counted: Form = { ...agreed, statistics: ['mean', 'count'] };
    const way = route(POWER, counted, { form: 'summary', window: 'PT1H', statistics: ['mean'] });
    expect(
      run(way, [
        [0, 1],
        [1000, 3],
        [2000, 8],
        [16 * MINUTE, 10],
      ]).shaped,
    ).toMatchObject([{ mean: 5.5 }]);
  });

  it('tells nothing of a statistic that was not agreed to', () => {
    const way = route(POWER, agreed, { form: 'summary', window: 'PT1H', statistics: ['sum'] });
    expect(
      run(way, [
        [0, 1],
        [1000, 3],
      ]).shaped,
    ).toEqual([]);
  });

  it('stays complete in a zone of half hours', () => {
    const hourly: Form = { form: 'summary', window: 'PT1H', statistics: ['count'] };
    const way = route(POWER, hourly, { form: 'summary', window: 'P1D', statistics: ['count'] });
    const readings = Array.from({ length: 48 }, (_, i) => [i * HOUR + 7 * MINUTE, 1] as const);
    const counts = run(way, readings, 'Asia/Kolkata').shaped.map((field) =>
      field.form === 'summary' ? field.count : 0,
    );
    expect(counts.reduce((sum: number, count) => sum + (count ?? 0), 0)).toBe(48);
    expect(counts[1]).toBe(24);
  });
});

describe('a mean without a grid', () => {
  it('does not tell how many readings it is of', () => {
    const form: Form = { form: 'summary', window: 'PT15M', statistics: ['mean'] };
    const told = (values: number[]) =>
      run(
        route(POWER, form, form),
        values.map((value, i) => [i * 1000, value] as const),
      ).shaped[0];
    // 64/3 and 149/7 have three digits in common; as fractions they tell 3 and 7.
    expect(told([21, 21, 22])).toMatchObject({ mean: 21.3 });
    expect(told([21, 21, 21, 21, 21, 22, 22])).toMatchObject({ mean: 21.3 });
  });
});

it('gives nobody half an hour where midnight is half an hour past UTC’s: a day is the sum of its hours', () => {
  const ofDay: Form = { form: 'summary', window: 'P1D', statistics: ['sum'] };
  const ofHours: Form = { form: 'summary', window: 'PT1H', statistics: ['sum'] };
  const ways = [
    route(POWER, ofDay, ofDay),
    route(POWER, ofHours, ofHours, { id: 'r2' }),
    route(POWER, ofHours, ofDay, { id: 'r3' }),
  ];
  const sums = ways.map((way) => {
    let state: RouteState | undefined;
    const out: Permitted[] = [];
    const start = Date.parse('2026-06-01T00:00:00Z');
    for (let at = start; at < start + 3 * 86_400_000; at += 600_000) {
      const closed = state && closeDue(way, state, at, 'Asia/Kolkata');
      out.push(...(closed?.permitted ?? []));
      state = apply(way, closed ? closed.state : state, (at / 600_000) % 97, at, at, 'Asia/Kolkata').state;
    }
    return out.map(({ from, to, shaped }) => ({ from, to, sum: 'sum' in shaped ? shaped.sum : 0 }));
  });
  const [days = [], hours = [], rolled = []] = sums;
  const [, whole] = days;
  if (whole === undefined) throw new Error('no day');
  const inside = hours.filter(({ from, to }) => whole.from < to && from < whole.to);
  expect(inside).toHaveLength(24);
  expect(inside.reduce((all, { sum = 0 }) => all + sum, 0)).toBe(whole.sum);
  expect(rolled).toContainEqual(whole);
});
