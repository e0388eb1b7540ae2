import { visible } from '../../../../rules/visible.ts';
import { useList } from '../api/lists.ts';
import type { Recipient } from '../api/types.ts';
import type { PageProps } from '../pages.ts';
import { Answered } from '../parts/answer.tsx';
import { MoreOf } from '../parts/more-of.tsx';
import { ToBudget } from '../parts/noised.tsx';
import { Link, pathTo } from '../router.tsx';
import { mayDecide } from '../session.ts';
import { words } from '../words/words.ts';
import { RecipientPage, stateWords } from './recipient.tsx';
import { AddRecipient } from './recipient-add.tsx';

/** Everybody outside who may receive, one of them, or the way to add one: `/recipients?add`, or `?add=influxdb` for a kind of one's own. */
export function Recipients({ parts: [id], query }: PageProps) {
  if (id !== undefined) return <RecipientPage key={id} id={id} />;
  const kind = query.get('add');
  return kind !== null && mayDecide() ? <AddRecipient kind={kind} /> : <AllRecipients />;
}

function AllRecipients() {
  const { recipients } = words();
  const listing = useList('GET /recipients', {}, ['recipients', 'consents', 'rules', 'stopped', 'left']);
  return (
    <>
      <h1 tabIndex={-1}>{recipients.title}</h1>
      {mayDecide() && (
        <p>
          <Link to="/recipients?add" class="button">
            {recipients.add}
          </Link>
        </p>
      )}
      <Answered of={listing}>
        {({ items, total }) => (
          <>
            {total === 0 && <p>{recipients.none}</p>}
            <ul class="lines">
              {items.map((each) => (
                <Line key={each.recipient} of={each} />
              ))}
            </ul>
            <MoreOf shown={items.length} total={total} more={listing.more} />
            <ToBudget />
          </>
        )}
      </Answered>
    </>
  );
}

function Line({ of: { recipient, name, sharedFields, devices, sealed, state } }: { readonly of: Recipient }) {
  const { recipients } = words();
  return (
    <li>
      <p class="line-name">
        <Link to={pathTo('recipients', recipient)}>{visible(name)}</Link>
      </p>
      <p>{recipients.gets(sharedFields, devices)}</p>
      <p class="quiet">
        {stateWords(state)} {!sealed && recipients.open}
      </p>
    </li>
  );
}
