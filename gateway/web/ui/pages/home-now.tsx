import { visible } from '../../../../rules/visible.ts';
import { on } from '../api/live.ts';
import type { LatestBatch } from '../api/types.ts';
import { useEffect, useState } from '../framework.ts';
import { StateTag } from '../parts/state.tsx';
import { Link } from '../router.tsx';
import { words } from '../words/words.ts';
import { few } from './left-words.ts';

const SUMMARY_MS = 30_000;

/** What leaves while somebody looks, the latest first. */
export function RightNow({ latest }: { readonly latest: readonly LatestBatch[] }) {
  const { home, left } = words();
  return (
    <section>
      <h2>{home.now.title}</h2>
      {latest.length === 0 ? (
        <p>{home.now.none}</p>
      ) : (
        <ul class="rows-of arrives">
          {latest.map(({ batch, at, name, state, devices }) => (
            <li key={batch} class="row">
              <time dateTime={new Date(at).toISOString()}>{left.time(at)}</time>
              <b>{left.row(few(devices.map(visible)), visible(name))}</b>
              <StateTag state={state} />
            </li>
          ))}
        </ul>
      )}
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
