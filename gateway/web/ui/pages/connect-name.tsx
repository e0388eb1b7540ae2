import { type ComponentChildren, useState } from '../framework.ts';
import { Buttons, TextField } from '../parts/fields.tsx';
import { asName } from '../parts/names.ts';
import { Select } from '../parts/select.tsx';
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
        <Select
          label={connect.dialect}
          value={dialect}
          onChange={setDialect}
          options={DIALECTS.map((value) => ({ value, label: connect.dialects[value] ?? value }))}
        />
      )}
      {speaks && dialect !== 'native' && <TextField label={connect.base} value={base} onInput={setBase} />}
      <Buttons>
        {children}
        <button type="submit">{go}</button>
      </Buttons>
    </form>
  );
}
