import { untilAnswered } from '../api/answers.ts';
import { type Answer, type Asked, ask, type Call, type NotDone } from '../api/client.ts';
import { useLayoutEffect, useState } from '../framework.ts';
import { withPassphrase } from './passphrase-again.tsx';
import { asNotDone } from './trouble.tsx';

/** An address that shares more: its first call shows and gives the token, the second agrees with it. */
type SharesMore = {
  [C in Call]: Answer<C> extends { readonly done: boolean; readonly token?: string } ? C : never;
}[Call];

/** What is shown before somebody agrees, and the way to agree to exactly that. */
export interface Looking<Step> {
  /** What the hub said would leave; absent until it has said it once. */
  readonly look: Step | undefined;
  readonly failed: NotDone | undefined;
  /** `again`: what was agreed to was no longer so, and `look` is how it is now. `early`: it was not shown yet. */
  readonly notYet: 'again' | 'early' | undefined;
  /** Resolves with what was done; undefined where nothing was. */
  agree(): Promise<Step | undefined>;
}

interface Now<Step> {
  /** What `look` is the answer to. */
  readonly key: string;
  readonly look: Step | undefined;
  readonly failed?: NotDone;
  readonly notYet?: 'again' | 'early';
}

/** Asks what would leave, anew for each change of `asked`, and agrees to what was shown for the choices of now alone. */
export function useLook<C extends SharesMore>(
  call: C,
  asked: Asked<C> & { readonly body: object },
): Looking<Answer<C>> {
  const key = JSON.stringify([call, asked]);
  const [now, setNow] = useState<Now<Answer<C>>>({ key, look: undefined });
  const { look, failed, notYet } = now;
  useLayoutEffect(() => {
    let isOld = false;
    const known = (then: Now<Answer<C>>) => isOld || setNow(then);
    const asks = ask(call, asked).then(
      (answer) => void known({ key, look: answer }),
      (error: unknown) => void known({ key, look: undefined, failed: asNotDone(error) }),
    );
    void untilAnswered(asks);
    return () => {
      isOld = true;
    };
  }, [key]);
  return {
    ...{ look, failed, notYet },
    async agree() {
      if (!look?.token || now.key !== key) {
        setNow({ ...now, notYet: 'early' });
        return undefined;
      }
      try {
        return await withPassphrase(() => ask(call, { ...asked, body: { ...asked.body, token: look.token } }));
      } catch (error) {
        const why = asNotDone(error);
        const again = why.code === 'look-again' ? (why.problem?.look as Answer<C> | undefined) : undefined;
        if (again) setNow({ key, look: again, notYet: 'again' });
        else if (why.code !== 'sign-in-again') setNow({ key, look, failed: why });
        return undefined;
      }
    },
  };
}
