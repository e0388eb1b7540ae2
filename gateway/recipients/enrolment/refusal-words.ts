import { en } from '../../../rules/words/en.ts';

/** What the household is told, and that the recipient's reason is its own. */
export function refusalWords(name: string, because: string | undefined): string {
  return because === undefined ? en.recipients.refuses(name) : en.recipients.refusesSaying(name, because);
}
