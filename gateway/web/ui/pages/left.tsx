import { BASE } from '../base.ts';
import type { PageProps } from '../pages.ts';
import { Answered } from '../parts/answer.tsx';
import { Trouble } from '../parts/trouble.tsx';
import { words } from '../words/words.ts';
import { DayOfDevice } from './left-day.tsx';
import { addressOf, asked, type Filter, Filters, filterFrom } from './left-filters.tsx';
import { useLeft } from './left-pages.ts';
import { RecordCheck } from './left-record.tsx';
import { LeftRows, QueuedRows, useTrouble } from './left-rows.tsx';
import { Tabs } from './left-tabs.tsx';

/** What left, when, to whom, why and in which form: `/left`, `/left/2026-11-23`, and `/left/day/{device}`. */
export function Left({ parts: [first = '', device], query }: PageProps) {
  if (first === 'day' && device !== undefined) return <DayOfDevice device={device} key={device} />;
  return <Ledger filter={{ ...(first === '' ? {} : { day: first }), ...filterFrom(query) }} />;
}

function Ledger({ filter }: { readonly filter: Filter }) {
  const { left, shell } = words();
  const { asking, rows, queued, hasMore, more, failed } = useLeft(asked(filter));
  const inTrouble = useTrouble();
  const isNarrowed = Object.keys(filter).length > 0;
  return (
    <>
      <h1 tabIndex={-1}>{left.title}</h1>
      <Tabs now="left" />
      <Filters page="/left" filter={filter} />
      <Answered of={asking}>
        {() => (
          <>
            <QueuedRows queued={queued} inTrouble={inTrouble} />
            {rows.length === 0 && <p>{isNarrowed ? left.noneLike : left.none}</p>}
            <LeftRows rows={rows} inTrouble={inTrouble} />
            <p role="status">{rows.length > 0 && left.shown(rows.length, !hasMore)}</p>
            {failed && <Trouble failed={failed} />}
            {hasMore && (
              <button type="button" onClick={() => void more()}>
                {shell.more50}
              </button>
            )}
          </>
        )}
      </Answered>
      <p class="quiet">{left.older}</p>
      <Take filter={filter} />
      <RecordCheck />
    </>
  );
}

function Take({ filter }: { readonly filter: Filter }) {
  const { take } = words().left;
  const { from, to, ...names } = asked(filter);
  const address = (format: 'csv' | 'lines') =>
    addressOf(`${BASE}/api/v1/left/${format}`, { ...names, ...(from && to && { from, to }) });
  return (
    <section class="take">
      <h2>{take.title}</h2>
      <p>{take.says}</p>
      <div class="buttons">
        <a class="button" href={address('csv')} download="what-left.csv">
          {take.csv}
        </a>
        <a class="button" href={address('lines')} download="what-left.json">
          {take.json}
        </a>
        <button type="button" onClick={() => print()}>
          {take.print}
        </button>
      </div>
    </section>
  );
}
