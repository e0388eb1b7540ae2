import { ask } from '../api/client.ts';
import { useState } from '../framework.ts';
import { words } from '../words/words.ts';
import { act } from './act.ts';
import { Dialog } from './dialog.tsx';
import { Buttons, Choice } from './fields.tsx';
import { LeavesAgain, TwoSteps } from './two-steps.tsx';

const HOUR_MS = 3_600_000;

interface StopProps {
  /** One recipient or one device; everything where neither is said. */
  readonly whose?: { readonly recipient?: string; readonly device?: string };
  readonly title?: string;
  readonly done?: string;
  readonly onClose: () => void;
}

/** Sharing less needs no passphrase and no second thought. */
export function StopAll({ whose = {}, title, done, onClose }: StopProps) {
  const { shell } = words();
  const [span, setSpan] = useState<'hour' | 'tomorrow' | 'always'>('hour');
  const stop = async () => {
    const forMs = span === 'always' ? {} : { forMs: span === 'hour' ? HOUR_MS : untilTomorrow(new Date()) };
    onClose();
    await act(() => ask('POST /sharing/stop', { body: { ...whose, ...forMs } }), done ?? shell.stopFor.done);
  };
  return (
    <Dialog title={title ?? shell.stopFor.title} onClose={onClose}>
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

/** Sharing again is sharing more: what leaves then is seen first. */
export function StartAgain({ whose = {}, title, onClose }: Omit<StopProps, 'done'>) {
  const { shell } = words();
  return (
    <TwoSteps
      title={title ?? shell.start.title}
      ask={(token) => ask('POST /sharing/resume', { body: { ...whose, ...token } })}
      show={({ leavesAgain }) => <LeavesAgain of={leavesAgain} nothing={shell.start.nothing} />}
      go={shell.start.start}
      done={shell.start.done}
      onClose={onClose}
    />
  );
}

/** Until seven on the next morning, as this device’s clock shows it. */
function untilTomorrow(now: Date): number {
  const morning = new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1, 7);
  return morning.getTime() - now.getTime();
}
