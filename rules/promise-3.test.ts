import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { windowOf } from './calendar.ts';
import { NOW, POWER, route } from './example-household.ts';
import { numberForm } from './forms/form.arbitrary.ts';
import type { Categories, Form, ShapedField, Summary } from './forms/form.ts';
import { meet } from './forms/order.ts';
import { GRAIN_MS } from './forms/time.ts';
import type { FieldSpec } from './manifest.ts';
import type { Permitted } from './permitted.ts';
import { apply, closeDue, closesAt, type RouteState } from './window.ts';

/**
 * Promise 3: what leaves can be computed from what the agreed form alone would release. The second implementation here
 * sees only the records of the agreed form, as a recipient would, and knows nothing of windows being open.
 */
const ZONE = 'Europe/Berlin';
const SPEC: FieldSpec = { ...POWER, bounds: [-20, 40] } as FieldSpec;
type Sample = { gap: number; travel: number; value: number };

function run(agreed: Form, released: Form, samples: readonly Sample[]): Permitted[] {
  const way = route(SPEC, agreed, released);
  const out: Permitted[] = [];
  let state: RouteState | undefined;
  let now = NOW;
  const close = (until: number) => {
    for (let at = state && closesAt(state); state && at !== undefined && at <= until; at = state && closesAt(state)) {
      const closed = closeDue(way, state, at, ZONE);
      out.push(...closed.permitted);
      state = closed.state;
    }
  };
  for (const { gap, travel, value } of samples) {
    now += gap;
    close(now);
    const applied = apply(way, state, value, now - travel, now, ZONE);
    state = applied.state;
    if (applied.permitted) out.push(applied.permitted);
  }
  close(Number.MAX_SAFE_INTEGER);
  return out;
}

interface Told {
  from: number;
  to: number;
  shaped: ShapedField;
}

function derive(records: readonly Permitted[], agreed: Form, released: Form): Told[] {
  if (released.form === 'withheld' || released.form === 'noised') return [];
  if (released.form === 'summary') {
    const groups = new Map<number, Permitted[]>();
    for (const record of records) {
      const inside = agreed.form === 'summary' ? record.to - 1 : record.from;
      const { from } = windowOf(released.window, inside, ZONE);
      groups.set(from, [...(groups.get(from) ?? []), record]);
    }
    return [...groups].map(([start, group]) => {
      const { from, to } = windowOf(released.window, start, ZONE);
      const fields =
        agreed.form === 'summary' ? ofSummaries(group, agreed, released) : ofEvents(group, agreed, released, from, to);
      return { from, to, shaped: { form: 'summary', ...fields } as ShapedField };
    });
  }
  const told: Told[] = [];
  let last = -1;
  for (const { from, shaped } of records) {
    const tick = Math.floor(from / GRAIN_MS[released.grain]) * GRAIN_MS[released.grain];
    if (released.form !== 'exact' && tick <= last) continue;
    last = tick;
    told.push({ from: tick, to: tick, shaped: event(shaped, agreed, released) });
  }
  return told;
}

function event(shaped: ShapedField, agreed: Form, released: Form): ShapedField {
  if (!('value' in shaped)) throw new Error('not an event');
  if (released.form === 'category')
    return { form: 'category', value: label(shaped.value, agreed, released.categories) };
  return { ...shaped, form: released.form } as ShapedField;
}

/** The released label of an agreed number or an agreed label. */
function label(value: number | boolean | string, agreed: Form, to: Categories): string {
  if (!('edges' in to)) throw new Error('numbers only');
  const of = 'categories' in agreed ? agreed.categories : undefined;
  const at = typeof value === 'string' && of && 'edges' in of ? of.labels.indexOf(value) : -1;
  const number =
    typeof value === 'number' ? value : at === 0 ? -1e9 : of && 'edges' in of ? (of.edges[at - 1] ?? 1e9) : 0;
  return to.labels[to.edges.filter((edge) => edge <= number).length] ?? '';
}

const total = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);

function ofEvents(
  group: readonly Permitted[],
  agreed: Form,
  released: Summary,
  start: number,
  end: number,
): Record<string, unknown> {
  const values = group.map(({ shaped }) => ('value' in shaped ? shaped.value : 0));
  const numbers = values.map(Number);
  const known: Record<string, unknown> = {
    mean: total(numbers) / numbers.length,
    sum: total(numbers),
    min: Math.min(...numbers),
    max: Math.max(...numbers),
    count: numbers.length,
  };
  const inOrder: number[] = [];
  group.forEach(({ from }, i) => {
    if (inOrder.every((j) => (group[j]?.from ?? 0) <= from)) inOrder.push(i);
  });
  known.last = values[inOrder.at(-1) ?? 0];
  const { categories } = released;
  if (categories && 'edges' in categories) {
    const labels = values.map((value) => label(value, agreed, categories));
    known.last = labels[inOrder.at(-1) ?? 0];
    known.histogram = Object.fromEntries(categories.labels.map((l) => [l, labels.filter((m) => m === l).length]));
    const ends = inOrder.map((_, n) => group[inOrder[n + 1] ?? -1]?.from ?? end);
    const held = (l: string) =>
      total(inOrder.map((i, n) => (labels[i] === l ? (ends[n] ?? 0) - (n === 0 ? start : (group[i]?.from ?? 0)) : 0)));
    // From the window's begin to its end, on a grid of a 96th of it.
    const grid = Math.max(1, Math.floor((end - start) / 96_000));
    const onClock = (ms: number) => Math.round(ms / 1000 / grid) * grid;
    known.timeInState = Object.fromEntries(categories.labels.map((l) => [l, onClock(held(l))]));
  }
  return Object.fromEntries(released.statistics.map((statistic) => [statistic, known[statistic]]));
}

function ofSummaries(group: readonly Permitted[], agreed: Summary, released: Summary): Record<string, unknown> {
  const parts = group.flatMap(({ shaped }) => (shaped.form === 'summary' ? [shaped] : []));
  const each = (key: 'mean' | 'min' | 'max' | 'sum' | 'count') => parts.flatMap((part) => part[key] ?? []);
  const weights = parts.map(({ count }) => count ?? 1);
  const { categories } = released;
  const cells = (key: 'histogram' | 'timeInState') =>
    Object.fromEntries(
      (categories && 'edges' in categories ? categories.labels : []).map((name) => [
        name,
        total(
          parts.flatMap((part) =>
            Object.entries(part[key] ?? {}).map(([old, n]) =>
              categories && label(old, agreed, categories) === name ? n : 0,
            ),
          ),
        ),
      ]),
    );
  const last = parts.at(-1)?.last ?? 0;
  const known: Record<string, unknown> = {
    mean: total(each('mean').map((mean, i) => mean * (weights[i] ?? 1))) / total(weights),
    sum: total(each('sum')),
    min: Math.min(...each('min')),
    max: Math.max(...each('max')),
    count: total(each('count')),
    last: categories ? label(last, agreed, categories) : last,
    histogram: cells('histogram'),
    timeInState: cells('timeInState'),
  };
  return Object.fromEntries(released.statistics.map((statistic) => [statistic, known[statistic]]));
}

/** Equal, where numbers on a grid need only be the grid's point nearest to the derived one. */
function expectEqual(left: readonly Permitted[], derived: readonly Told[], released: Form): void {
  const sorted = <T extends { from: number }>(list: readonly T[]) => [...list].sort((a, b) => a.from - b.from);
  const [got, want] = [sorted(left), sorted(derived)];
  expect(got.map(({ from, to }) => [from, to])).toEqual(want.map(({ from, to }) => [from, to]));
  const step = 'step' in released ? (released.step ?? 0) : 0;
  for (const [i, { shaped }] of got.entries()) {
    const { unit: _, of: __, step: ___, ...have } = shaped as unknown as Record<string, unknown>;
    const { unit: _u, of: _o, step: _s, ...need } = (want[i]?.shaped ?? {}) as Record<string, unknown>;
    expect(Object.keys(have).sort()).toEqual(Object.keys(need).sort());
    for (const [key, value] of Object.entries(have)) {
      if (typeof value !== 'number') expect(value).toEqual(need[key]);
      else {
        const grid = key === 'count' ? 0 : step;
        // A mean without a grid, and without the count, has three digits.
        const rough = key === 'mean' && grid === 0 && !('count' in have) ? Math.abs(value) * 0.006 : 0;
        expect(Math.abs(value - Number(need[key]))).toBeLessThanOrEqual(grid / 2 + rough + 1e-6);
        if (grid > 0) expect(Math.abs(value / grid - Math.round(value / grid))).toBeLessThan(1e-6);
      }
    }
  }
}

const sample = fc.record({
  gap: fc.oneof(
    fc.integer({ min: 0, max: 5_000 }),
    fc.integer({ min: 0, max: 1_200_000 }),
    fc.integer({ min: 0, max: 3e7 }),
  ),
  travel: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 20_000 })),
  value: fc.integer({ min: -100, max: 200 }).map((n) => n / 4),
});

describe('never more than asked, never more than agreed', () => {
  it('what leaves can be worked out from what the agreed form alone would release', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(numberForm, numberForm, fc.array(sample, { maxLength: 25 }), (asked, agreed, samples) => {
        const released = meet(asked, agreed);
        const left = run(agreed, released, samples);
        if (left.length > 0) seen.add(`${agreed.form} ${released.form}`);
        expectEqual(left, derive(run(agreed, agreed, samples), agreed, released), released);
      }),
      { numRuns: 6000 },
    );
    // Otherwise the property would have been about nothing.
    expect([...seen].sort()).toEqual(
      [
        'exact exact',
        'exact rounded',
        'exact category',
        'exact summary',
        'rounded rounded',
        'rounded category',
        'rounded summary',
        'category category',
        'category summary',
        'summary summary',
      ].sort(),
    );
  });

  it('would notice a form that tells more', () => {
    const samples = [
      { gap: 0, travel: 0, value: 12 },
      { gap: 1000, travel: 0, value: 16 },
    ];
    const agreed: Form = { form: 'rounded', step: 5, grain: 'PT1M' };
    const finer: Form = { form: 'summary', window: 'PT1H', statistics: ['max'] };
    const left = run({ form: 'exact', grain: 'PT1S' }, finer, samples);
    expect(() => expectEqual(left, derive(run(agreed, agreed, samples), agreed, finer), finer)).toThrow();
  });
});
