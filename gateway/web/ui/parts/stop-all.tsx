import { ask, type NotDone } from '../api/client.ts';
import type { SharingResumeStep } from '../api/types.ts';
import { useEffect, useState } from '../framework.ts';
import { words } from '../words/words.ts';
import { act } from './act.ts';
import { Dialog } from './dialog.tsx';
import { Buttons, Choice } from './fields.tsx';
import { withPassphrase } from './passphrase-again.tsx';
import { toast } from './toasts.tsx';
import { asNotDone, Trouble } from './trouble.tsx';

const HOUR_MS = 3_600_000;

/** Sharing less needs no passphrase and no second thought. */
export function StopAll({ onClose }: { readonly onClose: () => void }) {
  const { shell } = words();
  const [span, setSpan] = useState<'hour' | 'tomorrow' | 'always'>('hour');
  const stop = async () => {
    const forMs = span === 'always' ? {} : { forMs: span === 'hour' ? HOUR_MS : untilTomorrow(new Date()) };
    onClose();
    await act(() => ask('POST /sharing/stop', { body: forMs }), shell.stopFor.done);
  };
  return (
    <Dialog title={shell.stopFor.title} onClose={onClose}>
      <p>{shell.stopFor.says}</p>
      <Choice
        legend={shell.stopFor.forHowLong}
        value={span}
        onChange={setSpan}
        options={[
          { value: 'hour', label: shell.stopFor.hour },
          { value: 'tomorrow', label: shell.stopFor.tomorrow },
          { value: 'always', label: shell.stopFor.always },
        ]}
      />
      <Buttons>
        <button type="button" onClick={onClose}>
          {shell.cancel}
        </button>
        <button type="button" onClick={stop}>
          {shell.stopFor.stop}
        </button>
      </Buttons>
    </Dialog>
  );
}

/** Sharing again is sharing more: what leaves then is seen first, and agreed to by its token. */
export function StartAgain({ onClose }: { readonly onClose: () => void }) {
  const { shell } = words();
  const [step, setStep] = useState<SharingResumeStep>();
  const [failed, setFailed] = useState<NotDone>();
  const resume = (token?: string) => {
    withPassphrase(() => ask('POST /sharing/resume', { body: token === undefined ? {} : { token } })).then(
      (answer) => {
        setStep(answer);
        if (!answer.done) return;
        toast(shell.start.done);
        onClose();
      },
      (error: unknown) => setFailed(asNotDone(error)),
    );
  };
  useEffect(() => resume(), []);
  const leaves = step?.result.leavesAgain ?? [];
  return (
    <Dialog title={shell.start.title} onClose={onClose}>
      {failed && <Trouble failed={failed} />}
      {!step && !failed && <p class="quiet">{shell.loading}</p>}
      {step && <p>{leaves.length === 0 ? shell.start.nothing : shell.start.says}</p>}
      <ul>
        {leaves.map(({ recipient, device, field, leaves: what }) => (
          <li key={`${recipient} ${device} ${field}`}>
            {device} → {recipient}: {field}, {what}
          </li>
        ))}
      </ul>
      <Buttons>
        <button type="button" onClick={onClose}>
          {shell.cancel}
        </button>
        <button type="button" disabled={!step?.token} onClick={() => resume(step?.token)}>
          {shell.start.start}
        </button>
      </Buttons>
    </Dialog>
  );
}

/** Until seven on the next morning, as this device’s clock shows it. */
function untilTomorrow(now: Date): number {
  const morning = new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1, 7);
  return morning.getTime() - now.getTime();
}
