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
 * and no session is taken up again (a ticket would name the home). The client certificate goes over TLS 1.3 alone: in 1.2
 * whoever pretends to be the server, and whoever listens, gets it before anything is verified. A recipient that speaks
 * only 1.2 sees none.
 */
export function secure(deps: LinkDeps, port: number, protocol: string): Securing {
  let attempt = connecting(deps, port, protocol, 'TLSv1.3');
  let cancelled = false;
  const done = attempt.done.then((first) => {
    if (cancelled || typeof first !== 'string' || !OLDER.test(first)) return first;
    attempt = connecting(deps, port, protocol, 'TLSv1.2');
    return attempt.done;
  });
  return {
    done,
    cancel() {
      cancelled = true;
      attempt.cancel();
    },
  };
}

/** How a server says that it does not speak TLS 1.3. */
const OLDER = /PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL|WRONG_VERSION|HANDSHAKE_FAILURE/;

function connecting(
  { endpoint, home }: LinkDeps,
  port: number,
  protocol: string,
  version: 'TLSv1.3' | 'TLSv1.2',
): Securing {
  const url = new URL(endpoint.url);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const socket = connect({
    host,
    port: Number(url.port || port),
    ...(isIP(host) ? {} : { servername: host }),
    ALPNProtocols: [protocol],
    ...(endpoint.ca === undefined ? {} : { ca: endpoint.ca }),
    ...(version === 'TLSv1.3' ? { cert: home.tls.cert, key: home.tls.key } : {}),
    minVersion: version,
    maxVersion: version,
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
