import { CompactSign } from 'jose';
import type { VendorKeys } from '../device-sim/vendors/keys.ts';

/** The vendor that all is measured with: it asks for a summary of one field, and for another exact and live. */
export async function manifestFor(of: {
  readonly keys: VendorKeys;
  readonly url: string;
  readonly ca: string;
  readonly withinMs: number;
  /** Of summaries; a quarter of an hour where it is absent. */
  readonly window?: string;
}): Promise<string> {
  const { keys, url, ca, withinMs, window = 'PT15M' } = of;
  const field = (name: string, more: object) => ({ name, type: 'number', ...more });
  const manifest = {
    v: 1,
    recipient: 'bench',
    version: 1,
    origin: 'vendor',
    controller: { name: 'Bench', country: 'DE', contact: 'bench@bench.example' },
    endpoint: { url, ca },
    keys: { encryption: [keys.encryption.jwk] },
    products: [
      {
        match: { dialect: 'native', vendor: 'bench', model: 'b1' },
        fields: [field('temperature', { unit: '°C', bounds: [0, 40], resolution: 0.01 }), field('sent', {})],
      },
    ],
    requests: [
      ask(
        'summary',
        'dpv:ServiceProvision',
        'temperature',
        { form: 'summary', window, statistics: ['mean'] },
        { release: 'slot', every: window },
      ),
      ask(
        'live',
        'dpv:ServiceOptimisation',
        'sent',
        { form: 'exact', grain: 'PT1S' },
        { release: 'live', within: `PT${withinMs / 1000}S` },
      ),
    ],
  };
  const { kty, crv, x, y } = keys.manifest.jwk;
  return await new CompactSign(Buffer.from(JSON.stringify(manifest)))
    .setProtectedHeader({ alg: 'ES256', typ: 'hearthgate-manifest+jws', jwk: { kty, crv, x, y } })
    .sign(keys.manifest.privateKey);
}

function ask(id: string, purpose: string, name: string, form: object, release: object) {
  return {
    id,
    purpose,
    sentence: `The bench asks for ${name}.`,
    fields: [{ name, form }],
    release,
    retention: 'P1D',
    recipients: [],
    necessity: 'optional',
    ifRefused: 'Nothing.',
  };
}
