import { says } from '../../rules/explain.ts';

/** Why something stayed home, as a sentence: the rules of the household, and what comes after them on the line. */
export function reasonSays(reason: string): string {
  return OTHERS[reason] ?? says(reason) ?? reason;
}

const OTHERS: Readonly<Record<string, string>> = {
  'nobody asks': 'No recipient asks for this.',
  'not understood': 'It could not be understood, so it stays home.',
  late: 'It came after its time window had been closed.',
  thinned: 'Only one value of each time span is sent, and there was one already.',
  type: 'The value was of another kind than the recipient declared.',
  store: 'The disk took nothing, so nothing was shared.',
  'queue full': 'Too much waited for this recipient; the oldest was dropped.',
  'too old': 'It waited for this recipient for too long.',
  'too large': 'It fits into no message.',
  'no name there': 'This recipient has no name for it, or takes numbers alone.',
};
