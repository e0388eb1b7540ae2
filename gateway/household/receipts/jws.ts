import type { KeyObject } from 'node:crypto';
import { CompactSign, calculateJwkThumbprint, compactVerify, decodeProtectedHeader, importJWK, type JWK } from 'jose';
import type { PublicJwk } from '../../../rules/manifest.ts';
import { canonicalJson } from '../ledger/canonical-json.ts';
import type { Node } from './json-ld.ts';

/** Who signs: the household for itself, or the home as one recipient knows it for that one. */
export interface ReceiptSigner {
  readonly key: KeyObject;
  readonly jwk: PublicJwk;
}

const TYP = 'hearthgate-receipt+jws';
const HEADER = ['alg', 'jwk', 'kid', 'typ'];

/** A receipt as JWS compact (RFC 7515, ES256) around its canonical JSON; the header carries the public key. */
export function signReceipt(receipt: Node, { key, jwk }: ReceiptSigner): Promise<string> {
  const { kid, kty, crv, x, y } = jwk;
  return new CompactSign(Buffer.from(canonicalJson(receipt)))
    .setProtectedHeader({ alg: 'ES256', kid, typ: TYP, jwk: { kty, crv, x, y } })
    .sign(key);
}

export type Verified =
  | { readonly ok: true; readonly receipt: Readonly<Record<string, unknown>> }
  | { readonly ok: false; readonly problem: string };

/**
 * Whether a receipt was signed by the key with this thumbprint (RFC 7638) and is what was signed. It says nothing of
 * whether the key is the home's: compare the thumbprint with one kept elsewhere. Nothing is fetched.
 */
export async function verifyReceipt(signed: string, kid: string): Promise<Verified> {
  let text: string;
  try {
    const header = decodeProtectedHeader(signed);
    if (Object.keys(header).sort().join() !== HEADER.join()) return refuse('its header is not that of a receipt');
    if (header.typ !== TYP) return refuse(`its header must say typ "${TYP}"`);
    const jwk = header.jwk as JWK;
    if (header.kid !== kid || (await calculateJwkThumbprint(jwk)) !== kid) return refuse('another key signed it');
    const { payload } = await compactVerify(signed, await importJWK(jwk, 'ES256'), { algorithms: ['ES256'] });
    text = new TextDecoder('utf-8', { fatal: true }).decode(payload);
  } catch {
    return refuse('this is no JWS compact with a valid signature');
  }
  return parsed(text);
}

/** Canonical JSON has every name once, so that two readers cannot see two receipts in it. */
function parsed(text: string): Verified {
  let receipt: unknown;
  try {
    receipt = JSON.parse(text);
    if (canonicalJson(receipt) !== text) return refuse('its JSON is not in the canonical form (RFC 8785)');
  } catch {
    return refuse('what was signed is not JSON');
  }
  if (typeof receipt !== 'object' || receipt === null || !('@type' in receipt)) return refuse('it is no receipt');
  if (receipt['@type'] !== 'dpv:ConsentReceipt') return refuse('it is no consent receipt');
  return { ok: true, receipt: receipt as Readonly<Record<string, unknown>> };
}

function refuse(problem: string): Verified {
  return { ok: false, problem };
}
