import { visible } from '../../../../rules/visible.ts';
import { useAnswer } from '../api/answers.ts';
import { ask } from '../api/client.ts';
import type { Budget, Settings } from '../api/types.ts';
import { useEffect, useState } from '../framework.ts';
import { act } from '../parts/act.ts';
import { Answered } from '../parts/answer.tsx';
import { Buttons, Choice } from '../parts/fields.tsx';
import { mayDecide } from '../session.ts';
import { words } from '../words/words.ts';

/** The most of which it can be said that a day stays deniable; the hub takes no more. */
const MOST = { epsilonOfEach: 1, epsilonOfAll: 3 } as const;
const PARTS = [1, 0.5, 0.25, 0];
type Limit = keyof typeof MOST;
const NAMES = ['epsilonOfEach', 'epsilonOfAll'] as const;

type LimitsProps = Pick<Budget, 'recipients' | 'all'>;

/** What the household lets noise disclose in a day. Less holds at once and can be undone; more takes the passphrase. */
export function Limits(of: LimitsProps) {
  const { budget } = words();
  const asking = useAnswer('GET /settings', {}, ['settings']);
  return (
    <section>
      <h2>{budget.limits}</h2>
      <p>{budget.limitsSay}</p>
      <Answered of={asking}>{(now) => <Change now={now} of={of} />}</Answered>
    </section>
  );
}

function Change({ now, of }: { readonly now: Settings; readonly of: LimitsProps }) {
  const { budget } = words();
  const [chosen, setChosen] = useState<Pick<Settings, Limit>>(now);
  useEffect(() => setChosen(now), [now.epsilonOfEach, now.epsilonOfAll]);
  if (!mayDecide())
    return (
      <ul>
        {NAMES.map((name) => (
          <li key={name}>
            {budget.ofWhom[name]}: {budget.part(now[name], MOST[name])} ({budget.perDay(now[name])})
          </li>
        ))}
      </ul>
    );
  const changed = NAMES.filter((name) => chosen[name] !== now[name]);
  const isMore = changed.some((name) => chosen[name] > now[name]);
  const body = Object.fromEntries(changed.map((name) => [name, chosen[name]]));
  const set = (event: Event) => {
    event.preventDefault();
    void act(() => ask('PUT /settings', { body }), isMore ? budget.raised : budget.lowered);
  };
  return (
    <form onSubmit={set}>
      {NAMES.map((name) => (
        <Choice
          key={name}
          legend={budget.ofWhom[name]}
          value={String(chosen[name])}
          onChange={(value) => setChosen({ ...chosen, [name]: Number(value) })}
          options={stepsOf(name, now[name]).map((each) => ({
            value: String(each),
            label: budget.part(each, MOST[name]),
            says: budget.perDay(each),
          }))}
        />
      ))}
      <p role="status">{changed.length > 0 && (isMore ? budget.moreSays : budget.lessSays(tooMuch(chosen, of)))}</p>
      <Buttons>
        <button type="submit" disabled={changed.length === 0}>
          {isMore ? budget.raise : budget.lower}
        </button>
      </Buttons>
    </form>
  );
}

/** What was set elsewhere, as on the command line, stands among the choices. */
function stepsOf(name: Limit, now: number): number[] {
  return [...new Set([...PARTS.map((part) => part * MOST[name]), now])].sort((a, b) => b - a);
}

/** Whose noised values would not all fit any more. */
function tooMuch({ epsilonOfEach, epsilonOfAll }: Pick<Settings, Limit>, { recipients, all }: LimitsProps): string[] {
  const isOver = ({ reserved }: { readonly reserved: number }) =>
    reserved > epsilonOfEach || (reserved > 0 && all.reserved > epsilonOfAll);
  return recipients.filter(isOver).map(({ name }) => visible(name));
}
