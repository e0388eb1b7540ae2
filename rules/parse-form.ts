import type Type from 'typebox';
import { durationMs } from './duration.ts';
import { type Categories, type Form, OTHER, type Release } from './forms/form.ts';
import type { Noised } from './forms/noised.ts';
import { isSlotPeriod } from './forms/release.ts';
import { ordered, tellsNumbers, usedCategories } from './forms/statistics.ts';
import { WINDOW_MS } from './forms/time.ts';
import type { CategoriesSchema, FormSchema, ReleaseSchema } from './manifest-schema.ts';
import type { Problem } from './problems.ts';

/** Forms and releases after their JSON shape was checked: what a schema cannot say, and the defaults. */
export type FormJson = Type.Static<typeof FormSchema>;
type CategoriesJson = Type.Static<typeof CategoriesSchema>;
export type ReleaseJson = Type.Static<typeof ReleaseSchema>;

export function formFrom(json: FormJson, path: string, problems: Problem[]): Form {
  switch (json.form) {
    case 'withheld':
      return { form: 'withheld' };
    case 'exact':
      return { form: 'exact', grain: json.grain ?? 'PT1S' };
    case 'rounded':
      return { form: 'rounded', step: json.step, grain: json.grain ?? 'PT1M' };
    case 'category': {
      const categories = categoriesFrom(json.categories, `${path}/categories`, problems);
      return { form: 'category', categories, grain: json.grain ?? 'PT1M' };
    }
    case 'noised':
      return noisedFrom(json, path, problems);
    case 'summary':
      return summaryFrom(json, path, problems);
  }
}

function summaryFrom(json: Extract<FormJson, { form: 'summary' }>, path: string, problems: Problem[]): Form {
  const statistics = ordered(json.statistics);
  const categories = json.categories && categoriesFrom(json.categories, `${path}/categories`, problems);
  const form: Form = {
    form: 'summary',
    window: json.window,
    statistics,
    ...(json.step !== undefined && { step: json.step }),
    ...(categories && { categories }),
  };
  if (!categories && (statistics.includes('histogram') || statistics.includes('timeInState'))) {
    problems.push({ path: `${path}/categories`, problem: 'is missing; histogram and timeInState need categories' });
  }
  if (categories && usedCategories(form) === undefined) {
    problems.push({ path: `${path}/categories`, problem: 'is used by none of the statistics; remove it' });
  }
  if (form.step !== undefined && !tellsNumbers(form)) {
    problems.push({ path: `${path}/step`, problem: 'is used by none of the statistics; remove it' });
  }
  return form;
}

/** What a statistic is made of must be there, and nothing else may: it would be agreed to without meaning anything. */
function noisedFrom(json: Extract<FormJson, { form: 'noised' }>, path: string, problems: Problem[]): Noised {
  const { window, statistic, microEpsilon, useful, slot = window, most = 1 } = json;
  const base = { form: 'noised', window, microEpsilon, unit: 'home-day', useful } as const;
  for (const part of ['slot', 'most', 'categories'] as const) {
    const needed = NOISED_PARTS[statistic].includes(part);
    if (needed && json[part] === undefined)
      problems.push({ path: `${path}/${part}`, problem: `is missing; ${statistic} needs it` });
    if (!needed && json[part] !== undefined)
      problems.push({ path: `${path}/${part}`, problem: `is not used by ${statistic}; remove it` });
  }
  if (WINDOW_MS[slot] > WINDOW_MS[window])
    problems.push({ path: `${path}/slot`, problem: 'is longer than the window; write a shorter one' });
  const categories = json.categories
    ? categoriesFrom(json.categories, `${path}/categories`, problems)
    : { values: ['missing'] };
  switch (statistic) {
    case 'mean':
    case 'sum':
      return { ...base, statistic, slot };
    case 'count':
      return { ...base, statistic, most };
    case 'histogram':
      return { ...base, statistic, slot, categories };
    case 'last':
      return { ...base, statistic, categories };
  }
}

const NOISED_PARTS: Readonly<Record<Noised['statistic'], readonly ('slot' | 'most' | 'categories')[]>> = {
  mean: ['slot'],
  sum: ['slot'],
  count: ['most'],
  histogram: ['slot', 'categories'],
  last: ['categories'],
};

function categoriesFrom(json: CategoriesJson, path: string, problems: Problem[]): Categories {
  if ('values' in json) return { values: wordsFrom(json.values, `${path}/values`, problems) };
  const { edges, labels } = json;
  if (edges.some((edge, i) => edge <= (edges[i - 1] ?? Number.NEGATIVE_INFINITY))) {
    problems.push({ path: `${path}/edges`, problem: 'do not ascend; write the smallest first' });
  }
  if (labels.length !== edges.length + 1) {
    const problem = `has ${labels.length} entries for ${edges.length} edges; write one label more than edges`;
    problems.push({ path: `${path}/labels`, problem });
  }
  // -0 and 0 are one edge.
  return { edges: edges.map((edge) => edge + 0), labels };
}

/** `other` is always there, so it is not counted among the words. */
export function wordsFrom(words: readonly string[], path: string, problems: Problem[]): string[] {
  const own = words.filter((word) => word !== OTHER);
  if (own.length === 0) problems.push({ path, problem: 'only names "other", which is always there; name other words' });
  return own;
}

const HOUR_MS = 3_600_000;

/** Slots of an hour where nothing is said; live only where it is asked for. */
export function releaseFrom(json: ReleaseJson | undefined, path: string, problems: Problem[]): Release {
  if (json === undefined) return { release: 'slot', everyMs: HOUR_MS };
  if (json.release === 'slot') {
    const everyMs = durationMs(json.every);
    if (everyMs !== undefined && isSlotPeriod(everyMs)) return { release: 'slot', everyMs };
    problems.push({
      path: `${path}/every`,
      problem: 'is no slot; write a duration from PT1M to P1D that divides a day',
    });
    return { release: 'slot', everyMs: HOUR_MS };
  }
  const withinMs = durationMs(json.within);
  if (withinMs !== undefined && withinMs >= 50 && withinMs <= HOUR_MS) return { release: 'live', withinMs };
  problems.push({ path: `${path}/within`, problem: 'is out of range; write a duration from PT0.05S to PT1H' });
  return { release: 'slot', everyMs: HOUR_MS };
}
