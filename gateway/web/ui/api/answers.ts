import { type ReadonlySignal, signal, useLayoutEffect, useState } from '../framework.ts';
import { language } from '../words/words.ts';
import { type Answer, type Asked, ask, type Call, NotDone } from './client.ts';
import { on } from './live.ts';

/** An answer of the hub as a page shows it: the last one stays while a newer is on its way, also when that fails. */
export interface Shown<T> {
  readonly answer: T | undefined;
  readonly failed: NotDone | undefined;
  readonly isLoading: boolean;
}

export interface Asking<T> {
  readonly now: ReadonlySignal<Shown<T>>;
  /** Asks once more. */
  again(): void;
}

/** What makes an answer out of date. */
export type Until =
  | 'devices'
  | 'recipients'
  | 'requests'
  | 'consents'
  | 'rules'
  | 'settings'
  | 'pairing'
  | 'people'
  | 'brokers'
  | 'left'
  | 'stopped'
  | 'stayed';

/** How many questions have no answer yet, good or bad, that were asked for the first time. */
export const unanswered = signal(0);

/** Asks the hub when the page is shown, and again whenever it tells that one of `until` happened. */
export function useAnswer<C extends Call>(call: C, asked: Asked<C>, until: readonly Until[] = []): Asking<Answer<C>> {
  // The hub's sentences come in the language of the page.
  const key = JSON.stringify([call, asked, language.value]);
  const [asking, setAsking] = useState(() => asks(call, asked));
  const [shownKey, setKey] = useState(key);
  if (shownKey !== key) {
    setKey(key);
    setAsking(asks(call, asked));
  }
  const kinds = until.join();
  // Before anything is painted, so that whoever waits for all of a page waits for this, too.
  useLayoutEffect(() => {
    asking.again();
    return follow(kinds, asking.again);
  }, [asking, kinds]);
  return asking;
}

function asks<C extends Call>(call: C, asked: Asked<C>): Asking<Answer<C>> {
  const now = signal<Shown<Answer<C>>>({ answer: undefined, failed: undefined, isLoading: true });
  let number = 0;
  return {
    now,
    again() {
      const own = ++number;
      now.value = { ...now.value, isLoading: true };
      const asks = ask(call, asked).then(
        (answer) => {
          if (own === number) now.value = { answer, failed: undefined, isLoading: false };
        },
        (error: unknown) => {
          const failed = error instanceof NotDone ? error : new NotDone('defect', 0);
          if (own === number) now.value = { ...now.value, failed, isLoading: false };
        },
      );
      if (own === 1) void untilAnswered(asks);
    },
  };
}

/** Counts one of them until it is answered; `asks` never rejects. */
export async function untilAnswered(asks: Promise<void>): Promise<void> {
  unanswered.value++;
  await asks;
  unanswered.value--;
}

/** Many changes in a moment are one reason to ask again. */
const GATHER_MS = 150;

/** Calls back when one of these kinds, which stand with commas between them, happens; returns a function that ends it. */
export function follow(kinds: string, again: () => void): () => void {
  const until = kinds.split(',');
  let timer: ReturnType<typeof setTimeout> | undefined;
  const soon = () => {
    timer ??= setTimeout(() => {
      timer = undefined;
      again();
    }, GATHER_MS);
  };
  const when = (kind: Until) => () => until.includes(kind) && soon();
  const ends = [
    on('changed', ({ what }) => until.some((kind) => kind === what) && soon()),
    on('left', when('left')),
    on('stopped', when('stopped')),
    on('stayed', when('stayed')),
    on('missed', soon),
  ];
  return () => {
    clearTimeout(timer);
    for (const end of ends) end();
  };
}
