import { isIP, type Socket } from 'node:net';
import { connect, type TLSSocket } from 'node:tls';
import { failure, type LinkDeps, TIMEOUT_MS } from './link.ts';

/** A connection that is being made, and how to give it up. */
export interface Securing<Made extends Socket = Socket> {
  /** A connection that is as it has to be, verified TLS mostly, and that nothing was written to yet; or why there is none. */
  readonly done: Promise<Made | string>;
  cancel(): void;
}

/**
 * Connects as every link does: the manifest's certificates are the only trust where it names any, the name is verified,
 * and no session is taken up again (a ticket would name the home). The client certificate goes over TLS 1.3 alone: in 1.2
 * whoever pretends to be the server, and whoever listens, gets it before anything is verified. A recipient that speaks
 * only 1.2 sees none.
 */
export function secure(deps: LinkDeps, port: number, protocol: string): Securing<TLSSocket> {
  let attempt: Securing<TLSSocket> | undefined;
  let cancelled = false;
  const trying = async (version: 'TLSv1.3' | 'TLSv1.2'): Promise<TLSSocket | string> => {
    const ended = await deps.connecting(hostOf(deps)).catch(() => undefined);
    if (ended === undefined) return 'the disk took no record of it';
    if (cancelled) {
      ended(false);
      return 'cancelled';
    }
    attempt = connecting(deps, port, protocol, version);
    const made = await attempt.done;
    ended(typeof made !== 'string');
    return made;
  };
  const older = async (first: TLSSocket | string) =>
    cancelled || typeof first !== 'string' || !OLDER.test(first) ? first : trying('TLSv1.2');
  return {
    done: trying('TLSv1.3').then(older),
    cancel() {
      cancelled = true;
      attempt?.cancel();
    },
  };
}

/** The endpoint's name or address. */
export function hostOf({ endpoint }: LinkDeps): string {
  return new URL(endpoint.url).hostname.replace(/^\[|\]$/g, '');
}

/** How a server says that it does not speak TLS 1.3. */
const OLDER = /PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL|WRONG_VERSION|HANDSHAKE_FAILURE/;

function connecting(
  deps: LinkDeps,
  port: number,
  protocol: string,
  version: 'TLSv1.3' | 'TLSv1.2',
): Securing<TLSSocket> {
  const { endpoint, home } = deps;
  const url = new URL(endpoint.url);
  const host = hostOf(deps);
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
