/** What a field can reveal about the people in a home. */
export const CATEGORIES = [
  'presence',
  'activity',
  'energy',
  'climate',
  'location',
  'identifier',
  'network',
  'audio/video',
  'health',
  'access/security',
  'safety',
  'diagnostics',
  'state/control',
] as const;
export type Category = (typeof CATEGORIES)[number];

export type Sensitivity = 'low' | 'medium' | 'high';

/** What is known of a field; of `unknown` ones the worst is assumed. */
export interface Reveals {
  readonly category: Category | 'unknown';
  readonly sensitivity: Sensitivity;
}

export const UNKNOWN: Reveals = { category: 'unknown', sensitivity: 'high' };

/** Categories that say little about people by themselves; a field nobody knows counts as each of the others. */
const PLAIN: ReadonlySet<Category> = new Set(['climate', 'safety', 'diagnostics', 'state/control']);

/** Whether the field may reveal this. */
export function mayReveal({ category }: Reveals, what: Category): boolean {
  return category === what || (category === 'unknown' && !PLAIN.has(what));
}
