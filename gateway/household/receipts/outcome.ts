import type { Consent, ConsentId } from '../../../rules/consent.ts';
import type { Instant } from '../../../rules/reading.ts';
import type { Line } from './decided.ts';

/** How a consent that was given ended; `replaced`: by one that was given later for the same. */
export interface Outcome {
  readonly state: 'withdrawn' | 'expired' | 'replaced';
  readonly at: Instant;
}

/** The consents as they are now. */
export interface ConsentsNow {
  get(id: ConsentId): Consent | undefined;
  /** The answer that took this one's place. */
  successorOf(id: ConsentId): Consent | undefined;
}

/** What noised values under a consent disclosed in the last 31 days; undefined where that is nothing. */
export type SpentUnder = (consent: ConsentId) => { readonly epsilon: number; readonly homeDays: number } | undefined;

/**
 * What became of a line; undefined while it is in force. A refusal has no outcome: that a later answer took its place
 * does not make it a consent that was withdrawn.
 */
export function outcomeOf(
  { consent: id, answer, until }: Line,
  consents: ConsentsNow,
  now: Instant,
): Outcome | undefined {
  if (answer === 'refused') return undefined;
  const consent = consents.get(id);
  const ended = consent?.ended;
  if (consent?.state === 'expired') return { state: 'expired', at: ended ?? until ?? now };
  if (consent?.state === 'withdrawn') {
    return { state: isGiven(consents.successorOf(id)) ? 'replaced' : 'withdrawn', at: ended ?? now };
  }
  return until !== undefined && until <= now ? { state: 'expired', at: until } : undefined;
}

/** Whatever became of it later; a refusal withholds. */
function isGiven(consent: Consent | undefined): boolean {
  return consent !== undefined && consent.form.form !== 'withheld';
}
