import { windowOf } from '../calendar.ts';
import type { FieldSpec } from '../manifest.ts';
import { discreteLaplace, type RandomBytes, type Ratio, randomisedResponse, ratio } from '../noise.ts';
import type { Instant, Value } from '../reading.ts';
import { cellCount, cellOf, nameOf } from './categories.ts';
import { type Categories, OTHER } from './form.ts';
import { DAY_MS, WINDOW_MS } from './time.ts';

/** Windows and slots of noised forms; all of them end with the home's day. */
export const NOISED_WINDOWS = ['PT15M', 'PT30M', 'PT1H', 'P1D'] as const;
export type NoisedWindow = (typeof NOISED_WINDOWS)[number];

/** Millionths of ε, always whole: budgets are sums of them. */
export type MicroEpsilon = number;
export const MICRO = 1_000_000;
/** Less than a thousandth hides everything from everybody. */
export const LEAST_EPSILON: MicroEpsilon = 1000;

/**
 * A statistic of fixed windows with noise of such a scale that all windows of one home-day together are ε-differentially
 * private: whatever was said in one day of the home, under substitution of all of it, no set of what leaves is more than
 * e^ε times as probable as if something else had been said. `useful` is the largest error with which the recipient can
 * do something; it says nothing about the home.
 */
export type Noised = NoisedBase & NoisedStatistic;

interface NoisedBase {
  readonly form: 'noised';
  readonly window: NoisedWindow;
  readonly microEpsilon: MicroEpsilon;
  /** What ε is about; ε without it says nothing. */
  readonly unit: 'home-day';
  /** In the unit of the value, in readings or slots; of an answer the share that is false. */
  readonly useful: number;
}

export type NoisedStatistic =
  /** Over slots, each with the last value said in it, or before it on the same day, or else the lowest. */
  | { readonly statistic: 'mean' | 'sum'; readonly slot: NoisedWindow }
  /** Of readings, at most `most` a window. */
  | { readonly statistic: 'count'; readonly most: number }
  /** How many slots each category was the last of. */
  | { readonly statistic: 'histogram'; readonly slot: NoisedWindow; readonly categories: Categories }
  /** The category at the end of the window, by randomised response. */
  | { readonly statistic: 'last'; readonly categories: Categories };

export const NOISED_STATISTICS = ['mean', 'sum', 'count', 'histogram', 'last'] as const;

/** What leaves of one window. */
export interface NoisedValue {
  readonly mean?: number;
  readonly sum?: number;
  readonly count?: number;
  readonly last?: string;
  readonly histogram?: Readonly<Record<string, number>>;
}

/**
 * What is kept of one home-day: the last thing said in each slot and the readings of each window. Plain data; `takeInNoised`
 * changes it in place. A day knows nothing of the day before: with a value held over midnight one changed day would
 * show in the silent ones after it.
 */
export interface NoisedDay {
  readonly from: Instant;
  readonly to: Instant;
  /** Points of the grid, or cells; null where nothing was said. */
  readonly slots: (number | null)[];
  readonly saidAt: Instant[];
  readonly counts: number[];
}

export function openNoisedDay(form: Noised, at: Instant, timeZone: string): NoisedDay {
  const { from, to } = windowOf('P1D', at, timeZone);
  const slots = new Array<null>(pieces(slotMs(form), from, to)).fill(null);
  const counts = new Array<number>(pieces(WINDOW_MS[form.window], from, to)).fill(0);
  return { from, to, slots, saidAt: slots.map(() => from), counts };
}

/** Takes in one value that was said on this day; of equal times the later one counts. */
export function takeInNoised(day: NoisedDay, form: Noised, spec: FieldSpec, value: Value, at: Instant): void {
  const slot = pieceAt(slotMs(form), day, at);
  const window = pieceAt(WINDOW_MS[form.window], day, at);
  const point = form.statistic === 'count' ? 0 : pointOf(form, spec, value);
  day.counts[window] = (day.counts[window] ?? 0) + 1;
  if (point === undefined || at < (day.saidAt[slot] ?? at)) return;
  day.slots[slot] = point;
  day.saidAt[slot] = at;
}

/** The windows of this day in their order; there are as many whatever was said. */
export function noisedWindows(form: Noised, day: Pick<NoisedDay, 'from' | 'to'>): { from: Instant; to: Instant }[] {
  const ms = WINDOW_MS[form.window];
  return Array.from({ length: pieces(ms, day.from, day.to) }, (_, i) => ({
    from: day.from + i * ms,
    to: ms === DAY_MS ? day.to : Math.min(day.from + (i + 1) * ms, day.to),
  }));
}

/** What leaves of one window of the day. Draws its noise: called once a window, and what came out is kept. */
export function releaseNoised(
  form: Noised,
  spec: FieldSpec,
  day: NoisedDay,
  window: number,
  random: RandomBytes,
): NoisedValue {
  const scale = noiseScale(form, spec, day);
  const draw = (exact: number) => exact + Number(discreteLaplace(scale, random));
  const { from, to } = noisedWindows(form, day)[window] ?? day;
  switch (form.statistic) {
    case 'count':
      return { count: draw(Math.min(day.counts[window] ?? 0, form.most)) };
    case 'mean':
    case 'sum': {
      const held = heldIn(form, spec, day, from, to);
      const { least, step } = gridOf(spec);
      const sum = held.length * least + draw(held.reduce((all, point) => all + point, 0)) * step;
      return form.statistic === 'sum' ? { sum: tidy(sum) } : { mean: tidy(sum / held.length) };
    }
    case 'histogram': {
      const held = heldIn(form, spec, day, from, to);
      const names = Array.from({ length: cellCount(form.categories) }, (_, cell) => nameOf(form.categories, cell));
      const slots = names.map((name, cell) => [name, draw(held.filter((one) => one === cell).length)] as const);
      return { histogram: Object.fromEntries(slots) };
    }
    case 'last': {
      const cell = heldIn(form, spec, day, from, to).at(-1) ?? 0;
      const epsilon = ratio(BigInt(form.microEpsilon), BigInt(MICRO * day.counts.length));
      const told = randomisedResponse(cell, cellCount(form.categories), epsilon, random);
      return { last: nameOf(form.categories, told) };
    }
  }
}

/**
 * How much one home-day can change all of a day's values together (L1, under substitution), in points of the grid, slots
 * or readings. A day of 25 hours has more slots, and so more noise; how long a day is is no secret.
 */
export function sensitivity(form: Noised, spec: FieldSpec, day: Pick<NoisedDay, 'from' | 'to'>): number {
  switch (form.statistic) {
    case 'count':
      return pieces(WINDOW_MS[form.window], day.from, day.to) * form.most;
    case 'mean':
    case 'sum':
      return pieces(slotMs(form), day.from, day.to) * gridOf(spec).points;
    case 'histogram':
      return 2 * pieces(slotMs(form), day.from, day.to);
    case 'last':
      return pieces(WINDOW_MS[form.window], day.from, day.to);
  }
}

/** How far what is released is off in the mean, in its unit; of an answer, how often it is false. On the longest day. */
export function expectedError(form: Noised, spec: FieldSpec): number {
  const day = { from: 0, to: LONGEST_DAY_MS };
  if (form.statistic === 'last') {
    const odds = Math.exp(form.microEpsilon / MICRO / sensitivity(form, spec, day));
    const cells = cellCount(form.categories);
    return (cells - 1) / (odds + cells - 1);
  }
  const scale = (sensitivity(form, spec, day) * MICRO) / form.microEpsilon;
  if (form.statistic === 'count' || form.statistic === 'histogram') return scale;
  const sum = scale * gridOf(spec).step;
  return form.statistic === 'sum' ? sum : sum / Math.max(1, WINDOW_MS[form.window] / slotMs(form));
}

/** Whether noise leaves the recipient nothing that it could use: then there is no reason to send anything. */
export function drowns(form: Noised, spec: FieldSpec): boolean {
  return !(expectedError(form, spec) <= form.useful);
}

/** The least ε at which it would not drown, to a hundredth; undefined where none up to 10 does. */
export function leastUsefulEpsilon(form: Noised, spec: FieldSpec): MicroEpsilon | undefined {
  for (let microEpsilon = MICRO / 100; microEpsilon <= 10 * MICRO; microEpsilon += MICRO / 100)
    if (!drowns({ ...form, microEpsilon }, spec)) return microEpsilon;
  return undefined;
}

/** Whether the manifest says of the field all that noise is made by: bounds and a grid, and not too many points. */
export function canBeNoised(form: Noised, spec: FieldSpec): boolean {
  switch (form.statistic) {
    case 'count':
      return true;
    case 'histogram':
    case 'last':
      return 'edges' in form.categories ? spec.type === 'number' : spec.type !== 'number';
    case 'mean':
    case 'sum': {
      const { points } = gridOf(spec);
      return points >= 1 && points <= MAX_POINTS;
    }
  }
}

/** So that the sums of a day stay far below 2^53. */
const MAX_POINTS = 1e9;
const LONGEST_DAY_MS = 25 * 3_600_000;

function noiseScale(form: Noised, spec: FieldSpec, day: NoisedDay): Ratio {
  return ratio(BigInt(sensitivity(form, spec, day)) * BigInt(MICRO), BigInt(form.microEpsilon));
}

/** The span of which one value counts. */
export function slotOf(form: Noised): NoisedWindow {
  return 'slot' in form ? form.slot : form.window;
}

/** Its length; of a day only the usual one. */
export function slotMs(form: Noised): number {
  return WINDOW_MS[slotOf(form)];
}

/** How many windows or slots a home-day has; the last may be cut short, and a day is one of whatever length. */
function pieces(ms: number, from: Instant, to: Instant): number {
  return ms === DAY_MS ? 1 : Math.ceil((to - from) / ms);
}

function pieceAt(ms: number, day: NoisedDay, at: Instant): number {
  return ms === DAY_MS ? 0 : Math.floor((at - day.from) / ms);
}

/** The grid that numbers are put on: `least` is point 0, the largest is point `points`. */
function gridOf(spec: FieldSpec): { least: number; step: number; points: number } {
  if (spec.type === 'boolean') return { least: 0, step: 1, points: 1 };
  if (spec.type !== 'number' || spec.bounds === undefined || spec.resolution === undefined)
    return { least: 0, step: 1, points: Number.NaN };
  const [least, most] = spec.bounds;
  return { least, step: spec.resolution, points: Math.round((most - least) / spec.resolution) };
}

/** Whatever a device says, it becomes a point of the grid or one of the cells. */
function pointOf(form: Noised, spec: FieldSpec, value: Value): number | undefined {
  if ('categories' in form) return cellOf(form.categories, value);
  const { least, step, points } = gridOf(spec);
  const point = Math.round((Number(value) - least) / step);
  return Number.isNaN(point) ? undefined : Math.max(0, Math.min(points, point)) + 0;
}

/** Each slot's point or cell: what was last said, on this day, by the slot's end. */
function heldIn(form: Noised, spec: FieldSpec, day: NoisedDay, from: Instant, to: Instant): number[] {
  const ms = slotMs(form);
  const held: number[] = [];
  let point = unsaid(form, spec);
  for (const [i, said] of day.slots.entries()) {
    point = said ?? point;
    const start = day.from + i * ms;
    if (from <= start && start < to) held.push(point);
  }
  return held;
}

/** What a slot has in which, and before which, nothing was said. */
function unsaid(form: Noised, spec: FieldSpec): number {
  if (!('categories' in form)) return 0;
  if ('values' in form.categories) return cellOf(form.categories, OTHER);
  return cellOf(form.categories, spec.type === 'number' ? (spec.bounds?.[0] ?? 0) : 0);
}

/** Without the tail that decimals leave in binary. */
function tidy(value: number): number {
  return Number(value.toPrecision(12)) + 0;
}
