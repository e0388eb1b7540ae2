/**
 * Signs a manifest (JWS compact, ES256) with a key it makes at the first run and keeps with mode 0600.
 *
 *     node sign-manifest.ts manifest.json signing-key.json > manifest.jws
 *
 * Keep the signing key safe and offline: homes pin it when they first see it, and take later versions only from it. The
 * fingerprint that is printed is what a household compares.
 */
import { readFileSync } from 'node:fs';
import { CompactSign, calculateJwkThumbprint, importJWK } from 'jose';
import { readKey } from './make-key.ts';

/** The keys in the manifests beside this: their private halves are nobody's. */
const EXAMPLE_KEYS = ['M7lZRbK7ERgPAWiNwrtTYLFNYe00CA7XN4F2REcDXxU', 'KBVD_dYp8W2Gd9_pRQ6Yl_4g8s__iO5usaKDHZgkYEg'];

const [manifestPath, keyPath] = process.argv.slice(2);
try {
  if (!manifestPath || !keyPath) throw new Error('usage: node sign-manifest.ts <manifest.json> <signing-key.json>');
  const json = JSON.parse(readFileSync(manifestPath, 'utf8'));
  if (json.origin === 'household')
    throw new Error(
      'a household adds what it wrote itself as it is: hearthgate recipient add manifest.json; a vendor signs',
    );
  await checkKeys(json);
  const { kid, kty, crv, x, y, d } = await readKey(keyPath, true);
  const jws = await new CompactSign(new TextEncoder().encode(JSON.stringify(json)))
    .setProtectedHeader({ alg: 'ES256', kid, typ: 'hearthgate-manifest+jws', jwk: { kty, crv, x, y } })
    .sign(await importJWK({ kty, crv, x, y, d }, 'ES256'));
  process.stdout.write(`${jws}\n`);
  process.stderr.write(`signed version ${json.version} of ${json.recipient}; fingerprint of the signing key: ${kid}\n`);
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}

/** The mistakes that would otherwise show only in the first home: the example's key, a private key, a wrong `kid`. */
async function checkKeys(json: { keys?: { [use: string]: { [member: string]: string }[] } }): Promise<void> {
  for (const [use, keys] of Object.entries(json.keys ?? {}))
    for (const key of keys) {
      if ('d' in key)
        throw new Error('the manifest holds a private key (d): replace that key, and put in the public half');
      const kid = await calculateJwkThumbprint(key);
      if (EXAMPLE_KEYS.includes(kid))
        throw new Error(
          `the ${use === 'commands' ? 'command' : 'encryption'} key is still the example's: put in the public half of yours`,
        );
      if (key.kid !== kid) throw new Error(`kid ${key.kid} is not the thumbprint of its key; write ${kid}`);
    }
}
