import { ask, NotDone } from '../api/client.ts';
import type { Choices } from '../api/types.ts';
import { words } from '../words/words.ts';
import { withPassphrase } from './passphrase-again.tsx';
import { toast } from './toasts.tsx';
import { asNotDone, sentenceOf } from './trouble.tsx';

/** The entries of the activity that something made, to be taken back together. */
export type Entries = NonNullable<Choices['undo']>;

/**
 * Does something that shares less or nothing, and says so with a way back: one tap, no question before. `says` is the
 * sentence when it is done, `entriesOf` names what it made where that is more than one thing. Resolves with what the hub
 * answered, undefined when it was not done, which is said, too.
 */
export async function act<T>(
  what: () => Promise<T>,
  says: string,
  canBeUndone = true,
  entriesOf: (answer: T) => readonly Entries[] | undefined = () => undefined,
): Promise<T | undefined> {
  try {
    const from = canBeUndone ? await nextEntry() : 0;
    const answer = await withPassphrase(what);
    const entries = entriesOf(answer);
    if (entries) {
      toast(says, () => void takeBack(entries));
      return answer;
    }
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

/** Takes all of it back, and says whether that was done; what needs a look first is left to the activity. */
export async function takeBack(entries: readonly Entries[]): Promise<void> {
  try {
    let isDone = entries.length > 0;
    for (const { seq, through } of entries) {
      const { done } = await ask('POST /activity/{seq}/undo', { path: { seq }, body: { through } });
      isDone &&= done;
    }
    toast(isDone ? words().shell.undone : words().shell.tooLate);
  } catch (error) {
    toast(sentenceOf(asNotDone(error)));
  }
}

/** The number that the next entry of the record will have. */
async function nextEntry(): Promise<number> {
  return (await ask('GET /ledger/entries', { query: { most: 1 } })).size;
}

/** Takes back all that was done in one go, while that is free (60 seconds); later it is in the activity. */
async function undo(from: number, next: Promise<number>): Promise<void> {
  try {
    const to = await next;
    await takeBack(to > from ? [{ seq: from, through: to - 1 }] : []);
  } catch (error) {
    toast(sentenceOf(asNotDone(error)));
  }
}
