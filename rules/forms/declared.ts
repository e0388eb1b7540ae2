import type { FieldSpec } from '../manifest.ts';
import type { Value } from '../reading.ts';
import { MAX_WORD, OTHER } from './form.ts';
import { roundTo } from './step.ts';

/**
 * The value as far as the manifest declares it: numbers clipped to the bounds and put on the resolution's grid, words
 * that are not declared made `other`. Undefined when it is of another type than declared, or no word at all but text: it
 * then stays home, and that it was said does not leave either.
 */
export function asDeclared(spec: FieldSpec, value: Value): Value | undefined {
  switch (spec.type) {
    case 'number':
      return typeof value === 'number' && Number.isFinite(value) ? number(spec, value) : undefined;
    case 'boolean':
      return typeof value === 'boolean' ? value : undefined;
    case 'category':
      if (typeof value !== 'string' || value.length > MAX_WORD) return undefined;
      return spec.values.includes(value) ? value : OTHER;
  }
}

function number(spec: Extract<FieldSpec, { type: 'number' }>, value: number): number {
  let number = value;
  if (spec.bounds !== undefined) {
    const [least, most] = spec.bounds;
    number = number < least ? least : number > most ? most : number;
  }
  if (spec.resolution !== undefined) number = roundTo(number, spec.resolution);
  // Adding 0 turns -0 into 0.
  return number + 0;
}
