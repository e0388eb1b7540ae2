import type { Instant, Value } from '../reading.ts';
import { cellCount, cellOf, nameOf } from './categories.ts';
import type { Categories, ShapedField, Statistic, Summary } from './form.ts';
import { tellsNumbers } from './statistics.ts';
import { roundTo } from './step.ts';
import { addTo, emptySum, type Sum, totalOf } from './sum.ts';

/**
 * What is kept of the readings of one open window: enough for every statistic, and never the readings. Plain data that
 * survives JSON; `add` changes it in place.
 */
export interface Accumulator {
  readonly from: Instant;
  readonly to: Instant;
  count: number;
  /** The greatest time so far, and what was then: the number, and the cell of its category (-1: no categories). */
  lastAt: Instant;
  last: Value;
  cell: number;
  sum: Sum;
  min: number;
  max: number;
  /** Readings per category, and milliseconds each was held. */
  readings?: number[];
  held?: number[];
}

export function openAccumulator(from: Instant, to: Instant): Accumulator {
  return { from, to, count: 0, lastAt: from, last: 0, cell: -1, sum: emptySum(), min: 0, max: 0 };
}

/**
 * Takes in one value, `at` inside the window. The last value is the one with the greatest time, of equal times the one
 * that arrived later. A state is held until a value with a later or equal time, the first one from the window's begin on;
 * nothing is carried in from the window before, and a value that arrives out of order changes no state.
 */
export function add(acc: Accumulator, value: Value, at: Instant, categories: Categories | undefined): void {
  if (typeof value === 'number') {
    addTo(acc.sum, value);
    if (acc.count === 0 || value < acc.min) acc.min = value;
    if (acc.count === 0 || value > acc.max) acc.max = value;
  }
  const cell = categories === undefined ? -1 : cellOf(categories, value);
  if (categories !== undefined) {
    acc.readings ??= new Array<number>(cellCount(categories)).fill(0);
    acc.held ??= new Array<number>(cellCount(categories)).fill(0);
    addAt(acc.readings, cell, 1);
  }
  if (acc.count === 0 || at >= acc.lastAt) {
    // What was before the first value counts as what it says: a total short of the window would tell when it came.
    const held = acc.count === 0 ? cell : acc.cell;
    if (acc.held !== undefined && held >= 0) addAt(acc.held, held, at - acc.lastAt);
    acc.lastAt = at;
    acc.last = value;
    acc.cell = cell;
  }
  acc.count++;
}

/** The window's result, or undefined when there is nothing to tell. */
export function close(acc: Accumulator, form: Summary, unit: string | undefined): ShapedField | undefined {
  if (acc.count === 0) return undefined;
  const held = acc.held?.slice();
  if (held !== undefined && acc.cell >= 0) addAt(held, acc.cell, acc.to - acc.lastAt);
  return tell(form, unit, {
    mean: totalOf(acc.sum) / acc.count,
    min: acc.min,
    max: acc.max,
    sum: totalOf(acc.sum),
    count: acc.count,
    last: acc.cell >= 0 ? acc.cell : typeof acc.last === 'number' ? acc.last : undefined,
    readings: acc.readings,
    seconds: held?.map((ms) => onClock(ms, acc.to - acc.from)),
  });
}

/** Results before they are worded; `last` is the cell where the form has categories, else the number. */
export interface Results {
  readonly mean?: number | undefined;
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  readonly sum?: number | undefined;
  readonly count?: number | undefined;
  readonly last?: number | undefined;
  readonly readings?: readonly number[] | undefined;
  readonly seconds?: readonly number[] | undefined;
}

/** The statistics of the form, of those there are, on its grid and in its words; undefined when none is left. */
export function tell(form: Summary, unit: string | undefined, results: Results): ShapedField | undefined {
  const told: Record<string, unknown> = {};
  for (const statistic of form.statistics) {
    const value = worded(statistic, form, results);
    if (value !== undefined) told[statistic] = value;
  }
  if (Object.keys(told).length === 0) return undefined;
  const shaped = { form: 'summary' as const, ...told };
  return unit !== undefined && tellsNumbers(form) ? { ...shaped, unit } : shaped;
}

function worded(statistic: Statistic, form: Summary, results: Results): unknown {
  const { categories, step } = form;
  switch (statistic) {
    case 'mean':
      // As finely as it comes out, a mean is a fraction whose denominator is the number of readings.
      if (step === undefined && !form.statistics.includes('count')) return roughly(results.mean);
      return onGrid(results.mean, step);
    case 'min':
    case 'max':
    case 'sum':
      return onGrid(results[statistic], step);
    case 'count':
      return results.count;
    case 'last':
      if (categories === undefined) return onGrid(results.last, step);
      return results.last === undefined ? undefined : nameOf(categories, results.last);
    case 'histogram':
      return byName(categories, results.readings);
    case 'timeInState':
      return byName(categories, results.seconds);
  }
}

/** Twelve digits where there is no grid: how a float happens to end (0.30000000000000004) tells about the sum's parts. */
function onGrid(value: number | undefined, step: number | undefined): number | undefined {
  if (value === undefined || !Number.isFinite(value)) return undefined;
  return step === undefined || step === 0 ? Number(value.toPrecision(12)) + 0 : roundTo(value, step);
}

function roughly(value: number | undefined): number | undefined {
  return value === undefined || !Number.isFinite(value) ? undefined : Number(value.toPrecision(3)) + 0;
}

/** Every name is there, also those that did not occur: which ones are left out would tell. */
function byName(categories: Categories | undefined, cells: readonly number[] | undefined) {
  if (categories === undefined || cells === undefined) return undefined;
  return Object.fromEntries(cells.map((amount, cell) => [nameOf(categories, cell), amount]));
}

/** Seconds on a grid of a 96th of the window (a quarter of an hour of a day): to the second they are a diary. */
function onClock(ms: number, window: number): number {
  const grid = Math.max(1, Math.floor(window / 96_000));
  return Math.round(ms / 1000 / grid) * grid;
}

function addAt(cells: number[], cell: number, amount: number): void {
  cells[cell] = (cells[cell] ?? 0) + amount;
}
