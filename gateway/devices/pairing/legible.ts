import { plainTextProblem } from '../../../rules/plain-text.ts';

const LONGEST = 128;

/** Whether a person can be shown what a stranger wrote: printable ASCII, or words that are plain text. */
export function legible(text: string): boolean {
  if (text === '' || text.length > LONGEST) return false;
  return /^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/.test(text) || plainTextProblem(text) === undefined;
}
