import { useAnswer } from '../api/answers.ts';
import type { Calls } from '../api/types.ts';
import { Field } from '../parts/fields.tsx';
import { Select } from '../parts/select.tsx';
import { go } from '../router.tsx';
import { words } from '../words/words.ts';

const STATES = ['sent', 'waiting', 'possibly received', 'dropped'] as const;
type Query = Calls['GET /left']['query'];
type Narrowed = Pick<Query, 'recipient' | 'purpose' | 'device' | 'field' | 'state'>;

/** What a list is narrowed by, as its address says it: a notice may hold one, and a reload keeps it. */
export interface Filter extends Narrowed {
  readonly day?: string;
  readonly reason?: string;
}

type FilterName = keyof Filter;

export function filterFrom(query: URLSearchParams): Filter {
  const named = (name: FilterName) => query.get(name) || undefined;
  const [day, state] = [named('day'), named('state')];
  const names = (['recipient', 'purpose', 'device', 'field', 'reason'] as const).flatMap((name) => {
    const value = named(name);
    return value === undefined ? [] : [[name, value] as const];
  });
  const known = STATES.find((each) => each === state);
  return {
    ...Object.fromEntries(names),
    ...(day !== undefined && /^\d{4}-\d\d-\d\d$/.test(day) ? { day } : {}),
    ...(known === undefined ? {} : { state: known }),
  };
}

/** As the API takes it. */
export function asked({ day, reason: _, ...names }: Filter): Query {
  return day === undefined ? names : { ...names, from: day, to: day };
}

/** A page's address with a filter. */
export function addressOf(page: string, filter: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(filter).flatMap(([name, value]) => (value ? [[name, value]] : []));
  return given.length === 0 ? page : `${page}?${new URLSearchParams(given)}`;
}

interface FiltersProps {
  readonly page: '/left' | '/stayed';
  readonly filter: Filter;
}

/** Changing one is followed at once. */
export function Filters({ page, filter }: FiltersProps) {
  const { left } = words();
  const isLeft = page === '/left';
  const choose = (name: FilterName) => (value: string) =>
    go(addressOf(page, { ...filter, [name]: value || undefined }), 'replace');
  const isNarrowed = Object.keys(filter).length > 0;
  return (
    <details open={isNarrowed}>
      <summary>{left.filters}</summary>
      <form class="filters" onSubmit={(event) => event.preventDefault()}>
        <Typed label={left.filter.day} type="date" value={filter.day} onChange={choose('day')} />
        <Named by="device" value={filter.device} onChange={choose('device')} />
        <Named by="field" value={filter.field} onChange={choose('field')} />
        <Chosen by="recipient" value={filter.recipient} onChange={choose('recipient')} />
        {isLeft && <Chosen by="purpose" value={filter.purpose} onChange={choose('purpose')} />}
        {isLeft && (
          <AnyOf
            label={left.filter.state}
            value={filter.state}
            options={STATES.map((value) => ({ value, label: left.states[value] }))}
            onChange={choose('state')}
          />
        )}
      </form>
      {isNarrowed && (
        <p>
          <button type="button" onClick={() => go(page, 'replace')}>
            {left.allAgain}
          </button>
        </p>
      )}
    </details>
  );
}

interface OneProps<By> {
  readonly by: By;
  readonly value: string | undefined;
  readonly onChange: (value: string) => void;
}

/** One of all that ever got something. */
function Chosen({ by, value, onChange }: OneProps<'recipient' | 'purpose'>) {
  const { left } = words();
  const { answer = [] } = useAnswer('GET /left/sums', { query: { by } }).now.value;
  const options = answer.map(({ of, name = of }) => ({ value: of, label: name }));
  return <AnyOf label={left.filter[by]} value={value} options={options} onChange={onChange} />;
}

interface SelectProps {
  readonly label: string;
  readonly value: string | undefined;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly onChange: (value: string) => void;
}

/** One of those, or all; an address may hold one that is not offered. */
function AnyOf({ label, value = '', options, onChange }: SelectProps) {
  const { left } = words();
  const isKnown = value === '' || options.some((option) => option.value === value);
  const other = isKnown ? [] : [{ value, label: value }];
  return (
    <Select
      label={label}
      value={value}
      onChange={onChange}
      options={[{ value: '', label: left.all }, ...other, ...options]}
    />
  );
}

/** A home may have thousands: the most frequent are offered, and any other can be typed. */
const OFFERED = 200;

function Named({ by, value, onChange }: OneProps<'device' | 'field'>) {
  const { left } = words();
  const { answer = [] } = useAnswer('GET /left/sums', { query: { by } }).now.value;
  const offered = answer.slice(0, OFFERED).map(({ of, name }) => ({ value: of, label: name ?? of }));
  return <Typed label={left.filter[by]} type="text" value={value} offered={offered} onChange={onChange} />;
}

interface TypedProps {
  readonly label: string;
  readonly type: 'text' | 'date';
  readonly value: string | undefined;
  readonly offered?: SelectProps['options'];
  readonly onChange: (value: string) => void;
}

function Typed({ label, type, value = '', offered, onChange }: TypedProps) {
  return (
    <Field label={label}>
      {({ id }) => (
        <>
          <input
            id={id}
            type={type}
            value={value}
            autocomplete="off"
            list={offered && `${id}-offered`}
            onChange={({ currentTarget }) => onChange(currentTarget.value)}
          />
          {offered && (
            <datalist id={`${id}-offered`}>
              {offered.map((each) => (
                <option key={each.value} value={each.value}>
                  {each.label}
                </option>
              ))}
            </datalist>
          )}
        </>
      )}
    </Field>
  );
}
