import { visible } from '../../../../rules/visible.ts';
import { useAnswer } from '../api/answers.ts';
import { ask, type NotDone } from '../api/client.ts';
import type { DeviceState, DeviceValuesResult } from '../api/types.ts';
import { useState } from '../framework.ts';
import { Answered } from '../parts/answer.tsx';
import { deviceName, fieldName } from '../parts/names.ts';
import { asNotDone, Trouble } from '../parts/trouble.tsx';
import { Link, pathTo } from '../router.tsx';
import { mayDecide } from '../session.ts';
import { words } from '../words/words.ts';

/** So many are opened by themselves; a bridge brings hundreds at once. */
const OPEN = 6;

/** Devices as they come, each with what it can reveal. */
export function Coming() {
  const { welcome, shell } = words();
  const asking = useAnswer('GET /devices', { query: {} }, ['devices']);
  return (
    <Answered of={asking}>
      {({ items, total }) => (
        <>
          <p role="status">
            <strong>{total === 0 ? welcome.devices.waiting : welcome.devices.found(total)}</strong>
          </p>
          {total === 0 && <p class="quiet">{welcome.devices.waitingSays}</p>}
          <ul class="cards">
            {items.map((device, at) => (
              <li key={device.id} class="card">
                <Came device={device} isOpen={at < OPEN} />
              </li>
            ))}
          </ul>
          {total > items.length && (
            <p>
              {shell.shownOf(items.length, total)} <Link to="/devices">{welcome.devices.all}</Link>
            </p>
          )}
        </>
      )}
    </Answered>
  );
}

function Came({ device, isOpen }: { readonly device: DeviceState; readonly isOpen: boolean }) {
  const { welcome } = words();
  const [open, setOpen] = useState(isOpen);
  const made = [device.vendor, device.model].filter((each) => each !== undefined).map(visible);
  return (
    <>
      <h2>
        <Link to={pathTo('devices', device.id)}>{deviceName(device)}</Link>
      </h2>
      <p class="quiet">{made.length === 0 ? welcome.devices.unknown : made.join(', ')}</p>
      <details open={open} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
        <summary>{welcome.devices.reveals}</summary>
        {open && <Reveals id={device.id} />}
      </details>
      {mayDecide() && <Values id={device.id} />}
    </>
  );
}

/** The sensitive first. */
function Reveals({ id }: { readonly id: string }) {
  const { welcome, devices } = words();
  const asking = useAnswer('GET /devices/{device}', { path: { device: id } }, ['devices']);
  return (
    <Answered of={asking}>
      {({ fields }) => {
        const all = [...new Set(fields.map(({ category }) => category))];
        const categories = all
          .map((category) => ({ category, of: fields.filter((field) => field.category === category) }))
          .sort((a, b) => rank(b.of) - rank(a.of));
        if (categories.length === 0) return <p class="quiet">{welcome.devices.saidNothing}</p>;
        return (
          <ul>
            {categories.map(({ category, of }) => (
              <li key={category}>
                {devices.category[category]}
                <span class="quiet"> ({of.map(({ field }) => fieldName(field)).join(', ')})</span>
              </li>
            ))}
          </ul>
        );
      }}
    </Answered>
  );
}

const RANKS = { low: 0, medium: 1, high: 2 } as const;

function rank(fields: readonly { readonly sensitivity: keyof typeof RANKS }[]): number {
  return Math.max(...fields.map(({ sensitivity }) => RANKS[sensitivity]));
}

/** What it said last, for whoever asks: looking at sensitive values stands in the activity. */
function Values({ id }: { readonly id: string }) {
  const { welcome } = words();
  const [said, setSaid] = useState<DeviceValuesResult>();
  const [failed, setFailed] = useState<NotDone>();
  const look = () => {
    setFailed(undefined);
    ask('POST /devices/{device}/values', { path: { device: id }, body: {} }).then(setSaid, (error: unknown) =>
      setFailed(asNotDone(error)),
    );
  };
  return (
    <>
      {failed && <Trouble failed={failed} />}
      {said && (
        <dl class="rows">
          {said.values.map(({ field, value, unit }) => (
            <div key={field}>
              <dt>{fieldName(field)}</dt>
              <dd>
                {visible(String(value))} {unit}
              </dd>
            </div>
          ))}
        </dl>
      )}
      <button type="button" class="plain" onClick={look}>
        {welcome.devices.show}
      </button>
    </>
  );
}
