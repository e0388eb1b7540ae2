import { generateKeyPair, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import forge from 'node-forge';

/** A self-made authority and one server certificate by it, as a small vendor would have. */
export interface ServerIdentity {
  /** PEM of the authority: what the manifest's `ca` pins. */
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
}

const makeKeys = promisify(generateKeyPair);

/**
 * For `localhost` and 127.0.0.1. The certificates' times are real times: TLS checks them by the machine's clock, whatever
 * day it is in the simulated home.
 */
export async function createServerIdentity(commonName: string): Promise<ServerIdentity> {
  const [authority, server] = await Promise.all([rsa(), rsa()]);
  const name = [{ name: 'commonName', value: `${commonName} test authority` }];
  const ca = certificate(authority.publicKey, name, name, [
    { name: 'basicConstraints', cA: true, critical: true, pathLenConstraint: 0 },
    { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    { name: 'subjectKeyIdentifier' },
  ]);
  ca.sign(authority.privateKey, forge.md.sha256.create());
  const cert = certificate(server.publicKey, [{ name: 'commonName', value: 'localhost' }], name, [
    { name: 'basicConstraints', cA: false, critical: true },
    { name: 'keyUsage', digitalSignature: true, critical: true },
    { name: 'extKeyUsage', serverAuth: true },
    {
      name: 'subjectAltName',
      altNames: [
        { type: 2, value: 'localhost' },
        { type: 7, ip: '127.0.0.1' },
      ],
    },
  ]);
  cert.sign(authority.privateKey, forge.md.sha256.create());
  return { ca: forge.pki.certificateToPem(ca), cert: forge.pki.certificateToPem(cert), key: server.pem };
}

/** Keys come from node:crypto off the event loop; forge only writes the certificates. */
async function rsa() {
  const { publicKey, privateKey } = await makeKeys('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  });
  return {
    publicKey: forge.pki.publicKeyFromPem(publicKey),
    privateKey: forge.pki.privateKeyFromPem(privateKey),
    pem: privateKey,
  };
}

function certificate(
  publicKey: forge.pki.PublicKey,
  subject: forge.pki.CertificateField[],
  issuer: forge.pki.CertificateField[],
  extensions: object[],
): forge.pki.Certificate {
  const made = forge.pki.createCertificate();
  made.publicKey = publicKey;
  const serial = randomBytes(16);
  // A positive number of constant length (RFC 5280 §4.1.2.2).
  serial[0] = ((serial[0] ?? 0) & 0x7f) | 0x40;
  made.serialNumber = serial.toString('hex');
  const now = performance.timeOrigin + performance.now();
  made.validity.notBefore = new Date(now - 86_400_000);
  made.validity.notAfter = new Date(now + 30 * 86_400_000);
  made.setSubject(subject);
  made.setIssuer(issuer);
  made.setExtensions(extensions);
  return made;
}
