import { visible } from '../../../../rules/visible.ts';
import { type Until, useAnswer } from '../api/answers.ts';
import { useState } from '../framework.ts';
import type { PageProps } from '../pages.ts';
import { Answered } from '../parts/answer.tsx';
import { deviceName } from '../parts/names.ts';
import { Select } from '../parts/select.tsx';
import { go, withQuery } from '../router.tsx';
import { words } from '../words/words.ts';
import { ChangeRow } from './activity-change.tsx';

/** What is written down tells that something of these changed. */
const WRITES: readonly Until[] = [
  ...(['devices', 'recipients', 'requests', 'consents', 'rules', 'settings', 'pairing', 'people'] as const),
  'stopped',
];

/** Every change, newest first: who, when, what, from what to what, and the way back. */
export function Activity({ query }: PageProps) {
  const { activity, shell } = words();
  const [person, device, recipient] = ['person', 'device', 'recipient'].map((name) => query.get(name) ?? '');
  const filters = {
    ...(person ? { person } : {}),
    ...(device ? { device } : {}),
    ...(recipient ? { recipient } : {}),
  };
  return (
    <>
      <h1 tabIndex={-1}>{shell.activity}</h1>
      <p>{activity.says}</p>
      <Filters />
      <Changes key={JSON.stringify(filters)} filters={filters} />
    </>
  );
}

interface ChangesProps {
  readonly filters: { readonly person?: string; readonly device?: string; readonly recipient?: string };
  readonly before?: number;
  readonly shown?: number;
}

/** Fifty of them; the next fifty are another of these below, so that nothing that is read moves. */
function Changes({ filters, before, shown = 0 }: ChangesProps) {
  const { activity, shell } = words();
  const [open, setOpen] = useState(false);
  const asking = useAnswer('GET /activity', { query: { ...filters, ...(before === undefined ? {} : { before }) } }, [
    ...WRITES,
  ]);
  return (
    <Answered of={asking}>
      {({ changes, next }) => (
        <>
          <ol class="activity">
            {changes.map((change) => (
              <ChangeRow key={change.seq} of={change} again={asking.again} />
            ))}
          </ol>
          {open && next !== undefined ? (
            <Changes filters={filters} before={next} shown={shown + changes.length} />
          ) : (
            <>
              <p role="status" class="quiet">
                {activity.shown(shown + changes.length, next !== undefined)}
              </p>
              {next !== undefined && (
                <button type="button" onClick={() => setOpen(true)}>
                  {shell.more50}
                </button>
              )}
            </>
          )}
        </>
      )}
    </Answered>
  );
}

const MOST = { query: { limit: 200 } };

/** What is looked for stands in the address, so that it can be kept and sent. */
function Filters() {
  const { activity } = words();
  const people = useAnswer('GET /people', MOST, ['people']).now.value.answer?.items ?? [];
  const devices = useAnswer('GET /devices', MOST, ['devices']).now.value.answer?.items ?? [];
  const recipients = useAnswer('GET /recipients', MOST, ['recipients']).now.value.answer?.items ?? [];
  return (
    <fieldset class="filters">
      <legend>{activity.only}</legend>
      <Filter
        name="person"
        label={activity.person}
        options={[
          ...people.map(({ id, name }) => ({ value: id, label: visible(name) })),
          { value: 'hub', label: activity.byItself },
        ]}
      />
      <Filter
        name="device"
        label={activity.device}
        options={devices.map((device) => ({ value: device.id, label: deviceName(device) }))}
      />
      <Filter
        name="recipient"
        label={activity.recipient}
        options={recipients.map(({ recipient, name }) => ({ value: recipient, label: visible(name) }))}
      />
    </fieldset>
  );
}

interface FilterProps {
  readonly name: string;
  readonly label: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
}

function Filter({ name, label, options }: FilterProps) {
  const { activity } = words();
  const now = new URLSearchParams(location.search).get(name) ?? '';
  const isKnown = now === '' || options.some(({ value }) => value === now);
  const all = [
    { value: '', label: activity.all },
    ...options,
    ...(isKnown ? [] : [{ value: now, label: visible(now) }]),
  ];
  return (
    <Select label={label} value={now} onChange={(value) => go(withQuery({ [name]: value }), 'replace')} options={all} />
  );
}
