import type { X509Certificate } from 'node:crypto';

/** Why a certificate opens nothing, whoever it names. */
export type Unfit = 'another authority' | 'not for a client' | 'not yet valid' | 'ended';

/** OIDs of extended key usage (RFC 5280 §4.2.1.12). */
const CLIENT_AUTH = '1.3.6.1.5.5.7.3.2';

/**
 * Looks at a certificate that a client showed, by the hub's own clock and at every connection: a TLS session that is
 * resumed (RFC 8446 §2.2) brings the certificate of before and verifies nothing. Undefined when it is fit; whether it was
 * revoked is asked elsewhere.
 */
export function unfitFor(
  certificate: X509Certificate,
  roots: readonly X509Certificate[],
  now: number,
): Unfit | undefined {
  const isBy = (root: X509Certificate) => certificate.checkIssued(root) && certificate.verify(root.publicKey);
  if (!roots.some(isBy)) return 'another authority';
  // node calls the extended key usage so.
  if (certificate.ca || !(certificate.keyUsage ?? []).includes(CLIENT_AUTH)) return 'not for a client';
  if (now < certificate.validFromDate.getTime()) return 'not yet valid';
  return now < certificate.validToDate.getTime() ? undefined : 'ended';
}
