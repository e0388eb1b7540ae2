import { cellCount } from './forms/categories.ts';
import type { Form, Statistic, Summary } from './forms/form.ts';
import { MICRO } from './forms/noised.ts';
import { DAY_MS, GRAIN_MS, WINDOW_MS } from './forms/time.ts';
import type { FieldSpec } from './manifest.ts';
import type { Plan } from './plan.ts';

/**
 * The most bits a day that one device may say to one stream by anything below exact. It is generous for measurements
 * (hundreds of rounded values an hour) and far too little for sound or pictures dressed up as numbers.
 */
export const MAX_BITS_A_DAY_BELOW_EXACT = 100_000;

/** A double: the levels of a number without bounds or grid. */
const UNBOUNDED_BITS = 64;

/**
 * Bits a day that a hostile device could push through a field in this form: releases a day times the choices in each,
 * not releasing anything being one. An exact number is counted once a grain, although nothing thins it.
 */
export function bitsADay(form: Form, spec: FieldSpec): number {
  switch (form.form) {
    case 'withheld':
      return 0;
    case 'exact':
      return (UNBOUNDED_BITS * DAY_MS) / GRAIN_MS[form.grain];
    case 'rounded':
      return (numberBits(spec, form.step) * DAY_MS) / GRAIN_MS[form.grain];
    case 'category':
      return (Math.log2(cellCount(form.categories) + 1) * DAY_MS) / GRAIN_MS[form.grain];
    // What is ε-private tells no more than ε nats of what was said in the day, whoever said it.
    case 'noised':
      return (form.microEpsilon / MICRO) * Math.LOG2E;
    case 'summary': {
      const bits = form.statistics.reduce((sum, statistic) => sum + statisticBits(statistic, form, spec), 0);
      return (bits * DAY_MS) / WINDOW_MS[form.window];
    }
  }
}

/**
 * The most bits a day that a hostile device could push through each stream, `recipient purpose` → bits. A stream's figure
 * is that of the device that could push most through it: a hostile device has only its own fields.
 */
export function capacityOf({ devices }: Pick<Plan, 'devices'>): Map<string, number> {
  const capacity = new Map<string, number>();
  for (const fields of devices.values()) {
    const ofDevice = new Map<string, number>();
    for (const routes of fields.values()) {
      for (const { recipient, purpose, bits } of routes) {
        const stream = `${recipient} ${purpose}`;
        ofDevice.set(stream, (ofDevice.get(stream) ?? 0) + bits);
      }
    }
    for (const [stream, bits] of ofDevice) capacity.set(stream, Math.max(bits, capacity.get(stream) ?? 0));
  }
  return capacity;
}

function statisticBits(statistic: Statistic, form: Summary, spec: FieldSpec): number {
  const cells = form.categories === undefined ? 1 : cellCount(form.categories);
  switch (statistic) {
    case 'mean':
    case 'min':
    case 'max':
      return numberBits(spec, form.step);
    case 'last':
      return form.categories === undefined ? numberBits(spec, form.step) : Math.log2(cells + 1);
    case 'sum':
    case 'count':
      return UNBOUNDED_BITS;
    case 'histogram':
      return UNBOUNDED_BITS * cells;
    case 'timeInState':
      return Math.log2(WINDOW_MS[form.window] / 1000 + 2) * cells;
  }
}

function numberBits(spec: FieldSpec, step: number | undefined): number {
  if (spec.type !== 'number') return UNBOUNDED_BITS;
  // Only the mean leaves the resolution's grid, and the form's own grid is there for all.
  const grid = step ?? 0;
  if (spec.bounds === undefined || grid <= 0) return UNBOUNDED_BITS;
  const [least, most] = spec.bounds;
  // Both ends can be rounded outwards; one more for no release.
  return Math.min(UNBOUNDED_BITS, Math.log2(Math.floor((most - least) / grid) + 3));
}
