import { visible } from '../../../../rules/visible.ts';
import { useAnswer } from '../api/answers.ts';
import type { RecipientPage } from '../api/types.ts';
import { Answered } from '../parts/answer.tsx';
import { LearntList } from '../parts/learnt.tsx';
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
    </section>
  );
}
