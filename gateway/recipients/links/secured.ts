import { isIP } from 'node:net';
import { connect, type TLSSocket } from 'node:tls';
import { failure, type LinkDeps, TIMEOUT_MS } from './link.ts';

/** A connection that is being made, and how to give it up. */
export interface Securing {
  /** A verified TLS connection that nothing was written to yet; or why there is none. */
  readonly done: Promise<TLSSocket | string>;
  cancel(): void;
}

/**
 * Connects as every link does: the manifest's certificates are the only trust where it names any, the name is verified,
 * 1.3 where the other side can, and no session is taken up again (a ticket would name the home).
 */
export function secure({ endpoint, home }: LinkDeps, port: number, protocol: string): Securing {
  const url = new URL(endpoint.url);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const socket = connect({
    host,
    port: Number(url.port || port),
    ...(isIP(host) ? {} : { servername: host }),
    ALPNProtocols: [protocol],
    ...(endpoint.ca === undefined ? {} : { ca: endpoint.ca }),
    cert: home.tls.cert,
    key: home.tls.key,
    minVersion: 'TLSv1.2',
    rejectUnauthorized: true,
  });
  const done = new Promise<TLSSocket | string>((resolve) => {
    const fail = (reason: string) => {
      clearTimeout(timer);
      socket.destroy();
      resolve(reason);
    };
    const timer = setTimeout(() => fail('timeout'), TIMEOUT_MS);
    socket.on('error', (error) => fail(failure(error)));
    socket.on('close', () => fail('closed'));
    socket.once('secureConnect', () => {
      if (!socket.authorized) return fail('certificate not verified');
      clearTimeout(timer);
      resolve(socket);
    });
  });
  return { done, cancel: () => socket.destroy() };
}
