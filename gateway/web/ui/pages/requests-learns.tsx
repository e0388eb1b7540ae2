import { visible } from '../../../../rules/visible.ts';
import type { ConsentGiveInput } from '../api/types.ts';
import { useFollowed } from '../parts/followed.ts';
import { LearntList } from '../parts/learnt.tsx';
import { words } from '../words/words.ts';

/** What the recipient could learn by the answer that is about to be given; it follows every change of it. */
export function WouldLearn({ of, name }: { readonly of: ConsentGiveInput; readonly name: string }) {
  const { learn } = words();
  const { shown } = useFollowed('POST /previews/learns', { body: of });
  return (
    <section class="would-learn">
      <h2>{learn.chosenTitle(visible(name))}</h2>
      {shown &&
        (shown.learnt.length === 0 ? (
          <p>{learn.nothing}</p>
        ) : (
          <>
            <p class="quiet">{learn.chosen}</p>
            <LearntList of={shown.learnt} />
          </>
        ))}
    </section>
  );
}
