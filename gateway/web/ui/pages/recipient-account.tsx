import { ask } from '../api/client.ts';
import type { RecipientPage } from '../api/types.ts';
import { useState } from '../framework.ts';
import { act } from '../parts/act.ts';
import { Passphrase, TextField } from '../parts/fields.tsx';
import { words } from '../words/words.ts';

/** The name and password that the recipient gave this home; kept here, and shown to nobody again. */
export function Account({ of: { recipient, credentials } }: { readonly of: RecipientPage }) {
  const { recipients } = words();
  const [user, setUser] = useState('');
  const [password, setPassword] = useState('');
  const path = { recipient };
  const keep = async (event: Event) => {
    event.preventDefault();
    const body = { credentials: { ...(user !== '' && { user }), password } };
    const kept = await act(
      () => ask('PUT /recipients/{recipient}/credentials', { path, body }),
      recipients.accountDone,
      false,
    );
    if (kept) setPassword('');
  };
  const forget = () =>
    act(() => ask('DELETE /recipients/{recipient}/credentials', { path }), recipients.accountForgotten, false);
  return (
    <details>
      <summary>{recipients.account}</summary>
      <p>{recipients.accountSays}</p>
      {credentials === 'kept' ? (
        <p>
          {recipients.accountKept}{' '}
          <button type="button" onClick={forget}>
            {recipients.forgetAccount}
          </button>
        </p>
      ) : (
        <form onSubmit={keep}>
          <TextField label={recipients.accountUser} value={user} onInput={setUser} />
          <Passphrase
            label={recipients.accountPassword}
            show={recipients.show}
            value={password}
            onInput={setPassword}
            whose="other"
          />
          <button type="submit">{recipients.keepAccount}</button>
        </form>
      )}
    </details>
  );
}
