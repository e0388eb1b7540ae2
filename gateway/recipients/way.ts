import { secretPlace } from '../../rules/delivery.ts';
import type { Manifest, PublicJwk } from '../../rules/manifest.ts';
import type { Credentials } from './links/link.ts';
import type { Way } from './outbox/departures.ts';
import { encryptionKey } from './outbox/seal.ts';

/**
 * How a recipient is sent to, or why it is not. Never a fall-back to something weaker (promise 5): without a delivery it is
 * sealed or nothing, and a delivery counts only in a manifest that the household wrote and that has no key.
 */
export function wayTo(
  manifest: Manifest,
  owns: (key: PublicJwk) => boolean,
  credentials: Credentials | undefined,
): Way | { readonly because: string } {
  const { delivery } = manifest.endpoint;
  const scheme = schemeOf(manifest);
  if (delivery === undefined) {
    if (scheme !== 'mqtts:' && scheme !== 'https:') return { because: 'the endpoint is neither mqtts: nor https:' };
    return encryptionKey(manifest, owns);
  }
  if (manifest.origin !== 'household' || manifest.keys.encryption.length > 0)
    return { because: 'only a recipient of the household’s own has a delivery' };
  if (scheme === '') return { because: 'the endpoint is none of mqtts:, https:, mqtt: and http:' };
  if (delivery.auth.scheme !== 'none' && credentials === undefined)
    return { because: 'its secret is missing; give it with "recipient credentials"' };
  return { delivery };
}

/**
 * What was kept, where it may be shown to this recipient: not what was given for another address, nor where none is asked
 * for. Without a key nothing but its address says who it is, so what was given for none is not shown there.
 */
export function shownTo({ endpoint }: Manifest, kept: Credentials | undefined): Credentials | undefined {
  if (endpoint.delivery?.auth.scheme === 'none') return undefined;
  const fits = kept?.for === undefined ? endpoint.delivery === undefined : kept.for === secretPlace(endpoint);
  return fits ? kept : undefined;
}

/** Empty for an address that nothing goes to: of another kind, or with a password in it. */
export function schemeOf({ endpoint }: Manifest): 'mqtts:' | 'https:' | 'mqtt:' | 'http:' | '' {
  if (!URL.canParse(endpoint.url)) return '';
  const { protocol, username, password } = new URL(endpoint.url);
  if (username || password) return '';
  return protocol === 'mqtts:' || protocol === 'https:' || protocol === 'mqtt:' || protocol === 'http:' ? protocol : '';
}
