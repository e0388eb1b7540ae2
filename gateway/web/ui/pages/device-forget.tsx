import { ask } from '../api/client.ts';
import { useState } from '../framework.ts';
import { TwoSteps } from '../parts/two-steps.tsx';
import { go } from '../router.tsx';
import { words } from '../words/words.ts';

/** Nothing brings back what is forgotten, so what goes is said first. */
export function Forget({ id }: { readonly id: string }) {
  const { devices } = words();
  const [withHistory, setHistory] = useState(false);
  const [isOpen, setOpen] = useState(false);
  return (
    <details>
      <summary>{devices.forget}</summary>
      <p>{devices.forgetSays}</p>
      <label class="check">
        <input type="checkbox" checked={withHistory} onChange={() => setHistory(!withHistory)} />
        {devices.forgetHistory}
      </label>
      <button type="button" onClick={() => setOpen(true)}>
        {devices.forget}
      </button>
      {isOpen && (
        <TwoSteps
          title={devices.forget}
          ask={(token) =>
            ask('POST /devices/{name}/forgetting', { path: { name: id }, body: { history: withHistory, ...token } })
          }
          show={({ says }) => (
            <ul>
              {says.map((each) => (
                <li key={each}>{each}</li>
              ))}
            </ul>
          )}
          go={devices.forgetGo}
          done={devices.forgotten}
          onDone={() => go('/devices')}
          onClose={() => setOpen(false)}
        />
      )}
    </details>
  );
}
