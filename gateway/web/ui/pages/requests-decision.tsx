import { visible } from '../../../../rules/visible.ts';
import { useAnswer } from '../api/answers.ts';
import { useState } from '../framework.ts';
import { Answered } from '../parts/answer.tsx';
import { Link } from '../router.tsx';
import { mayDecide } from '../session.ts';
import { words } from '../words/words.ts';
import { Deciding } from './requests-deciding.tsx';
import { type Shown, shownOf } from './requests-draft.ts';
import { useEscape, useTitle } from './requests-leave.ts';
import { isChanged, Rows } from './requests-rows.tsx';

interface DecisionProps {
  readonly recipient: string;
  readonly request: string;
}

/** One request, for one purpose, opened by the person: all there is to know, what would leave, and two answers alike. */
export function Decision({ recipient, request }: DecisionProps) {
  const { requests } = words();
  const asking = useAnswer('GET /requests/{recipient}/{request}', { path: { recipient, request } }, [
    'requests',
    'consents',
    'recipients',
  ]);
  const title = visible(asking.now.value.answer?.words[0]?.title ?? requests.one);
  useTitle(title);
  useEscape();
  return (
    <>
      <p>
        <Link to="/requests">{requests.back}</Link>
      </p>
      <h1 tabIndex={-1}>{title}</h1>
      <Answered of={asking}>{(answer) => <Held live={shownOf(answer)} key={`${recipient} ${request}`} />}</Answered>
    </>
  );
}

/** What is on the screen stays as it was read; what changed meanwhile is said, and shown when the person wants it. */
function Held({ live }: { readonly live: Shown }) {
  const { decide } = words().requests;
  const [shown, setShown] = useState(live);
  const isOther = fingerprint(live) !== fingerprint(shown);
  const isAnswered = live.state === 'answered';
  return (
    <>
      {isOther && (
        <div class="trouble" role="alert">
          <p>{isAnswered && shown.state !== 'answered' ? decide.someoneAnswered : decide.differs}</p>
          {isAnswered && <p>{howAnswered(live)}</p>}
          <button type="button" onClick={() => setShown(live)}>
            {decide.showNow}
          </button>
        </div>
      )}
      {!isOther && shown.state === 'answered' && (
        <p class="card">
          {howAnswered(shown)} {mayDecide() && decide.changeIt}
        </p>
      )}
      <Changed of={shown} />
      {mayDecide() ? <Deciding shown={shown} key={fingerprint(shown)} /> : <Looking shown={shown} />}
    </>
  );
}

function Looking({ shown }: { readonly shown: Shown }) {
  const { requests } = words();
  return (
    <>
      <p>{requests.viewer}</p>
      <Rows of={shown.words[0]?.rows ?? []} name={shown.name} isChanged={isChanged(shown)} />
    </>
  );
}

function Changed({ of }: { readonly of: Shown }) {
  const { requests } = words();
  const { alsoWants = [], name } = of;
  if (alsoWants.length > 0)
    return (
      <p class="changed">
        <strong>{requests.alsoWants(visible(name), alsoWants.map(visible))}</strong>
      </p>
    );
  return isChanged(of) ? (
    <p class="changed">
      <strong>{requests.changed(visible(name))}</strong>
    </p>
  ) : null;
}

function howAnswered({ fields }: Shown): string {
  const { decide } = words().requests;
  const given = fields.filter(({ answeredBefore }) => answeredBefore === 'given');
  if (given.length === 0) return decide.isRefused;
  if (given.length < fields.length) return decide.isMixed;
  const ends = given.flatMap(({ until }) => (until === undefined ? [] : [Date.parse(until)]));
  return decide.isShared(ends.length === 0 ? undefined : Math.min(...ends));
}

/** What a person reads; a request that somebody put off meanwhile is the same. */
function fingerprint({ version, state, fields }: Shown): string {
  const read = fields.map(({ device, field, leaves, answeredBefore, until }) => [
    device,
    field,
    leaves,
    answeredBefore,
    until,
  ]);
  return JSON.stringify([version, state === 'answered', read]);
}
