import { visible } from '../../../../rules/visible.ts';
import { ask } from '../api/client.ts';
import type { OwnRecipient, RecipientAddResult } from '../api/types.ts';
import { useEffect, useRef, useState } from '../framework.ts';
import { act } from '../parts/act.ts';
import { Buttons, FileField } from '../parts/fields.tsx';
import { useSending } from '../parts/sending.ts';
import { Trouble } from '../parts/trouble.tsx';
import { go, Link, pathTo } from '../router.tsx';
import { words } from '../words/words.ts';
import { AddOwn, OwnAdded, OwnKinds } from './recipient-own.tsx';

/** Who may ask from now on, and gets nothing by it: a company by its signed file, or something of one's own by its `kind`. */
export function AddRecipient({ kind }: { readonly kind: string }) {
  const { recipients } = words();
  const [added, setAdded] = useState<RecipientAddResult | OwnRecipient>();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), [added, kind]);
  return (
    <>
      <h1 tabIndex={-1} ref={heading}>
        {recipients.addTitle}
      </h1>
      {added ? (
        'next' in added ? (
          <OwnAdded of={added} />
        ) : (
          <Added of={added} />
        )
      ) : kind === '' ? (
        <>
          <p>{recipients.addSays}</p>
          <section>
            <h2>{recipients.company}</h2>
            <p>{recipients.companySays}</p>
            <FromFile onAdded={setAdded} />
          </section>
          <OwnKinds />
        </>
      ) : (
        <AddOwn kind={kind} onAdded={setAdded} />
      )}
    </>
  );
}

function FromFile({ onAdded }: { readonly onAdded: (added: RecipientAddResult) => void }) {
  const { recipients } = words();
  const [signed, setSigned] = useState('');
  const { failed, form, send } = useSending(onAdded);
  return (
    <form
      ref={form}
      onSubmit={(event) => send(event, () => ask('POST /recipients', { body: { signed: signed.trim() } }))}
    >
      <FileField file={recipients.file} label={recipients.paste} value={signed} onInput={setSigned} />
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
