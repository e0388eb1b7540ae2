import type { Asking } from '../api/answers.ts';
import type { VNode } from '../framework.ts';
import { words } from '../words/words.ts';
import { Trouble } from './trouble.tsx';

interface AnswerProps<T> {
  readonly of: Asking<T>;
  readonly children: (answer: T) => VNode | null;
}

/** What the hub answered; a word while it is asked, and what went wrong above what was there before. */
export function Answered<T>({ of, children }: AnswerProps<T>) {
  const { answer, failed } = of.now.value;
  return (
    <>
      {failed && <Trouble failed={failed} again={of.again} />}
      {answer === undefined ? !failed && <p class="quiet">{words().shell.loading}</p> : children(answer)}
    </>
  );
}
