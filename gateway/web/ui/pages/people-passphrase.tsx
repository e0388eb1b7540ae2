import { ask, type NotDone } from '../api/client.ts';
import { useState } from '../framework.ts';
import { Buttons, Passphrase } from '../parts/fields.tsx';
import { toast } from '../parts/toasts.tsx';
import { asNotDone, Trouble } from '../parts/trouble.tsx';
import { me } from '../session.ts';
import { words } from '../words/words.ts';

/** One's own; everywhere else one is signed out. */
export function ChangePassphrase() {
  const { people, signIn, setup } = words();
  const [now, setNow] = useState('');
  const [next, setNext] = useState('');
  const [failed, setFailed] = useState<NotDone>();
  const change = (event: Event) => {
    event.preventDefault();
    setFailed(undefined);
    ask('PUT /passphrase', { body: { passphrase: now, next } }).then(
      ({ places }) => {
        setNow('');
        setNext('');
        toast(people.passphraseChanged(places));
      },
      (error: unknown) => setFailed(asNotDone(error)),
    );
  };
  return (
    <details>
      <summary>{people.changePassphrase}</summary>
      <form onSubmit={change}>
        <input
          class="unseen"
          type="text"
          autocomplete="username"
          value={me.value?.name}
          readOnly
          tabIndex={-1}
          aria-hidden="true"
        />
        <Passphrase label={people.passphraseNow} show={signIn.show} value={now} onInput={setNow} />
        <Passphrase
          whose="new"
          label={people.passphraseNext}
          hint={setup.you.hint}
          show={signIn.show}
          value={next}
          onInput={setNext}
        />
        <p class="quiet">{people.passphraseSays}</p>
        {failed && <Trouble failed={failed} />}
        <Buttons>
          <button type="submit">{people.changePassphrase}</button>
        </Buttons>
      </form>
    </details>
  );
}
