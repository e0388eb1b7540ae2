import { useAnswer } from '../api/answers.ts';
import type { Home as Answer } from '../api/types.ts';
import { Answered } from '../parts/answer.tsx';
import { words } from '../words/words.ts';
import { Needs } from './home-needs.tsx';
import { RightNow } from './home-now.tsx';
import { ThisWeek, TodaysFlows, Trend } from './home-week.tsx';

/** Whether everything is all right, at one glance. */
export function Home() {
  const { home } = words();
  const asking = useAnswer('GET /home', {}, ['left', 'stayed', 'stopped', 'requests', 'consents', 'recipients']);
  return (
    <>
      <h1 tabIndex={-1}>{home.title}</h1>
      <Answered of={asking}>
        {(answer) => (
          <>
            <Today of={answer} />
            <Needs of={answer} />
            <RightNow />
            <ThisWeek day={answer.today.day} />
            <TodaysFlows day={answer.today.day} />
            <p class="quiet">{home.aroundIt}</p>
          </>
        )}
      </Answered>
    </>
  );
}

function Today({ of: { today } }: { readonly of: Answer }) {
  const { home } = words();
  return (
    <>
      <p class="lead">
        {today.messages === 0 ? home.nothingLeft : home.today(today.recipients, today.messages, today.devices)}{' '}
        {home.stayed(today.stayed)}
      </p>
      <Trend day={today.day} />
    </>
  );
}
