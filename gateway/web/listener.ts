import { createServer, type RequestListener, type Server, STATUS_CODES } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { Clock } from '../runtime/clock.ts';
import { networkOf } from '../runtime/network.ts';
import { Unusable } from '../runtime/unusable.ts';
import { HEADERS } from './guard.ts';
import type { Proxies } from './host.ts';

const MOST_CONNECTIONS = 256;
/** Also of a browser with many tabs; one neighbour cannot take them all. */
const MOST_OF_ONE = 32;
const TIMES = {
  ...{ headersTimeout: 10_000, requestTimeout: 30_000, keepAliveTimeout: 5_000, connectionsCheckingInterval: 2_000 },
  maxHeaderSize: 16 * 1024,
};
/** For answers that are under way when the hub stops. */
const STOP_MS = 2_000;

export interface Credentials {
  readonly key: string;
  readonly cert: string;
  readonly ca: string;
}

export interface ListenerDeps {
  readonly which: 'http' | 'https' | 'metrics' | 'ingress';
  readonly host: string;
  readonly serve: RequestListener;
  readonly clock: Clock;
  /** Through whom many come; no others share a bound. */
  readonly proxies: Proxies;
  /** What it shows; absent without TLS. */
  readonly credentials?: Credentials;
}

/** A server of pages that bounds who connects, how often, and how long a request may take to come. */
export class Listener {
  readonly #deps: ListenerDeps;
  readonly #server: Server;
  readonly #byNetwork = new Map<string, number>();

  constructor(deps: ListenerDeps) {
    this.#deps = deps;
    const { serve, credentials } = deps;
    this.#server = credentials
      ? createSecureServer({ ...TIMES, handshakeTimeout: 10_000, ...shown(credentials) }, serve)
      : createServer(TIMES, serve);
    this.#server.maxConnections = MOST_CONNECTIONS;
    this.#server.on('connection', (socket: Socket) => this.#count(socket));
    this.#server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
      const { code = '' } = error;
      // Before TLS speaks an answer would wait for good, and whoever does not close after one is not waited for.
      if (!/^(HPE|ERR_HTTP)_/.test(code) || !socket.writable) socket.destroy();
      else socket.end(notHttp(CLIENT_ERRORS[code] ?? 400), () => socket.destroy());
    });
  }

  /** Returns the port, a free one for 0; rejects with a sentence that names it and its setting when it cannot be had. */
  async start(port: number): Promise<number> {
    const { host, which } = this.#deps;
    try {
      await new Promise<void>((resolve, reject) => this.#server.once('error', reject).listen({ host, port }, resolve));
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
      const why = code === 'EADDRINUSE' ? 'is taken by another program' : `cannot be listened on (${code})`;
      const setting = `${which}.port or HEARTHGATE_${which.toUpperCase()}_PORT`;
      throw new Unusable(`port ${port} ${why}; choose another with ${setting}`, { cause: error });
    }
    this.#server.on('error', () => undefined);
    const address: AddressInfo | string | null = this.#server.address();
    return typeof address === 'object' && address !== null ? address.port : port;
  }

  /** Shows another certificate to whoever connects from now on. */
  show(credentials: Credentials): void {
    if ('setSecureContext' in this.#server && typeof this.#server.setSecureContext === 'function')
      this.#server.setSecureContext(shown(credentials));
  }

  /** Takes no more connections and ends those there are when their answers are given, or after two seconds. */
  async stop(): Promise<void> {
    if (!this.#server.listening) return;
    const cancel = this.#deps.clock.after(STOP_MS, () => this.#server.closeAllConnections());
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeIdleConnections();
    });
    cancel();
  }

  #count(socket: Socket): void {
    if (this.#deps.proxies.has(socket.remoteAddress ?? '')) return;
    const network = networkOf(socket.remoteAddress ?? '');
    const count = (this.#byNetwork.get(network) ?? 0) + 1;
    if (count > MOST_OF_ONE) {
      socket.destroy();
      return;
    }
    this.#byNetwork.set(network, count);
    socket.once('close', () => {
      const left = (this.#byNetwork.get(network) ?? 1) - 1;
      if (left > 0) this.#byNetwork.set(network, left);
      else this.#byNetwork.delete(network);
    });
  }
}

function shown({ key, cert, ca }: Credentials) {
  // The root goes along: who knows its fingerprint alone can compare.
  return { key, cert: cert + ca, minVersion: 'TLSv1.2', honorCipherOrder: true } as const;
}

const CLIENT_ERRORS: Readonly<Record<string, number>> = { HPE_HEADER_OVERFLOW: 431, ERR_HTTP_REQUEST_TIMEOUT: 408 };

/** The answer to what could not be read as a request at all. */
function notHttp(status: number): string {
  const title = STATUS_CODES[status] ?? '';
  const body = JSON.stringify({ type: 'urn:hearthgate:problem:no-http', title, status, code: 'no-http' });
  const head = [
    `HTTP/1.1 ${status} ${title}`,
    'content-type: application/problem+json',
    `content-length: ${body.length}`,
    'connection: close',
    ...Object.entries(HEADERS).map(([name, value]) => `${name}: ${value}`),
  ];
  return `${head.join('\r\n')}\r\n\r\n${body}`;
}
