import type { Arena } from './arena.ts';
import type { GuardName } from './switches.ts';

/** One thing an attacker tries. Adding one is adding one of these to the list of its area. */
export interface AbuseCase {
  readonly id: string;
  /** What is done. */
  readonly done: string;
  /** What the hub has to answer. */
  readonly expected: string;
  /** What stops it; with all of these switched off the case fails. Or why that cannot be tried, and what shows that it can fail. */
  readonly guard: readonly GuardName[] | { readonly cannot: string; readonly proof: string };
  /** Does it, and throws when the answer is another. */
  run(arena: Arena): Promise<void>;
}
