import { ask } from '../api/client.ts';
import type { ErasedHistory } from '../api/types.ts';
import { useState } from '../framework.ts';
import { Buttons } from '../parts/fields.tsx';
import { TwoSteps } from '../parts/two-steps.tsx';
import { words } from '../words/words.ts';

const DAY_MS = 86_400_000;

/** How much would go is seen before it goes for good. */
export function EraseHistory() {
  const { data } = words();
  const [before, setBefore] = useState(() => dayOf(Date.now() - 30 * DAY_MS));
  const [isOpen, setOpen] = useState(false);
  const look = (event: Event) => {
    event.preventDefault();
    setOpen(true);
  };
  return (
    <form onSubmit={look}>
      <p>{data.eraseSays}</p>
      <label class="field">
        {data.before}
        <input
          type="date"
          required
          value={before}
          max={dayOf(Date.now())}
          onInput={({ currentTarget }) => setBefore(currentTarget.value)}
        />
      </label>
      <Buttons>
        <button type="submit">{data.eraseLook}</button>
      </Buttons>
      {isOpen && (
        <TwoSteps
          title={data.eraseTitle(Date.parse(before))}
          ask={(token) => ask('POST /history/erasure', { body: { before, ...token } })}
          show={({ rows }) => <Rows of={rows} />}
          go={data.eraseGo}
          done={data.erased}
          onClose={() => setOpen(false)}
        />
      )}
    </form>
  );
}

function Rows({ of }: { readonly of: ErasedHistory['rows'] }) {
  const { data } = words();
  const rows = [
    ...([
      ['deliveries', of.deliveries],
      ['lines', of.lines],
      ['sums', of.sums],
      ['stayed', of.stayed],
    ] as const),
    ...([
      ['connections', of.connections],
      ['quarantine', of.quarantine],
    ] as const),
    ...([
      ['ledgerEntries', of.ledgerEntries],
      ['consentRecords', of.consentRecords],
    ] as const),
  ];
  return (
    <>
      <p>{data.goes}</p>
      <ul>
        {rows.map(([name, count]) => (
          <li key={name}>{data.rows[name](count)}</li>
        ))}
      </ul>
      <p>{data.staysProvable}</p>
    </>
  );
}

/** A day as this device shows it. */
function dayOf(at: number): string {
  const day = new Date(at);
  return [day.getFullYear(), day.getMonth() + 1, day.getDate()].map((part) => String(part).padStart(2, '0')).join('-');
}
