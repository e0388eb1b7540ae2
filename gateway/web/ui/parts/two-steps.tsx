import type { NotDone } from '../api/client.ts';
import { type ComponentChildren, useEffect, useState } from '../framework.ts';
import { words } from '../words/words.ts';
import { Dialog } from './dialog.tsx';
import { Buttons } from './fields.tsx';
import { withPassphrase } from './passphrase-again.tsx';
import { toast } from './toasts.tsx';
import { asNotDone, Trouble } from './trouble.tsx';

/** What the hub answers to something that shares more: what would leave and a token, or that it is done. */
interface Step<R> {
  readonly done: boolean;
  readonly token?: string;
  readonly result: R;
}

interface TwoStepsProps<R> {
  readonly title: string;
  /** Without a token it only shows; what shares nothing more is done by it at once. */
  readonly ask: (token: { readonly token?: string }) => Promise<Step<R>>;
  /** What a person is to see before agreeing. */
  readonly show: (result: R) => ComponentChildren;
  readonly go: string;
  readonly done: string;
  readonly onDone?: (result: R) => void;
  readonly onClose: () => void;
}

/** Sharing more takes two: what would leave is seen, and then agreed to by the token of exactly that (docs/api.md). */
export function TwoSteps<R>({ title, ask, show, go, done, onDone, onClose }: TwoStepsProps<R>) {
  const { shell } = words();
  const [step, setStep] = useState<Step<R>>();
  const [failed, setFailed] = useState<NotDone>();
  const take = (token: { readonly token?: string }) => {
    setFailed(undefined);
    withPassphrase(() => ask(token)).then(
      (answer) => {
        setStep(answer);
        if (!answer.done) return;
        toast(done);
        onDone?.(answer.result);
        onClose();
      },
      (error: unknown) => {
        const why = asNotDone(error);
        setFailed(why);
        if (isStep<R>(why.problem?.look)) setStep(why.problem.look);
      },
    );
  };
  useEffect(() => take({}), []);
  const token = step?.token;
  return (
    <Dialog title={title} onClose={onClose}>
      {failed && <Trouble failed={failed} />}
      {!step && !failed && <p class="quiet">{shell.loading}</p>}
      {step && !step.done && show(step.result)}
      <Buttons>
        <button type="button" onClick={onClose}>
          {shell.cancel}
        </button>
        <button type="button" disabled={token === undefined} onClick={() => token !== undefined && take({ token })}>
          {go}
        </button>
      </Buttons>
    </Dialog>
  );
}

/** What `look-again` brings along. */
function isStep<R>(look: unknown): look is Step<R> {
  return typeof look === 'object' && look !== null && 'token' in look && 'result' in look;
}

interface Leaves {
  readonly recipient: string;
  readonly device: string;
  readonly field: string;
  readonly leaves: string;
}

/** What nothing holds back any more. */
export function LeavesAgain({
  of = [],
  nothing,
}: {
  readonly of: readonly Leaves[] | undefined;
  readonly nothing: string;
}) {
  const { shell } = words();
  if (of.length === 0) return <p>{nothing}</p>;
  return (
    <>
      <p>{shell.start.says}</p>
      <ul>
        {of.map(({ recipient, device, field, leaves }) => (
          <li key={`${recipient} ${device} ${field}`}>
            {device} → {recipient}: {field}, {leaves}
          </li>
        ))}
      </ul>
    </>
  );
}
