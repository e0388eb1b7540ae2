import { PAGE } from '../api/lists.ts';
import { words } from '../words/words.ts';

interface MoreProps {
  readonly shown: number;
  readonly total: number;
  readonly more: () => void;
}

/** How many lines of a list are shown, which is said aloud, too, and a page more. */
export function MoreOf({ shown, total, more }: MoreProps) {
  const { shell } = words();
  return (
    <div class="more-of">
      <p role="status" class="quiet">
        {total > 0 && shell.shownOf(shown, total)}
      </p>
      {shown < total && (
        <button type="button" onClick={more}>
          {shell.more50}
        </button>
      )}
    </div>
  );
}

/** The same under a list that is seldom longer than one page: nothing is said while it is not. */
export function RestOf(props: MoreProps) {
  return props.total > PAGE ? <MoreOf {...props} /> : null;
}
