import { CompactSign } from 'jose';
import type { MakerKey } from './maker-key.ts';

/** A manifest as JWS compact (RFC 7515, ES256), as hubs take it: the public signing key stands in its header. */
export function signManifest(json: object, { key, jwk }: MakerKey): Promise<string> {
  const { kid, kty, crv, x, y } = jwk;
  return new CompactSign(Buffer.from(JSON.stringify(json)))
    .setProtectedHeader({ alg: 'ES256', kid, typ: 'hearthgate-manifest+jws', jwk: { kty, crv, x, y } })
    .sign(key);
}
