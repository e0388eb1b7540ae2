import { visible } from '../../../../rules/visible.ts';
import { useAnswer } from '../api/answers.ts';
import { ask } from '../api/client.ts';
import { type ComponentChildren, useEffect } from '../framework.ts';
import { act } from '../parts/act.ts';
import { Answered } from '../parts/answer.tsx';
import { go, Link } from '../router.tsx';
import { mayDecide, me } from '../session.ts';
import { words } from '../words/words.ts';
import { Places } from './people-places.tsx';

const EVERYBODY = { query: { limit: 200 } };

/** For somebody who is worried about somebody at home: what can be seen, and what each way out shows the others before it is taken. */
export function Worried() {
  const { people, shell } = words();
  const isOwner = me.value?.role === 'owner';
  // A page that says nothing takes this one's place, also for whoever goes back.
  const leave = () => go('/help', 'replace');
  useEffect(() => {
    const press = ({ key }: KeyboardEvent) => {
      if (key === 'Escape' && !document.querySelector('dialog')) leave();
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, []);
  const endAll = () =>
    act(() => ask('POST /places/end-others', { body: { everybody: isOwner } }), people.othersEnded, false);
  const stop = () => act(() => ask('POST /sharing/stop', { body: {} }), shell.stopFor.done);
  return (
    <>
      <div class="exit">
        <button type="button" onClick={leave}>
          {shell.quickExit}
        </button>
        <span class="quiet">{people.exitSays}</span>
      </div>
      <h1 tabIndex={-1}>{people.worriedTitle}</h1>
      <p>{people.calm}</p>
      <p>{people.seenHere}</p>

      <h2>{people.whoCan}</h2>
      <WhoCan />
      <details>
        <summary>{people.places}</summary>
        <Places />
      </details>

      <h2>{people.whatYouCanDo}</h2>
      <Way
        title={isOwner ? people.endEverybody : people.endOthers}
        seen={isOwner ? people.endEverybodySeen : people.endOthersSeen}
      >
        <button type="button" onClick={endAll}>
          {isOwner ? people.endEverybody : people.endOthers}
        </button>
      </Way>
      {mayDecide() && (
        <Way title={shell.stopAll} seen={people.stopSeen}>
          <button type="button" onClick={stop}>
            {people.stopNow}
          </button>
        </Way>
      )}
      <Way title={people.changePassphrase} seen={people.passphraseSeen}>
        <Link to="/people">{people.onPeople}</Link>
      </Way>
      {isOwner && (
        <Way title={people.letGo} seen={people.letGoSeen}>
          <Link to="/people">{people.onPeople}</Link>
        </Way>
      )}

      <h2>{people.beyond}</h2>
      <ul>
        {people.beyondSays.map((says) => (
          <li key={says}>{says}</li>
        ))}
      </ul>
    </>
  );
}

/** What the others will see of it stands before the way to do it. */
function Way({
  title,
  seen,
  children,
}: {
  readonly title: string;
  readonly seen: string;
  readonly children: ComponentChildren;
}) {
  return (
    <section class="card">
      <h3>{title}</h3>
      <p>{seen}</p>
      <p>{children}</p>
    </section>
  );
}

function WhoCan() {
  const { people } = words();
  const everybody = useAnswer('GET /people', EVERYBODY, ['people']);
  const clients = useAnswer('GET /clients', EVERYBODY, ['devices']);
  return (
    <>
      <Answered of={everybody}>
        {({ items }) => (
          <ul>
            {items.map(({ id, name, role, you, places }) => (
              <li key={id}>
                <strong>{visible(name)}</strong>
                {you && ` (${people.you})`}: {people.role[role]}, {people.signedIn(places)}
              </li>
            ))}
          </ul>
        )}
      </Answered>
      <ul>
        <li>{people.mayOwner}</li>
        <li>{people.mayAdult}</li>
        <li>{people.mayViewer}</li>
      </ul>
      <Answered of={clients}>
        {({ items }) => {
          const apps = items.filter(({ kind }) => kind === 'app').map(({ name }) => visible(name));
          return <p>{people.apps(apps)}</p>;
        }}
      </Answered>
    </>
  );
}
