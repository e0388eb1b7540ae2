import { type Answer, type Asked, ask, type Call, type NotDone } from '../api/client.ts';
import { useEffect, useRef, useState } from '../framework.ts';
import { language } from '../words/words.ts';
import { asNotDone } from './trouble.tsx';

/** A choice that is changed again at once is asked about once; the first is asked about without waiting. */
const GATHER_MS = 100;

/** What the hub says to `asked`, anew after each change of it; the last answer stays while a newer is on its way. Undefined asks nothing. */
export function useFollowed<C extends Call>(call: C, asked: Asked<C> | undefined) {
  const [shown, setShown] = useState<Answer<C>>();
  const [failed, setFailed] = useState<NotDone>();
  const isFirst = useRef(true);
  // The hub's sentences come in the language of the page.
  const key = JSON.stringify([asked, language.value]);
  useEffect(() => {
    if (!asked) return undefined;
    let isOld = false;
    const wait = isFirst.current ? 0 : GATHER_MS;
    isFirst.current = false;
    const timer = setTimeout(() => {
      ask(call, asked).then(
        (answer) => {
          if (isOld) return;
          setShown(answer);
          setFailed(undefined);
        },
        (error: unknown) => isOld || setFailed(asNotDone(error)),
      );
    }, wait);
    return () => {
      isOld = true;
      clearTimeout(timer);
    };
  }, [key]);
  return { shown, failed };
}
