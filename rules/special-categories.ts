import type { Category } from './field-catalogue.ts';
import type { Reveals } from './reveals.ts';

/**
 * What a field may hold of the special categories of GDPR Art. 9(1), as the end of "this may hold"; undefined where
 * nothing in the catalogue points there. It is the hub's guess from the field's name and unit, and errs towards yes.
 */
export function specialIn({ category }: Reveals): string | undefined {
  return SPECIAL[category];
}

const SPECIAL: { readonly [Of in Category]?: string } = {
  health: 'health data',
  'audio/video': 'voices or faces, which can identify people by their bodies',
  unknown: 'anything, health data among it: nobody here knows this field',
};
