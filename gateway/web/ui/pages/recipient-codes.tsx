import { visible } from '../../../../rules/visible.ts';
import { ask } from '../api/client.ts';
import type { RecipientPage } from '../api/types.ts';
import { useState } from '../framework.ts';
import { act } from '../parts/act.ts';
import { TwoSteps } from '../parts/two-steps.tsx';
import { mayDecide } from '../session.ts';
import { words } from '../words/words.ts';

/** By purpose, how long it can follow a device. A code that stays lets it follow for longer, and is shown first. */
export function Codes({ of: { recipient, name: said, asks } }: { readonly of: RecipientPage }) {
  const { recipients } = words();
  const [keeping, setKeeping] = useState<string>();
  const name = visible(said);
  const purposes = [...new Map(asks.map((each) => [each.purpose, each])).values()];
  const path = { recipient };
  const change = (purpose: string) =>
    act(
      () => ask('PUT /recipients/{recipient}/codes', { path, body: { purpose, linkable: false } }),
      recipients.changeCodeDone,
    );
  const renew = () =>
    act(() => ask('POST /recipients/{recipient}/new-codes', { path, body: {} }), recipients.newCodeDone, false);
  return (
    <section>
      <h2>{recipients.codes}</h2>
      <p>{recipients.codesSay(name)}</p>
      <ul>
        {purposes.map(({ purpose, soThatItCan, linkable }) => (
          <li key={purpose}>
            {linkable ? recipients.lasting(soThatItCan, name) : recipients.monthly(soThatItCan, name)}{' '}
            {mayDecide() && (
              <button type="button" class="plain" onClick={() => (linkable ? change(purpose) : setKeeping(purpose))}>
                {linkable ? recipients.changeCode : recipients.keepCode}
                <span class="unseen"> {soThatItCan}</span>
              </button>
            )}
          </li>
        ))}
      </ul>
      {mayDecide() && (
        <button type="button" onClick={renew}>
          {recipients.newCode}
        </button>
      )}
      {keeping !== undefined && (
        <TwoSteps
          title={recipients.keepCode}
          ask={(token) =>
            ask('PUT /recipients/{recipient}/codes', { path, body: { purpose: keeping, linkable: true, ...token } })
          }
          show={() => <p>{recipients.keepCodeSays(name)}</p>}
          go={recipients.keepCode}
          done={recipients.keepCodeDone}
          onClose={() => setKeeping(undefined)}
        />
      )}
    </section>
  );
}
