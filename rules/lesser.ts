import { fits } from './forms/fits.ts';
import { type Categories, type Form, STATISTICS, type Statistic, type Summary, type Window } from './forms/form.ts';
import { drowns, LEAST_EPSILON } from './forms/noised.ts';
import { atMost } from './forms/order.ts';
import { tellsNumbers, usedCategories } from './forms/statistics.ts';
import { isMultiple, MAX_STEP, roundTo } from './forms/step.ts';
import type { FieldSpec } from './manifest.ts';

const MOST = 2;

/**
 * Up to two forms that a person may agree to instead of the asked one, each strictly less than the one before: less
 * often, in coarser numbers, in words instead of numbers, or with fewer statistics.
 */
export function lesser(asked: Form, spec: FieldSpec): readonly Form[] {
  const found: Form[] = [];
  for (const candidate of candidates(asked, spec)) {
    const before = found.at(-1) ?? asked;
    const isLess = atMost(candidate, before) && !atMost(before, candidate);
    if (found.length < MOST && isLess && fits(candidate, spec)) found.push(candidate);
  }
  return found;
}

/** What might be less, the most telling first; whether it is decides the order of forms alone. */
function candidates(asked: Form, spec: FieldSpec): readonly Form[] {
  switch (asked.form) {
    case 'withheld':
      return [];
    case 'summary':
      return ofSummary(asked, spec);
    case 'noised': {
      const halves = [2, 4].map((part) => ({ ...asked, microEpsilon: Math.floor(asked.microEpsilon / part) }));
      return halves.filter((half) => half.microEpsilon >= LEAST_EPSILON && !drowns(half, spec));
    }
    case 'category':
      return [{ ...asked, grain: 'PT1H' }, lasted('PT1H', asked.categories), lasted('P1D', asked.categories)];
    case 'exact':
    case 'rounded':
      return spec.type === 'number'
        ? ofNumbers(asked, spec)
        : [lasted('PT1H', wordsOf(spec)), lasted('P1D', wordsOf(spec))];
  }
}

function ofNumbers(asked: Extract<Form, { form: 'exact' | 'rounded' }>, spec: NumberSpec): readonly Form[] {
  const step = coarser(asked.form === 'rounded' ? asked.step : 0, spec);
  const bands = bandsOf(spec, step);
  return [
    step === undefined ? { ...asked, grain: 'PT1H' } : { form: 'rounded', step, grain: 'PT1H' },
    ...(bands === undefined ? [] : [{ form: 'category', categories: bands, grain: 'PT1H' } as const]),
    { form: 'summary', window: 'P1D', statistics: ['mean'], ...(step === undefined ? {} : { step }) },
  ];
}

function ofSummary(asked: Summary, spec: FieldSpec): readonly Form[] {
  const longer = LONGER[asked.window] ?? asked.window;
  return [
    { ...asked, window: longer },
    plainest({ ...asked, window: longer }, spec),
    plainest({ ...asked, window: LONGER[longer] ?? longer }, spec),
  ];
}

const LONGER: Readonly<Partial<Record<Window, Window>>> = {
  PT1M: 'PT1H',
  PT5M: 'PT1H',
  PT15M: 'PT1H',
  PT30M: 'PT1H',
  PT1H: 'P1D',
  P1D: 'P1W',
};

/** The one statistic that most is done with, in coarser numbers. */
function plainest(summary: Summary, spec: FieldSpec): Form {
  const kept = PLAIN.find((statistic) => summary.statistics.includes(statistic)) ?? 'count';
  const { form, window, step } = summary;
  const used = usedCategories({ ...summary, statistics: [kept] });
  const plain: Summary = { form, window, statistics: [kept], ...(used && { categories: used }) };
  if (!tellsNumbers(plain)) return plain;
  const coarse = spec.type === 'number' ? coarser(step ?? 0, spec) : step;
  return coarse === undefined ? plain : { ...plain, step: coarse };
}

const PLAIN: readonly Statistic[] = ['mean', 'sum', 'timeInState', 'last', ...STATISTICS];

function lasted(window: Window, categories: Categories): Form {
  return { form: 'summary', window, statistics: ['timeInState'], categories };
}

function wordsOf(spec: Exclude<FieldSpec, NumberSpec>): Categories {
  return { values: spec.type === 'boolean' ? ['true', 'false'] : spec.values };
}

type NumberSpec = Extract<FieldSpec, { type: 'number' }>;

/**
 * A grid that people round to, at least twice as coarse as `step` (0 for none) and about a twentieth of what the field
 * can be; undefined where nobody knows how large its values are.
 */
function coarser(step: number, { bounds, resolution }: NumberSpec): number | undefined {
  const least = Math.max(2 * step, bounds === undefined ? 10 * (resolution ?? 0) : (bounds[1] - bounds[0]) / 20);
  if (!(least > 0)) return undefined;
  const power = Math.floor(Math.log10(least));
  const round = [power, power + 1, power + 2].flatMap((each) => [1, 2, 5].map((digit) => Number(`${digit}e${each}`)));
  const found = round.find((each) => each >= least && isMultiple(each, step)) ?? 2 * step;
  return found > 0 && found <= MAX_STEP ? found : undefined;
}

/** Thirds of what the field can be, in names that need no language. */
function bandsOf({ bounds }: NumberSpec, step: number | undefined): Categories | undefined {
  if (bounds === undefined || step === undefined) return undefined;
  const [least, most] = bounds;
  const [low, high] = [1, 2].map((third) => roundTo(least + ((most - least) * third) / 3, step));
  if (low === undefined || high === undefined || !(least < low && low < high && high < most)) return undefined;
  return { edges: [low, high], labels: [`< ${low}`, `${low} … ${high}`, `> ${high}`] };
}
