import { words } from '../words/words.ts';
import { Picture } from './as-table.tsx';

/** What was guessed: how often right with what leaves, how often without it, and the interval of the difference. Shares of 1. */
export interface Gain {
  readonly label: string;
  readonly right: number;
  readonly guess: number;
  readonly least: number;
  readonly most: number;
}

/** A bar of 100 guesses for each: what is right anyway, then what is right only with what leaves, with its interval as a line. */
export function Gains({ of, says }: { readonly of: readonly Gain[]; readonly says: string }) {
  const { learn } = words();
  return (
    <div class="gains">
      <Picture
        says={says}
        heads={learn.heads}
        note={learn.note}
        rows={of.map(({ label, right, guess, least, most }) => [
          label,
          learn.hundredths(guess),
          learn.hundredths(right),
          learn.between(least, most),
        ])}
      >
        {of.map((gain) => (
          <div key={gain.label} class="gain">
            <p>
              {gain.label} <span class="quiet">{learn.of(gain.guess, gain.right)}</span>
            </p>
            <Bar of={gain} />
          </div>
        ))}
      </Picture>
    </div>
  );
}

function Bar({ of: { right, guess, least, most } }: { readonly of: Gain }) {
  const at = (share: number) => 100 * Math.max(0, Math.min(1, share));
  return (
    <svg aria-hidden="true" viewBox="0 0 100 10" preserveAspectRatio="none" width="100" height="10">
      <rect class="anyway" width={at(guess)} height="10" vector-effect="non-scaling-stroke" />
      <rect x={at(guess)} width={Math.max(0, at(right) - at(guess))} height="10" />
      <path class="interval" d={`M${at(guess + least)} 5H${at(guess + most)}`} vector-effect="non-scaling-stroke" />
    </svg>
  );
}
