import { visible } from '../../../../rules/visible.ts';
import { useAnswer } from '../api/answers.ts';
import type { RecipientPage } from '../api/types.ts';
import { Answered } from '../parts/answer.tsx';
import { useFollowed } from '../parts/followed.ts';
import { LearntList } from '../parts/learnt.tsx';
import { Trouble } from '../parts/trouble.tsx';
import { Gains } from '../pictures/gains.tsx';
import { mayDecide } from '../session.ts';
import { words } from '../words/words.ts';

/** What it could still learn from what leaves to it now. */
export function Learns({ of: { recipient, name } }: { readonly of: Pick<RecipientPage, 'recipient' | 'name'> }) {
  const { learn } = words();
  const until = ['consents', 'rules', 'stopped', 'recipients', 'devices'] as const;
  const asking = useAnswer('GET /recipients/{recipient}/learns', { path: { recipient } }, until);
  return (
    <section class="card">
      <h2>{learn.title(visible(name))}</h2>
      <Answered of={asking}>
        {({ learnt }) =>
          learnt.length === 0 ? (
            <p>{learn.nothing}</p>
          ) : (
            <>
              <p class="quiet">{learn.now}</p>
              <LearntList of={learnt} />
            </>
          )
        }
      </Answered>
      {mayDecide() && <Here recipient={recipient} />}
    </section>
  );
}

/** The same on this home's own history, or why not. It may take a moment to be worked out. */
function Here({ recipient }: Pick<RecipientPage, 'recipient'>) {
  const { learn } = words();
  const { shown, failed } = useFollowed('GET /recipients/{recipient}/learns/here', { path: { recipient } });
  if (failed) return <Trouble failed={failed} />;
  return (
    <div role="status">
      <p>{shown ? shown.words : learn.here}</p>
      {shown?.found && <Gains of={[{ label: learn.hereTopic, ...shown.found }]} says={learn.herePicture} />}
    </div>
  );
}
