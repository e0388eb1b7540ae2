import { CompactEncrypt, CompactSign, importJWK } from 'jose';
import type { PublicJwkClaim } from './claims.ts';
import type { SigningKey } from './keys.ts';

/** An answer to a hello as a vendor makes it; whatever is given is sealed, also what no hub takes. */
export async function sealAnswer(
  claims: Readonly<Record<string, unknown>>,
  signer: SigningKey,
  to: PublicJwkClaim,
  jwsHeader: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const jws = await new CompactSign(Buffer.from(JSON.stringify(claims)))
    .setProtectedHeader({ alg: 'ES256', kid: signer.jwk.kid, typ: 'hearthgate-answer+jws', ...jwsHeader })
    .sign(signer.privateKey);
  return new CompactEncrypt(Buffer.from(jws))
    .setProtectedHeader({ alg: 'ECDH-ES', enc: 'A256GCM', kid: to.kid ?? '', cty: 'JWS', typ: 'hearthgate+jwe' })
    .encrypt(await importJWK({ ...to, alg: 'ECDH-ES' }));
}
