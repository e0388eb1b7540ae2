import type { Server } from 'node:net';
import { TLSSocket } from 'node:tls';

/** The client certificate of a TLS connection, whoever signed it. */
export function certificateOf(connection: unknown): { readonly fingerprint: string; readonly der: Buffer } | undefined {
  if (!(connection instanceof TLSSocket)) return undefined;
  const certificate = connection.getPeerX509Certificate();
  if (certificate === undefined) return undefined;
  return { fingerprint: certificate.fingerprint256.replaceAll(':', '').toLowerCase(), der: certificate.raw };
}

export function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server does not listen on a port');
  return address.port;
}
