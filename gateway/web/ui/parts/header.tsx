import type { Asking } from '../api/answers.ts';
import type { Home } from '../api/types.ts';
import { useState } from '../framework.ts';
import { mayDecide } from '../session.ts';
import { words } from '../words/words.ts';
import { Icon } from './icon.tsx';
import { StartAgain, StopAll } from './stop-all.tsx';

/** On every page: whether anything is shared, and one tap to stop all of it. */
export function Header({ home }: { readonly home: Asking<Home> }) {
  const { shell } = words();
  const [open, setOpen] = useState<'stop' | 'start'>();
  const sharing = home.now.value.answer?.sharing;
  const close = () => setOpen(undefined);
  return (
    <header class={sharing?.stopped ? 'header stopped' : 'header'}>
      <p class="says">
        <strong class="name">{shell.name}</strong> <span>{sharing ? sentence(sharing) : ''}</span>
      </p>
      {mayDecide() && sharing && (
        <button type="button" onClick={() => setOpen(sharing.stopped ? 'start' : 'stop')}>
          <Icon name="stop" />
          <span>{sharing.stopped ? shell.startAgain : shell.stopAll}</span>
        </button>
      )}
      {open === 'stop' && <StopAll onClose={close} />}
      {open === 'start' && <StartAgain onClose={close} />}
    </header>
  );
}

function sentence({ stopped, until }: Home['sharing']): string {
  const { shell } = words();
  if (!stopped) return shell.sharingOn;
  return until === undefined ? shell.stopped : shell.stoppedUntil(Date.parse(until));
}
