import { useAnswer } from '../api/answers.ts';
import { ask } from '../api/client.ts';
import type { Settings as Values } from '../api/types.ts';
import { act } from '../parts/act.ts';
import { Answered } from '../parts/answer.tsx';
import { Choice } from '../parts/fields.tsx';
import { mayDecide } from '../session.ts';
import { words } from '../words/words.ts';

const DETAIL_DAYS = [7, 30, 90];
const SUM_DAYS = [90, 365, 1830];

/** How long things stay on this box; what is chosen holds at once. */
export function KeptFor() {
  const asking = useAnswer('GET /settings', {}, ['settings']);
  return <Answered of={asking}>{(now) => <Kept now={now} again={asking.again} />}</Answered>;
}

function Kept({ now, again }: { readonly now: Values; readonly again: () => void }) {
  const { data } = words();
  const set = async (body: Partial<Values>) => {
    await act(() => ask('PUT /settings', { body }), data.keptSet, false);
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
    <>
      <Days
        legend={data.detail}
        days={DETAIL_DAYS}
        now={now.detailDays}
        onChange={(detailDays) => set({ detailDays })}
      />
      <Days legend={data.sums} days={SUM_DAYS} now={now.sumDays} onChange={(sumDays) => set({ sumDays })} />
      <p class="quiet">{data.lessSays}</p>
      <label class="check">
        <input
          type="checkbox"
          checked={now.keepSensitive}
          onChange={({ currentTarget }) => set({ keepSensitive: currentTarget.checked })}
        />
        <span>
          {data.sensitive} <span class="quiet">{data.sensitiveSays}</span>
        </span>
      </label>
    </>
  );
}

interface DaysProps {
  readonly legend: string;
  readonly days: readonly number[];
  readonly now: number;
  readonly onChange: (days: number) => void;
}

/** What was set elsewhere, as on the command line, stands among the choices. */
function Days({ legend, days, now, onChange }: DaysProps) {
  const { data } = words();
  const all = [...new Set([...days, now])].sort((a, b) => a - b);
  return (
    <Choice
      legend={legend}
      value={String(now)}
      onChange={(value) => onChange(Number(value))}
      options={all.map((each) => ({ value: String(each), label: data.days(each) }))}
    />
  );
}
