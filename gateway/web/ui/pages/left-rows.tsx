import { visible } from '../../../../rules/visible.ts';
import { useAnswer } from '../api/answers.ts';
import type { LeftBatch, Queued } from '../api/types.ts';
import { useState } from '../framework.ts';
import { StateTag } from '../parts/state.tsx';
import { words } from '../words/words.ts';
import { BatchShown } from './left-batch.tsx';
import { devicesOf, whatOf } from './left-words.ts';

/** Recipients to whom nothing can be handed over at the moment. */
export function useTrouble(): ReadonlySet<string> {
  const { answer } = useAnswer('GET /home', {}, ['left', 'recipients']).now.value;
  return new Set(answer?.trouble.map(({ recipient }) => recipient));
}

interface LeftRowsProps {
  readonly rows: readonly LeftBatch[];
  readonly inTrouble: ReadonlySet<string>;
}

/** Messages under the days they left on, the newest first. */
export function LeftRows({ rows, inTrouble }: LeftRowsProps) {
  const { left } = words();
  const days = [...Map.groupBy(rows, ({ day }) => day)].sort(([a], [b]) => (a < b ? 1 : -1));
  return (
    <>
      {days.map(([day, batches]) => (
        <section key={day}>
          <h2>{left.day(day)}</h2>
          <ul class="rows-of">
            {batches.map((batch) => (
              <li key={batch.batch}>
                <Row batch={batch} isInTrouble={batch.state === 'waiting' && inTrouble.has(batch.recipient)} />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}

function Row({ batch, isInTrouble }: { readonly batch: LeftBatch; readonly isInTrouble: boolean }) {
  const { left } = words();
  const [isOpen, setOpen] = useState(false);
  return (
    <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>
        <time dateTime={new Date(batch.at).toISOString()}>{left.time(batch.at)}</time>
        <span>
          <b>{left.row(devicesOf(batch), visible(batch.name))}</b> <span class="quiet">{whatOf(batch)}</span>
        </span>
        <StateTag state={isInTrouble ? 'trouble' : batch.state} />
      </summary>
      {isOpen && isInTrouble && <p>{left.troubleSays}</p>}
      {isOpen && <BatchShown batch={batch} />}
    </details>
  );
}

interface QueuedRowsProps {
  readonly queued: readonly Queued[];
  readonly inTrouble: ReadonlySet<string>;
}

/** What waits for its time, and why where it waits for longer. */
export function QueuedRows({ queued, inTrouble }: QueuedRowsProps) {
  const { left } = words();
  if (queued.length === 0) return null;
  return (
    <section>
      <h2>{left.queued}</h2>
      <ul class="rows-of">
        {queued.map(({ recipient, name, purpose, device, deviceName, field, records, due }) => (
          <li key={[recipient, purpose, device, field].join()} class="row">
            <span>{due === undefined ? '' : left.time(due)}</span>
            <span>
              <b>{left.row([visible(deviceName ?? device)], visible(name))}</b>{' '}
              <span class="quiet">
                {visible(field)}: {left.queuedRow(records, due)}
                {inTrouble.has(recipient) && ` ${left.troubleSays}`}
              </span>
            </span>
            <StateTag state={inTrouble.has(recipient) ? 'trouble' : 'waiting'} />
          </li>
        ))}
      </ul>
    </section>
  );
}
