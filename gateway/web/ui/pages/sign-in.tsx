import { ask, type NotDone } from '../api/client.ts';
import { BASE } from '../base.ts';
import { useEffect, useState } from '../framework.ts';
import { Buttons, Passphrase, TextField } from '../parts/fields.tsx';
import { asNotDone, Trouble } from '../parts/trouble.tsx';
import { begin } from '../session.ts';
import { words } from '../words/words.ts';

/** Where somebody signs in; the page that was asked for comes after it. */
export function SignIn() {
  const { signIn, shell } = words();
  const [name, setName] = useState('');
  const [passphrase, setPassphrase] = useState('');
  const [failed, setFailed] = useState<NotDone>();
  useEffect(() => {
    document.title = `${signIn.title} · ${shell.name}`;
  }, []);
  const submit = (event: Event) => {
    event.preventDefault();
    ask('POST /session', { body: { name, passphrase } }).then(begin, (error: unknown) => setFailed(asNotDone(error)));
  };
  return (
    <main class="alone">
      <h1>{shell.name}</h1>
      <form onSubmit={submit}>
        <TextField label={signIn.name} value={name} onInput={setName} autocomplete="username" required />
        <Passphrase label={signIn.passphrase} show={signIn.show} value={passphrase} onInput={setPassphrase} />
        {failed && <Trouble failed={failed} />}
        <Buttons>
          <button type="submit">{signIn.go}</button>
        </Buttons>
      </form>
      <details>
        <summary>{signIn.lost}</summary>
        <p>{signIn.lostSays}</p>
        <p>
          <a href={`${BASE}/setup`}>{signIn.withCode}</a>
        </p>
      </details>
      <p>
        {signIn.invited} <a href={`${BASE}/join`}>{signIn.withInvitation}</a>
      </p>
    </main>
  );
}
