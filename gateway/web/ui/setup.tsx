import './style/style.css';
import { ask, NotDone } from './api/client.ts';
import { BASE } from './base.ts';
import { render, useEffect, useRef, useState } from './framework.ts';
import { looks } from './looks.ts';
import { Buttons, Passphrase, TextField } from './parts/fields.tsx';
import { asNotDone, Trouble } from './parts/trouble.tsx';
import { loadWords, words } from './words/words.ts';

const INVITED = location.pathname.slice(BASE.length).startsWith('/join');
/** The box makes short ones; what is carried over on paper, and invitations, have twelve. */
const CODE_LETTERS = INVITED ? [12] : [8, 12];
/** Whoever claims the box goes on with a third step, in the pages themselves. */
const STEPS = INVITED ? 2 : 3;
const BROUGHT = new URLSearchParams(location.hash.slice(1)).get('code') ?? '';

/**
 * Coming in with a code: the first person by the setup code, others by an invitation. What is typed stays when somebody
 * goes back, also by the browser’s own button.
 */
function Setup() {
  const { setup, shell } = words();
  const says = INVITED ? setup.invitation : setup.claim;
  const [step, setStep] = useState<'code' | 'you'>(BROUGHT === '' ? 'code' : 'you');
  const [code, setCode] = useState(BROUGHT);
  const [failed, setFailed] = useState<NotDone>();
  const heading = useRef<HTMLHeadingElement>(null);
  const isFirst = useRef(true);
  useEffect(() => {
    // The code stays in this page alone, not in what the browser remembers of it.
    history.replaceState(step, '', location.pathname);
    const moved = ({ state }: PopStateEvent) => setStep(state === 'you' ? 'you' : 'code');
    addEventListener('popstate', moved);
    return () => removeEventListener('popstate', moved);
  }, []);
  useEffect(() => {
    if (!isFirst.current) heading.current?.focus();
    isFirst.current = false;
  }, [step]);
  const to = (next: 'code' | 'you', why?: NotDone) => {
    setFailed(why);
    setStep(next);
    history.pushState(next, '');
  };
  const wrong = failed?.code === 'wrong-code' ? failed : undefined;
  return (
    <main class="alone">
      <p class="quiet">{setup.step(step === 'code' ? 1 : 2, STEPS)}</p>
      <h1 tabIndex={-1} ref={heading}>
        {INVITED ? setup.invitation.title : setup.title}
      </h1>
      <div hidden={step !== 'code'}>
        <Code says={says} code={code} onCode={setCode} failed={wrong} onNext={() => to('you')} />
      </div>
      <div hidden={step !== 'you'}>
        <You code={code} onBack={() => to('code')} onWrongCode={(why) => to('code', why)} />
      </div>
      <p>
        <a href={`${BASE}/`}>{shell.toHome}</a>
      </p>
    </main>
  );
}

interface CodeProps {
  readonly says: { readonly says: string; readonly label: string; readonly wrong: string };
  readonly code: string;
  readonly onCode: (code: string) => void;
  readonly failed: NotDone | undefined;
  readonly onNext: () => void;
}

function Code({ says, code, onCode, failed, onNext }: CodeProps) {
  const { setup } = words();
  const [isTried, setTried] = useState(false);
  const isWhole = CODE_LETTERS.includes(code.replaceAll(/[\s-]/g, '').length);
  const submit = (event: Event) => {
    event.preventDefault();
    setTried(!isWhole);
    if (isWhole) onNext();
  };
  return (
    <form onSubmit={submit}>
      <TextField
        label={says.label}
        hint={says.says}
        value={code}
        onInput={onCode}
        autocomplete="one-time-code"
        wrong={isTried && !isWhole ? says.wrong : undefined}
        required
      />
      {failed && <Trouble failed={failed} />}
      <Buttons>
        <button type="submit">{setup.next}</button>
      </Buttons>
    </form>
  );
}

interface YouProps {
  readonly code: string;
  readonly onBack: () => void;
  readonly onWrongCode: (why: NotDone) => void;
}

function You({ code, onBack, onWrongCode }: YouProps) {
  const { setup, signIn } = words();
  const [name, setName] = useState('');
  const [passphrase, setPassphrase] = useState('');
  const [failed, setFailed] = useState<NotDone>();
  const submit = (event: Event) => {
    event.preventDefault();
    setFailed(undefined);
    comeIn({ code: code.trim(), name, passphrase }).then(
      (next) => location.replace(BASE + next),
      (error: unknown) => {
        const why = asNotDone(error);
        if (why.code === 'wrong-code') onWrongCode(why);
        else setFailed(why);
      },
    );
  };
  return (
    <form onSubmit={submit}>
      <TextField label={setup.you.name} value={name} onInput={setName} autocomplete="username" required />
      <Passphrase
        whose="new"
        label={setup.you.passphrase}
        hint={setup.you.hint}
        show={signIn.show}
        value={passphrase}
        onInput={setPassphrase}
      />
      {failed && <Trouble failed={failed} />}
      <Buttons>
        <button type="button" onClick={onBack}>
          {setup.back}
        </button>
        <button type="submit">{INVITED ? setup.invitation.go : setup.you.go}</button>
      </Buttons>
    </form>
  );
}

/** Where to go on: a box that was nobody’s is set up, whoever comes back in knows it. */
async function comeIn(body: { readonly code: string; readonly name: string; readonly passphrase: string }) {
  if (INVITED) {
    await ask('POST /people/acceptance', { body });
    return '/';
  }
  const isNobodys = await ask('GET /session', {}).then(
    () => false,
    (error: unknown) => error instanceof NotDone && error.code === 'not-claimed',
  );
  await ask('POST /setup', { body });
  return isNobodys ? '/welcome' : '/';
}

looks();
await loadWords();
document.title = INVITED ? words().setup.invitation.title : words().setup.title;
const page = document.getElementById('page');
if (page) render(<Setup />, page);
