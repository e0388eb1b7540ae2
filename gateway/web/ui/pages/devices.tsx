import { visible } from '../../../../rules/visible.ts';
import { useAnswer } from '../api/answers.ts';
import { useList } from '../api/lists.ts';
import type { DeviceState } from '../api/types.ts';
import { useEffect, useState } from '../framework.ts';
import type { PageProps } from '../pages.ts';
import { Answered } from '../parts/answer.tsx';
import { TextField } from '../parts/fields.tsx';
import { MoreOf } from '../parts/more-of.tsx';
import { deviceName } from '../parts/names.ts';
import { Select } from '../parts/select.tsx';
import { go, Link, pathTo, withQuery } from '../router.tsx';
import { mayDecide } from '../session.ts';
import { words } from '../words/words.ts';
import { DevicePage } from './device.tsx';

/** All devices, or the one that the address names. */
export function Devices({ parts: [id], query }: PageProps) {
  return id === undefined ? <AllDevices query={query} /> : <DevicePage key={id} id={id} />;
}

function AllDevices({ query }: Pick<PageProps, 'query'>) {
  const { devices } = words();
  const [search, room, onlyNew] = [query.get('search'), query.get('room'), query.has('new')];
  const which = {
    ...(search ? { search } : {}),
    ...(room ? { room } : {}),
    ...(onlyNew ? { isNew: true } : {}),
  };
  const listing = useList('GET /devices', which, ['devices', 'consents', 'rules', 'stopped']);
  const isFiltered = Object.keys(which).length > 0;
  return (
    <>
      <h1 tabIndex={-1}>{devices.title}</h1>
      {mayDecide() && (
        <p>
          <Link to="/connect" class="button">
            {devices.connect}
          </Link>
        </p>
      )}
      <Filters search={search ?? ''} room={room ?? ''} onlyNew={onlyNew} />
      <Answered of={listing}>
        {({ items, total }) => (
          <>
            {total === 0 && <p>{isFiltered ? devices.noneFound : devices.none}</p>}
            <ul class="lines">
              {items.map((device) => (
                <Line key={device.id} of={device} />
              ))}
            </ul>
            <MoreOf shown={items.length} total={total} more={listing.more} />
          </>
        )}
      </Answered>
    </>
  );
}

/** Long enough for the next letter of who types. */
const TYPING_MS = 200;

interface FilterProps {
  readonly search: string;
  readonly room: string;
  readonly onlyNew: boolean;
}

/** What is looked for stands in the address, so that it can be kept and given to others. */
function Filters({ search, room, onlyNew }: FilterProps) {
  const { devices } = words();
  const rooms = useAnswer('GET /rooms', { query: { limit: 200 } }, ['devices']);
  const known = rooms.now.value.answer?.items.map((each) => each.room) ?? [];
  const [typed, setTyped] = useState(search);
  useEffect(() => {
    if (typed === search) return undefined;
    const timer = setTimeout(() => go(withQuery({ search: typed.trim() }), 'replace'), TYPING_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  return (
    <search class="filters">
      <TextField
        label={devices.search}
        hint={devices.searchHint}
        type="search"
        value={typed}
        onInput={setTyped}
        maxLength={100}
      />
      <Select
        label={devices.room}
        value={room}
        onChange={(chosen) => go(withQuery({ room: chosen }), 'replace')}
        options={[
          { value: '', label: devices.anyRoom },
          ...[...new Set([...known, ...(room === '' ? [] : [room])])].map((each) => ({
            value: each,
            label: visible(each),
          })),
        ]}
      />
      <label class="check">
        <input
          type="checkbox"
          checked={onlyNew}
          onChange={() => go(withQuery({ new: onlyNew ? undefined : 'true' }), 'replace')}
        />
        {devices.onlyNew}
      </label>
    </search>
  );
}

function Line({ of: device }: { readonly of: DeviceState }) {
  const { devices } = words();
  const { room, lastHeard, isNew, fields, sharedFields, recipients } = device;
  const heard = lastHeard === undefined ? devices.notHeard : devices.heard(Date.parse(lastHeard), Date.now());
  return (
    <li>
      <p class="line-name">
        <Link to={pathTo('devices', device.id)}>{deviceName(device)}</Link>{' '}
        {isNew && <span class="tag">{devices.isNew}</span>}
      </p>
      <p class="quiet">
        {room === undefined ? devices.noRoom : visible(room)} · {heard}
      </p>
      <p>
        {devices.shares(
          sharedFields,
          fields,
          recipients.map(({ name }) => visible(name)),
        )}
      </p>
    </li>
  );
}
