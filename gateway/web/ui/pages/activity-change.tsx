import { visible } from '../../../../rules/visible.ts';
import { ask } from '../api/client.ts';
import type { Change } from '../api/types.ts';
import { BASE } from '../base.ts';
import { useState } from '../framework.ts';
import { withPassphrase } from '../parts/passphrase-again.tsx';
import { Said, WouldLeave } from '../parts/said.tsx';
import { toast } from '../parts/toasts.tsx';
import { asNotDone, sentenceOf } from '../parts/trouble.tsx';
import { TwoSteps } from '../parts/two-steps.tsx';
import { mayDecide } from '../session.ts';
import { words } from '../words/words.ts';

/** One change, and the way back from it. */
export function ChangeRow({ of, again }: { readonly of: Change; readonly again: () => void }) {
  const { activity } = words();
  const { at, who, what, from, to, receipt, notUndone } = of;
  return (
    <li>
      <p class="quiet">
        {at !== undefined && <time dateTime={new Date(at).toISOString()}>{activity.when(at)}</time>}
        {who !== undefined && <> · {visible(who)}</>}
      </p>
      <p>{visible(what)}</p>
      {(from !== undefined || to !== undefined) && (
        <p>
          {from !== undefined && (
            <>
              <span class="quiet">{activity.from}</span> {visible(from)}{' '}
            </>
          )}
          {to !== undefined && (
            <>
              <span class="quiet">{activity.to}</span> {visible(to)}
            </>
          )}
        </p>
      )}
      <p class="ways">
        {mayDecide() && of.undo && <UndoButton of={of} again={again} />}
        {receipt !== undefined && (
          <a href={`${BASE}/api/v1/consents/${encodeURIComponent(receipt)}/receipt`} download>
            {activity.receipt}
          </a>
        )}
        {mayDecide() && notUndone !== undefined && <span class="quiet">{activity.notUndone(notUndone)}</span>}
      </p>
    </li>
  );
}

/** What shares nothing more is taken back at once; the rest is seen first. */
function UndoButton({ of: { seq, what, undo }, again }: { readonly of: Change; readonly again: () => void }) {
  const { activity, shell } = words();
  const [looking, setLooking] = useState(false);
  const send = (token: { readonly token?: string }) => ask('POST /activity/{seq}/undo', { path: { seq }, body: token });
  const take = () => {
    if (undo === 'after a preview') {
      setLooking(true);
      return;
    }
    withPassphrase(() => send({})).then(
      ({ done }) => {
        // Its minute was over in the meantime.
        if (!done) setLooking(true);
        else toast(shell.undone);
        again();
      },
      (error: unknown) => toast(sentenceOf(asNotDone(error))),
    );
  };
  return (
    <>
      <button type="button" onClick={take}>
        <span>
          {undo === 'at once' ? shell.undo : activity.lookAndUndo}
          <span class="unseen"> {visible(what)}</span>
        </span>
      </button>
      {looking && (
        <TwoSteps
          title={activity.undoTitle}
          ask={send}
          go={activity.undoGo}
          done={shell.undone}
          onDone={again}
          onClose={() => setLooking(false)}
          show={({ words: said, preview, leavesAgain }) => (
            <>
              <p>{activity.undoSays}</p>
              <WouldLeave preview={preview} {...(leavesAgain && { leavesAgain })} />
              <Said words={said} />
            </>
          )}
        />
      )}
    </>
  );
}
