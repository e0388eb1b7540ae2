import { lookup } from 'node:dns';
import { connect as connectPlain, isIP, type LookupFunction, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { isPlain, staysHome } from '../../../rules/delivery.ts';
import { isAtHome } from '../../runtime/network.ts';
import { failure, type LinkDeps, TIMEOUT_MS } from './link.ts';
import { hostOf, type Securing } from './secured.ts';

/** Why nothing was connected to: an endpoint that is not at home, and must be. */
export const NOT_AT_HOME = 'not an address at home';

/**
 * Connects to a recipient without a key: over TLS with its certificate verified, and showing none of ours; or without, where
 * the manifest says so. That, and the household's own names, go to addresses at home alone. The address is judged that the
 * socket connects to, right where it was looked up, so that no second answer of a name server can slip in between.
 */
export function openConnection(deps: LinkDeps, port: number, protocol: string): Securing<Socket> {
  let socket: Socket | undefined;
  let cancelled = false;
  const trying = async (): Promise<Socket | string> => {
    const host = hostOf(deps);
    if (staysHome(deps.endpoint) && isIP(host) !== 0 && !isAtHome(host)) return NOT_AT_HOME;
    const ended = await deps.connecting(host).catch(() => undefined);
    if (ended === undefined) return 'the disk took no record of it';
    if (cancelled) {
      ended(false);
      return 'cancelled';
    }
    socket = connecting(deps, host, port, protocol);
    const made = await opened(socket, deps);
    ended(typeof made !== 'string');
    return made;
  };
  return {
    done: trying(),
    cancel() {
      cancelled = true;
      socket?.destroy();
    },
  };
}

function connecting({ endpoint }: LinkDeps, host: string, port: number, protocol: string): Socket {
  const url = new URL(endpoint.url.replace('{secret}', 'secret'));
  const to = { host, port: Number(url.port || port), ...(staysHome(endpoint) ? { lookup: homeLookup() } : {}) };
  if (isPlain(endpoint)) return connectPlain(to);
  return connectTls({
    ...to,
    ...(isIP(host) ? {} : { servername: host }),
    ALPNProtocols: [protocol],
    ...(endpoint.ca === undefined ? {} : { ca: endpoint.ca }),
    minVersion: 'TLSv1.2',
    rejectUnauthorized: true,
  });
}

function opened(socket: Socket, { endpoint }: LinkDeps): Promise<Socket | string> {
  return new Promise((resolve) => {
    const fail = (reason: string) => {
      clearTimeout(timer);
      socket.destroy();
      resolve(reason);
    };
    const timer = setTimeout(() => fail('timeout'), TIMEOUT_MS);
    socket.on('error', (error) => fail(failure(error)));
    socket.on('close', () => fail('closed'));
    socket.once(isPlain(endpoint) ? 'connect' : 'secureConnect', () => {
      if (!isPlain(endpoint) && !(socket as TLSSocket).authorized) return fail('certificate not verified');
      if (staysHome(endpoint) && !isAtHome(socket.remoteAddress ?? '')) return fail(NOT_AT_HOME);
      clearTimeout(timer);
      resolve(socket);
    });
  });
}

/** Answers with the addresses of a name that are at home; where it has none it is as if there were no such name. */
export function homeLookup(look: typeof lookup = lookup): LookupFunction {
  return (host, options, callback) => {
    look(host, { ...options, all: true }, (error, addresses) => {
      const [first, ...more] = error ? [] : addresses.filter(({ address }) => isAtHome(address));
      if (first === undefined) callback(error ?? Object.assign(new Error(NOT_AT_HOME), { code: NOT_AT_HOME }), '', 0);
      else if (options.all) callback(null, [first, ...more]);
      else callback(null, first.address, first.family);
    });
  };
}
