import type { Instant } from '../reading.ts';
import { cellCount, cellOf, coarserCell, namesOf } from './categories.ts';
import type { Categories, ShapedField, Summary } from './form.ts';
import { addTo, emptySum, type Sum, totalOf } from './sum.ts';
import { type Results, tell } from './summary.ts';

/**
 * A released window while it is put together from the results of agreed windows, and from nothing else: what the
 * agreed form would not have released cannot come in here. Plain data; `roll` changes it in place.
 */
export interface RollUp {
  readonly from: Instant;
  readonly to: Instant;
  /** Means times their weights, and the weights: the count where that was agreed, else 1 a window. */
  means: Sum;
  weight: number;
  sum?: Sum;
  min?: number;
  max?: number;
  count?: number;
  lastAt: Instant;
  last?: number;
  readings?: number[];
  seconds?: number[];
}

export type ShapedSummary = Extract<ShapedField, { form: 'summary' }>;

export function openRollUp(from: Instant, to: Instant): RollUp {
  return { from, to, means: emptySum(), weight: 0, lastAt: from };
}

/** Takes in the result of one agreed window that ended at `at`. */
export function roll(up: RollUp, result: ShapedSummary, at: Instant, agreed: Summary, released: Summary): void {
  if (result.mean !== undefined) {
    const weight = result.count ?? 1;
    addTo(up.means, result.mean * weight);
    up.weight += weight;
  }
  if (result.sum !== undefined) {
    up.sum ??= emptySum();
    addTo(up.sum, result.sum);
  }
  if (result.min !== undefined) up.min = Math.min(up.min ?? result.min, result.min);
  if (result.max !== undefined) up.max = Math.max(up.max ?? result.max, result.max);
  if (result.count !== undefined) up.count = (up.count ?? 0) + result.count;
  if (result.last !== undefined && at >= up.lastAt) {
    up.lastAt = at;
    up.last = lastOf(result.last, agreed.categories, released.categories);
  }
  if (agreed.categories === undefined || released.categories === undefined) return;
  up.readings = addCells(up.readings, result.histogram, agreed.categories, released.categories);
  up.seconds = addCells(up.seconds, result.timeInState, agreed.categories, released.categories);
}

export function closeRollUp(
  up: RollUp,
  agreed: Summary,
  released: Summary,
  unit: string | undefined,
): ShapedField | undefined {
  const results: Results = {
    mean: up.weight > 0 ? totalOf(up.means) / up.weight : undefined,
    min: up.min,
    max: up.max,
    sum: up.sum && totalOf(up.sum),
    count: up.count,
    last: up.last,
    readings: up.readings,
    seconds: up.seconds,
  };
  const shaped = tell(released, unit, results);
  if (shaped === undefined || shaped.form !== 'summary' || agreed.window === released.window) return shaped;
  return { ...shaped, of: agreed.window };
}

/** The last number, or the released cell of the last number or name. */
function lastOf(last: string | number | boolean, agreed: Categories | undefined, released: Categories | undefined) {
  if (typeof last === 'number') return released === undefined ? last : cellOf(released, last);
  if (agreed === undefined || released === undefined) return Number.NaN;
  return coarserCell(released, agreed, namesOf(agreed).indexOf(`${last}`));
}

function addCells(
  cells: number[] | undefined,
  amounts: Readonly<Record<string, number>> | undefined,
  agreed: Categories,
  released: Categories,
): number[] {
  const sums = cells ?? new Array<number>(cellCount(released)).fill(0);
  if (amounts === undefined) return sums;
  for (const [cell, name] of namesOf(agreed).entries()) {
    const to = coarserCell(released, agreed, cell);
    sums[to] = (sums[to] ?? 0) + (amounts[name] ?? 0);
  }
  return sums;
}
