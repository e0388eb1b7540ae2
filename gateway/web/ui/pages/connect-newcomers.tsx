import { visible } from '../../../../rules/visible.ts';
import { useAnswer } from '../api/answers.ts';
import { ask } from '../api/client.ts';
import type { Newcomer, Paired, Pairing } from '../api/types.ts';
import { useState } from '../framework.ts';
import { act } from '../parts/act.ts';
import { Icon } from '../parts/icon.tsx';
import { Link, pathTo } from '../router.tsx';
import { mayDecide } from '../session.ts';
import { words } from '../words/words.ts';
import { Credentials } from './connect-credentials.tsx';
import { type Asked, NameForm } from './connect-name.tsx';
import { DeviceRoom } from './device-room.tsx';

/** Who came, the one with the code first, and who was let in from here. */
export function Newcomers({ of: { open, newcomers } }: { readonly of: Pairing }) {
  const { connect } = words();
  const [paired, setPaired] = useState<Paired>();
  const [typing, setTyping] = useState<Paired>();
  const take = (answer: Paired) => {
    setPaired(answer);
    if (answer.password !== undefined) setTyping(answer);
  };
  return (
    <>
      {(open || newcomers.length > 0) && <h3>{connect.came}</h3>}
      <div role="status">{open && newcomers.length === 0 && <p class="quiet">{connect.nobody}</p>}</div>
      {newcomers.length > 0 && <p>{connect.proves}</p>}
      <ul class="bare">
        {newcomers.map((each) => (
          <li key={each.id} class="card">
            <One of={each} onPaired={take} />
          </li>
        ))}
      </ul>
      {paired && <In name={paired.name} />}
      {typing?.password !== undefined && (
        <Credentials name={typing.name} password={typing.password} onClose={() => setTyping(undefined)} />
      )}
    </>
  );
}

function One({ of: newcomer, onPaired }: { readonly of: Newcomer; readonly onPaired: (paired: Paired) => void }) {
  const { connect } = words();
  const { id, came, address, at, vendor, model, name, encrypted, attempts, dialect, base } = newcomer;
  const path = { newcomer: id };
  const isWithCode = came === 'with the code';
  const letIn = async (asked: Asked) => {
    const body = isWithCode ? { name: asked.name } : asked;
    const call = () => ask('POST /pairing/newcomers/{newcomer}/confirmation', { path, body });
    const answer = await act(call, connect.delivered(asked.name), false);
    if (answer) onPaired(answer);
  };
  const sendAway = () =>
    act(() => ask('POST /pairing/newcomers/{newcomer}/rejection', { path, body: {} }), connect.sentAway, false);
  const made = [vendor, model].filter((each) => each !== undefined).join(' ');
  const rows = [
    [connect.rows.made, made],
    [connect.rows.calls, name],
    [connect.rows.clientId, newcomer.clientId],
    [connect.rows.userName, newcomer.userName],
    [connect.rows.will, newcomer.willTopic],
  ];
  return (
    <>
      <p>
        <span class="tag">{isWithCode ? connect.withCode : connect.without}</span>{' '}
        <span class="quiet">
          {connect.from(visible(address), at)}
          {attempts !== undefined && `, ${connect.attempts(attempts)}`}
        </span>
      </p>
      <dl class="rows">
        {rows.map(
          ([label, text]) =>
            text !== undefined &&
            text !== '' && (
              <div key={label}>
                <dt>{label}</dt>
                <dd>{visible(text)}</dd>
              </div>
            ),
        )}
      </dl>
      {encrypted === false && (
        <p class="notice">
          <Icon name="trouble" /> {connect.notEncrypted}
        </p>
      )}
      {mayDecide() && (
        <NameForm
          suggested={name ?? ''}
          speaks={isWithCode ? undefined : { dialect, base }}
          go={connect.letIn}
          onGo={letIn}
        >
          {isWithCode && (
            <button type="button" onClick={sendAway}>
              {connect.sendAway}
            </button>
          )}
        </NameForm>
      )}
    </>
  );
}

/** Once it has spoken it is a device, and somebody can say where it stands. */
function In({ name }: { readonly name: string }) {
  const { connect } = words();
  const found = useAnswer('GET /devices', { query: { search: name, limit: 200 } }, ['devices']);
  const device = found.now.value.answer?.items.find(({ client }) => client === name);
  return (
    <section class="card" role="status">
      <p>{connect.delivered(visible(name))}</p>
      {device ? (
        <>
          <DeviceRoom id={device.id} room={device.room} />
          <p>
            <Link to={pathTo('devices', device.id)}>{connect.toDevice}</Link>
          </p>
        </>
      ) : (
        <p class="quiet">{connect.waitsForWord}</p>
      )}
    </section>
  );
}
