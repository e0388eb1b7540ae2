import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Unusable } from '../../runtime/unusable.ts';

/** An address that a machine need not have: IPv6 may be switched off. */
const NOT_HERE = new Set(['EADDRNOTAVAIL', 'EAFNOSUPPORT']);

/** Listens on one of this machine's own addresses; returns the port, or undefined where there is no such address. */
export async function listen(server: Server, host: '127.0.0.1' | '::1', port: number): Promise<number | undefined> {
  try {
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen({ host, port }, resolve));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    if (host === '::1' && NOT_HERE.has(code)) return undefined;
    const why = code === 'EADDRINUSE' ? 'is taken by another program' : `cannot be listened on (${code})`;
    throw new Unusable(`port ${port} ${why}; choose another with http.port or HEARTHGATE_HTTP_PORT`, { cause: error });
  }
  server.on('error', () => undefined);
  const address: AddressInfo | string | null = server.address();
  return typeof address === 'object' && address !== null ? address.port : port;
}
