import { Link } from '../router.tsx';
import { words } from '../words/words.ts';
import type { Looking } from './look.ts';
import { isOverBudget, Trouble } from './trouble.tsx';

/** Why what was agreed to was not done: it is shown once more as it is now, or something went wrong. */
export function LookTrouble({ of: { failed, notYet } }: { readonly of: Looking<unknown> }) {
  if (failed)
    return (
      <>
        <Trouble failed={failed} />
        {isOverBudget(failed) && (
          <p>
            <Link to="/budget">{words().shell.budget}</Link>
          </p>
        )}
      </>
    );
  return notYet ? (
    <p class="trouble" role="alert">
      {words().shell.notYet[notYet]}
    </p>
  ) : null;
}
