import type { PageProps } from '../pages.ts';
import { Link, withQuery } from '../router.tsx';
import { mayDecide } from '../session.ts';
import { words } from '../words/words.ts';
import { AnsweredRequests } from './requests-answered.tsx';
import { CommandDecision } from './requests-command.tsx';
import { Decision } from './requests-decision.tsx';
import { Waiting } from './requests-waiting.tsx';

const SHOW = ['new', 'later', 'answered'] as const;

/** Who asks for what. Nothing here interrupts anybody: whatever waits stays home meanwhile. */
export function Requests({ parts, query }: PageProps) {
  const [recipient, second, command, device] = parts;
  if (recipient !== undefined && second === 'commands' && command !== undefined && device !== undefined)
    return <CommandDecision recipient={recipient} command={command} device={device} />;
  if (recipient !== undefined && second !== undefined) return <Decision recipient={recipient} request={second} />;
  return <Inbox show={SHOW.find((each) => each === query.get('show')) ?? 'new'} only={recipient} />;
}

/** What the list is narrowed to; `only` one recipient's, where the address says so. */
export interface Shown {
  readonly show: (typeof SHOW)[number];
  readonly only: string | undefined;
}

function Inbox({ show, only }: Shown) {
  const { requests } = words();
  return (
    <>
      <h1 tabIndex={-1}>{requests.title}</h1>
      <ul class="states plain" aria-label={requests.filters}>
        {SHOW.map((each) => (
          <li key={each}>
            <Link to={withQuery({ show: each === 'new' ? undefined : each })} current={each === show}>
              {requests.show[each]}
            </Link>
          </li>
        ))}
      </ul>
      {!mayDecide() && <p class="quiet">{requests.viewer}</p>}
      {show === 'answered' ? <AnsweredRequests only={only} /> : <Waiting show={show} only={only} />}
    </>
  );
}
