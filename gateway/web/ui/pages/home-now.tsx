import { visible } from '../../../../rules/visible.ts';
import type { Asking } from '../api/answers.ts';
import { on } from '../api/live.ts';
import type { Left } from '../api/types.ts';
import { useEffect, useState } from '../framework.ts';
import { Answered } from '../parts/answer.tsx';
import { StateTag } from '../parts/state.tsx';
import { Link } from '../router.tsx';
import { words } from '../words/words.ts';
import { devicesOf } from './left-words.ts';

const SHOWN = 5;
const SUMMARY_MS = 30_000;

/** What leaves while somebody looks, the latest first. */
export function RightNow({ left: asking }: { readonly left: Asking<Left> }) {
  const { home, left } = words();
  return (
    <section>
      <h2>{home.now.title}</h2>
      <Answered of={asking}>
        {({ batches }) => {
          // Empty ones are there so that nobody outside sees when something happens; here they would only hide it.
          const flows = batches.filter(({ records }) => records > 0).slice(0, SHOWN);
          return flows.length === 0 ? (
            <p>{home.now.none}</p>
          ) : (
            <ul class="rows-of arrives">
              {flows.map((batch) => (
                <li key={batch.batch} class="row">
                  <time dateTime={new Date(batch.at).toISOString()}>{left.time(batch.at)}</time>
                  <b>{left.row(devicesOf(batch), visible(batch.name))}</b>
                  <StateTag state={batch.state} />
                </li>
              ))}
            </ul>
          );
        }}
      </Answered>
      <Heard />
      <p>
        <Link to="/left">{home.now.all}</Link>
      </p>
    </section>
  );
}

/** For those who hear the page: a sum twice a minute, whatever happens meanwhile. */
function Heard() {
  const { now } = words().home;
  const [says, setSays] = useState('');
  useEffect(() => {
    const batches = new Set<number>();
    const end = on('left', ({ batch }) => batches.add(batch));
    const timer = setInterval(() => {
      setSays(batches.size === 0 ? '' : now.heard(batches.size));
      batches.clear();
    }, SUMMARY_MS);
    return () => {
      end();
      clearInterval(timer);
    };
  }, []);
  return (
    <p role="status" class="unseen">
      {says}
    </p>
  );
}
