import type { ShapedField } from './forms/form.ts';
import { asAgreed } from './forms/shape.ts';
import type { Permitted } from './permitted.ts';
import type { Route } from './plan.ts';
import type { Value } from './reading.ts';

/** Whether an id or name of the home stands in a value. */
export type Holds = (value: Value) => boolean;

/** Whether one would come into a window or a record; what only becomes `other` brings none. */
export function bringsIdentifier({ spec, agreed }: Route, value: Value, holds: Holds): boolean {
  const known = asAgreed(spec, agreed, value);
  return known !== undefined && holds(known);
}

/**
 * Whether one would leave: the manifest's own words, and what rounding and summing up made, are looked at here. A noised
 * number is one by chance alone, and every window of it is released.
 */
export function tellsIdentifier({ shaped }: Pick<Permitted, 'shaped'>, holds: Holds): boolean {
  if (shaped.form === 'exact') return holds(shaped.value) || (shaped.unit !== undefined && holds(shaped.unit));
  const told = toldBy(shaped);
  return (shaped.form === 'noised' ? told.filter((part) => typeof part !== 'number') : told).some(holds);
}

function toldBy(shaped: ShapedField): Value[] {
  return Object.entries(shaped).flatMap(([key, part]: [string, Value | Readonly<Record<string, number>>]): Value[] => {
    if (OF_THE_CONTRACT.has(key)) return [];
    return typeof part === 'object' ? Object.entries(part).flat() : [part];
  });
}

/** Whose words are the same in every home. */
const OF_THE_CONTRACT = new Set(['form', 'of', 'per']);
