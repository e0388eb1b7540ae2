import { decodeJwt, importJWK } from 'jose';
import type { Manifest, PublicJwk } from '../../../rules/manifest.ts';
import { parseManifest } from '../../../rules/manifest.ts';
import type { Problem } from '../../../rules/problems.ts';
import { openManifest } from '../../household/manifests.ts';
import { thumbprint } from '../../recipients/jwk.ts';
import { hintsFor } from './hints.ts';

/** All that is wrong with a manifest, and where less could be asked for. */
export interface Linted {
  readonly problems: readonly Problem[];
  /** What a hub takes and a household may not like. */
  readonly hints: readonly Problem[];
  readonly manifest?: Manifest;
  /** Thumbprint of the key that signed it, where it is signed. */
  readonly signedBy?: string;
}

/** The keys in the manifests of docs/examples: their private halves are nobody's. */
const EXAMPLE_KEYS = new Set([
  'M7lZRbK7ERgPAWiNwrtTYLFNYe00CA7XN4F2REcDXxU',
  'KBVD_dYp8W2Gd9_pRQ6Yl_4g8s__iO5usaKDHZgkYEg',
]);

/** Looks through a manifest as JSON, as JWS, or as it stands at a well-known address. */
export async function lint(text: string): Promise<Linted> {
  const signed = signedIn(text);
  if (signed !== undefined) return lintSigned(signed);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : 'it cannot be read';
    return { problems: [{ path: '', problem: `is neither JSON nor a JWS in compact form: ${why}` }], hints: [] };
  }
  const parsed = parseManifest(json);
  if ('problems' in parsed) return { problems: parsed.problems, hints: [] };
  const { manifest } = parsed;
  return { manifest, problems: await keyProblems(manifest), hints: hintsFor(manifest) };
}

/** The JWS in a file, alone or as the member of a well-known document; undefined for a manifest that is not signed. */
export function signedIn(text: string): string | undefined {
  const trimmed = text.trim();
  if (!trimmed.startsWith('{')) return trimmed.split('.').length === 3 ? trimmed : undefined;
  try {
    const { manifest } = JSON.parse(trimmed);
    return typeof manifest === 'string' ? manifest : undefined;
  } catch {
    return undefined;
  }
}

async function lintSigned(signed: string): Promise<Linted> {
  const opened = await openManifest(signed);
  if (opened.ok) return { ...(await lint(opened.json)), signedBy: opened.fingerprint };
  // Where the signature is right, the problems of what was signed say more than one sentence about all of it.
  const inside = await lint(payloadOf(signed));
  return inside.problems.length > 0 && !opened.problem.startsWith('this is not') && !opened.problem.startsWith('its ')
    ? inside
    : { problems: [{ path: '', problem: opened.problem }], hints: [] };
}

function payloadOf(signed: string): string {
  try {
    return JSON.stringify(decodeJwt(signed));
  } catch {
    return '';
  }
}

/** The mistakes that would otherwise show only in the first home. */
async function keyProblems({ keys }: Manifest): Promise<Problem[]> {
  const problems: Problem[] = [];
  const look = async (path: string, { kty, crv, x, y, kid }: PublicJwk, alg: string) => {
    const right = thumbprint({ x, y });
    const isPoint = await importJWK({ kty, crv, x, y }, alg).then(
      () => true,
      () => false,
    );
    if (!isPoint) problems.push({ path, problem: 'is not a point of P-256; make a new one: hearthgate manifest keys' });
    else if (kid !== right)
      problems.push({ path: `${path}/kid`, problem: `is not the thumbprint of its key; write ${right}` });
    else if (EXAMPLE_KEYS.has(kid))
      problems.push({
        path,
        problem: "is still the example's, which nobody can open; put in the public half of yours",
      });
  };
  for (const [i, key] of keys.encryption.entries()) await look(`/keys/encryption/${i}`, key, 'ECDH-ES');
  for (const [i, key] of (keys.commands ?? []).entries()) await look(`/keys/commands/${i}`, key, 'ES256');
  return problems;
}
