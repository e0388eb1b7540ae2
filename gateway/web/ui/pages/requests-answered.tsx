import { visible } from '../../../../rules/visible.ts';
import { useAnswer } from '../api/answers.ts';
import type { AnsweredRequest } from '../api/types.ts';
import { useState } from '../framework.ts';
import { Answered } from '../parts/answer.tsx';
import { Link, pathTo } from '../router.tsx';
import { words } from '../words/words.ts';

const PAGE = 50;
const MOST = 200;

/** How requests were answered, the latest first, each with the way to think again. */
export function AnsweredRequests({ only }: { readonly only: string | undefined }) {
  const { requests, shell } = words();
  const [limit, setLimit] = useState(PAGE);
  const asking = useAnswer('GET /answers', { query: { limit } }, ['requests', 'consents', 'recipients']);
  return (
    <Answered of={asking}>
      {({ items, total }) => (
        <>
          {total === 0 && <p class="lead">{requests.noneOf.answered}</p>}
          <ul class="cards">
            {items
              .filter(({ recipient }) => only === undefined || recipient === only)
              .map((one) => (
                <li class="card" key={`${one.recipient} ${one.request}`}>
                  <Answer of={one} />
                </li>
              ))}
          </ul>
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

const COUNTS = ['given', 'refused', 'withdrawn', 'expired'] as const;

function Answer({ of }: { readonly of: AnsweredRequest }) {
  const { answered, says, list } = words().requests;
  const counts = COUNTS.filter((state) => of[state] > 0).map((state) => answered[state](of[state]));
  return (
    <>
      <h2>{visible(of.name)}</h2>
      <p>{says(visible(of.sentence), visible(of.name))}</p>
      <p>
        <strong>{list(counts)}</strong>
        {of.until !== undefined && ` · ${answered.until(of.until)}`}
      </p>
      <p class="quiet">{answered.at(of.at)}</p>
      <p>
        <Link to={pathTo('requests', of.recipient, of.request)}>{answered.again}</Link> ·{' '}
        <Link to={`/activity?recipient=${encodeURIComponent(of.recipient)}`}>{answered.history}</Link>
      </p>
    </>
  );
}
