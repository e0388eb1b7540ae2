import type { Revealed } from './classify.ts';
import type { Category } from './field-catalogue.ts';

/** What a household can decide about: a category that is known. */
export type KnownCategory = Exclude<Category, 'unknown'>;

/** What a field can reveal about the people in a home, without why it is thought so. */
export type Reveals = Pick<Revealed, 'category' | 'sensitivity'>;

/** Categories that say little about people by themselves; a field nobody knows counts as each of the others. */
const PLAIN: ReadonlySet<Category> = new Set(['climate', 'safety', 'diagnostics', 'state/control']);

/** Whether the field may reveal this. */
export function mayReveal({ category }: Reveals, what: KnownCategory): boolean {
  return category === what || (category === 'unknown' && !PLAIN.has(what));
}
