import type { Noised, NoisedValue } from './noised.ts';

/** Time grains of event forms; each divides the next, so any two have a common coarser one. */
export const GRAINS = ['PT1S', 'PT10S', 'PT1M', 'PT5M', 'PT15M', 'PT30M', 'PT1H'] as const;
export type Grain = (typeof GRAINS)[number];

/** Windows of summaries, all on the home’s calendar. Only P1W and P1M do not nest. */
export const WINDOWS = ['PT1M', 'PT5M', 'PT15M', 'PT30M', 'PT1H', 'P1D', 'P1W', 'P1M'] as const;
export type Window = (typeof WINDOWS)[number];

export const STATISTICS = ['mean', 'min', 'max', 'sum', 'count', 'last', 'histogram', 'timeInState'] as const;
export type Statistic = (typeof STATISTICS)[number];

/**
 * How numbers or words become categories. `edges` are ascending and `labels` has one more entry: label i holds values
 * from edge i-1 (included) up to edge i (excluded). `values` are the words that may be named; every other becomes `other`.
 */
export type Categories =
  | { readonly edges: readonly number[]; readonly labels: readonly string[] }
  | { readonly values: readonly string[] };

export const MAX_CATEGORIES = 8;
/** Characters of a category's word. What is longer is free text, a picture or a log, and stays. */
export const MAX_WORD = 40;
export const OTHER = 'other';

/** How a field may leave: a partial order over all parameters (order.ts), from nothing to everything. */
export type Form =
  | { readonly form: 'withheld' }
  | { readonly form: 'exact'; readonly grain: Grain }
  | { readonly form: 'rounded'; readonly step: number; readonly grain: Grain }
  | { readonly form: 'category'; readonly categories: Categories; readonly grain: Grain }
  | Noised
  | Summary;

export interface Summary {
  readonly form: 'summary';
  readonly window: Window;
  /** In the order of STATISTICS, without repeats, at least one. */
  readonly statistics: readonly Statistic[];
  /** Grid that mean, min, max, sum and last are rounded to; absent: not rounded. */
  readonly step?: number;
  /** For `histogram`, `timeInState` and `last` of what is not a plain number. */
  readonly categories?: Categories;
}

/** When records may leave: at a fixed slot (a period in ms that divides a day), or as they come in micro-batches. */
export type Release =
  | { readonly release: 'slot'; readonly everyMs: number }
  | { readonly release: 'live'; readonly withinMs: number };

/** What one field became; exactly what stands in the batch under the field's name. */
export type ShapedField =
  | { readonly form: 'exact'; readonly value: Value; readonly unit?: string }
  | { readonly form: 'rounded'; readonly value: number; readonly step: number; readonly unit?: string }
  | { readonly form: 'category'; readonly value: string }
  | ShapedNoised
  | {
      readonly form: 'summary';
      readonly mean?: number;
      readonly min?: number;
      readonly max?: number;
      readonly sum?: number;
      readonly count?: number;
      readonly last?: Value;
      readonly histogram?: Readonly<Record<string, number>>;
      /** Seconds per state. */
      readonly timeInState?: Readonly<Record<string, number>>;
      /** The finer windows it was computed from, where the household agreed to a finer form than was asked. */
      readonly of?: Window;
      readonly unit?: string;
    };

/** A noised value with how far it is off in the mean, and ε and its unit where they say all that is known of the home-day. */
export interface ShapedNoised extends NoisedValue {
  readonly form: 'noised';
  readonly error: number;
  readonly epsilon?: number;
  readonly per?: 'home-day';
  readonly unit?: string;
}

type Value = number | boolean | string;
