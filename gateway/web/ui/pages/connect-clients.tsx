import { visible } from '../../../../rules/visible.ts';
import { ask } from '../api/client.ts';
import { useList } from '../api/lists.ts';
import type { Client } from '../api/types.ts';
import { act } from '../parts/act.ts';
import { Answered } from '../parts/answer.tsx';
import { Icon } from '../parts/icon.tsx';
import { MoreOf } from '../parts/more-of.tsx';
import { mayDecide } from '../session.ts';
import { words } from '../words/words.ts';
import { Making } from './connect-by-hand.tsx';

/** Who may connect, with what each may read and write besides its own, and what it was not let say. */
export function Clients() {
  const { connect } = words();
  const listing = useList('GET /clients', {}, ['devices', 'pairing']);
  return (
    <section>
      <h2>{connect.clients}</h2>
      <Answered of={listing}>
        {({ items, total }) => (
          <>
            {total === 0 && <p>{connect.noClients}</p>}
            <ul class="bare">
              {items.map((each) => (
                <li key={each.name} class="card">
                  <One of={each} />
                </li>
              ))}
            </ul>
            <MoreOf shown={items.length} total={total} more={listing.more} />
          </>
        )}
      </Answered>
    </section>
  );
}

function One({ of: client }: { readonly of: Client }) {
  const { connect } = words();
  const { name, kind, dialect, base, read, write, wayOut, seen, denied = [] } = client;
  const speaks = [dialect, base].flatMap((each) => (each === undefined ? [] : [visible(each)])).join(', ');
  const path = { name };
  const allow = (topic: string) =>
    act(() => ask('POST /clients/{name}/grants', { path, body: { read: [], write: [topic] } }), connect.allowed, false);
  const remove = () => act(() => ask('DELETE /clients/{name}', { path }), connect.removed(visible(name)), false);
  return (
    <>
      <h3>{visible(name)}</h3>
      <p class="quiet">
        {connect.kind[kind]}
        {speaks !== '' && `: ${speaks}`}
      </p>
      {wayOut !== undefined && (
        <p class="notice">
          <Icon name="out" /> {connect.wayOut}
        </p>
      )}
      {seen && <p class="notice">{connect.seen}</p>}
      <Granted name={name} says={connect.mayRead} filters={read} what="read" />
      <Granted name={name} says={connect.mayWrite} filters={write} what="write" />
      {denied.length > 0 && (
        <details>
          <summary>{connect.denied}</summary>
          <ul>
            {denied.map(({ topic, allow: possible }) => (
              <li key={topic}>
                <code>{visible(topic)}</code>{' '}
                {possible !== undefined && mayDecide() && (
                  <button type="button" class="plain" onClick={() => allow(topic)}>
                    {connect.allow}
                  </button>
                )}
              </li>
            ))}
          </ul>
        </details>
      )}
      {mayDecide() && (
        <Making title={connect.renew(visible(name))} says={connect.renewSays}>
          {(make) => (
            <button type="button" onClick={() => make(() => ask('POST /clients/{name}/renewal', { path, body: {} }))}>
              {connect.renew(visible(name))}
            </button>
          )}
        </Making>
      )}
      {mayDecide() && (
        <details>
          <summary>{connect.remove(visible(name))}</summary>
          <p>{connect.removeSays}</p>
          <button type="button" onClick={remove}>
            {connect.remove(visible(name))}
          </button>
        </details>
      )}
    </>
  );
}

interface GrantedProps {
  readonly name: string;
  readonly says: string;
  readonly filters: readonly string[];
  readonly what: 'read' | 'write';
}

function Granted({ name, says, filters, what }: GrantedProps) {
  const { connect } = words();
  if (filters.length === 0) return null;
  const revoke = (filter: string) => {
    const body = { read: [], write: [], [what]: [filter] };
    return act(() => ask('POST /clients/{name}/revocations', { path: { name }, body }), connect.revoked, false);
  };
  return (
    <>
      <p>{says}:</p>
      <ul>
        {filters.map((filter) => (
          <li key={filter}>
            <code>{visible(filter)}</code>{' '}
            {mayDecide() && (
              <button type="button" class="plain" onClick={() => revoke(filter)}>
                {connect.revoke}
                <span class="unseen"> {visible(filter)}</span>
              </button>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}
