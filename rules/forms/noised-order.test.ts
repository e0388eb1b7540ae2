import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { noisedForm, numberForm } from './form.arbitrary.ts';
import type { Form } from './form.ts';
import type { Noised } from './noised.ts';
import { atMost, meet } from './order.ts';
import { join, unionIsFiner } from './union.ts';

const base = { form: 'noised', unit: 'home-day', useful: 10, microEpsilon: 500_000 } as const;
const hourly: Noised = { ...base, window: 'PT1H', statistic: 'mean', slot: 'PT15M' };
const bands = (...edges: number[]) => ({ edges, labels: [...edges.map((e) => `to ${e}`), 'rest'] });
const last = (...edges: number[]): Noised => ({
  ...base,
  window: 'P1D',
  statistic: 'last',
  categories: bands(...edges),
});
const twice = { ...hourly, microEpsilon: 1_000_000 };
const withheld: Form = { form: 'withheld' };
const form = fc.oneof(noisedForm, numberForm);

describe('the order of noised forms', () => {
  it.each<[string, Form, Form, boolean]>([
    ['less ε is less', hourly, twice, true],
    ['more ε is not', twice, hourly, false],
    ['what it is of use for tells nothing', hourly, { ...hourly, useful: 1 }, true],
    ['less than the events it is made of', hourly, { form: 'exact', grain: 'PT15M' }, true],
    ['and than their rounding', hourly, { form: 'rounded', step: 5, grain: 'PT1M' }, true],
    ['not than events that are further apart than its slots', hourly, { form: 'exact', grain: 'PT1H' }, false],
    ['a mean is not less than categories', hourly, { form: 'category', categories: bands(10), grain: 'PT1M' }, false],
    [
      'an answer is, of borders that they have',
      last(10),
      { form: 'category', categories: bands(10, 20), grain: 'PT1M' },
      true,
    ],
    ['and not of others', last(15), { form: 'category', categories: bands(10, 20), grain: 'PT1M' }, false],
    ['another window does not compare', { ...hourly, window: 'P1D' }, hourly, false],
    ['nor another statistic', { ...hourly, statistic: 'sum' }, hourly, false],
    ['nor other slots', { ...hourly, slot: 'PT1H' }, hourly, false],
    [
      'nor another cap',
      { ...base, window: 'P1D', statistic: 'count', most: 4 },
      { ...base, window: 'P1D', statistic: 'count', most: 5 },
      false,
    ],
    ['nor other borders', last(10), last(20), false],
    ['nor a summary', hourly, { form: 'summary', window: 'PT1H', statistics: ['mean'] }, false],
    [
      'nothing is above it but what it is made of',
      { form: 'summary', window: 'P1M', statistics: ['count'] },
      hourly,
      false,
    ],
  ])('%s', (_, a, b, is) => {
    expect(atMost(a, b)).toBe(is);
    if (is) expect(meet(a, b)).toMatchObject({ ...a });
  });

  it('is an order, and the meet is below both and above all noised that is', () => {
    fc.assert(
      fc.property(form, form, form, (a, b, c) => {
        expect(atMost(a, a)).toBe(true);
        if (atMost(a, b) && atMost(b, c)) expect(atMost(a, c)).toBe(true);
        const both = meet(a, b);
        expect(atMost(both, a) && atMost(both, b)).toBe(true);
        // Of two sets of borders without a common one the meet is withheld, though both allow counting: less is safe.
        if (c.form === 'noised' && atMost(c, a) && atMost(c, b)) expect(atMost(c, both)).toBe(true);
        expect(atMost(meet(b, a), both) && atMost(both, meet(b, a))).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });

  it('two that cannot be made of one another have nothing in common', () => {
    expect(meet(hourly, { form: 'summary', window: 'PT1H', statistics: ['mean'] })).toEqual(withheld);
    expect(meet({ ...hourly, window: 'P1D' }, hourly)).toEqual(withheld);
  });
});

describe('together', () => {
  it('the ε of two draws add up, also of the very same form', () => {
    expect(join(hourly, twice)).toEqual({ ...hourly, microEpsilon: 1_500_000 });
    expect(unionIsFiner([hourly, hourly])).toBe(true);
    expect(unionIsFiner([hourly])).toBe(false);
  });

  it('nothing is hidden beside the value itself, and more is told beside what was made of it', () => {
    expect(unionIsFiner([hourly, { form: 'exact', grain: 'PT1M' }])).toBe(false);
    expect(unionIsFiner([hourly, { form: 'rounded', step: 5, grain: 'PT1M' }])).toBe(true);
    expect(unionIsFiner([hourly, { form: 'summary', window: 'P1D', statistics: ['mean'] }])).toBe(true);
    expect(unionIsFiner([hourly, last(10)])).toBe(true);
  });

  it('is never below one of the two, whatever their order', () => {
    fc.assert(
      fc.property(noisedForm, form, (a, b) => {
        const both = join(a, b);
        expect(atMost(a, both)).toBe(true);
        expect(join(b, a)).toEqual(both);
      }),
    );
  });
});
