import type { LeftBatch } from '../api/types.ts';
import { words } from '../words/words.ts';
import { Icon, type IconName } from './icon.tsx';

/** How something on its way out fared: as a word and a shape, never by colour alone. */
export type State = LeftBatch['state'] | 'trouble';

const ICONS: Readonly<Record<State, IconName>> = {
  sent: 'out',
  waiting: 'waiting',
  dropped: 'stayed',
  'possibly received': 'ask',
  trouble: 'trouble',
};

export function StateTag({ state }: { readonly state: State }) {
  return (
    <span class="tag">
      <Icon name={ICONS[state]} />
      {words().left.states[state]}
    </span>
  );
}
