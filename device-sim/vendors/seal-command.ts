import { randomBytes } from 'node:crypto';
import { CompactEncrypt, CompactSign, importJWK } from 'jose';
import type { PublicJwkClaim } from './claims.ts';
import type { SigningKey } from './keys.ts';

/** A command as a vendor makes it: what it says, and what its headers say beside what they must. */
export interface CommandParts {
  readonly claims: Readonly<Record<string, unknown>>;
  readonly signer: SigningKey;
  /** The key of the home's hello. */
  readonly to: PublicJwkClaim;
  readonly jwsHeader?: Readonly<Record<string, unknown>>;
  readonly jweHeader?: Readonly<Record<string, unknown>>;
}

/** JWS compact (ES256) in JWE compact (ECDH-ES, A256GCM), docs/topics.md; whatever is given is sealed, also what no hub takes. */
export async function sealCommand({ claims, signer, to, jwsHeader, jweHeader }: CommandParts): Promise<string> {
  const jws = await new CompactSign(Buffer.from(JSON.stringify(claims)))
    .setProtectedHeader({ alg: 'ES256', kid: signer.jwk.kid, typ: 'hearthgate-command+jws', ...jwsHeader })
    .sign(signer.privateKey);
  const header = { alg: 'ECDH-ES', enc: 'A256GCM', kid: to.kid ?? '', cty: 'JWS', typ: 'hearthgate+jwe', ...jweHeader };
  return new CompactEncrypt(Buffer.from(jws))
    .setProtectedHeader(header)
    .encrypt(await importJWK({ ...to, alg: 'ECDH-ES' }));
}

/** The claims of a command to one device by the name that it has in an epoch; `at` is the vendor's time. */
export function commandClaims(asked: {
  readonly recipient: string;
  readonly home: string;
  readonly device: { readonly device: string; readonly purpose: string; readonly epoch: string };
  readonly name: string;
  readonly arguments: Readonly<Record<string, unknown>>;
  readonly seq: number;
  readonly at: number;
}) {
  const { recipient, home, device, name, seq, at } = asked;
  return {
    ...{ v: 1, iss: recipient, aud: home, jti: randomBytes(16).toString('base64url'), seq, iat: Math.floor(at / 1000) },
    ...{ purpose: device.purpose, epoch: device.epoch, device: device.device, name, arguments: asked.arguments },
  };
}
