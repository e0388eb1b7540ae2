import fc from 'fast-check';
import { expect, it } from 'vitest';
import { bitsADay } from './capacity.ts';
import { NOW, name, route } from './example-household.ts';
import type { Form } from './forms/form.ts';
import { DAY_MS, GRAIN_MS, WINDOW_MS } from './forms/time.ts';
import type { FieldSpec } from './manifest.ts';
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
