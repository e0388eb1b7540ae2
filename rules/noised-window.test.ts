import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LIMITS } from './budget.ts';
import { consent, household, METER, manifest, name, POWER, request, route, STATE } from './example-household.ts';
import type { Form } from './forms/form.ts';
import { MICRO, type Noised } from './forms/noised.ts';
import type { FieldSpec } from './manifest.ts';
import type { Permitted } from './permitted.ts';
import { compile } from './plan.ts';
import { preview } from './preview.ts';
import { seededBytes } from './seeded-bytes.fixture.ts';
import { apply, begin, closeDue, closesAt, GRACE_MS, type RouteState } from './window.ts';

const ZONE = 'Europe/Berlin';
const seeded = () => seededBytes();
const HOUR = 3_600_000;
const EXACT: Form = { form: 'exact', grain: 'PT1S' };
const METERED: FieldSpec = { ...POWER, bounds: [0, 100], resolution: 10 } as FieldSpec;
const hourly: Noised = {
  ...{ form: 'noised', unit: 'home-day', microEpsilon: MICRO, useful: 1e9 },
  ...{ window: 'PT1H', statistic: 'mean', slot: 'PT15M' },
};
/** With an ε at which the noise is 0. */
const noiseless: Noised = { ...hourly, microEpsilon: Number.MAX_SAFE_INTEGER };
/** The night of the change of clocks: this day has 25 hours. */
const START = Date.parse('2026-10-23T22:10:00Z');

interface Said {
  readonly at: number;
  readonly value: number;
}

function run(
  form: Noised,
  said: readonly Said[],
  until: number,
  random: ReturnType<typeof seededBytes> | undefined = seededBytes(),
) {
  const way = route(METERED, EXACT, form);
  const left: Permitted[] = [];
  const dropped: string[] = [];
  let state: RouteState | undefined = begin(way, START, ZONE);
  const close = (now: number) => {
    for (let at = state && closesAt(state); state && at !== undefined && at <= now; at = state && closesAt(state)) {
      const closed = closeDue(way, state, at, ZONE, random && (() => random));
      left.push(...closed.permitted);
      // As it would be read back from the disk.
      state = closed.state && JSON.parse(JSON.stringify(closed.state));
    }
  };
  for (const { at, value } of said) {
    close(at);
    const applied = apply(way, state, value, at, at, ZONE);
    state = applied.state;
    if (applied.dropped) dropped.push(applied.dropped);
  }
  close(until);
  return { left, dropped };
}

const end = START + 75 * HOUR;
const meanOf = ({ shaped }: Permitted) => (shaped.form === 'noised' ? shaped.mean : undefined);

describe('the windows of a noised route', () => {
  it('are all released, one after the other and none twice, whatever is said', () => {
    const { left: silent } = run(hourly, [], end);
    expect(silent).toHaveLength(74);
    silent.forEach(({ from, to }, i) => {
      expect(to - from).toBe(HOUR);
      expect(from).toBe(silent[i - 1]?.to ?? START + 50 * 60_000);
    });
    fc.assert(
      fc.property(fc.array(fc.record({ at: fc.integer({ min: START, max: end }), value: fc.double() })), (said) => {
        const { left } = run(
          hourly,
          said.toSorted((a, b) => a.at - b.at),
          end,
        );
        expect(left.map(({ from, to }) => [from, to])).toEqual(silent.map(({ from, to }) => [from, to]));
      }),
      { numRuns: 30 },
    );
  });

  it('hold what was said until the day ends, and begin the next with nothing', () => {
    const { left } = run(noiseless, [{ at: START + 10 * HOUR, value: 70 }], end);
    const means = left.map(meanOf);
    const midnight = left.findIndex(({ from }) => from === Date.parse('2026-10-24T22:00:00Z'));
    expect(means.slice(midnight - 3, midnight + 3)).toEqual([70, 70, 70, 0, 0, 0]);
    expect(means.slice(0, 9)).toEqual(new Array(9).fill(0));
  });

  it('are closed to what comes later than the grace', () => {
    const way = route(METERED, EXACT, noiseless);
    const state = begin(way, START, ZONE);
    const now = START + 4 * HOUR;
    const closed = state && closeDue(way, state, now, ZONE, seeded);
    expect(apply(way, closed?.state, 70, now - 2 * HOUR, now, ZONE).dropped).toBe('late');
    expect(apply(way, closed?.state, 70, now - 1, now, ZONE).dropped).toBeUndefined();
  });

  it('of a hub that was off are those of today and yesterday', () => {
    const way = route(METERED, EXACT, hourly);
    const state = begin(way, START, ZONE);
    const closed = state && closeDue(way, state, START + 100 * 24 * HOUR, ZONE, seeded);
    expect(closed?.permitted.length).toBeGreaterThan(24);
    expect(closed?.permitted.length).toBeLessThanOrEqual(48);
  });

  it('are not released without random bytes', () => {
    const way = route(METERED, EXACT, hourly);
    const state = begin(way, START, ZONE);
    const closed = state && closeDue(way, state, end, ZONE);
    expect(closed?.permitted).toEqual([]);
    expect(closed?.state && closesAt(closed.state)).toBeGreaterThan(end);
  });

  it('of an agreed rounding are made of the rounded values', () => {
    const way = route(METERED, { form: 'rounded', step: 50, grain: 'PT15M' }, { ...noiseless, slot: 'PT1H' });
    let state = begin(way, START, ZONE);
    for (const [minutes, value] of [
      [55, 30],
      [56, 99],
    ] as const) {
      const at = START + minutes * 60_000;
      state = apply(way, state, value, at, at, ZONE).state;
    }
    const closed = state && closeDue(way, state, START + 110 * 60_000 + GRACE_MS, ZONE, seeded);
    expect(closed?.permitted.map(meanOf)).toEqual([50]);
  });
});

describe('a plan with noised routes', () => {
  const usage = request('usage', {
    fields: [
      { name: name('power'), form: { ...hourly, window: 'P1D', slot: 'P1D' } },
      { name: name('state'), form: EXACT },
    ],
  });
  const home = household({
    manifests: [manifest({ products: [{ match: { vendor: 'Acme' }, fields: [METERED, STATE] }], requests: [usage] })],
    limits: LIMITS,
  });
  const readings = [{ device: METER.id, at: START, fields: [{ name: name('power'), value: 50 }] }];
  const bytes = seededBytes();
  const shown = (of: typeof home) =>
    [
      ...preview(
        compile(of, START),
        readings,
        START + 60 * HOUR,
        () => false,
        () => bytes,
      ).values(),
    ]
      .flat()
      .map(({ shaped }) => shaped);

  it('says ε with its unit, and how far it is off', () => {
    // The points of a day with one slot: 10. The first window is the next day's.
    expect(shown(home)).toEqual([
      { form: 'noised', mean: expect.any(Number), error: 100, epsilon: 1, per: 'home-day', unit: 'W' },
    ]);
  });

  it('says no ε where another field of the device leaves without noise', () => {
    const both = [consent('c1'), consent('c2', { field: name('state'), form: EXACT })];
    const [told] = shown({ ...home, consents: both });
    expect(told).toMatchObject({ form: 'noised', error: 100 });
    expect(told).not.toHaveProperty('epsilon');
    expect(told).not.toHaveProperty('per');
  });

  it('lets nothing out without a budget', () => {
    const { limits: _, ...without } = home;
    expect(shown(without)).toEqual([]);
  });
});
