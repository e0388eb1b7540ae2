import { visible } from '../../../../rules/visible.ts';
import { useAnswer } from '../api/answers.ts';
import { ask, type NotDone } from '../api/client.ts';
import type { BatchThatLeft, LeftBatch, ShapedField } from '../api/types.ts';
import { BASE } from '../base.ts';
import { useState } from '../framework.ts';
import { Answered } from '../parts/answer.tsx';
import { shapedText } from '../parts/shaped-value.ts';
import { asNotDone, Trouble } from '../parts/trouble.tsx';
import { Link, pathTo } from '../router.tsx';
import { mayDecide } from '../session.ts';
import { words } from '../words/words.ts';
import { addressOf } from './left-filters.tsx';

/** One message, opened: exactly what left, what did not, by which rule, and what proves it. */
export function BatchShown({ batch: { batch, day, state } }: { readonly batch: LeftBatch }) {
  const { message, moment, stateSays } = words().left;
  const asking = useAnswer('GET /left/{batch}', { path: { batch } }, state === 'waiting' ? ['left'] : []);
  const [withValues, setWithValues] = useState<BatchThatLeft>();
  const [failed, setFailed] = useState<NotDone>();
  const open = () => {
    ask('POST /left/{batch}/values', { path: { batch }, body: {} }).then(setWithValues, (error: unknown) =>
      setFailed(asNotDone(error)),
    );
  };
  return (
    <div class="inside">
      <Answered of={asking}>
        {(answer) => {
          const shown = withValues ?? answer;
          const isHidden = shown.lines.some(({ kept, values }) => kept && values === undefined);
          return (
            <>
              <p>{stateSays[shown.state]}</p>
              <dl class="rows">
                <dt>{message.soThatItCan}</dt>
                <dd>{visible(shown.soThatItCan)}</dd>
                <dt>{message.slot}</dt>
                <dd>{moment(shown.at)}</dd>
                {shown.ended !== undefined && (
                  <>
                    <dt>{message.ended}</dt>
                    <dd>{moment(shown.ended)}</dd>
                  </>
                )}
                <dt>{message.size}</dt>
                <dd>{message.sizeIs(shown.size)}</dd>
                {shown.lines.length > 0 && (
                  <>
                    <dt>{message.device}</dt>
                    <dd>{message.code}</dd>
                  </>
                )}
              </dl>
              {shown.lines.length > 0 && <Lines of={shown} />}
              {isHidden && (
                <>
                  <p>{mayDecide() ? message.sensitive : message.onlyAdults}</p>
                  {mayDecide() && (
                    <button type="button" onClick={open}>
                      {message.showThem}
                    </button>
                  )}
                </>
              )}
              {failed && <Trouble failed={failed} />}
              <TakenOut of={shown} day={day} />
              <p>
                <Link to={pathTo('recipients', shown.recipient)}>{message.change(visible(shown.name))}</Link>
              </p>
            </>
          );
        }}
      </Answered>
    </div>
  );
}

type Line = BatchThatLeft['lines'][number];
/** A message may hold thousands. */
const LINES = 20;
const VALUES = 20;

function Lines({ of: { lines } }: { readonly of: BatchThatLeft }) {
  const { message } = words().left;
  const [most, setMost] = useState(LINES);
  return (
    <>
      <h3>{message.left}</h3>
      <ul>
        {lines.slice(0, most).map((line) => (
          <li key={[line.device, line.field, line.consent, line.form].join()}>
            <LineShown line={line} />
          </li>
        ))}
      </ul>
      {lines.length > most && (
        <button type="button" onClick={() => setMost(lines.length)}>
          {message.allOfThem(lines.length)}
        </button>
      )}
    </>
  );
}

/** What stands in a batch of one field at a time; gateway/recipients writes it. */
interface Kept {
  readonly from: string;
  readonly to: string;
  readonly shaped: ShapedField;
}

function LineShown({ line }: { readonly line: Line }) {
  const { message } = words().left;
  const values = (line.values ?? []) as readonly Kept[];
  const device = visible(line.deviceName ?? line.device);
  return (
    <>
      <b>
        {device}, {visible(line.field)}
      </b>{' '}
      <span class="tag">{howText(line, values)}</span>
      {values.slice(0, VALUES).map(({ from, to, shaped }) => (
        <p key={`${from} ${to}`}>
          <ins>{shapedText(shaped)}</ins> <span class="quiet">{message.span(Date.parse(from), Date.parse(to))}</span>
        </p>
      ))}
      {!line.kept && <p class="quiet">{message.notKept}</p>}
      <details>
        <summary>{message.why}</summary>
        {line.why.length === 0 ? (
          <p>{message.noWhy}</p>
        ) : (
          <ul>
            {line.why.map((sentence) => (
              <li key={sentence}>{visible(sentence)}</li>
            ))}
          </ul>
        )}
        {line.receipt !== undefined && (
          <p>
            {message.receipt} <code>{line.receipt}</code>
          </p>
        )}
        <p>
          <a href={`${BASE}/api/v1/consents/${encodeURIComponent(line.consent)}/receipt`} download="receipt.jose">
            {message.getReceipt}
          </a>
        </p>
        <p>
          <Link to={pathTo('left', 'day', line.device)}>{message.timeline(device)}</Link>
        </p>
      </details>
    </>
  );
}

/** The fixed words of what was done to it, with how many values stand behind it where the form says so. */
function howText({ form, records }: Line, values: readonly Kept[]): string {
  const { message } = words().left;
  const how = message.forms[form as keyof typeof message.forms] ?? form;
  const counts = values.flatMap(({ shaped }) =>
    shaped.form === 'summary' && shaped.count !== undefined ? [shaped.count] : [],
  );
  if (counts.length === 0 || counts.length < values.length) return `${how} · ${message.values(records)}`;
  return `${how} · ${message.madeFrom(
    records,
    counts.reduce((sum, count) => sum + count, 0),
  )}`;
}

const DEVICES = 3;

/** What the same devices said that day and did not leave; every rule that kept it, in words. */
function TakenOut({ of: { lines }, day }: { readonly of: BatchThatLeft; readonly day: string }) {
  const { message } = words().left;
  const devices = [...new Map(lines.map(({ device, deviceName }) => [device, deviceName ?? device]))];
  if (devices.length === 0) return null;
  return (
    <details>
      <summary>{message.takenOut}</summary>
      {devices.slice(0, DEVICES).map(([device, name]) => (
        <StayedOf key={device} device={device} name={visible(name)} day={day} />
      ))}
    </details>
  );
}

interface StayedOfProps {
  readonly device: string;
  readonly name: string;
  readonly day: string;
}

function StayedOf({ device, name, day }: StayedOfProps) {
  const { left, stayed } = words();
  const asking = useAnswer('GET /stayed', { query: { by: 'reason', device, from: day, to: day } });
  return (
    <Answered of={asking}>
      {({ items }) => (
        <>
          <h4>{name}</h4>
          {items.length === 0 ? (
            <p>{left.message.nothingTaken}</p>
          ) : (
            <ul>
              {items.map(({ of, count, says }) => (
                <li key={of}>
                  {says ?? of} <span class="quiet">{stayed.values(count)}</span>
                </li>
              ))}
            </ul>
          )}
          <p>
            <Link to={addressOf('/stayed', { device, day })}>{left.message.stayedOf(name)}</Link>
          </p>
        </>
      )}
    </Answered>
  );
}
