import { type Categories, STATISTICS, type Statistic, type Summary } from './form.ts';

/** Statistics that tell of categories; `last` does where the summary has categories, and is a number where not. */
const CATEGORICAL: readonly Statistic[] = ['count', 'last', 'histogram', 'timeInState'];
const OF_CATEGORIES: readonly Statistic[] = ['last', 'histogram', 'timeInState'];
const OF_NUMBERS: readonly Statistic[] = ['mean', 'min', 'max', 'sum'];

/** Whether a statistic can be worked out from categories alone. */
export function isCategorical(statistic: Statistic): boolean {
  return CATEGORICAL.includes(statistic);
}

/** The categories that a statistic of the summary really uses. */
export function usedCategories(summary: Summary): Categories | undefined {
  return summary.statistics.some((s) => OF_CATEGORIES.includes(s)) ? summary.categories : undefined;
}

/** Whether a statistic is a number on the summary's grid. */
export function tellsNumbers(summary: Summary): boolean {
  const labelled = summary.categories !== undefined;
  return summary.statistics.some((s) => OF_NUMBERS.includes(s) || (s === 'last' && !labelled));
}

/** The grid of the summary's numbers; 0 for none. */
export function stepOf(summary: Summary): number {
  return tellsNumbers(summary) ? (summary.step ?? 0) : 0;
}

/** In their fixed order, without repeats. */
export function ordered(statistics: readonly Statistic[]): Statistic[] {
  return STATISTICS.filter((s) => statistics.includes(s));
}

/** Everything that can be worked out from these: mean = sum / count, and a histogram adds up to the count. */
export function derivable(statistics: readonly Statistic[]): Statistic[] {
  const all = new Set(statistics);
  if (all.has('histogram')) all.add('count');
  const [mean, sum, count] = [all.has('mean'), all.has('sum'), all.has('count')];
  if (mean && count) all.add('sum');
  if (sum && count) all.add('mean');
  if (mean && sum) all.add('count');
  return ordered([...all]);
}
