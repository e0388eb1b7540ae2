import { generateKeyPairSync, randomBytes, X509Certificate } from 'node:crypto';
import { clientCertificate } from '../../gateway/recipients/client-certificate.ts';
import type { Home } from '../../gateway/recipients/homes.ts';
import { publicJwk } from '../../gateway/recipients/jwk.ts';

/** A home that lives as long as this program: keys, names and certificate as a hub makes them for one recipient. */
export function playedHome(recipient: string): Home {
  const [signing, commands, tls] = [pair(), pair(), pair()];
  const cert = clientCertificate(tls.publicKey, tls.key, (size) => randomBytes(size));
  return {
    ...{ recipient, home: newId(), clientId: newId(), liveClientId: newId(), phase: 0, signing, commands },
    tls: { key: tls.key.export({ type: 'pkcs8', format: 'pem' }).toString(), cert, fingerprint: fingerprintOf(cert) },
  };
}

function fingerprintOf(cert: string): string {
  return new X509Certificate(cert).fingerprint256.replaceAll(':', '').toLowerCase();
}

function pair() {
  const { publicKey, privateKey: key } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return { key, publicKey, jwk: publicJwk(publicKey) };
}

export function newId(): string {
  return randomBytes(16).toString('base64url');
}
