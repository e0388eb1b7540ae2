import { ask } from '../api/client.ts';
import type { Device } from '../api/types.ts';
import { useState } from '../framework.ts';
import { act } from '../parts/act.ts';
import { TextField } from '../parts/fields.tsx';
import { LeavesAgain, TwoSteps } from '../parts/two-steps.tsx';
import { mayDecide } from '../session.ts';
import { words } from '../words/words.ts';

/** When nothing of a device leaves: setting hours is one step, ending them is sharing more. */
export function DeviceHours({ of: { id, hours } }: { readonly of: Device }) {
  const { devices } = words();
  const [ending, setEnding] = useState<string>();
  if (!mayDecide() && hours.length === 0) return null;
  return (
    <section>
      <h2>{devices.hours}</h2>
      <ul>
        {hours.map((rule) => (
          <li key={rule.id}>
            {rule.says}{' '}
            {mayDecide() && (
              <button type="button" class="plain" onClick={() => setEnding(rule.id)}>
                {devices.endHours}
              </button>
            )}
          </li>
        ))}
      </ul>
      {mayDecide() && <NewHours device={id} />}
      {ending !== undefined && (
        <TwoSteps
          title={devices.endHours}
          ask={(token) => ask('POST /rules/{id}/removal', { path: { id: ending }, body: token })}
          show={({ leavesAgain }) => <LeavesAgain of={leavesAgain} nothing={devices.moreLeavesNothing} />}
          go={devices.endHours}
          done={devices.hoursEnded}
          onClose={() => setEnding(undefined)}
        />
      )}
    </section>
  );
}

const WEEK = [1, 2, 3, 4, 5, 6, 7] as const;

function NewHours({ device }: { readonly device: string }) {
  const { devices } = words();
  const [from, setFrom] = useState('22:00');
  const [to, setTo] = useState('06:00');
  const [days, setDays] = useState<readonly number[]>(WEEK);
  const submit = (event: Event) => {
    event.preventDefault();
    const hours = { from, to, days: [...days] };
    act(() => ask('POST /rules', { body: { rule: 'night', hours, device } }), devices.hoursAdded);
  };
  const toggle = (day: number) =>
    setDays(
      days.includes(day)
        ? days.filter((each) => each !== day)
        : WEEK.filter((each) => each === day || days.includes(each)),
    );
  return (
    <form onSubmit={submit}>
      <div class="inline">
        <TextField label={devices.hoursFrom} type="time" value={from} onInput={setFrom} required />
        <TextField label={devices.hoursTo} type="time" value={to} onInput={setTo} required />
      </div>
      <fieldset class="choice days">
        <legend>{devices.hoursOn}</legend>
        {WEEK.map((day) => (
          <label key={day} class="check">
            <input type="checkbox" checked={days.includes(day)} onChange={() => toggle(day)} />
            {devices.weekday(day)}
          </label>
        ))}
      </fieldset>
      <p class="quiet">{devices.hoursSay}</p>
      <button type="submit" disabled={days.length === 0 || from === to}>
        {devices.addHours}
      </button>
    </form>
  );
}
