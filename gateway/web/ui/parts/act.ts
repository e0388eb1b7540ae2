import { ask, NotDone } from '../api/client.ts';
import { words } from '../words/words.ts';
import { withPassphrase } from './passphrase-again.tsx';
import { toast } from './toasts.tsx';
import { asNotDone, sentenceOf } from './trouble.tsx';

/**
 * Does something that shares less or nothing, and says so with a way back: one tap, no question before. `says` is the
 * sentence when it is done. Resolves with what the hub answered, undefined when it was not done, which is said, too.
 */
export async function act<T>(what: () => Promise<T>, says: string, canBeUndone = true): Promise<T | undefined> {
  try {
    const from = canBeUndone ? await nextEntry() : 0;
    const answer = await withPassphrase(what);
    // Asked at once, so that nothing done later is taken back with it.
    const to = canBeUndone ? nextEntry() : undefined;
    to?.catch(() => undefined);
    toast(says, to && (() => void undo(from, to)));
    return answer;
  } catch (error) {
    if (error instanceof NotDone && error.code === 'sign-in-again') return undefined;
    toast(sentenceOf(asNotDone(error)));
    return undefined;
  }
}

/** The number that the next entry of the record will have. */
async function nextEntry(): Promise<number> {
  return (await ask('GET /ledger/entries', { query: { most: 1 } })).size;
}

/** Takes back all that was done in one go, while that is free (60 seconds); later it is in the activity. */
async function undo(from: number, next: Promise<number>): Promise<void> {
  const { shell } = words();
  try {
    const to = await next;
    if (to <= from) throw new NotDone('cannot-be-undone', 409);
    const { done } = await ask('POST /activity/{seq}/undo', { path: { seq: from }, body: { through: to - 1 } });
    toast(done ? shell.undone : shell.tooLate);
  } catch (error) {
    toast(sentenceOf(asNotDone(error)));
  }
}
