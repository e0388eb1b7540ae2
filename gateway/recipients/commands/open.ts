import type { KeyObject } from 'node:crypto';
import { compactDecrypt, compactVerify, importJWK } from 'jose';
import type { PublicJwk } from '../../../rules/manifest.ts';

/** The largest sealed command that is looked at. */
export const MOST_BYTES = 8 * 1024;

const COMPACT = /^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]*)+$/;
/** RFC 7516 §4.1, RFC 7515 §4.1: no `zip`, `crit` or `p2c`, and no key that a message brings along. */
const JWE_MEMBERS = ['alg', 'enc', 'kid', 'cty', 'typ', 'epk', 'apu', 'apv'];
const JWS_MEMBERS = ['alg', 'kid', 'typ'];

type Header = Readonly<Record<string, unknown>>;

/** A JWS that was sealed for this home, and what its header says; nothing in it is known to be true yet. */
export interface Opened {
  readonly jws: string;
  readonly header: Header;
}

/** Takes the JWS out of a JWE compact (ECDH-ES, A256GCM) to this key of the home; undefined for anything else. */
export async function opened(sealed: Uint8Array, key: { key: KeyObject; kid: string }): Promise<Opened | undefined> {
  if (sealed.length > MOST_BYTES) return undefined;
  const jwe = Buffer.from(sealed).toString('latin1');
  const outer = headerOf(jwe, 5);
  if (outer === undefined || !hasOnly(outer, JWE_MEMBERS)) return undefined;
  if (outer.alg !== 'ECDH-ES' || outer.enc !== 'A256GCM' || outer.kid !== key.kid) return undefined;
  if (outer.cty !== 'JWS' || outer.typ !== 'hearthgate+jwe') return undefined;
  try {
    const { plaintext } = await compactDecrypt(jwe, key.key, {
      keyManagementAlgorithms: ['ECDH-ES'],
      contentEncryptionAlgorithms: ['A256GCM'],
    });
    const jws = Buffer.from(plaintext).toString('latin1');
    const header = headerOf(jws, 3);
    return header === undefined || !hasOnly(header, JWS_MEMBERS) ? undefined : { jws, header };
  } catch {
    return undefined;
  }
}

/** What was signed (ES256) with one of these keys, the one that the header names; undefined for anything else. */
export async function verified({ jws, header }: Opened, keys: readonly PublicJwk[]): Promise<Uint8Array | undefined> {
  const key = keys.find(({ kid }) => kid === header.kid);
  if (key === undefined || header.alg !== 'ES256') return undefined;
  try {
    const { kty, crv, x, y } = key;
    const { payload } = await compactVerify(jws, await importJWK({ kty, crv, x, y }, 'ES256'), {
      algorithms: ['ES256'],
    });
    return payload;
  } catch {
    return undefined;
  }
}

function headerOf(compact: string, parts: number): Header | undefined {
  const split = compact.split('.');
  if (split.length !== parts || !COMPACT.test(compact)) return undefined;
  try {
    const header: unknown = JSON.parse(Buffer.from(split[0] ?? '', 'base64url').toString());
    return typeof header === 'object' && header !== null && !Array.isArray(header) ? { ...header } : undefined;
  } catch {
    return undefined;
  }
}

function hasOnly(header: Header, members: readonly string[]): boolean {
  return Object.keys(header).every((member) => members.includes(member));
}
