import { useAnswer } from '../api/answers.ts';
import type { Home as Answer } from '../api/types.ts';
import { Answered } from '../parts/answer.tsx';
import { RecoveryCard, TrustCard } from '../parts/cards.tsx';
import { words } from '../words/words.ts';

/** Whether everything is all right, at one glance. */
export function Home() {
  const { home } = words();
  const asking = useAnswer('GET /home', {}, ['left', 'stayed', 'stopped', 'requests', 'recipients']);
  return (
    <>
      <h1 tabIndex={-1}>{home.title}</h1>
      <Answered of={asking}>{(answer) => <Today of={answer} />}</Answered>
      <TrustCard />
      <RecoveryCard />
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
