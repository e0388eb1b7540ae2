import { visible } from '../../../../rules/visible.ts';
import { ask, type NotDone } from '../api/client.ts';
import type { RecipientAddResult } from '../api/types.ts';
import { useEffect, useId, useRef, useState } from '../framework.ts';
import { act } from '../parts/act.ts';
import { Buttons } from '../parts/fields.tsx';
import { asNotDone, Trouble } from '../parts/trouble.tsx';
import { go, Link, pathTo } from '../router.tsx';
import { words } from '../words/words.ts';

/** Takes a company's signed file in; it may ask then, and gets nothing by it. */
export function AddRecipient() {
  const { recipients } = words();
  const [added, setAdded] = useState<RecipientAddResult>();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <>
      <h1 tabIndex={-1} ref={heading}>
        {recipients.addTitle}
      </h1>
      {added ? <Added of={added} /> : <FromFile onAdded={setAdded} />}
    </>
  );
}

/** As much as the hub takes in one request. */
const MOST_BYTES = 1024 * 1024;

function FromFile({ onAdded }: { readonly onAdded: (added: RecipientAddResult) => void }) {
  const { recipients } = words();
  const id = useId();
  const [signed, setSigned] = useState('');
  const [failed, setFailed] = useState<NotDone>();
  const read = async (file: File | undefined) => setSigned(file ? await file.slice(0, MOST_BYTES).text() : '');
  const submit = (event: Event) => {
    event.preventDefault();
    setFailed(undefined);
    ask('POST /recipients', { body: { signed: signed.trim() } }).then(onAdded, (error: unknown) =>
      setFailed(asNotDone(error)),
    );
  };
  return (
    <form onSubmit={submit}>
      <p>{recipients.addSays}</p>
      <p class="field">
        <label for={`${id}-file`}>{recipients.file}</label>
        <input id={`${id}-file`} type="file" onChange={({ currentTarget }) => read(currentTarget.files?.[0])} />
      </p>
      <p class="field">
        <label for={`${id}-text`}>{recipients.paste}</label>
        <textarea
          id={`${id}-text`}
          rows={5}
          spellcheck={false}
          value={signed}
          onInput={({ currentTarget }) => setSigned(currentTarget.value)}
        />
      </p>
      {failed && <Trouble failed={failed} />}
      <button type="submit" disabled={signed.trim() === ''}>
        {recipients.addGo}
      </button>
    </form>
  );
}

function Added({ of }: { readonly of: RecipientAddResult }) {
  const { recipients } = words();
  const { recipient, country, endpoint, fingerprint, firstUse, requests } = of;
  const name = visible(of.name);
  const remove = async () => {
    const path = { path: { recipient } };
    const removed = await act(() => ask('DELETE /recipients/{recipient}', path), recipients.removed(name), false);
    if (removed) go('/recipients');
  };
  return (
    <section class="card" role="status">
      <h2>{recipients.addedTitle(name)}</h2>
      <dl class="rows">
        <div>
          <dt>{recipients.rows.country}</dt>
          <dd>
            {recipients.country(country)} <span class="quiet">{recipients.says(name)}</span>
          </dd>
        </div>
        <div>
          <dt>{recipients.rows.technical}</dt>
          <dd>
            <code>{visible(endpoint)}</code>
          </dd>
        </div>
        <div>
          <dt>{recipients.rows.fingerprint}</dt>
          <dd>
            <code>{fingerprint}</code>
          </dd>
        </div>
      </dl>
      <p>{firstUse ? recipients.compare(name) : recipients.newer}</p>
      <p>{recipients.asksNow}</p>
      <ul>
        {requests.map(({ id, sentence }) => (
          <li key={id}>
            {recipients.quoted(visible(sentence))} <span class="quiet">{recipients.says(name)}</span>
          </li>
        ))}
      </ul>
      <Buttons>
        {firstUse && (
          <button type="button" onClick={remove}>
            {recipients.notThem}
          </button>
        )}
        <Link to="/requests" class="button">
          {recipients.toRequests}
        </Link>
        <Link to={pathTo('recipients', recipient)} class="button">
          {recipients.toPage(name)}
        </Link>
      </Buttons>
    </section>
  );
}
