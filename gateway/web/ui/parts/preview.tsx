import { visible } from '../../../../rules/visible.ts';
import type { PreviewInput, PreviewLook } from '../api/types.ts';
import { type ComponentChildren, useState } from '../framework.ts';
import { mayDecide } from '../session.ts';
import { words } from '../words/words.ts';
import { Choice } from './fields.tsx';
import { useFollowed } from './followed.ts';
import { shapedText, valueText } from './shaped-value.ts';
import { isOverBudget, Trouble } from './trouble.tsx';

type Sample = PreviewInput['sample'];
type Row = PreviewLook['fields'][number];

/** What would leave of real messages by these choices, beside what was said at home; it follows every change of them. */
export function Preview({ of }: { readonly of: Omit<PreviewInput, 'sample'> }) {
  const { preview } = words();
  const [sample, setSample] = useState<Sample>('last');
  const { shown, failed } = useFollowed('POST /previews', mayDecide() ? { body: { ...of, sample } } : undefined);
  if (!mayDecide()) return <p class="quiet">{preview.onlyAdults}</p>;
  return (
    <section class="preview">
      <h2>{preview.title}</h2>
      <Choice
        legend={preview.sample}
        value={sample}
        onChange={setSample}
        options={SAMPLES.map((value) => ({ value, label: preview.samples[value] }))}
      />
      {failed && (isOverBudget(failed) ? <p class="quiet">{preview.overBudget}</p> : <Trouble failed={failed} />)}
      {shown && !failed && <BeforeAfter of={shown} />}
    </section>
  );
}

const SAMPLES = ['last', 'typical day', 'worst case'] as const;
const ROWS = 50;

/** Field by field: what was said at home, what leaves of it, and what happened to it in words. */
export function BeforeAfter({ of }: { readonly of: PreviewLook }) {
  const { preview, shell } = words();
  const [most, setMost] = useState(ROWS);
  // What leaves comes first: it is what is decided about.
  const rows = of.fields.toSorted((a, b) => Number(a.records === 0) - Number(b.records === 0));
  const leaving = rows.filter(({ records }) => records > 0);
  const devices = [...new Set(leaving.map(({ device }) => device))];
  return (
    <>
      <p role="status">{preview.sum(leaving.length, rows.length - leaving.length)}</p>
      <table class="stack">
        <thead>
          <tr>
            {[preview.field, preview.before, preview.after, preview.how].map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {devices.slice(0, most).map((device) => (
            <tr key={device}>
              <th scope="row">{preview.device}</th>
              <Cell head={preview.before}>
                <del>{visible(device)}</del>
              </Cell>
              <Cell head={preview.after}>
                <ins>{preview.code}</ins>
              </Cell>
              <Cell head={preview.how}>
                <span class="tag">{preview.replacedByCode}</span>
              </Cell>
            </tr>
          ))}
          {rows.slice(0, most).map((row) => (
            <FieldRow key={`${row.device} ${row.field}`} row={row} of={of} isOneDevice={devices.length < 2} />
          ))}
        </tbody>
      </table>
      {rows.length > most && (
        <p>
          {shell.shownOf(most, rows.length)}{' '}
          <button type="button" onClick={() => setMost(most + ROWS)}>
            {shell.more50}
          </button>
        </p>
      )}
      {rows.some(({ becomes }) => becomes === 'noised') && <p class="quiet">{preview.noise}</p>}
      <details>
        <summary>{preview.exact}</summary>
        <p class="quiet">{preview.exactSays}</p>
        <pre>
          {visibleLines(
            JSON.stringify(
              of.after.slice(0, most).map(({ of: _, ...record }) => record),
              null,
              1,
            ),
          )}
        </pre>
      </details>
    </>
  );
}

interface RowProps {
  readonly row: Row;
  readonly of: PreviewLook;
  readonly isOneDevice: boolean;
}

function FieldRow({ row, of, isOneDevice }: RowProps) {
  const { preview } = words();
  const isSame = (each: { field: string }, device: string) => device === row.device && each.field === row.field;
  const said = of.before.filter((each) => isSame(each, each.device)).map(({ value }) => value);
  const records = of.after.filter((each) => isSame(each, each.of));
  const last = records.at(-1);
  const before = saidText(said, last && 'unit' in last.shaped ? last.shaped.unit : undefined);
  const after =
    last && (records.length === 1 ? shapedText(last.shaped) : preview.records(records.length, shapedText(last.shaped)));
  return (
    <tr>
      <th scope="row">
        {visible(row.field)}
        {!isOneDevice && <span class="quiet"> · {visible(row.device)}</span>}
      </th>
      <Cell head={preview.before}>{row.becomes === 'sent as is' ? before : <del>{before}</del>}</Cell>
      <Cell head={preview.after}>
        {after === undefined ? <span class="quiet">{preview.nothing}</span> : <ins>{after}</ins>}
      </Cell>
      <Cell head={preview.how}>
        <span class="tag">{howText(row, last?.shaped)}</span>
      </Cell>
    </tr>
  );
}

/** Its heading stands beside it where the table became cards. */
function Cell({ head, children }: { readonly head: string; readonly children: ComponentChildren }) {
  return (
    <td>
      <span class="head quiet" aria-hidden="true">
        {head}
      </span>
      {children}
    </td>
  );
}

function saidText(said: readonly (number | boolean | string)[], unit: string | undefined): string {
  const { preview } = words();
  const last = said.at(-1) ?? '';
  if (said.length < 2) return valueText(last, unit);
  const numbers = said.filter((value) => typeof value === 'number');
  if (numbers.length < said.length) return preview.manyValues(said.length, valueText(last, unit));
  return preview.values(said.length, valueText(Math.min(...numbers)), valueText(Math.max(...numbers), unit));
}

/** The fixed words of what happened to a field. */
function howText(
  { becomes, values, records }: Row,
  shaped: PreviewLook['after'][number]['shaped'] | undefined,
): string {
  const { preview } = words();
  if (shaped?.form !== 'summary' || shaped.mean === undefined) return preview.becomes[becomes];
  const others = Math.round(values / records) - 1;
  return others > 0 ? preview.averagedWith(others) : preview.averaged;
}

function visibleLines(json: string): string {
  return json.split('\n').map(visible).join('\n');
}
