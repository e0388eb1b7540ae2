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
    const answer = await withPassphrase(what);
    toast(says, canBeUndone ? () => void undoLast() : undefined);
    return answer;
  } catch (error) {
    if (error instanceof NotDone && error.code === 'sign-in-again') return undefined;
    toast(sentenceOf(asNotDone(error)));
    return undefined;
  }
}

/** Takes back what was done last by whoever is signed in, while that is free (60 seconds); later it is in the activity. */
async function undoLast(): Promise<void> {
  const { shell } = words();
  try {
    const { changes } = await ask('GET /activity', { query: { most: 5 } });
    const last = changes.find(({ undo }) => undo === 'at once');
    if (!last) {
      toast(sentenceOf(new NotDone('cannot-be-undone', 409)));
      return;
    }
    await ask('POST /activity/{seq}/undo', { path: { seq: last.seq }, body: {} });
    toast(shell.undone);
  } catch (error) {
    toast(sentenceOf(asNotDone(error)));
  }
}
