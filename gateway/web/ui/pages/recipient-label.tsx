import { visible } from '../../../../rules/visible.ts';
import type { RecipientPage } from '../api/types.ts';
import { useState } from '../framework.ts';
import { FlowActions, FlowWords } from '../parts/flow-actions.tsx';
import { Icon } from '../parts/icon.tsx';
import { MoreOf } from '../parts/more-of.tsx';
import { fieldName } from '../parts/names.ts';
import { Link, pathTo } from '../router.tsx';
import { words } from '../words/words.ts';

const PAGE = 50;

/** What goes to it, from where, how often and until when. */
export function Gets({ of: { name, gets } }: { readonly of: RecipientPage }) {
  const { recipients } = words();
  const [most, setMost] = useState(PAGE);
  const shown = gets.slice(0, most);
  return (
    <section class="card">
      <h2>{recipients.getsTitle(visible(name))}</h2>
      {gets.length === 0 && <p>{recipients.getsNothing(visible(name))}</p>}
      <ul class="bare">
        {shown.map((flow) => (
          <li key={`${flow.device} ${flow.field} ${flow.request}`}>
            <strong>{fieldName(flow.field)}</strong> {recipients.from}{' '}
            <Link to={pathTo('devices', flow.device)}>{visible(flow.device)}</Link>: <FlowWords of={flow} />{' '}
            <FlowActions of={flow} />
          </li>
        ))}
      </ul>
      {gets.length > PAGE && <MoreOf shown={shown.length} total={gets.length} more={() => setMost(most + PAGE)} />}
    </section>
  );
}

/** Why, for how long and for whom: what it says, and nothing here enforces. */
export function Says({ of: { name: said, origin, asks } }: { readonly of: RecipientPage }) {
  const { recipients, shell } = words();
  const name = visible(said);
  const claim = origin === 'household' ? recipients.youWrote : recipients.says(name);
  return (
    <section class="card">
      <h2>{recipients.saysTitle(name)}</h2>
      <ul class="bare">
        {asks.map(({ request, soThatItCan, sentence, claims, fields }) => (
          <li key={request}>
            <p>
              {recipients.soThat(soThatItCan)} {recipients.quoted(visible(sentence))} <Claim says={claim} />
            </p>
            <p class="quiet">
              {recipients.keptFor(claims.keptFor)} · {recipients.passedOn(claims.passedOnTo.map(visible))}{' '}
              <Claim says={claim} />
            </p>
            <details>
              <summary>{recipients.askedFor}</summary>
              <ul>
                {fields.map(({ field, asked }) => (
                  <li key={field}>
                    {fieldName(field)}: {asked}
                  </li>
                ))}
              </ul>
            </details>
          </li>
        ))}
      </ul>
      <p>
        {recipients.waiting} <Link to="/requests">{shell.requests}</Link>
      </p>
    </section>
  );
}

function Claim({ says }: { readonly says: string }) {
  return (
    <span class="claim quiet">
      <Icon name="claim" /> {says}
    </span>
  );
}
