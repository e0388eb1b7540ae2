import fc from 'fast-check';
import { expect, it } from 'vitest';
import { bitsADay } from './capacity.ts';
import { NOW, name, route } from './example-household.ts';
import type { Form } from './forms/form.ts';
import { type Noised, openNoisedDay, releaseNoised, takeInNoised } from './forms/noised.ts';
import { DAY_MS, GRAIN_MS, WINDOW_MS } from './forms/time.ts';
import type { FieldSpec } from './manifest.ts';
import { seededBytes } from './seeded-bytes.fixture.ts';
import { apply, closeDue, GRACE_MS, type RouteState } from './window.ts';

/**
 * A hostile device says whatever it likes, when it likes, within one window or tick; everything that it can make come
 * out of it is collected. There are never more outcomes than the plan's figure allows.
 */
const SPEC: FieldSpec = { name: name('power'), type: 'number', bounds: [0, 6], resolution: 0.5 } as FieldSpec;
const EDGES = { edges: [2, 4], labels: ['low', 'middle', 'high'] };
const FORMS: Form[] = [
  { form: 'rounded', step: 1, grain: 'PT1M' },
  { form: 'rounded', step: 5, grain: 'PT1M' },
  { form: 'category', categories: EDGES, grain: 'PT1M' },
  { form: 'summary', window: 'PT1M', statistics: ['min'], step: 1 },
  { form: 'summary', window: 'PT1M', statistics: ['mean'], step: 0.5 },
  { form: 'summary', window: 'PT1M', statistics: ['min', 'max'], step: 2 },
  { form: 'summary', window: 'PT1M', statistics: ['last'], step: 2 },
  { form: 'summary', window: 'PT1M', statistics: ['last'], categories: EDGES },
  { form: 'summary', window: 'PT1M', statistics: ['timeInState'], categories: { edges: [3], labels: ['off', 'on'] } },
];
const said = fc.array(
  fc.record({
    value: fc.oneof(
      fc.integer({ min: -2, max: 16 }).map((half) => half / 2),
      fc.constantFrom('off', true, 1e308),
    ),
    after: fc.integer({ min: 0, max: 59_999 }),
    own: fc.integer({ min: -400_000, max: 400_000 }),
  }),
  { maxLength: 6 },
);

it.each(FORMS.map((form) => [JSON.stringify(form), form] as const))('holds for %s', (_, form) => {
  const way = route(SPEC, form, form);
  const span = 'window' in form ? WINDOW_MS[form.window] : 'grain' in form ? GRAIN_MS[form.grain] : DAY_MS;
  const outcomes = new Set<string>();
  fc.assert(
    fc.property(said, (readings) => {
      let state: RouteState | undefined;
      const out: unknown[] = [];
      for (const { value, after, own } of [...readings].sort((a, b) => a.after - b.after)) {
        const now = NOW + after;
        // Its own time, too, as far as this window: other windows have bits of their own.
        const at = Math.min(Math.max(NOW, now + own), now);
        const applied = apply(way, state, value, at, now, 'UTC');
        state = applied.state;
        if (applied.permitted) out.push([applied.permitted.from, applied.permitted.to, applied.permitted.shaped]);
      }
      const closed = state && closeDue(way, state, NOW + span + GRACE_MS, 'UTC');
      for (const { from, to, shaped } of closed?.permitted ?? []) out.push([from, to, shaped]);
      outcomes.add(JSON.stringify(out));
    }),
    { numRuns: 3000 },
  );
  const bits = (bitsADay(form, SPEC) * span) / DAY_MS;
  expect(outcomes.size).toBeGreaterThan(2);
  expect(Math.log2(outcomes.size)).toBeLessThanOrEqual(bits);
});

it.each([250_000, 1_000_000])(
  'holds for noised values at %d millionths of ε, on which a device puts a bit a day',
  (microEpsilon) => {
    const form: Noised = {
      ...{ form: 'noised', window: 'P1D', statistic: 'sum', slot: 'PT1H' },
      ...{ microEpsilon, unit: 'home-day', useful: 1e9 },
    };
    const random = seededBytes();
    const outcomes = [0, 6].map((value) => {
      const day = openNoisedDay(form, NOW, 'UTC');
      for (let hour = 0; hour < 24; hour++) takeInNoised(day, form, SPEC, value, day.from + hour * 3_600_000);
      const counts = new Map<number, number>();
      for (let run = 0; run < 20_000; run++) {
        // 24 hours of 6 are 144: whoever listens needs no more than on which side of it, how far.
        const heard = Math.max(-5, Math.min(5, Math.round((releaseNoised(form, SPEC, day, 0, random).sum ?? 0) / 144)));
        counts.set(heard, (counts.get(heard) ?? 0) + 1);
      }
      return counts;
    });
    const told = informationOf(outcomes);
    expect(told).toBeGreaterThan(0.001);
    expect(told).toBeLessThanOrEqual(bitsADay(form, SPEC));
  },
);

/** Bits that an outcome tells of which of the two, both as probable, was said. */
function informationOf(outcomes: readonly ReadonlyMap<number, number>[]): number {
  const heard = new Set(outcomes.flatMap((counts) => [...counts.keys()]));
  let bits = 0;
  for (const outcome of heard) {
    const counts = outcomes.map((each) => each.get(outcome) ?? 0);
    const both = counts.reduce((sum, count) => sum + count, 0);
    for (const count of counts) if (count > 0) bits += (count / 40_000) * Math.log2((2 * count) / both);
  }
  return bits;
}
