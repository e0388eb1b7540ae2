import { NotDone } from '../api/client.ts';
import { words } from '../words/words.ts';

/** What happened, what it means and what to do; then a way to try again. */
export function Trouble({ failed, again }: { readonly failed: NotDone; readonly again?: () => void }) {
  const { notDone, shell } = words();
  return (
    <div class="trouble" role="alert">
      <p>{sentenceOf(failed)}</p>
      {failed.problem?.detail && !notDone.byCode[failed.code] && (
        <details>
          <summary>{notDone.details}</summary>
          <p lang={failed.code === 'not-understood' ? 'en' : undefined}>{failed.problem.detail}</p>
        </details>
      )}
      {again && (
        <button type="button" onClick={again}>
          {shell.again}
        </button>
      )}
    </div>
  );
}

/** The sentence for a person, in their language where the catalogue has one. */
export function sentenceOf({ code, waitS, problem }: NotDone): string {
  const { notDone } = words();
  if (waitS !== undefined) return notDone.wait(waitS);
  return notDone.byCode[code] ?? problem?.title ?? notDone.title;
}

/** Whether what was asked for does not fit below the limits of the privacy budget. */
export function isOverBudget({ code }: NotDone): boolean {
  return code === 'over-budget' || code === 'over-budget-of-all';
}

/** Anything that was thrown, as something that can be shown. */
export function asNotDone(error: unknown): NotDone {
  return error instanceof NotDone ? error : new NotDone('defect', 0);
}
