import { visible } from '../../../../rules/visible.ts';
import { useAnswer } from '../api/answers.ts';
import { ask } from '../api/client.ts';
import type { AskingRecipient, WaitingRequest } from '../api/types.ts';
import { useState } from '../framework.ts';
import { act } from '../parts/act.ts';
import { Answered } from '../parts/answer.tsx';
import { Buttons } from '../parts/fields.tsx';
import { Icon } from '../parts/icon.tsx';
import { Link, pathTo } from '../router.tsx';
import { mayDecide } from '../session.ts';
import { words } from '../words/words.ts';
import { WaitingCommands } from './requests-commands.tsx';
import { refuse } from './requests-refuse.ts';

interface WaitingProps {
  readonly show: 'new' | 'later';
  readonly only: string | undefined;
}

const PAGE = 50;
const MOST = 200;

/** What waits, by who asks. */
export function Waiting({ show, only }: WaitingProps) {
  const { shell } = words();
  const [limit, setLimit] = useState(PAGE);
  const asking = useAnswer('GET /requests', { query: { limit } }, ['requests', 'consents', 'recipients', 'devices']);
  return (
    <Answered of={asking}>
      {({ items, total }) => (
        <>
          <Asking of={items.filter(({ recipient }) => only === undefined || recipient === only)} show={show} />
          {total > items.length && (
            <p>
              {shell.shownOf(items.length, total)}{' '}
              <button type="button" onClick={() => setLimit(Math.min(MOST, limit + PAGE))}>
                {shell.more50}
              </button>
            </p>
          )}
        </>
      )}
    </Answered>
  );
}

function Asking({ of, show }: { readonly of: readonly AskingRecipient[]; readonly show: 'new' | 'later' }) {
  const { requests } = words();
  const asking = of
    .map((one) => ({ ...one, requests: one.requests.filter(({ state }) => state === show) }))
    .map((one) => ({ ...one, commands: show === 'new' ? (one.commands ?? []) : [] }))
    .filter((one) => one.requests.length + one.commands.length > 0);
  const waiting = asking.flatMap((one) => one.requests.map((request) => ({ ...one, request })));
  if (asking.length === 0) {
    const isEmpty = of.every((one) => one.requests.length + (one.commands ?? []).length === 0);
    return <p class="lead">{isEmpty ? requests.none : requests.noneOf[show]}</p>;
  }
  const dontAny = () =>
    refuse(
      waiting.map(({ recipient, request: { request, asked } }) => ({ recipient, request, asked })),
      requests.wontAny([...new Set(waiting.map(({ name }) => visible(name)))]),
    );
  return (
    <>
      {waiting.length > 0 && <p role="status">{requests.waits(waiting.length)}</p>}
      {asking.map((one) => (
        <section class="card asking" key={one.recipient} aria-label={visible(one.name)}>
          <h2>{visible(one.name)}</h2>
          {one.requests.map((request) => (
            <Card key={request.request} recipient={one.recipient} name={one.name} request={request} />
          ))}
          {one.commands.length > 0 && <WaitingCommands of={one} commands={one.commands} />}
        </section>
      ))}
      {mayDecide() && waiting.length > 1 && (
        <p>
          <button type="button" onClick={dontAny}>
            {requests.dontAny}
          </button>
        </p>
      )}
    </>
  );
}

interface CardProps {
  readonly recipient: string;
  readonly name: string;
  readonly request: WaitingRequest;
}

/** One request in short: what, from which devices, why, how it would look. */
function Card({ recipient, name: said, request }: CardProps) {
  const { requests } = words();
  const name = visible(said);
  const { fields, sentence, origin, asked, alsoWants = [] } = request;
  const names = distinct(fields.map(({ field }) => field));
  const isChanged = fields.some(({ changed = [] }) => changed.length > 0);
  const page = pathTo('requests', recipient, request.request);
  const later = () =>
    act(
      () =>
        ask('POST /requests/{recipient}/{request}/postponement', {
          path: { recipient, request: request.request },
          body: {},
        }),
      requests.isLater(name),
      false,
    );
  return (
    <article class="request" aria-label={requests.list(names)}>
      <h3>{requests.list(names)}</h3>
      {alsoWants.length > 0 && <p class="changed">{requests.alsoWants(name, alsoWants.map(visible))}</p>}
      {alsoWants.length === 0 && isChanged && <p class="changed">{requests.changed(name)}</p>}
      <dl class="rows">
        <dt>{requests.from}</dt>
        <dd>{some(request.devices.map(visible), request.deviceCount)}</dd>
        <dt>{requests.why}</dt>
        <dd>
          <Icon name="claim" />
          <span>
            {origin === 'vendor' ? requests.says(visible(sentence), name) : requests.wrote(visible(sentence))}
          </span>
        </dd>
        <dt>{requests.looks}</dt>
        <dd>
          <ul class="plain">
            {looksOf(fields).map(([leaves, what]) => (
              <li key={leaves}>
                {requests.of(requests.list(what), leaves)}
                {what.some((each) => alsoWants.map(visible).includes(each)) && (
                  <>
                    {' '}
                    <mark>{requests.isNew}</mark>
                  </>
                )}
              </li>
            ))}
          </ul>
        </dd>
      </dl>
      {mayDecide() ? (
        <Buttons>
          <button
            type="button"
            onClick={() => refuse([{ recipient, request: request.request, asked }], requests.wont(name, names))}
          >
            {requests.dont}
          </button>
          <Link to={page} class="button">
            {requests.see}
          </Link>
          {request.state === 'new' && (
            <button type="button" class="plain" onClick={later}>
              {requests.later}
            </button>
          )}
        </Buttons>
      ) : (
        <p>
          <Link to={page}>{requests.seeOnly}</Link>
        </p>
      )}
    </article>
  );
}

/** A row for each way to leave. */
function looksOf(fields: WaitingRequest['fields']): (readonly [string, readonly string[]])[] {
  return [...Map.groupBy(fields, ({ leaves }) => leaves)].map(
    ([leaves, alike]) => [leaves, distinct(alike.map(({ field }) => field))] as const,
  );
}

function distinct(names: readonly string[]): string[] {
  return [...new Set(names)].map(visible);
}

/** All by name, or all but one of those that came by name and the number of the others. */
function some(names: readonly string[], count: number): string {
  const { requests } = words();
  return names.length === count ? requests.list(names) : requests.andMore(names.slice(0, -1), count - names.length + 1);
}
