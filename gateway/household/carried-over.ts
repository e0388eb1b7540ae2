import type { Consent, ConsentId } from '../../rules/consent.ts';
import type { Manifest } from '../../rules/manifest.ts';
import type { KnownDevice } from '../../rules/plan.ts';
import { changes, onlyLess, type Terms, termsOf } from '../../rules/terms.ts';
import type { Choice } from './consents.ts';

export interface CarriedOver {
  /** Consents to terms that did not change: they stay what they are, and what is queued under them goes. */
  readonly kept: readonly ConsentId[];
  /** Consents to terms that ask for less now, made anew for these. */
  readonly lessened: readonly Choice[];
}

/**
 * What of the consents to earlier versions stays good for the manifest as it is now: where it says the same or asks for
 * nothing but less (fewer statistics, later release, shorter retention). Everything else a person has to look at.
 */
export function carriedOver(
  manifest: Manifest,
  /** The version before it: what was not answered for that one is not answered for this one by its saying the same again. */
  before: number,
  devices: readonly KnownDevice[],
  standing: readonly Consent[],
  termsGiven: (id: ConsentId) => Terms | undefined,
): CarriedOver {
  const kept: ConsentId[] = [];
  const lessened: Choice[] = [];
  for (const consent of standing) {
    const { id, since: _, ended: __, once, ...choice } = consent;
    if (choice.recipient !== manifest.recipient || choice.manifestVersion !== before) continue;
    if (choice.state !== 'given') continue;
    const device = devices.find((each) => each.id === choice.device);
    const request = manifest.requests.find((each) => each.id === choice.request);
    const answered = termsGiven(id);
    const terms = device && request && termsOf(manifest, request, device, choice.field);
    if (!answered || !terms) continue;
    const found = changes(answered, terms);
    if (found.length === 0) kept.push(id);
    else if (onlyLess(found) && once !== 'spent') {
      const anew = { ...choice, ...(once && { once }), state: 'given', manifestVersion: manifest.version } as const;
      lessened.push({ ...anew, release: terms.release, terms });
    }
  }
  return { kept, lessened };
}
