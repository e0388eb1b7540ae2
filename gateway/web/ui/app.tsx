import type { NotDone } from './api/client.ts';
import { BASE } from './base.ts';
import { useEffect, useState } from './framework.ts';
import { SignIn } from './pages/sign-in.tsx';
import { pageAt } from './pages.ts';
import { PassphraseAgain } from './parts/passphrase-again.tsx';
import { Toasts } from './parts/toasts.tsx';
import { asNotDone, Trouble } from './parts/trouble.tsx';
import { place } from './router.tsx';
import { me, unclaimed } from './session.ts';
import { Shell } from './shell.tsx';
import { words } from './words/words.ts';

/** All there is on the screen: who signs in, or a page in its frame. */
export function App({ start }: { readonly start: () => Promise<void> }) {
  const [failed, setFailed] = useState<NotDone>();
  const begin = () => {
    setFailed(undefined);
    start().catch((error: unknown) => setFailed(asNotDone(error)));
  };
  useEffect(begin, []);
  useEffect(() => {
    if (unclaimed.value) location.assign(`${BASE}/setup`);
  }, [unclaimed.value]);
  if (failed) return <Alone content={<Trouble failed={failed} again={begin} />} />;
  if (me.value === undefined) return <Alone content={<p class="quiet">{words().shell.loading}</p>} />;
  return (
    <>
      {me.value === null ? <SignIn /> : <Shell page={pageAt(place.value)} />}
      <Toasts />
      <PassphraseAgain />
    </>
  );
}

function Alone({ content }: { readonly content: preact.JSX.Element }) {
  return (
    <main class="alone">
      <h1>{words().shell.name}</h1>
      {content}
    </main>
  );
}
