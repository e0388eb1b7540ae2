import { useAnswer } from '../api/answers.ts';
import type { Home as Answer } from '../api/types.ts';
import { Answered } from '../parts/answer.tsx';
import { RecoveryCard, TrustCard } from '../parts/cards.tsx';
import { words } from '../words/words.ts';
import { Needs } from './home-needs.tsx';
import { RightNow } from './home-now.tsx';
import { ThisWeek, TodaysFlows, Trend } from './home-week.tsx';

const UNTIL = ['left', 'stayed', 'stopped', 'requests', 'consents', 'recipients', 'devices', 'settings'] as const;

/** Whether everything is all right, at one glance: one answer of the hub, so that all of it is of one moment. */
export function Home() {
  const { home } = words();
  const asking = useAnswer('GET /home', {}, UNTIL);
  return (
    <>
      <h1 tabIndex={-1}>{home.title}</h1>
      <Answered of={asking}>
        {(answer) => (
          <>
            <Today of={answer} />
            <Trend days={answer.lately.days} />
            <Needs of={answer} />
            <RightNow latest={answer.lately.latest} />
            <ThisWeek days={answer.lately.days} />
            <TodaysFlows flows={answer.lately.flows} />
            <p class="quiet">{home.aroundIt}</p>
            <TrustCard />
            <RecoveryCard />
          </>
        )}
      </Answered>
    </>
  );
}

function Today({ of: { today } }: { readonly of: Answer }) {
  const { home } = words();
  return (
    <p class="lead">
      {today.messages === 0 ? home.nothingLeft : home.today(today.recipients, today.messages, today.devices)}{' '}
      {home.stayed(today.stayed)}
    </p>
  );
}
