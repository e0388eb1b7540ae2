import type { Reveals } from './reveals.ts';
import type { Sentences } from './words/speak.ts';

/**
 * What a field may hold of the special categories of GDPR Art. 9(1), as the end of "this may hold"; undefined where
 * nothing in the catalogue points there. It is the hub's guess from the field's name and unit, and errs towards yes.
 */
export function specialIn({ category }: Reveals, words: Sentences): string | undefined {
  return words.shown.special[category];
}
