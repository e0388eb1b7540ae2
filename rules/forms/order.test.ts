import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { numberForm, wordForm } from './form.arbitrary.ts';
import type { Form } from './form.ts';
import { atMost, meet } from './order.ts';

const withheld: Form = { form: 'withheld' };
const exact = (grain: 'PT1S' | 'PT1M' | 'PT1H'): Form => ({ form: 'exact', grain });
const rounded = (step: number, grain: 'PT1S' | 'PT1M' | 'PT1H' = 'PT1M'): Form => ({ form: 'rounded', step, grain });
const bands = (...edges: number[]): Form => ({
  form: 'category',
  categories: { edges, labels: [...edges.map((e) => `to ${e}`), 'rest'] },
  grain: 'PT1M',
});
const words = (...values: string[]): Form => ({ form: 'category', categories: { values }, grain: 'PT1M' });
type SummaryForm = Extract<Form, { form: 'summary' }>;
const summary = (window: SummaryForm['window'], statistics: SummaryForm['statistics'], more: object = {}): Form => ({
  form: 'summary',
  window,
  statistics,
  ...more,
});
const histogram = { categories: { edges: [10], labels: ['low', 'high'] } };

const LESS: [string, Form, Form][] = [
  ['nothing is less than anything', withheld, summary('P1M', ['count'])],
  ['a coarser grain', exact('PT1H'), exact('PT1M')],
  ['a multiple of the step, in decimals', rounded(0.3), rounded(0.1)],
  ['rounded is less than exact', rounded(0.1, 'PT1M'), exact('PT1M')],
  ['category is less than rounded', bands(10), rounded(5)],
  ['fewer borders', bands(10), bands(0, 10)],
  ['fewer words', words('on'), words('on', 'off')],
  ['a summary of exact values', summary('PT1H', ['mean']), exact('PT1H')],
  ['a summary on a grid of the rounding', summary('PT1H', ['sum'], { step: 1 }), rounded(0.5)],
  ['a count of rounded values needs no grid', summary('PT1H', ['count']), rounded(0.5)],
  ['a histogram of categories', summary('P1D', ['count', 'histogram'], histogram), bands(10, 20)],
  ['a longer window', summary('P1W', ['mean']), summary('P1D', ['mean', 'max'])],
  ['a month of days', summary('P1M', ['mean']), summary('P1D', ['mean'])],
  ['the last category of the last number', summary('PT1H', ['last'], histogram), summary('PT1H', ['last'])],
];

const NOT_LESS: [string, Form, Form][] = [
  ['a finer grain', exact('PT1S'), exact('PT1M')],
  ['exact than rounded', exact('PT1H'), rounded(0.1)],
  ['no multiple of the step', rounded(0.5), rounded(0.2)],
  ['rounded at a finer grain', rounded(1, 'PT1S'), exact('PT1M')],
  ['other borders', bands(10), bands(11)],
  ['words than borders', words('on'), bands(10)],
  ['an unrounded mean than rounded values', summary('PT1H', ['mean']), rounded(0.5)],
  ['a mean than categories', summary('PT1H', ['mean']), bands(10)],
  ['the last number than categories', summary('PT1H', ['last']), bands(10)],
  ['the last number than the last category', summary('PT1H', ['last']), summary('PT1H', ['last'], histogram)],
  ['a window shorter than the grain', summary('PT1M', ['mean']), exact('PT1H')],
  ['a month than weeks', summary('P1M', ['mean']), summary('P1W', ['mean'])],
  ['another statistic', summary('P1D', ['max']), summary('P1D', ['mean'])],
  ['an event than a summary', bands(10), summary('PT1M', ['histogram'], histogram)],
];

const MEETS: [string, Form, Form, Form][] = [
  ['the coarser grain of the rounded value', exact('PT1H'), rounded(0.5), rounded(0.5, 'PT1H')],
  ['the least common step', rounded(0.2), rounded(0.5), rounded(1)],
  ['nothing where steps have no common one', rounded(1 / 3), rounded(0.5), withheld],
  ['nothing where borders differ', bands(10), bands(11), withheld],
  [
    'common borders with joined labels',
    { form: 'category', categories: { edges: [0, 10], labels: ['a', 'b', 'c'] }, grain: 'PT1M' },
    { form: 'category', categories: { edges: [10, 20], labels: ['x', 'y', 'z'] }, grain: 'PT1M' },
    { form: 'category', categories: { edges: [10], labels: ['a to b', 'c'] }, grain: 'PT1M' },
  ],
  ['common words', words('on', 'off'), words('off', 'eco'), words('off')],
  ['nothing where no word is common', words('on'), words('eco'), withheld],
  [
    'a summary on the common grid',
    summary('PT1H', ['mean'], { step: 0.2 }),
    rounded(0.5),
    summary('PT1H', ['mean'], { step: 1 }),
  ],
  [
    'a summary that gets the grid of the rounding',
    rounded(0.5),
    summary('PT1H', ['mean']),
    summary('PT1H', ['mean'], { step: 0.5 }),
  ],
  ['a window of the asked grain', exact('PT1H'), summary('PT1M', ['max']), summary('PT1H', ['max'])],
  ['nothing of weeks and months', summary('P1W', ['mean']), summary('P1M', ['mean']), withheld],
  ['common statistics only', summary('PT1H', ['mean', 'max']), summary('P1D', ['min', 'max']), summary('P1D', ['max'])],
  ['nothing without a common statistic', summary('PT1H', ['mean']), summary('PT1H', ['max']), withheld],
  [
    'what categories tell of a last number',
    summary('PT1H', ['mean', 'last']),
    bands(10),
    summary('PT1H', ['last'], { categories: { edges: [10], labels: ['to 10', 'rest'] } }),
  ],
  ['no means of categories', summary('PT1H', ['mean']), bands(10), withheld],
];

describe('the order of forms', () => {
  it.each(LESS)('%s', (_, less, more) => {
    expect(atMost(less, more)).toBe(true);
    expect(atMost(more, less)).toBe(false);
  });

  it.each(NOT_LESS)('is not less: %s', (_, a, b) => expect(atMost(a, b)).toBe(false));

  it.each(MEETS)('meet: %s', (_, asked, agreed, both) => expect(meet(asked, agreed)).toEqual(both));

  it('names categories as asked where that is less, as agreed where that is', () => {
    const asked: Form = { form: 'category', categories: { edges: [10], labels: ['cold', 'warm'] }, grain: 'PT1M' };
    const agreed: Form = {
      form: 'category',
      categories: { edges: [0, 10], labels: ['ice', 'low', 'high'] },
      grain: 'PT1M',
    };
    expect(meet(asked, agreed)).toEqual(asked);
    expect(meet(agreed, asked)).toEqual(asked);
  });

  for (const [kind, form] of [
    ['numbers', numberForm],
    ['words', wordForm],
  ] as const) {
    it(`is reflexive and transitive for ${kind}`, () => {
      fc.assert(
        fc.property(form, form, form, (a, b, c) => {
          expect(atMost(a, a)).toBe(true);
          if (atMost(a, b) && atMost(b, c)) expect(atMost(a, c)).toBe(true);
        }),
        { numRuns: 20_000 },
      );
    });

    it(`is antisymmetric for ${kind}, labels aside`, () => {
      fc.assert(
        fc.property(form, form, (a, b) => {
          if (atMost(a, b) && atMost(b, a)) expect(unlabelled(a)).toEqual(unlabelled(b));
        }),
        { numRuns: 20_000 },
      );
    });

    it(`has a meet for ${kind} that is at most both, and that everything at most both is at most of`, () => {
      fc.assert(
        fc.property(form, form, form, (a, b, c) => {
          const both = meet(a, b);
          expect(atMost(both, a) && atMost(both, b)).toBe(true);
          expect(unlabelled(meet(b, a))).toEqual(unlabelled(both));
          // Where borders or windows have nothing in common there is no greatest lower bound, only several or none.
          if (both.form !== 'withheld' && !lostSomething(a, b) && atMost(c, a) && atMost(c, b)) {
            expect(atMost(c, both)).toBe(true);
          }
        }),
        { numRuns: 40_000 },
      );
    });
  }
});

/** Whether a part of the meet had to go for want of anything in common. */
function lostSomething(a: Form, b: Form): boolean {
  const both = meet(a, b);
  if (a.form !== 'summary' || b.form !== 'summary' || both.form !== 'summary') return false;
  return a.statistics.filter((s) => b.statistics.includes(s)).length > both.statistics.length;
}

/** The form without what it calls its categories, members in one order. */
function unlabelled(form: Form): unknown {
  if (!('categories' in form) || form.categories === undefined) return form;
  const { categories } = form;
  const bare = 'edges' in categories ? [...categories.edges] : [...categories.values].sort();
  return { ...form, categories: bare };
}
