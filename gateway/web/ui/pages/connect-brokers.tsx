import { visible } from '../../../../rules/visible.ts';
import { ask } from '../api/client.ts';
import { useList } from '../api/lists.ts';
import type { Broker } from '../api/types.ts';
import { useState } from '../framework.ts';
import { act } from '../parts/act.ts';
import { Answered } from '../parts/answer.tsx';
import { FileField, Passphrase, TextArea, TextField } from '../parts/fields.tsx';
import { Icon } from '../parts/icon.tsx';
import { useSending } from '../parts/sending.ts';
import { toast } from '../parts/toasts.tsx';
import { Trouble } from '../parts/trouble.tsx';
import { Link } from '../router.tsx';
import { me } from '../session.ts';
import { words } from '../words/words.ts';

/** The brokers of others that the box reads along on, how that goes at this moment, and a form for one more. */
export function Brokers({ onAttached }: { readonly onAttached?: () => void }) {
  const { brokers } = words().connect;
  const listing = useList('GET /brokers', {}, ['brokers', 'devices']);
  const isOwner = me.value?.role === 'owner';
  return (
    <Answered of={listing}>
      {({ items }) => (
        <>
          {items.map((broker) => (
            <section key={broker.name} class="card">
              <One of={broker} isOwner={isOwner} />
            </section>
          ))}
          {isOwner ? (
            <details>
              <summary>{brokers.attach}</summary>
              <Form onAttached={onAttached} />
            </details>
          ) : (
            items.length === 0 && <p>{brokers.none}</p>
          )}
        </>
      )}
    </Answered>
  );
}

function One({ of: broker, isOwner }: { readonly of: Broker; readonly isOwner: boolean }) {
  const { brokers, rows } = words().connect;
  const { name, url, user, trusts, stateSays, connected, devices, says } = broker;
  const path = { name };
  const remove = () => act(() => ask('DELETE /brokers/{name}', { path }), brokers.removed(visible(name)), false);
  return (
    <>
      <h3>{visible(name)}</h3>
      <p role="status">
        <Icon name={connected ? 'enforced' : 'trouble'} /> {visible(stateSays)}
      </p>
      <dl class="rows">
        <div>
          <dt>{brokers.url}</dt>
          <dd>
            <code>{visible(url)}</code>
          </dd>
        </div>
        {user !== undefined && (
          <div>
            <dt>{rows.userName}</dt>
            <dd>{visible(user)}</dd>
          </div>
        )}
        <div>
          <dt>{brokers.trusts}</dt>
          <dd>{trusts}</dd>
        </div>
        <div>
          <dt>{brokers.found}</dt>
          <dd>
            <Link to="/devices">{brokers.devices(devices)}</Link>
          </dd>
        </div>
      </dl>
      <ul>
        {says.map((each) => (
          <li key={each}>{each}</li>
        ))}
      </ul>
      {isOwner && (
        <>
          {(['sharing', 'commands'] as const).map((what) => (
            <Grant key={what} of={broker} what={what} />
          ))}
          <details>
            <summary>{brokers.remove(visible(name))}</summary>
            <p>{brokers.removeSays}</p>
            <button type="button" onClick={remove}>
              {brokers.remove(visible(name))}
            </button>
          </details>
        </>
      )}
    </>
  );
}

/** What the hub may say there besides nothing; taking it back asks for nothing. */
function Grant({ of: broker, what }: { readonly of: Broker; readonly what: 'sharing' | 'commands' }) {
  const { brokers } = words().connect;
  const asked = { path: { name: broker.name }, body: { [what]: true } as const };
  const change = () =>
    broker[what]
      ? act(() => ask('POST /brokers/{name}/revocations', asked), brokers.revoked, false)
      : act(() => ask('POST /brokers/{name}/grants', asked), brokers.granted, false);
  return (
    <p>
      <button type="button" onClick={change}>
        {broker[what] ? brokers.revoke[what] : brokers.grant[what]}
      </button>
    </p>
  );
}

/** It is tried before it is kept, so what is wrong is known at once, and said where it is mended. */
function Form({ onAttached }: { readonly onAttached: (() => void) | undefined }) {
  const { connect, recipients } = words();
  const { brokers } = connect;
  const [url, setUrl] = useState('mqtts://');
  const [user, setUser] = useState('');
  const [password, setPassword] = useState('');
  const [name, setName] = useState('');
  const [ca, setCa] = useState('');
  const [topics, setTopics] = useState('');
  const { failed, form, isBusy, send, wrong } = useSending<Broker>((broker) => {
    toast(brokers.attached(visible(broker.name)));
    setPassword('');
    onAttached?.();
  });
  const filters = topics.split('\n').flatMap((each) => each.trim() || []);
  const body = {
    url: url.trim(),
    ...(user !== '' && { user }),
    ...(password !== '' && { password }),
    ...(name !== '' && { name }),
    ...(ca.trim() !== '' && { ca: ca.trim() }),
    ...(filters.length > 0 && { filters }),
  };
  return (
    <form ref={form} onSubmit={(event) => send(event, () => ask('POST /brokers', { body }))}>
      <p>{brokers.account}</p>
      <TextField
        label={brokers.url}
        hint={brokers.urlHint}
        value={url}
        onInput={setUrl}
        type="url"
        required
        wrong={wrong('/url')}
      />
      <TextField label={connect.user} value={user} onInput={setUser} wrong={wrong('/user')} />
      <Passphrase
        label={connect.password}
        show={recipients.show}
        value={password}
        onInput={setPassword}
        whose="other"
        required={false}
        wrong={wrong('/password')}
      />
      <details open={['/ca', '/name', '/filters'].some(wrong)}>
        <summary>{brokers.more}</summary>
        <FileField
          file={recipients.own.certificateFile}
          label={recipients.own.certificateText}
          hint={brokers.caHint}
          value={ca}
          onInput={setCa}
          wrong={wrong('/ca')}
        />
        <TextField label={connect.name} hint={connect.nameHint} value={name} onInput={setName} wrong={wrong('/name')} />
        <TextArea label={brokers.topics} value={topics} onInput={setTopics} wrong={wrong('/filters')} />
      </details>
      {failed && <Trouble failed={failed} />}
      <button type="submit" disabled={isBusy}>
        {isBusy ? brokers.tries : brokers.go}
      </button>
    </form>
  );
}
