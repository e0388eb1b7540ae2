import { type ComponentChildren, useId, useState } from '../framework.ts';

interface TextFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly hint?: string;
  readonly autocomplete?: string;
  readonly required?: boolean;
  readonly wrong?: string | undefined;
}

export function TextField({ label, value, onInput, hint, autocomplete = 'off', required, wrong }: TextFieldProps) {
  const id = useId();
  return (
    <p class="field">
      <label for={id}>{label}</label>
      {hint && (
        <span id={`${id}-hint`} class="quiet">
          {hint}
        </span>
      )}
      <input
        id={id}
        value={value}
        autocomplete={autocomplete as 'off'}
        required={required}
        aria-describedby={hint ? `${id}-hint` : undefined}
        aria-invalid={wrong !== undefined}
        onInput={({ currentTarget }) => onInput(currentTarget.value)}
      />
      {wrong && <span class="wrong">{wrong}</span>}
    </p>
  );
}

interface PassphraseProps {
  readonly label: string;
  readonly show: string;
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly isNew?: boolean;
  readonly hint?: string;
}

/** Pasting and password managers are welcome (WCAG 2.2, 3.3.8). */
export function Passphrase({ label, show, value, onInput, isNew = false, hint }: PassphraseProps) {
  const id = useId();
  const [isShown, setShown] = useState(false);
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {hint && (
        <span id={`${id}-hint`} class="quiet">
          {hint}
        </span>
      )}
      <input
        id={id}
        {...(isShown ? ({ type: 'text' } as const) : ({ type: 'password' } as const))}
        value={value}
        required
        minLength={isNew ? 12 : undefined}
        autocomplete={isNew ? 'new-password' : 'current-password'}
        aria-describedby={hint ? `${id}-hint` : undefined}
        onInput={({ currentTarget }) => onInput(currentTarget.value)}
      />
      <label class="check">
        <input type="checkbox" checked={isShown} onChange={() => setShown(!isShown)} />
        {show}
      </label>
    </div>
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
