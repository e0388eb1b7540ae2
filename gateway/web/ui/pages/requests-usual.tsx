import { words } from '../words/words.ts';
import type { Draft, Shown } from './requests-draft.ts';

interface UsualProps {
  readonly of: Shown;
  readonly draft: Draft;
  readonly onChange: (draft: Draft) => void;
}

/** How the request stands to what is usual for its purpose; where it asks for more, one tap chooses the usual form. */
export function Usual({ of, draft, onChange }: UsualProps) {
  const { usual } = words().requests.decide;
  if (!of.usual) return null;
  const { asks } = of.usual;
  return (
    <div class="card">
      <p>
        {usual.asks[asks](of.usual.for)} <span class="quiet">{usual.says}</span>
      </p>
      {asks === 'more' && (
        <button
          type="button"
          aria-pressed={draft.level === 'usual'}
          onClick={() => onChange({ ...draft, level: 'usual', own: {} })}
        >
          {usual.choose}
        </button>
      )}
    </div>
  );
}
