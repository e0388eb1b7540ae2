import { visible } from '../../../../rules/visible.ts';
import { useAnswer } from '../api/answers.ts';
import { ask } from '../api/client.ts';
import type { RuleAddInput } from '../api/types.ts';
import { useState } from '../framework.ts';
import { act } from '../parts/act.ts';
import { Buttons } from '../parts/fields.tsx';
import { Select } from '../parts/select.tsx';
import { words } from '../words/words.ts';

type Kind = RuleAddInput['rule'];
type Category = Extract<RuleAddInput, { rule: 'never this category' }>['category'];

const KINDS: readonly Kind[] = ['night', 'never this category', 'never from this room', 'visitors'];
const DAYS = [1, 2, 3, 4, 5, 6, 7];
const DAY_MS = 86_400_000;
const SPANS = { always: undefined, day: DAY_MS, week: 7 * DAY_MS } as const;

/** A new rule as a sentence that is filled in; it shares less, so it holds at once. */
export function AddRule({ onAdded }: { readonly onAdded: () => void }) {
  const { settings, devices } = words();
  const [kind, setKind] = useState<Kind>('night');
  const [from, setFrom] = useState('22:00');
  const [to, setTo] = useState('06:00');
  const [days, setDays] = useState<readonly number[]>(DAYS);
  const [category, setCategory] = useState<Category>('presence');
  const [room, setRoom] = useState('');
  const [span, setSpan] = useState<keyof typeof SPANS>('always');
  const rooms = useAnswer('GET /devices', { query: { limit: 200 } }, ['devices']).now.value.answer?.items ?? [];
  const known = [...new Set(rooms.flatMap((device) => device.room ?? []))].sort();
  const categories = (Object.keys(devices.category) as (Category | 'unknown')[]).filter((each) => each !== 'unknown');
  const add = async (event: Event) => {
    event.preventDefault();
    const forMs = SPANS[span];
    const lasts = forMs === undefined ? {} : { forMs };
    const hours = { from, to, ...(days.length === DAYS.length ? {} : { days: [...days] }) };
    const rule: Record<Kind, RuleAddInput> = {
      night: { rule: 'night', hours, ...lasts },
      'never this category': { rule: 'never this category', category, ...lasts },
      'never from this room': { rule: 'never from this room', room, ...lasts },
      visitors: { rule: 'visitors', ...lasts },
    };
    if (await act(() => ask('POST /rules', { body: rule[kind] }), settings.added)) onAdded();
  };
  const toggle = (day: number) =>
    setDays(days.includes(day) ? days.filter((each) => each !== day) : [...days, day].sort());
  return (
    <details>
      <summary>{settings.addRule}</summary>
      <form onSubmit={add}>
        <Select
          label={settings.kind}
          value={kind}
          onChange={setKind}
          options={KINDS.map((each) => ({ value: each, label: settings.kinds[each] }))}
        />
        {kind === 'night' && (
          <>
            <div class="filters">
              <label class="field">
                {settings.from}
                <input
                  type="time"
                  required
                  value={from}
                  onInput={({ currentTarget }) => setFrom(currentTarget.value)}
                />
              </label>
              <label class="field">
                {settings.to}
                <input type="time" required value={to} onInput={({ currentTarget }) => setTo(currentTarget.value)} />
              </label>
            </div>
            <fieldset class="choice days">
              <legend>{settings.onDays}</legend>
              {DAYS.map((day) => (
                <label key={day} class="check">
                  <input type="checkbox" checked={days.includes(day)} onChange={() => toggle(day)} />
                  {settings.weekday(day)}
                </label>
              ))}
            </fieldset>
            <p role="status">{days.length === 0 ? settings.noDay : settings.nightSays(from, to, days)}</p>
          </>
        )}
        {kind === 'never this category' && (
          <Select
            label={settings.category}
            value={category}
            onChange={setCategory}
            options={categories.map((each) => ({ value: each, label: devices.category[each] }))}
          />
        )}
        {kind === 'never from this room' && (
          <label class="field">
            {settings.room}
            <input
              required
              maxLength={64}
              list="rooms"
              value={room}
              onInput={({ currentTarget }) => setRoom(currentTarget.value)}
            />
            <datalist id="rooms">
              {known.map((each) => (
                <option key={each} value={each}>
                  {visible(each)}
                </option>
              ))}
            </datalist>
          </label>
        )}
        {kind === 'visitors' && <p>{settings.visitorsSay}</p>}
        <Select
          label={settings.forHowLong}
          value={span}
          onChange={setSpan}
          options={(['always', 'day', 'week'] as const).map((each) => ({ value: each, label: settings.spans[each] }))}
        />
        <Buttons>
          <button type="submit" disabled={kind === 'night' && days.length === 0}>
            {settings.add}
          </button>
        </Buttons>
      </form>
    </details>
  );
}
