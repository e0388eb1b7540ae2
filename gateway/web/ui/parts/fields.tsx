import { type ComponentChildren, useId, useState, type VNode } from '../framework.ts';

interface FieldProps {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly wrong?: string | undefined;
}

/** What is typed in, with its label, what helps, and what is wrong with it, which are read out with it. */
interface TypedProps extends FieldProps {
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly required?: boolean | undefined;
}

interface Named {
  readonly id: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': boolean;
}

export function Field({ label, hint, wrong, children }: FieldProps & { readonly children: (named: Named) => VNode }) {
  const id = useId();
  const told = [hint && `${id}-hint`, wrong && `${id}-wrong`].filter(Boolean).join(' ');
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {hint && (
        <span id={`${id}-hint`} class="quiet">
          {hint}
        </span>
      )}
      {children({ id, 'aria-describedby': told || undefined, 'aria-invalid': wrong !== undefined })}
      {wrong && (
        <span id={`${id}-wrong`} class="wrong">
          {wrong}
        </span>
      )}
    </div>
  );
}

interface TextFieldProps extends TypedProps {
  readonly autocomplete?: string;
  readonly type?: 'text' | 'url' | 'time' | 'search';
  readonly maxLength?: number;
}

export function TextField({
  value,
  onInput,
  autocomplete = 'off',
  type = 'text',
  required,
  maxLength,
  ...about
}: TextFieldProps) {
  return (
    <Field {...about}>
      {(named) => (
        <input
          {...named}
          type={type as 'text'}
          value={value}
          autocomplete={autocomplete as 'off'}
          required={required}
          maxLength={maxLength}
          onInput={({ currentTarget }) => onInput(currentTarget.value)}
        />
      )}
    </Field>
  );
}

/** Lines that no spelling is looked at in. Low, as a browser scrolls to the line that is written in and not to all of it. */
export function TextArea({ value, onInput, required, ...about }: TypedProps) {
  return (
    <Field {...about}>
      {(named) => (
        <textarea
          {...named}
          rows={2}
          spellcheck={false}
          value={value}
          required={required}
          onInput={({ currentTarget }) => onInput(currentTarget.value)}
        />
      )}
    </Field>
  );
}

/** As much as the hub takes in one request. */
const MOST_BYTES = 1024 * 1024;

/** A text that is chosen as a file, or pasted. */
export function FileField({ file, ...typed }: TypedProps & { readonly file: string }) {
  const read = async (chosen: File | undefined) =>
    typed.onInput(chosen ? await chosen.slice(0, MOST_BYTES).text() : '');
  return (
    <>
      <Field label={file}>
        {(named) => <input {...named} type="file" onChange={({ currentTarget }) => read(currentTarget.files?.[0])} />}
      </Field>
      <TextArea {...typed} />
    </>
  );
}

interface PassphraseProps extends TypedProps {
  readonly show: string;
  /** `new`: one for this household. `other`: somebody else's secret, which no passphrase kept for this page may fill. */
  readonly whose?: 'own' | 'new' | 'other';
}

/** Pasting and password managers are welcome (WCAG 2.2, 3.3.8). */
export function Passphrase({ show, value, onInput, whose = 'own', required = true, ...about }: PassphraseProps) {
  const [isShown, setShown] = useState(false);
  return (
    <Field {...about}>
      {(named) => (
        <>
          <input
            {...named}
            {...(isShown ? ({ type: 'text' } as const) : ({ type: 'password' } as const))}
            value={value}
            required={required}
            minLength={whose === 'new' ? 12 : undefined}
            autocomplete={whose === 'own' ? 'current-password' : 'new-password'}
            onInput={({ currentTarget }) => onInput(currentTarget.value)}
          />
          <Check label={show} checked={isShown} onChange={setShown} />
        </>
      )}
    </Field>
  );
}

interface CheckProps {
  readonly label: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}

export function Check({ label, checked, onChange }: CheckProps) {
  return (
    <label class="check">
      <input type="checkbox" checked={checked} onChange={({ currentTarget }) => onChange(currentTarget.checked)} />
      <span>{label}</span>
    </label>
  );
}

interface ChoiceProps<T extends string> {
  readonly legend: string;
  readonly options: readonly { readonly value: T; readonly label: string; readonly says?: string }[];
  readonly value: T;
  readonly onChange: (value: T) => void;
}

/** One of a few, all of them seen at once. */
export function Choice<T extends string>({ legend, options, value, onChange }: ChoiceProps<T>) {
  const name = useId();
  return (
    <fieldset class="choice">
      <legend>{legend}</legend>
      {options.map((option) => (
        <label key={option.value} class="check">
          <input type="radio" name={name} checked={option.value === value} onChange={() => onChange(option.value)} />
          <span>
            {option.label}
            {option.says && <span class="quiet"> {option.says}</span>}
          </span>
        </label>
      ))}
    </fieldset>
  );
}

/** The buttons of a form or dialog, side by side and alike. */
export function Buttons({ children }: { readonly children: ComponentChildren }) {
  return <div class="buttons">{children}</div>;
}
