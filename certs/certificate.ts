import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto';
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
  /** Of a root: the only names and addresses that it may speak for. */
  readonly permitted?: { readonly hosts: readonly string[]; readonly subnets: readonly Uint8Array[] };
}

/** Who signs: a key, and the certificate it belongs to unless it signs its own. */
export interface Signer {
  readonly key: string;
  readonly cert?: string;
}

const { asn1 } = forge;
const { Class, Type } = asn1;

/**
 * Signs a certificate (RFC 5280) for `publicKey`, which may be RSA or EC; without an issuer it is signed by its own key.
 * forge writes everything but the key, which it knows of RSA only, and the signature, which takes it 30 to 120 ms and
 * OpenSSL 2: both are put in their places afterwards.
 */
export function certify(content: Certificate, publicKey: string, signer: Signer): string {
  const subjectKey = createPublicKey(publicKey);
  const signerKey = createPrivateKey(signer.key);
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = forge.pki.publicKeyFromPem(
    createPublicKey(signer.key).export({ type: 'spki', format: 'pem' }).toString(),
  );
  certificate.serialNumber = serialNumber(content.serial);
  certificate.validity.notBefore = content.notBefore;
  certificate.validity.notAfter = content.notAfter;
  certificate.setSubject([{ name: 'commonName', value: content.subject }]);
  const issuer = signer.cert === undefined ? certificate : forge.pki.certificateFromPem(signer.cert);
  certificate.setIssuer(issuer.subject.attributes);
  certificate.setExtensions([
    ...content.extensions,
    ...(content.permitted ? [nameConstraints(content.permitted)] : []),
    { id: '2.5.29.14', value: asn1.toDer(octets(keyIdentifier(subjectKey))).getBytes() },
    { name: 'authorityKeyIdentifier', keyIdentifier: keyIdentifier(createPublicKey(signer.key)) },
  ]);
  certificate.sign(
    Object.assign(forge.pki.privateKeyFromPem(signer.key), { sign: () => '' }),
    forge.md.sha256.create(),
  );
  const whole = forge.pki.certificateToAsn1(certificate);
  const [body] = partsOf(whole);
  if (!body) throw new Error('writing a certificate: forge wrote none');
  partsOf(body)[PUBLIC_KEY] = asn1.fromDer(spki(subjectKey).toString('latin1'));
  const signed = Buffer.from(asn1.toDer(body).getBytes(), 'latin1');
  partsOf(whole)[SIGNATURE] = asn1.create(
    Class.UNIVERSAL,
    Type.BITSTRING,
    false,
    `\0${sign('sha256', signed, signerKey).toString('latin1')}`,
  );
  return pem(Buffer.from(asn1.toDer(whole).getBytes(), 'latin1'));
}

/** Key, certificate and who signed it in one file (PKCS#12, RFC 7292), encrypted with AES-256. */
export function bundle({ key, cert }: Credentials, authority: string, password: string, name: string): Uint8Array {
  const file = forge.pkcs12.toPkcs12Asn1(
    forge.pki.privateKeyFromPem(key),
    [cert, authority].map((each) => forge.pki.certificateFromPem(each)),
    password,
    { algorithm: 'aes256', count: 10_000, friendlyName: name },
  );
  return Buffer.from(asn1.toDer(file).getBytes(), 'latin1');
}

/** Places in TBSCertificate and Certificate (RFC 5280 §4.1). */
const PUBLIC_KEY = 6;
const SIGNATURE = 2;

function partsOf(node: forge.asn1.Asn1): forge.asn1.Asn1[] {
  if (!Array.isArray(node.value)) throw new Error('writing a certificate: a sequence has no parts');
  return node.value;
}

/** A positive integer of 16 bytes (RFC 5280 §4.1.2.2): the leading bit is 0, the next 1, so that none is shorter. */
function serialNumber(bytes: Uint8Array): string {
  const serial = Buffer.from(bytes.subarray(0, 16));
  serial[0] = ((serial[0] ?? 0) & 0x7f) | 0x40;
  return serial.toString('hex');
}

/** RFC 5280 §4.2.1.10; the numbers are GeneralName's tags for a DNS name and an IP address. */
function nameConstraints({ hosts, subnets }: NonNullable<Certificate['permitted']>): object {
  const subtree = (tag: number, value: string) =>
    asn1.create(Class.UNIVERSAL, Type.SEQUENCE, true, [asn1.create(Class.CONTEXT_SPECIFIC, tag, false, value)]);
  const permitted = asn1.create(Class.CONTEXT_SPECIFIC, 0, true, [
    ...hosts.map((host) => subtree(2, host)),
    ...subnets.map((subnet) => subtree(7, Buffer.from(subnet).toString('latin1'))),
  ]);
  const value = asn1.toDer(asn1.create(Class.UNIVERSAL, Type.SEQUENCE, true, [permitted])).getBytes();
  return { id: '2.5.29.30', critical: true, value };
}

/** RFC 5280 §4.2.1.2, method 1: SHA-1 of the key itself, without its algorithm. */
function keyIdentifier(key: KeyObject): string {
  return createHash('sha1').update(bitsOf(key)).digest().toString('latin1');
}

/** What stands in a key's BIT STRING: RSA's numbers (RFC 8017 §A.1.1), or a point of a curve (SEC 1 §2.3.3). */
function bitsOf(key: KeyObject): Buffer {
  if (key.asymmetricKeyType === 'rsa') return key.export({ type: 'pkcs1', format: 'der' });
  const { x = '', y = '' } = key.export({ format: 'jwk' });
  return Buffer.concat([Buffer.of(4), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]);
}

function octets(bytes: string): forge.asn1.Asn1 {
  return asn1.create(Class.UNIVERSAL, Type.OCTETSTRING, false, bytes);
}

function spki(key: KeyObject): Buffer {
  return key.export({ type: 'spki', format: 'der' });
}

function pem(der: Buffer): string {
  const lines = der.toString('base64').replace(/(.{64})/g, '$1\n');
  return `-----BEGIN CERTIFICATE-----\n${lines.trimEnd()}\n-----END CERTIFICATE-----\n`;
}
