import fc from 'fast-check';
import { type Categories, type Form, GRAINS, STATISTICS, type Statistic, type Summary, WINDOWS } from './form.ts';
import type { Noised } from './noised.ts';
import { ordered } from './statistics.ts';

/** Forms for property tests: few values of each parameter, so that forms that compare are met often. */
const EDGES = [0, 10, 20, 30];
const WORDS = ['off', 'on', 'eco'];
const grain = fc.constantFrom(...GRAINS);
const step = fc.constantFrom(0.1, 0.2, 0.25, 0.5, 1, 5);

const edged: fc.Arbitrary<Categories> = fc.subarray(EDGES, { minLength: 1 }).map((edges) => ({
  edges,
  labels: [...edges.map((edge) => `below ${edge}`), 'above'],
}));
const worded: fc.Arbitrary<Categories> = fc.subarray(WORDS, { minLength: 1 }).map((values) => ({ values }));

const summaryOf = (categories: fc.Arbitrary<Categories>, all: readonly Statistic[]): fc.Arbitrary<Summary> =>
  fc
    .record({
      window: fc.constantFrom(...WINDOWS),
      statistics: fc.subarray([...all], { minLength: 1 }),
      step: fc.option(step),
      categories: fc.option(categories),
    })
    .map(({ window, statistics, step, categories }): Summary => {
      const named =
        categories !== null && statistics.some((s) => s === 'last' || s === 'histogram' || s === 'timeInState');
      const kept = named ? statistics : statistics.filter((s) => s !== 'histogram' && s !== 'timeInState');
      const told = ordered(kept.length > 0 ? kept : ['count']);
      const numbers = told.some((s) => ['mean', 'min', 'max', 'sum'].includes(s) || (s === 'last' && !named));
      return {
        form: 'summary',
        window,
        statistics: told,
        ...(numbers && step !== null && { step }),
        ...(named && { categories }),
      };
    });

/** Few of each parameter, so that some compare; none of them drowns in a field of a few hundred points. */
export const noisedForm: fc.Arbitrary<Noised> = fc
  .record({
    ...{
      window: fc.constantFrom('PT1H' as const, 'P1D' as const),
      slot: fc.constantFrom('PT15M' as const, 'PT1H' as const),
    },
    ...{
      statistic: fc.constantFrom(
        'mean' as const,
        'sum' as const,
        'count' as const,
        'histogram' as const,
        'last' as const,
      ),
    },
    ...{ microEpsilon: fc.constantFrom(250_000, 500_000, 1_000_000), categories: edged },
  })
  .map(({ window, slot, statistic, microEpsilon, categories }): Noised => {
    const base = { form: 'noised', window, microEpsilon, unit: 'home-day', useful: 1e9 } as const;
    switch (statistic) {
      case 'count':
        return { ...base, statistic, most: 5 };
      case 'last':
        return { ...base, statistic, categories };
      case 'histogram':
        return { ...base, statistic, slot, categories };
      default:
        return { ...base, statistic, slot };
    }
  });

/** Forms that fit a number field. */
export const numberForm: fc.Arbitrary<Form> = fc.oneof(
  { weight: 1, arbitrary: fc.constant<Form>({ form: 'withheld' }) },
  { weight: 2, arbitrary: grain.map((grain): Form => ({ form: 'exact', grain })) },
  { weight: 3, arbitrary: fc.record({ step, grain }).map((parts): Form => ({ form: 'rounded', ...parts })) },
  {
    weight: 3,
    arbitrary: fc.record({ categories: edged, grain }).map((parts): Form => ({ form: 'category', ...parts })),
  },
  { weight: 6, arbitrary: summaryOf(edged, STATISTICS) },
);

/** Forms that fit a field of words. */
export const wordForm: fc.Arbitrary<Form> = fc.oneof(
  { weight: 1, arbitrary: grain.map((grain): Form => ({ form: 'exact', grain })) },
  {
    weight: 2,
    arbitrary: fc.record({ categories: worded, grain }).map((parts): Form => ({ form: 'category', ...parts })),
  },
  {
    weight: 3,
    arbitrary: fc
      .tuple(summaryOf(worded, ['count', 'last', 'histogram', 'timeInState']), worded)
      .map(([form, categories]): Form => (form.statistics.includes('last') ? { ...form, categories } : form))
      .map((form): Form => (form.form === 'summary' && form.categories ? withoutStep(form) : form)),
  },
);

function withoutStep({ form, window, statistics, categories }: Summary): Summary {
  return { form, window, statistics, ...(categories && { categories }) };
}
