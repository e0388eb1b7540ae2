import { ask, type NotDone } from '../api/client.ts';
import type { Credentials as Made } from '../api/types.ts';
import { type ComponentChildren, useState } from '../framework.ts';
import { TextArea, TextField } from '../parts/fields.tsx';
import { withPassphrase } from '../parts/passphrase-again.tsx';
import { asNotDone, Trouble } from '../parts/trouble.tsx';
import { words } from '../words/words.ts';
import { Credentials } from './connect-credentials.tsx';
import { NameForm } from './connect-name.tsx';

/** Credentials for a device or bridge that cannot come with a code. */
export function AddByHand() {
  const { connect } = words();
  return (
    <Making title={connect.byHand} says={connect.byHandSays}>
      {(make) => (
        <NameForm
          suggested=""
          speaks={{}}
          go={connect.make}
          onGo={({ name, dialect = 'native', base }) =>
            make(() =>
              ask('POST /devices', {
                body: { name, dialect, ...(base === undefined ? {} : { base }), read: [], write: [] },
              }),
            )
          }
        />
      )}
    </Making>
  );
}

/** Credentials for an app of the home, which may pass on what it reads. */
export function AddApp() {
  const { connect } = words();
  const [name, setName] = useState('');
  const [read, setRead] = useState('');
  const [write, setWrite] = useState('');
  return (
    <Making title={connect.apps} says={connect.appsSay}>
      {(make) => (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            make(() => ask('POST /apps', { body: { name, read: linesOf(read), write: linesOf(write) } }));
          }}
        >
          <TextField label={connect.appName} hint={connect.nameHint} value={name} onInput={setName} required />
          <TextArea label={connect.reads} hint={connect.readsHint} value={read} onInput={setRead} />
          <TextArea label={connect.writes} value={write} onInput={setWrite} />
          <button type="submit">{connect.letAppIn}</button>
        </form>
      )}
    </Making>
  );
}

interface MakingProps {
  readonly title: string;
  readonly says: string;
  readonly children: (make: (ask: () => Promise<Made>) => void) => ComponentChildren;
}

/** Somebody is let in: the passphrase is asked for, and the password shown once. */
export function Making({ title, says, children }: MakingProps) {
  const [made, setMade] = useState<Made>();
  const [failed, setFailed] = useState<NotDone>();
  const make = (call: () => Promise<Made>) => {
    setFailed(undefined);
    withPassphrase(call).then(setMade, (error: unknown) => setFailed(asNotDone(error)));
  };
  return (
    <details>
      <summary>{title}</summary>
      <p>{says}</p>
      {failed && <Trouble failed={failed} />}
      {children(make)}
      {made && <Credentials {...made} onClose={() => setMade(undefined)} />}
    </details>
  );
}

function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((each) => each.trim())
    .filter((each) => each !== '');
}
