import { useAnswer } from '../api/answers.ts';
import { ask } from '../api/client.ts';
import type { Settings as Values } from '../api/types.ts';
import { useEffect, useState } from '../framework.ts';
import { act } from '../parts/act.ts';
import { Answered } from '../parts/answer.tsx';
import { Buttons, Choice } from '../parts/fields.tsx';
import { mayDecide } from '../session.ts';
import { words } from '../words/words.ts';

const DETAIL_DAYS = [7, 30, 90];
const SUM_DAYS = [90, 365, 1830];

/** How long things stay on this box. A shorter time deletes for good, so it is chosen first and then done by its own button. */
export function KeptFor() {
  const asking = useAnswer('GET /settings', {}, ['settings']);
  return <Answered of={asking}>{(now) => <Kept now={now} again={asking.again} />}</Answered>;
}

function Kept({ now, again }: { readonly now: Values; readonly again: () => void }) {
  const { data } = words();
  const [changed, setChanged] = useState<Partial<Values>>({});
  const chosen = { ...now, ...changed };
  const change = (part: Partial<Values>) => setChanged({ ...changed, ...part });
  // What is so now is no change any more; what somebody is choosing stays, whatever is answered meanwhile.
  useEffect(() => setChanged((all) => otherThan(now, all)), [JSON.stringify(now)]);
  const isLess =
    chosen.detailDays < now.detailDays || chosen.sumDays < now.sumDays || (now.keepSensitive && !chosen.keepSensitive);
  const keep = async (event: Event) => {
    event.preventDefault();
    await act(() => ask('PUT /settings', { body: changed }), data.keptSet, false);
    again();
  };
  if (!mayDecide())
    return (
      <ul>
        <li>{data.detailFor(now.detailDays)}</li>
        <li>{data.sumsFor(now.sumDays)}</li>
      </ul>
    );
  return (
    <form onSubmit={keep}>
      <Days
        legend={data.detail}
        days={DETAIL_DAYS}
        now={now.detailDays}
        chosen={chosen.detailDays}
        onChange={(detailDays) => change({ detailDays })}
      />
      <Days
        legend={data.sums}
        days={SUM_DAYS}
        now={now.sumDays}
        chosen={chosen.sumDays}
        onChange={(sumDays) => change({ sumDays })}
      />
      <label class="check">
        <input
          type="checkbox"
          checked={chosen.keepSensitive}
          onChange={({ currentTarget }) => change({ keepSensitive: currentTarget.checked })}
        />
        <span>
          {data.sensitive} <span class="quiet">{data.sensitiveSays}</span>
        </span>
      </label>
      <p role="status">{isLess ? data.lessSays : ''}</p>
      <Buttons>
        <button type="submit">{isLess ? data.keepLess : data.keep}</button>
      </Buttons>
    </form>
  );
}

function otherThan(now: Values, changed: Partial<Values>): Partial<Values> {
  const { detailDays, sumDays, keepSensitive } = changed;
  return {
    ...(detailDays !== undefined && detailDays !== now.detailDays && { detailDays }),
    ...(sumDays !== undefined && sumDays !== now.sumDays && { sumDays }),
    ...(keepSensitive !== undefined && keepSensitive !== now.keepSensitive && { keepSensitive }),
  };
}

interface DaysProps {
  readonly legend: string;
  readonly days: readonly number[];
  readonly now: number;
  readonly chosen: number;
  readonly onChange: (days: number) => void;
}

/** What was set elsewhere, as on the command line, stands among the choices. */
function Days({ legend, days, now, chosen, onChange }: DaysProps) {
  const { data } = words();
  const all = [...new Set([...days, now])].sort((a, b) => a - b);
  return (
    <Choice
      legend={legend}
      value={String(chosen)}
      onChange={(value) => onChange(Number(value))}
      options={all.map((each) => ({ value: String(each), label: data.days(each) }))}
    />
  );
}
