import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { numberForm, wordForm } from './form.arbitrary.ts';
import type { Form } from './form.ts';
import { atMost } from './order.ts';
import { closed, join, joinAll, unionIsFiner } from './union.ts';

const sum = (window: 'PT1H' | 'P1D' | 'P1W' | 'P1M', ...statistics: ('mean' | 'sum' | 'count' | 'max')[]): Form => ({
  form: 'summary',
  window,
  statistics,
});

describe('what several forms tell together', () => {
  it.each<[string, Form, Form, Form]>([
    ['weeks and months tell days', sum('P1W', 'max'), sum('P1M', 'max'), sum('P1D', 'max')],
    ['mean and count tell the sum', sum('P1D', 'mean'), sum('P1D', 'count'), sum('P1D', 'mean', 'sum', 'count')],
    [
      'two grids tell their common parts',
      { form: 'rounded', step: 0.5, grain: 'PT1M' },
      { form: 'rounded', step: 0.2, grain: 'PT1H' },
      { form: 'rounded', step: 0.1, grain: 'PT1M' },
    ],
    [
      'an event beats a summary',
      { form: 'rounded', step: 0.5, grain: 'PT1H' },
      { form: 'summary', window: 'PT1M', statistics: ['mean'], step: 1 },
      { form: 'rounded', step: 0.5, grain: 'PT1M' },
    ],
    ['the same twice tells nothing new', sum('P1D', 'max'), sum('P1D', 'max'), sum('P1D', 'max')],
  ])('%s', (_, a, b, both) => expect(join(a, b)).toEqual(both));

  it('is finer only when it tells more than each member', () => {
    expect(unionIsFiner([sum('P1D', 'mean'), sum('P1D', 'count')])).toBe(true);
    expect(unionIsFiner([sum('P1D', 'mean', 'count'), sum('P1D', 'sum')])).toBe(false);
    expect(unionIsFiner([sum('P1D', 'mean'), { form: 'exact', grain: 'PT1S' }])).toBe(false);
    expect(unionIsFiner([sum('P1D', 'mean')])).toBe(false);
  });

  for (const [kind, form] of [
    ['numbers', numberForm],
    ['words', wordForm],
  ] as const) {
    it(`tells at least each member of ${kind}, whatever their order`, () => {
      fc.assert(
        fc.property(fc.array(form, { maxLength: 4 }), (forms) => {
          const all = joinAll(forms);
          for (const one of forms) expect(atMost(closed(one), all)).toBe(true);
          expect(joinAll([...forms].reverse())).toEqual(all);
        }),
        { numRuns: 10_000 },
      );
    });
  }
});

describe('borders of categories', () => {
  const rounded: Form = { form: 'rounded', step: 1, grain: 'PT1M' };
  const cut = (...edges: number[]): Form => ({
    form: 'category',
    categories: { edges, labels: [...edges.map(String), 'above'] },
    grain: 'PT1M',
  });

  it('that are not those of a rounding tell more beside it', () => {
    expect(unionIsFiner([rounded, cut(20.1, 20.2, 20.3)])).toBe(true);
    expect(unionIsFiner([rounded, cut(20)])).toBe(true);
  });

  it('that are those of the rounding tell nothing more', () => {
    expect(unionIsFiner([rounded, cut(19.5, 22.5)])).toBe(false);
    expect(unionIsFiner([rounded, cut(-0.5, 0.5)])).toBe(false);
  });
});
