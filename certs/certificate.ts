import { constants, privateEncrypt } from 'node:crypto';
import forge from 'node-forge';

/** A key and its certificate, as PEM. */
export interface Credentials {
  readonly key: string;
  readonly cert: string;
}

/** What a certificate says. */
export interface Certificate {
  readonly serial: Uint8Array;
  readonly subject: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly extensions: readonly object[];
}

/** Who signs: a key, and the certificate it belongs to unless it signs its own. */
export interface Signer {
  readonly key: string;
  readonly cert?: string;
}

/** Signs a certificate (RFC 5280) for `publicKey`; without an issuer it is signed by its own key. */
export function certify(content: Certificate, publicKey: string, signer: Signer): string {
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = forge.pki.publicKeyFromPem(publicKey);
  certificate.serialNumber = serialNumber(content.serial);
  certificate.validity.notBefore = content.notBefore;
  certificate.validity.notAfter = content.notAfter;
  certificate.setSubject([{ name: 'commonName', value: content.subject }]);
  const issuer = signer.cert === undefined ? certificate : forge.pki.certificateFromPem(signer.cert);
  certificate.setIssuer(issuer.subject.attributes);
  certificate.setExtensions([
    ...content.extensions,
    { name: 'subjectKeyIdentifier' },
    { name: 'authorityKeyIdentifier', keyIdentifier: issuer.generateSubjectKeyIdentifier().getBytes() },
  ]);
  certificate.sign(nativeSigner(signer.key), forge.md.sha256.create());
  return forge.pki.certificateToPem(certificate);
}

/** A positive integer of 16 bytes (RFC 5280 §4.1.2.2): the leading bit is 0, the next 1, so that none is shorter. */
function serialNumber(bytes: Uint8Array): string {
  const serial = Buffer.from(bytes.subarray(0, 16));
  serial[0] = ((serial[0] ?? 0) & 0x7f) | 0x40;
  return serial.toString('hex');
}

/** DigestInfo of SHA-256 (RFC 8017 §9.2, note 1). */
const SHA256 = Buffer.from('3031300d060960864801650304020105000420', 'hex');

/** forge takes 30 to 120 ms of the event loop for an RSA signature; OpenSSL takes 2. forge only builds what is signed. */
function nativeSigner(key: string): forge.pki.rsa.PrivateKey {
  return Object.assign(forge.pki.privateKeyFromPem(key), {
    sign: (digest: forge.md.MessageDigest) => {
      const info = Buffer.concat([SHA256, Buffer.from(digest.digest().getBytes(), 'latin1')]);
      return privateEncrypt({ key, padding: constants.RSA_PKCS1_PADDING }, info).toString('latin1');
    },
  });
}
