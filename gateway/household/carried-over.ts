import type { Manifest } from '../../rules/manifest.ts';
import type { KnownDevice } from '../../rules/plan.ts';
import { changes, onlyLess, termsOf } from '../../rules/terms.ts';
import type { Choice, Consents } from './consents.ts';

/**
 * The consents to earlier versions of this manifest as choices for the version it is now, where the new terms ask for
 * nothing but less: fewer statistics, later release, shorter retention. Everything else a person has to look at.
 */
export function carriedOver(
  manifest: Manifest,
  devices: readonly KnownDevice[],
  consents: Pick<Consents, 'standing' | 'termsOf'>,
): Choice[] {
  return consents.standing().flatMap((consent): Choice[] => {
    const { id, since: _, ended: __, once, ...kept } = consent;
    if (once === 'spent') return [];
    if (kept.recipient !== manifest.recipient || kept.manifestVersion >= manifest.version || kept.state !== 'given')
      return [];
    const device = devices.find((each) => each.id === kept.device);
    const request = manifest.requests.find((each) => each.id === kept.request);
    const before = consents.termsOf(id);
    const terms = device && request && termsOf(manifest, request, device, kept.field);
    if (!before || !terms || !onlyLess(changes(before, terms))) return [];
    return [
      {
        ...kept,
        ...(once && { once }),
        state: 'given',
        manifestVersion: manifest.version,
        release: terms.release,
        terms,
      },
    ];
  });
}
