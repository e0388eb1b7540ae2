import { visible } from '../../../../rules/visible.ts';
import { useAnswer } from '../api/answers.ts';
import { ask, NotDone } from '../api/client.ts';
import { useList } from '../api/lists.ts';
import type { Place } from '../api/types.ts';
import { act } from '../parts/act.ts';
import { Answered } from '../parts/answer.tsx';
import { Buttons } from '../parts/fields.tsx';
import { RestOf } from '../parts/more-of.tsx';
import { toast } from '../parts/toasts.tsx';
import { sentenceOf } from '../parts/trouble.tsx';
import { me, signOut } from '../session.ts';
import { words } from '../words/words.ts';

/** Where people are signed in; each place is ended by itself, or all but this one. */
export function Places() {
  const { people, shell } = words();
  const places = useList('GET /places', {}, ['people']);
  const names = useAnswer('GET /people', { query: { limit: 200 } }, ['people']).now.value.answer?.items ?? [];
  const nameOf = (id: string) => names.find((person) => person.id === id)?.name ?? id;
  const endOthers = async () => {
    await act(() => ask('POST /places/end-others', { body: {} }), people.othersEnded, false);
    places.again();
  };
  const leave = () => {
    signOut().catch(() => toast(sentenceOf(new NotDone('unreachable', 0))));
  };
  return (
    <>
      <p>{people.placesSay}</p>
      <Answered of={places}>
        {({ items, total }) => (
          <>
            <ul class="entries">
              {items.map((place) => (
                <PlaceLine key={place.id} place={place} name={visible(nameOf(place.person))} again={places.again} />
              ))}
            </ul>
            <RestOf shown={items.length} total={total} more={places.more} />
          </>
        )}
      </Answered>
      <Buttons>
        <button type="button" onClick={endOthers}>
          {people.endOthers}
        </button>
        <button type="button" onClick={leave}>
          {people.signOutHere}
          <span class="unseen"> {shell.signedInAs(me.value?.name ?? '')}</span>
        </button>
      </Buttons>
    </>
  );
}

function PlaceLine({
  place,
  name,
  again,
}: {
  readonly place: Place;
  readonly name: string;
  readonly again: () => void;
}) {
  const { people, shell } = words();
  const { id, device, since, lastUsed, here } = place;
  const mayEnd = !here && (me.value?.role === 'owner' || place.person === me.value?.person);
  const end = async () => {
    await act(() => ask('POST /places/{id}/end', { path: { id }, body: {} }), people.placeEnded(name), false);
    again();
  };
  return (
    <li>
      <span>
        <strong>{name}</strong>, {visible(device)}
        {here && <strong> ({people.here})</strong>}
        <br />
        <span class="quiet">{people.placeSince(since, Date.parse(lastUsed))}</span>
      </span>
      {mayEnd && (
        <button type="button" onClick={end}>
          {shell.signOut}
          <span class="unseen">
            {' '}
            {name}, {visible(device)}
          </span>
        </button>
      )}
    </li>
  );
}
