import { type ComponentChildren, useId, useState } from '../framework.ts';
import { Buttons, TextField } from '../parts/fields.tsx';
import { words } from '../words/words.ts';

const DIALECTS = ['native', 'zigbee2mqtt', 'tasmota', 'shelly-gen1', 'shelly-gen2', 'profile'] as const;
export type Dialect = (typeof DIALECTS)[number];

export interface Asked {
  readonly name: string;
  readonly dialect?: Dialect;
  readonly base?: string;
}

interface NameFormProps {
  readonly suggested: string;
  /** What it seems to speak, to begin with; undefined where that is known. */
  readonly speaks: { readonly dialect?: string | undefined; readonly base?: string | undefined } | undefined;
  readonly go: string;
  readonly onGo: (asked: Asked) => void;
  /** What else can be done. */
  readonly children?: ComponentChildren;
}

/** What a device is called here, what it speaks and where. */
export function NameForm({ suggested, speaks, go, onGo, children }: NameFormProps) {
  const { connect } = words();
  const id = useId();
  const [name, setName] = useState(asName(suggested));
  const [dialect, setDialect] = useState<Dialect>(DIALECTS.find((each) => each === speaks?.dialect) ?? 'native');
  const [base, setBase] = useState(speaks?.base ?? '');
  const submit = (event: Event) => {
    event.preventDefault();
    if (!speaks) onGo({ name });
    else onGo({ name, dialect, ...(dialect === 'native' || base === '' ? {} : { base }) });
  };
  return (
    <form onSubmit={submit}>
      <TextField label={connect.name} hint={connect.nameHint} value={name} onInput={setName} required />
      {speaks && (
        <p class="field">
          <label for={`${id}-dialect`}>{connect.dialect}</label>
          <select
            id={`${id}-dialect`}
            value={dialect}
            onChange={({ currentTarget }) =>
              setDialect(DIALECTS.find((each) => each === currentTarget.value) ?? 'native')
            }
          >
            {DIALECTS.map((each) => (
              <option key={each} value={each}>
                {connect.dialects[each] ?? each}
              </option>
            ))}
          </select>
        </p>
      )}
      {speaks && dialect !== 'native' && <TextField label={connect.base} value={base} onInput={setBase} />}
      <Buttons>
        {children}
        <button type="submit">{go}</button>
      </Buttons>
    </form>
  );
}

/** What it calls itself, as a name may be here. */
function asName(suggested: string): string {
  return suggested
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 64);
}
