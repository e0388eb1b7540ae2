import { visible } from '../../../../rules/visible.ts';
import { useId, useState } from '../framework.ts';
import { Choice } from '../parts/fields.tsx';
import { words } from '../words/words.ts';
import { type Draft, type Field, keyOf, type Shown } from './requests-draft.ts';

interface LessProps {
  readonly of: Shown;
  readonly draft: Draft;
  readonly onChange: (draft: Draft) => void;
}

/** As asked, or less of it: for the whole request, and folded away for each field and device. */
export function ShareLess({ of, draft, onChange }: LessProps) {
  const { decide } = words().requests;
  const steps = [0, 1, 2].filter((level) => level === 0 || of.fields.some(({ less }) => less.length >= level));
  const levels: readonly Draft['level'][] = of.usual?.asks === 'more' ? [...steps, 'usual'] : steps;
  return (
    <>
      {levels.length > 1 && (
        <Choice
          legend={decide.less}
          value={String(draft.level)}
          onChange={(level) => onChange({ ...draft, level: level === 'usual' ? level : Number(level) })}
          options={levels.map((level) => ({
            value: String(level),
            label: (level === 'usual' ? decide.usual.level : decide.levels[level]) ?? '',
            says: whatLeaves(of, level),
          }))}
        />
      )}
      <Each of={of} draft={draft} onChange={onChange} />
    </>
  );
}

/** The forms of a level in words; where fields differ, each with its name. */
function whatLeaves({ fields }: Shown, level: Draft['level']): string {
  const { requests } = words();
  const alike = Map.groupBy(fields, (field) => leavesAt(field, level));
  if (alike.size === 1) return [...alike.keys()].join();
  const parts = [...alike].map(([leaves, of]) =>
    requests.of(requests.list([...new Set(of.map(({ field }) => visible(field)))]), leaves),
  );
  return parts.join('; ');
}

function leavesAt({ leaves, less, usual }: Field, level: Draft['level']): string {
  if (level === 'usual') return usual?.leaves ?? leaves;
  return level === 0 ? leaves : (less[Math.min(level, less.length) - 1]?.leaves ?? leaves);
}

const ROWS = 50;

function Each({ of, draft, onChange }: LessProps) {
  const { requests, shell } = words();
  const { decide } = requests;
  const id = useId();
  const [most, setMost] = useState(ROWS);
  const choose = (key: string, chosen: string) => {
    const { [key]: _, ...own } = draft.own;
    if (chosen === '') onChange({ ...draft, own });
    else onChange({ ...draft, own: { ...own, [key]: chosen === 'nothing' ? chosen : Number(chosen) } });
  };
  return (
    <details open={Object.keys(draft.own).length > 0}>
      <summary>{decide.each}</summary>
      {of.fields.slice(0, most).map((field, i) => (
        <p class="field" key={keyOf(field)}>
          <label for={`${id}-${i}`}>
            {visible(field.field)} · {visible(field.device)}
          </label>
          <select
            id={`${id}-${i}`}
            value={String(draft.own[keyOf(field)] ?? '')}
            onChange={({ currentTarget }) => choose(keyOf(field), currentTarget.value)}
          >
            <option value="">{decide.asAbove}</option>
            <option value="0">{requests.of(decide.asAsked, field.leaves)}</option>
            {field.less.map(({ leaves }, level) => (
              <option key={leaves} value={String(level + 1)}>
                {requests.of(decide.levels[level + 1] ?? '', leaves)}
              </option>
            ))}
            <option value="nothing">{decide.notThis}</option>
          </select>
        </p>
      ))}
      {of.fields.length > most && (
        <p>
          {shell.shownOf(most, of.fields.length)}{' '}
          <button type="button" onClick={() => setMost(most + ROWS)}>
            {shell.more50}
          </button>
        </p>
      )}
    </details>
  );
}
