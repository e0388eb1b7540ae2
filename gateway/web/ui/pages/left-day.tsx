import { visible } from '../../../../rules/visible.ts';
import { untilAnswered, useAnswer } from '../api/answers.ts';
import { ask, type NotDone } from '../api/client.ts';
import type { Consent, Device, Flow, PreviewLook } from '../api/types.ts';
import { useLayoutEffect, useState } from '../framework.ts';
import { Answered } from '../parts/answer.tsx';
import { Select } from '../parts/select.tsx';
import { asNotDone, Trouble } from '../parts/trouble.tsx';
import { DayTimeline } from '../pictures/day-timeline.tsx';
import { Link, pathTo } from '../router.tsx';
import { mayDecide } from '../session.ts';
import { words } from '../words/words.ts';

/** A day of one device as it was at home, beside what a recipient is sent of it. */
export function DayOfDevice({ device }: { readonly device: string }) {
  const { dayOf } = words().left;
  const asking = useAnswer('GET /devices/{device}', { path: { device } }, ['devices', 'consents', 'recipients']);
  const name = visible(asking.now.value.answer?.name ?? device);
  return (
    <>
      <h1 tabIndex={-1}>{dayOf.title(name)}</h1>
      <p>{dayOf.says}</p>
      <Answered of={asking}>{(answer) => <Ways of={answer} />}</Answered>
      <p>
        <Link to={pathTo('devices', device)}>{dayOf.toDevice}</Link>
      </p>
    </>
  );
}

function Ways({ of: { fields } }: { readonly of: Device }) {
  const { left } = words();
  const ways = fields.flatMap(({ goes, reason }) => goes.map((flow) => ({ ...flow, reason })));
  const [chosen, choose] = useState('');
  const way = ways.find(({ consent }) => consent === chosen) ?? ways[0];
  if (!way) return <p>{left.dayOf.nothing}</p>;
  if (!mayDecide()) return <p>{left.message.onlyAdults}</p>;
  return (
    <>
      <Select
        label={left.dayOf.choose}
        value={way.consent}
        onChange={choose}
        options={ways.map(({ consent, field, name }) => ({
          value: consent,
          label: left.dayOf.option(visible(field), visible(name)),
        }))}
      />
      <OneWay key={way.consent} way={way} />
      <p>{left.dayOf.reveals(visible(way.reason))}</p>
      <p class="quiet">{left.dayOf.looked}</p>
    </>
  );
}

/** In the form that was agreed to, by the very functions that send. */
function OneWay({ way }: { readonly way: Flow }) {
  const { device, field, recipient, request, name, consent } = way;
  const [look, setLook] = useState<PreviewLook>();
  const [failed, setFailed] = useState<NotDone>();
  useLayoutEffect(() => {
    const asks = ask('GET /consents', { query: { device, recipient, request, state: 'given', limit: 200 } })
      .then(({ items }) => items.find(({ id }) => id === consent))
      .then((given) => ask('POST /previews', { body: { ...asked(given), device, field, recipient, request } }))
      .then(setLook, (error: unknown) => setFailed(asNotDone(error)));
    void untilAnswered(asks);
  }, []);
  if (failed) return <Trouble failed={failed} />;
  if (!look) return <p class="quiet">{words().shell.loading}</p>;
  return <DayTimeline of={look} field={field} recipient={name} />;
}

function asked(given: Consent | undefined) {
  const sample = 'typical day' as const;
  return given === undefined
    ? { sample, acceptUnion: false }
    : { sample, form: given.form, acceptUnion: given.unionSeen };
}
