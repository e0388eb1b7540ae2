import { ask, NotDone } from '../api/client.ts';
import { signal, useState } from '../framework.ts';
import { words } from '../words/words.ts';
import { Dialog } from './dialog.tsx';
import { Buttons, Passphrase } from './fields.tsx';
import { asNotDone, Trouble } from './trouble.tsx';

const asked = signal<{ readonly answer: (typed: boolean) => void } | undefined>(undefined);

/** Does something, and where the hub wants the passphrase typed again, asks for it and does it then. */
export async function withPassphrase<T>(what: () => Promise<T>): Promise<T> {
  try {
    return await what();
  } catch (error) {
    if (!(error instanceof NotDone) || error.code !== 'sign-in-again') throw error;
    const typed = await new Promise<boolean>((answer) => {
      asked.value = { answer };
    });
    asked.value = undefined;
    if (!typed) throw error;
    return what();
  }
}

/** Stands once on every page. */
export function PassphraseAgain() {
  const now = asked.value;
  return now ? <Asking answer={now.answer} /> : null;
}

function Asking({ answer }: { readonly answer: (typed: boolean) => void }) {
  const { shell, signIn } = words();
  const [passphrase, setPassphrase] = useState('');
  const [failed, setFailed] = useState<NotDone>();
  const submit = (event: Event) => {
    event.preventDefault();
    ask('POST /session/passphrase', { body: { passphrase } }).then(
      () => answer(true),
      (error: unknown) => setFailed(asNotDone(error)),
    );
  };
  return (
    <Dialog title={shell.passphrase.title} onClose={() => answer(false)}>
      <form onSubmit={submit}>
        <p>{shell.passphrase.says}</p>
        <Passphrase label={shell.passphrase.label} show={signIn.show} value={passphrase} onInput={setPassphrase} />
        {failed && <Trouble failed={failed} />}
        <Buttons>
          <button type="button" onClick={() => answer(false)}>
            {shell.cancel}
          </button>
          <button type="submit">{shell.passphrase.go}</button>
        </Buttons>
      </form>
    </Dialog>
  );
}
