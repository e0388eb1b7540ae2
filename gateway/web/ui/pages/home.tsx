import { useAnswer } from '../api/answers.ts';
import type { Home as Answer } from '../api/types.ts';
import { Answered } from '../parts/answer.tsx';
import { RecoveryCard, TrustCard } from '../parts/cards.tsx';
import { words } from '../words/words.ts';
import { Needs } from './home-needs.tsx';
import { RightNow } from './home-now.tsx';
import { daysBefore, ThisWeek, TodaysFlows, Trend } from './home-week.tsx';

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
            <Below of={answer} />
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

/** Comes when all of it is there, or known to fail: nothing that is being read moves away. */
function Below({ of: answer }: { readonly of: Answer }) {
  const { home, shell } = words();
  const { day } = answer.today;
  const left = useAnswer('GET /left', { query: {} }, ['left', 'devices', 'recipients']);
  const sums = useAnswer('GET /left/sums', { query: { by: 'day', from: daysBefore(day, 14), to: day } }, ['left']);
  const stayed = useAnswer('GET /stayed', { query: { by: 'day', from: daysBefore(day, 6), to: day } }, ['stayed']);
  const flows = useAnswer('GET /left/flows', { query: { from: day, to: day } }, ['left']);
  const rootKey = useAnswer('GET /root-key', {});
  const certificates = useAnswer('GET /certificates', {}, ['settings']);
  const all = [left, sums, stayed, flows, rootKey, certificates].map(({ now }) => now.value);
  if (all.some(({ answer: known, failed }) => known === undefined && failed === undefined))
    return (
      <p key="loading" class="quiet">
        {shell.loading}
      </p>
    );
  return (
    <>
      <Trend sums={sums} day={day} />
      <Needs of={answer} rootKey={rootKey} certificates={certificates} />
      <RightNow left={left} />
      <ThisWeek sums={sums} stayed={stayed} day={day} />
      <TodaysFlows flows={flows} />
      <p class="quiet">{home.aroundIt}</p>
      <TrustCard />
      <RecoveryCard />
    </>
  );
}
