import { visible } from '../../../../rules/visible.ts';
import { useAnswer } from '../api/answers.ts';
import { ask } from '../api/client.ts';
import type { Device } from '../api/types.ts';
import { useState } from '../framework.ts';
import { act } from '../parts/act.ts';
import { Answered } from '../parts/answer.tsx';
import { Buttons } from '../parts/fields.tsx';
import { Icon } from '../parts/icon.tsx';
import { deviceName, fieldName } from '../parts/names.ts';
import { StartAgain, StopAll } from '../parts/stop-all.tsx';
import { mayDecide } from '../session.ts';
import { words } from '../words/words.ts';
import { DeviceFields } from './device-fields.tsx';
import { Forget } from './device-forget.tsx';
import { DeviceHours } from './device-hours.tsx';
import { DeviceRoom } from './device-room.tsx';

/** One device: first what it can tell, then who gets what of it, then what is set about it. */
export function DevicePage({ id }: { readonly id: string }) {
  const asking = useAnswer('GET /devices/{device}', { path: { device: id } }, [
    'devices',
    'consents',
    'rules',
    'stopped',
  ]);
  const name = asking.now.value.answer?.name;
  return (
    <>
      <h1 tabIndex={-1}>{deviceName(name === undefined ? { id } : { id, name })}</h1>
      <Answered of={asking}>{(device) => <Shown of={device} />}</Answered>
    </>
  );
}

function Shown({ of: device }: { readonly of: Device }) {
  const { devices } = words();
  const { id, room, lastHeard, isNew } = device;
  const know = () =>
    act(() => ask('POST /devices/{device}/looked', { path: { device: id }, body: {} }), devices.nowKnown, false);
  return (
    <>
      <p class="quiet">
        {room === undefined ? devices.noRoom : visible(room)} ·{' '}
        {lastHeard === undefined ? devices.notHeard : devices.heard(Date.parse(lastHeard), Date.now())}
      </p>
      {isNew && (
        <section class="card">
          <p>
            <span class="tag">{devices.isNew}</span> {devices.newSays}
          </p>
          {mayDecide() && (
            <button type="button" onClick={know}>
              {devices.iKnowIt}
            </button>
          )}
        </section>
      )}
      {'alsoRead' in device && (
        <p class="notice">
          <Icon name="trouble" /> {devices.othersRead}
        </p>
      )}
      <Label of={device} />
      <Stop of={device} />
      <DeviceFields of={device} />
      <DeviceRoom id={id} room={room} />
      <DeviceHours of={device} />
      <Technical of={device} />
      {mayDecide() && <Forget id={id} />}
    </>
  );
}

/** By what it reveals, the most sensitive first. */
function Label({ of: { fields } }: { readonly of: Device }) {
  const { devices } = words();
  const kinds = new Map<Device['fields'][number]['category'], Device['fields'][number][]>();
  // They come with the most sensitive first.
  for (const field of fields) kinds.set(field.category, [...(kinds.get(field.category) ?? []), field]);
  return (
    <section class="card label">
      <h2>{devices.tells}</h2>
      {fields.length === 0 && <p>{devices.tellsNothing}</p>}
      <ul>
        {[...kinds].map(([category, [first, ...more]]) => (
          <li key={category}>
            <strong>{devices.category[category]}</strong>{' '}
            {first && <span class={`tag ${first.sensitivity}`}>{devices.sensitivity[first.sensitivity]}</span>}
            <span class="quiet"> {[first, ...more].map((each) => each && fieldName(each.field)).join(', ')}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Stop({ of: { id, stopped, fields } }: { readonly of: Device }) {
  const { devices } = words();
  const [open, setOpen] = useState<'while' | 'start'>();
  const close = () => setOpen(undefined);
  const whose = { device: id };
  const isShared = fields.some(({ goes }) => goes.length > 0);
  if (!stopped && !isShared) return null;
  return (
    <>
      {stopped && (
        <p class="notice">
          <Icon name="stop" />{' '}
          {stopped.until === undefined ? devices.isStopped : devices.isStoppedUntil(Date.parse(stopped.until))}
        </p>
      )}
      {mayDecide() && (
        <Buttons>
          {stopped ? (
            <button type="button" onClick={() => setOpen('start')}>
              {devices.startAgain}
            </button>
          ) : (
            <>
              <button
                type="button"
                onClick={() => act(() => ask('POST /sharing/stop', { body: whose }), devices.stopped)}
              >
                <Icon name="stop" />
                {devices.stop}
              </button>
              <button type="button" onClick={() => setOpen('while')}>
                {devices.stopAWhile}
              </button>
            </>
          )}
        </Buttons>
      )}
      {open === 'while' && <StopAll whose={whose} title={devices.stop} done={devices.stopped} onClose={close} />}
      {open === 'start' && <StartAgain whose={whose} title={devices.startAgain} onClose={close} />}
    </>
  );
}

function Technical({ of: { id, vendor, model, dialect, client, base, fields } }: { readonly of: Device }) {
  const { devices } = words();
  const make = [vendor, model].filter((each) => each !== undefined).join(' ');
  const rows: readonly (readonly [string, string | undefined])[] = [
    [devices.details.id, id],
    [devices.details.make, make === '' ? undefined : make],
    [devices.details.dialect, dialect],
    [devices.details.client, client],
    [devices.details.base, base ?? (dialect === 'native' ? `hearthgate/v1/devices/${id}` : undefined)],
    [devices.details.fields, fields.map(({ field }) => field).join(', ')],
  ];
  return (
    <details>
      <summary>{devices.technical}</summary>
      <dl class="rows">
        {rows.map(
          ([label, text]) =>
            text !== undefined && (
              <div key={label}>
                <dt>{label}</dt>
                <dd>
                  <code>{visible(text)}</code>
                </dd>
              </div>
            ),
        )}
      </dl>
    </details>
  );
}
