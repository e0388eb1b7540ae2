import { visible } from '../../../../rules/visible.ts';
import type { Learnt } from '../api/types.ts';
import { type Gain, Gains } from '../pictures/gains.tsx';
import { words } from '../words/words.ts';
import { fieldName } from './names.ts';

/** What a recipient could learn, what it can tell first: each in words, with the form that it is told by, and all figures as a picture. */
export function LearntList({ of }: { readonly of: readonly Learnt[] }) {
  const { learn } = words();
  const said = Map.groupBy(
    of.toSorted((a, b) => Number(b.tells) - Number(a.tells)),
    (one) => one.words,
  );
  const gains = of.flatMap((one) => gainOf(one) ?? []);
  return (
    <>
      <ul class="bare learnt">
        {[...said].map(([says, all]) => (
          <li key={says}>
            <p>
              <span class="tag">{all[0]?.tells ? learn.can : learn.cannot}</span> {says}
            </p>
            <By of={all} />
          </li>
        ))}
      </ul>
      {gains.length > 0 && <Gains of={gains} says={learn.picture} />}
    </>
  );
}

const NAMED = 6;

function By({ of }: { readonly of: readonly Learnt[] }) {
  const { learn } = words();
  const named = of.flatMap(({ device, field, leaves }) =>
    device === undefined || field === undefined || leaves === undefined
      ? []
      : [learn.by(fieldName(field), visible(device), leaves)],
  );
  if (named.length === 0) return null;
  const [way] = of.flatMap((one) => one.way ?? []);
  return (
    <p class="quiet">
      {named.slice(0, NAMED).join(' · ')}
      {named.length > NAMED && ` ${learn.more(named.length - NAMED)}`}
      {way && `. ${learn.attacked(learn.ways[way])}`}
    </p>
  );
}

function gainOf({ topic, found }: Learnt): Gain | undefined {
  const { topics } = words().learn;
  return found && (topic === 'home' || topic === 'away' || topic === 'traffic')
    ? { label: topics[topic], ...found }
    : undefined;
}
