import { useAnswer } from '../api/answers.ts';
import { ask } from '../api/client.ts';
import type { PairingOpened, Pairing as Window } from '../api/types.ts';
import { useState } from '../framework.ts';
import { act } from '../parts/act.ts';
import { Answered } from '../parts/answer.tsx';
import { withPassphrase } from '../parts/passphrase-again.tsx';
import { toast } from '../parts/toasts.tsx';
import { asNotDone, sentenceOf } from '../parts/trouble.tsx';
import { mayDecide } from '../session.ts';
import { words } from '../words/words.ts';
import { Newcomers } from './connect-newcomers.tsx';

/** A window of ten minutes for one device: its code, and who comes. */
export function Pairing() {
  const { connect } = words();
  const asking = useAnswer('GET /pairing', {}, ['pairing']);
  return (
    <section class="card">
      <h2>{connect.window}</h2>
      <p>{connect.windowSays}</p>
      <Answered of={asking}>
        {(window) => (
          <>
            <Code of={window} />
            <Newcomers of={window} />
          </>
        )}
      </Answered>
    </section>
  );
}

/** The code is known only to the page that opened the window. */
function Code({ of: { open, until = 0, ended } }: { readonly of: Window }) {
  const { connect } = words();
  const [opened, setOpened] = useState<PairingOpened>();
  const begin = () =>
    withPassphrase(() => ask('POST /pairing', { body: {} })).then(setOpened, (error: unknown) =>
      toast(sentenceOf(asNotDone(error))),
    );
  const close = () => act(() => ask('DELETE /pairing', {}), connect.closed, false);
  const own = opened?.until === until ? opened : undefined;
  if (!open)
    return (
      <>
        {ended !== undefined && ended !== 'closed' && <p role="status">{connect.ended[ended]}</p>}
        {mayDecide() && (
          <button type="button" onClick={begin}>
            {connect.open}
          </button>
        )}
      </>
    );
  return (
    <>
      <p>{own ? connect.isOpen(until) : connect.elsewhere(until)}</p>
      {own && (
        <>
          <img
            class="qr"
            src={`data:image/svg+xml,${encodeURIComponent(own.qr)}`}
            alt={connect.qr}
            width="240"
            height="240"
          />
          <p>
            <code>{own.link}</code>
          </p>
        </>
      )}
      {mayDecide() && (
        <button type="button" onClick={close}>
          {connect.close}
        </button>
      )}
    </>
  );
}
