import { signal } from '../framework.ts';
import { words } from '../words/words.ts';

interface Toast {
  readonly number: number;
  readonly says: string;
  readonly undo?: () => void;
}

const toasts = signal<readonly Toast[]>([]);
let last = 0;
/** Long enough to be read and reached; what it undoes stays in the activity. */
const STAYS_MS = 12_000;

/** Says in a sentence what was done, with a way back where there is one. */
export function toast(says: string, undo?: () => void): void {
  const number = ++last;
  toasts.value = [...toasts.value.slice(-2), { number, says, ...(undo && { undo }) }];
  setTimeout(() => drop(number), STAYS_MS);
}

export function Toasts() {
  const { shell } = words();
  return (
    <div class="toasts" role="status">
      {toasts.value.map(({ number, says, undo }) => (
        <p key={number} class="toast">
          <span>{says}</span>
          {undo && (
            <button
              type="button"
              class="plain"
              onClick={() => {
                drop(number);
                undo();
              }}
            >
              {shell.undo}
            </button>
          )}
          <button type="button" class="plain" aria-label={shell.close} onClick={() => drop(number)}>
            ×
          </button>
        </p>
      ))}
    </div>
  );
}

function drop(number: number): void {
  toasts.value = toasts.value.filter((each) => each.number !== number);
}
