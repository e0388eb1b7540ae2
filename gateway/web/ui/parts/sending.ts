import { NotDone } from '../api/client.ts';
import { useEffect, useRef, useState } from '../framework.ts';
import { withPassphrase } from './passphrase-again.tsx';
import { asNotDone } from './trouble.tsx';

/** A form on its way to the hub: what is wrong is said where it was typed, and the focus goes there. */
export function useSending<T>(onDone: (answer: T) => void) {
  const [failed, setFailed] = useState<NotDone>();
  const [isBusy, setBusy] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus(), [failed]);
  return {
    ...{ failed, isBusy, form },
    /** What is wrong at this place of what was sent. */
    wrong: (path: string) =>
      failed?.problem?.errors?.find((each) => each.path === path || each.path.startsWith(`${path}/`))?.problem,
    async send(event: Event, call: () => Promise<T>) {
      event.preventDefault();
      setFailed(undefined);
      setBusy(true);
      try {
        onDone(await withPassphrase(call));
      } catch (error) {
        if (!(error instanceof NotDone && error.code === 'sign-in-again')) setFailed(asNotDone(error));
      }
      setBusy(false);
    },
  };
}
