import { says } from '../../rules/explain.ts';
import type { Sentences } from '../../rules/words/speak.ts';

/** Why something stayed home, as a sentence: the rules of the household, and what comes after them on the line. */
export function reasonSays(reason: string, words: Sentences): string {
  const { line } = words.because;
  return (Object.hasOwn(line, reason) ? line[reason] : undefined) ?? says(reason, words) ?? reason;
}
