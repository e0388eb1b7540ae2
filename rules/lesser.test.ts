import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fits } from './forms/fits.ts';
import { numberForm, wordForm } from './forms/form.arbitrary.ts';
import type { Form } from './forms/form.ts';
import { atMost } from './forms/order.ts';
import { lesser } from './lesser.ts';
import { type FieldSpec, parseForm } from './manifest.ts';
import type { FieldName } from './reading.ts';

const name = 'temperature' as FieldName;
const temperature: FieldSpec = { name, type: 'number', unit: '°C', bounds: [0, 40], resolution: 0.1 };
const unbounded: FieldSpec = { name, type: 'number' };
const heating: FieldSpec = { name, type: 'boolean' };
const bands = { edges: [14, 26], labels: ['< 14', '14 … 26', '> 26'] };
const onOff = { values: ['true', 'false'] };

const NOISED: Form = {
  ...{ form: 'noised', window: 'P1D', statistic: 'count', most: 5 },
  ...{ microEpsilon: 1_000_000, unit: 'home-day', useful: 12 },
};
const EXAMPLES: [string, Form, FieldSpec, Form[]][] = [
  [
    'of noised values half the ε, but not a quarter, which would drown them',
    NOISED,
    temperature,
    [{ ...NOISED, microEpsilon: 500_000 }],
  ],
  [
    'an hourly mean becomes a daily one, then one in coarser steps',
    { form: 'summary', window: 'PT1H', statistics: ['mean'], step: 0.5 },
    temperature,
    [
      { form: 'summary', window: 'P1D', statistics: ['mean'], step: 0.5 },
      { form: 'summary', window: 'P1D', statistics: ['mean'], step: 2 },
    ],
  ],
  [
    'several statistics become one',
    { form: 'summary', window: 'P1M', statistics: ['mean', 'min', 'max'] },
    unbounded,
    [{ form: 'summary', window: 'P1M', statistics: ['mean'] }],
  ],
  [
    'how long each state lasted becomes a day’s, then a week’s',
    { form: 'summary', window: 'PT1H', statistics: ['timeInState'], categories: onOff },
    heating,
    [
      { form: 'summary', window: 'P1D', statistics: ['timeInState'], categories: onOff },
      { form: 'summary', window: 'P1W', statistics: ['timeInState'], categories: onOff },
    ],
  ],
  [
    'exact numbers become hourly rounded ones, then words',
    { form: 'exact', grain: 'PT1S' },
    temperature,
    [
      { form: 'rounded', step: 2, grain: 'PT1H' },
      { form: 'category', categories: bands, grain: 'PT1H' },
    ],
  ],
  [
    'numbers of no known size are told less often',
    { form: 'exact', grain: 'PT15M' },
    unbounded,
    [
      { form: 'exact', grain: 'PT1H' },
      { form: 'summary', window: 'P1D', statistics: ['mean'] },
    ],
  ],
  [
    'each switch becomes how long it was on',
    { form: 'exact', grain: 'PT1S' },
    heating,
    [
      { form: 'summary', window: 'PT1H', statistics: ['timeInState'], categories: onOff },
      { form: 'summary', window: 'P1D', statistics: ['timeInState'], categories: onOff },
    ],
  ],
  ['nothing is less than nothing', { form: 'withheld' }, temperature, []],
  ['nor than a count of a month', { form: 'summary', window: 'P1M', statistics: ['count'] }, unbounded, []],
];

const numberSpec: fc.Arbitrary<FieldSpec> = fc
  .record({
    bounds: fc.option(fc.constantFrom<readonly [number, number]>([0, 40], [-1e6, 1e6], [0, 1e-5], [20, 21], [0, 1e12])),
    resolution: fc.option(fc.constantFrom(0.1, 0.25, 1e-6, 1e9)),
  })
  .map(({ bounds, resolution }) => ({
    ...{ name, type: 'number' as const },
    ...(bounds && { bounds }),
    ...(resolution && { resolution }),
  }));
const wordSpec: fc.Arbitrary<FieldSpec> = fc.constantFrom<FieldSpec>(heating, {
  ...{ name, type: 'category' },
  values: ['off', 'on', 'eco'],
});

describe('what a person may agree to instead', () => {
  it.each(EXAMPLES)('%s', (_, asked, spec, less) => expect(lesser(asked, spec)).toEqual(less));

  it.each([
    ['numbers', numberForm, numberSpec],
    ['words', wordForm, wordSpec],
  ] as const)('is strictly less, fits, and can be said to the hub: %s', (_, forms, specs) => {
    fc.assert(
      fc.property(forms, specs, (asked, spec) => {
        const found = lesser(asked, spec);
        expect(found.length).toBeLessThanOrEqual(2);
        for (const [i, less] of found.entries()) {
          const before = found[i - 1] ?? asked;
          expect(atMost(less, before)).toBe(true);
          expect(atMost(before, less)).toBe(false);
          expect(atMost(less, asked)).toBe(true);
          expect(fits(less, spec)).toBe(true);
          expect(parseForm(JSON.parse(JSON.stringify(less)))).toEqual({ form: less });
        }
      }),
      { numRuns: 20_000 },
    );
  });
});
