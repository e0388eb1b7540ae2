import { useState } from '../framework.ts';
import { words } from '../words/words.ts';
import type { Hours } from './requests-draft.ts';

interface HoursProps {
  /** What only holds in them. */
  readonly label: string;
  readonly value: Hours | undefined;
  readonly onChange: (hours: Hours | undefined) => void;
}

const NIGHT: Hours = { from: '07:00', to: '22:00', days: [] };
const DAYS = [1, 2, 3, 4, 5, 6, 7];

/** Hours of the week, folded away until somebody wants them; they lessen what leaves. */
export function OnlyHours({ label, value, onChange }: HoursProps) {
  const { decide } = words().requests;
  const [hours, setHours] = useState<Hours>(value ?? NIGHT);
  const change = (changes: Partial<Hours>) => {
    const changed = { ...hours, ...changes };
    setHours(changed);
    if (value) onChange(changed);
  };
  const { days = [] } = hours;
  const flip = (day: number) => (days.includes(day) ? days.filter((one) => one !== day) : [...days, day].sort());
  return (
    <details open={value !== undefined}>
      <summary>{decide.hours}</summary>
      <label class="check">
        <input type="checkbox" checked={value !== undefined} onChange={() => onChange(value ? undefined : hours)} />
        <span>{label}</span>
      </label>
      <p class="hours">
        <label>
          {decide.hoursFrom}{' '}
          <input
            type="time"
            required
            value={hours.from}
            onChange={({ currentTarget }) => currentTarget.value && change({ from: currentTarget.value })}
          />
        </label>{' '}
        <label>
          {decide.hoursTo}{' '}
          <input
            type="time"
            required
            value={hours.to}
            onChange={({ currentTarget }) => currentTarget.value && change({ to: currentTarget.value })}
          />
        </label>{' '}
        <span class="quiet">{decide.hoursSay}</span>
      </p>
      <fieldset class="days">
        <legend>{decide.days}</legend>
        {DAYS.map((day) => (
          <label key={day} class="check">
            <input type="checkbox" checked={days.includes(day)} onChange={() => change({ days: flip(day) })} />
            <span>{decide.dayNames[day - 1]}</span>
          </label>
        ))}
      </fieldset>
    </details>
  );
}
