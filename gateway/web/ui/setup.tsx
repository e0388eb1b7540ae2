import './style/style.css';
import { type Answer, ask, type Call, type NotDone } from './api/client.ts';
import { render, useState } from './framework.ts';
import { looks } from './looks.ts';
import { Buttons, Passphrase, TextField } from './parts/fields.tsx';
import { asNotDone, Trouble } from './parts/trouble.tsx';
import { loadWords, words } from './words/words.ts';

/** Coming in with a code: the first person by the setup code, others by an invitation. A small page of its own. */
function Setup() {
  const { setup, signIn, shell } = words();
  const isInvited = location.pathname.startsWith('/join');
  const says = isInvited ? setup.invitation : setup.claim;
  const [code, setCode] = useState(() => new URLSearchParams(location.hash.slice(1)).get('code') ?? '');
  const [name, setName] = useState('');
  const [passphrase, setPassphrase] = useState('');
  const [failed, setFailed] = useState<NotDone>();
  const submit = (event: Event) => {
    event.preventDefault();
    const call: Extract<Call, 'POST /setup' | 'POST /people/acceptance'> = isInvited
      ? 'POST /people/acceptance'
      : 'POST /setup';
    const said: Promise<Answer<typeof call>> = ask(call, { body: { code: code.trim(), name, passphrase } });
    said.then(
      () => location.replace(isInvited ? '/' : '/welcome'),
      (error: unknown) => setFailed(asNotDone(error)),
    );
  };
  return (
    <main class="alone">
      <h1>{isInvited ? setup.invitation.title : setup.title}</h1>
      <form onSubmit={submit}>
        <p>{says.says}</p>
        <TextField label={says.label} value={code} onInput={setCode} autocomplete="one-time-code" required />
        <TextField label={setup.you.name} value={name} onInput={setName} autocomplete="username" required />
        <Passphrase
          isNew
          label={setup.you.passphrase}
          hint={setup.you.hint}
          show={signIn.show}
          value={passphrase}
          onInput={setPassphrase}
        />
        {failed && <Trouble failed={failed} />}
        <Buttons>
          <button type="submit">{isInvited ? setup.invitation.go : setup.you.go}</button>
        </Buttons>
      </form>
      <p>
        <a href="/">{shell.toHome}</a>
      </p>
    </main>
  );
}

looks();
await loadWords();
document.title = words().setup.title;
const page = document.getElementById('page');
if (page) render(<Setup />, page);
