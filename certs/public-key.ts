import { createPublicKey, type KeyObject } from 'node:crypto';

/**
 * A key that is good for years, from SubjectPublicKeyInfo as PEM (RFC 7468 §13): written anew by OpenSSL, so that nobody
 * parses what a stranger wrote. Or why it is none, as a sentence.
 */
export function usablePublicKey(pem: string): { readonly pem: string } | { readonly problem: string } {
  const key = publicKeyOf(pem);
  if (!key) return { problem: 'that is no public key as PEM; openssl pkey -in device.key -pubout writes one' };
  const { asymmetricKeyType: type, asymmetricKeyDetails: details = {} } = key;
  const bits = details.modulusLength ?? 0;
  const isGood =
    (type === 'rsa' && bits >= 2048 && bits <= 4096 && details.publicExponent === 65537n) ||
    (type === 'ec' && (details.namedCurve === 'prime256v1' || details.namedCurve === 'secp384r1'));
  return isGood
    ? { pem: key.export({ type: 'spki', format: 'pem' }).toString() }
    : { problem: 'a key is RSA of 2048 to 4096 bits, or of the curve P-256 or P-384' };
}

function publicKeyOf(pem: string): KeyObject | undefined {
  const text = pem.trim();
  // node would make a public key of a private one, too, and that should not be here at all.
  const isPublic = /^-----BEGIN PUBLIC KEY-----[A-Za-z0-9+/=\s]+-----END PUBLIC KEY-----$/.test(text);
  try {
    return isPublic ? createPublicKey(text) : undefined;
  } catch {
    return undefined;
  }
}
