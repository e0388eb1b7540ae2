import { type CryptoKey, compactDecrypt, compactVerify, importJWK } from 'jose';
import { isJwk, type PublicJwkClaim } from './claims.ts';
import type { EncryptionKey } from './keys.ts';

/** A compact JWS taken out of its JWE; the signature is not looked at yet, since the key hangs on what it says. */
export interface Unsealed {
  readonly typ: 'hearthgate-batch+jws' | 'hearthgate-notice+jws';
  readonly kid: string | undefined;
  /** Only in a hello: the pairwise signing key. */
  readonly jwk: PublicJwkClaim | undefined;
  readonly jws: string;
  /** What was signed, as text and as JSON. */
  readonly text: string;
  readonly body: unknown;
}

export type Unsealing =
  | { readonly ok: true; readonly unsealed: Unsealed }
  | { readonly ok: false; readonly reason: OpenProblem; readonly read: readonly string[] };

export type OpenProblem =
  | 'not a compact JWE'
  | 'encryption algorithm not allowed'
  | 'encryption header not allowed'
  | 'encrypted to another key'
  | 'cannot be decrypted'
  | 'not a compact JWS'
  | 'signature algorithm not allowed'
  | 'signature header not allowed'
  | 'not JSON';

/** Members a header may have. `zip` tells lengths, `crit` asks for rules we do not know, `p2c` for endless work. */
const JWE_MEMBERS = ['alg', 'enc', 'kid', 'cty', 'typ', 'epk', 'apu', 'apv'];
const JWS_MEMBERS = ['alg', 'kid', 'typ', 'jwk'];

/**
 * JWE compact (RFC 7516; ECDH-ES of RFC 7518 §4.6 with A256GCM) around JWS compact (RFC 7515; ES256) around JSON. Both
 * headers are checked against lists of what is allowed before any key is used.
 */
export async function unseal(sealed: Uint8Array, key: EncryptionKey): Promise<Unsealing> {
  const read: string[] = [];
  const fail = (reason: OpenProblem): Unsealing => ({ ok: false, reason, read });
  const jwe = Buffer.from(sealed).toString('latin1');
  const outer = headerOf(jwe, 5);
  if (outer === undefined) return fail('not a compact JWE');
  read.push(JSON.stringify(outer));
  if (outer.alg !== 'ECDH-ES' || outer.enc !== 'A256GCM') return fail('encryption algorithm not allowed');
  if (outer.cty !== 'JWS' || !hasOnly(outer, JWE_MEMBERS)) return fail('encryption header not allowed');
  if (outer.kid !== key.jwk.kid) return fail('encrypted to another key');

  const opened = await compactDecrypt(jwe, key.privateKey, {
    keyManagementAlgorithms: ['ECDH-ES'],
    contentEncryptionAlgorithms: ['A256GCM'],
  }).catch(() => undefined);
  if (opened === undefined) return fail('cannot be decrypted');

  const jws = Buffer.from(opened.plaintext).toString('latin1');
  const inner = headerOf(jws, 3);
  if (inner === undefined) {
    read.push(jws);
    return fail('not a compact JWS');
  }
  const text = Buffer.from(jws.split('.')[1] ?? '', 'base64url').toString();
  read.push(JSON.stringify(inner), text);
  if (inner.alg !== 'ES256') return fail('signature algorithm not allowed');
  const { typ, kid, jwk } = inner;
  if (!hasOnly(inner, JWS_MEMBERS) || (typ !== 'hearthgate-batch+jws' && typ !== 'hearthgate-notice+jws')) {
    return fail('signature header not allowed');
  }
  if ((kid !== undefined && typeof kid !== 'string') || (jwk !== undefined && !isJwk(jwk))) {
    return fail('signature header not allowed');
  }
  const body = parse(text);
  if (body === undefined) return fail('not JSON');
  return { ok: true, unsealed: { typ, kid, jwk, jws, text, body } };
}

/** Whether the JWS is signed by this key (ES256 alone; importing checks that the point is on the curve). */
export async function isSignedBy({ jws }: Unsealed, key: PublicJwkClaim): Promise<boolean> {
  try {
    const imported: CryptoKey | Uint8Array = await importJWK({ ...key }, 'ES256');
    await compactVerify(jws, imported, { algorithms: ['ES256'] });
    return true;
  } catch {
    return false;
  }
}

function headerOf(compact: string, parts: number): { readonly [member: string]: unknown } | undefined {
  const split = compact.split('.');
  if (split.length !== parts || !/^[A-Za-z0-9_.-]+$/.test(compact)) return undefined;
  const header = parse(Buffer.from(split[0] ?? '', 'base64url').toString());
  return typeof header === 'object' && header !== null && !Array.isArray(header) ? { ...header } : undefined;
}

function hasOnly(header: { readonly [member: string]: unknown }, members: readonly string[]): boolean {
  return Object.keys(header).every((member) => members.includes(member));
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
