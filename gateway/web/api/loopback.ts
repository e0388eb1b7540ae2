import { createServer, type RequestListener, type Server, STATUS_CODES } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Clock } from '../../runtime/clock.ts';
import { Unusable } from '../../runtime/unusable.ts';
import { HEADERS } from './guard.ts';

const MOST_CONNECTIONS = 64;
const TIMES = { headersTimeout: 10_000, requestTimeout: 30_000, keepAliveTimeout: 5_000 };
/** For answers that are under way when the hub stops. */
const STOP_MS = 2_000;
/** An address that a machine need not have: IPv6 may be switched off. */
const NOT_HERE = new Set(['EADDRNOTAVAIL', 'EAFNOSUPPORT']);

/** Serves HTTP to this machine alone, at 127.0.0.1 and ::1. Port 0 takes a free one. */
export class Loopback {
  readonly #servers: readonly [Server, Server];
  readonly #clock: Clock;

  constructor(serve: RequestListener, clock: Clock) {
    this.#servers = [serverOf(serve), serverOf(serve)];
    this.#clock = clock;
  }

  /** Returns the port; rejects with a sentence that names it and its setting when it cannot be had. */
  async start(port: number): Promise<number> {
    const [four, six] = this.#servers;
    const taken = (await listen(four, '127.0.0.1', port)) ?? port;
    await listen(six, '::1', taken).catch(async (error: unknown) => {
      await this.stop();
      throw error;
    });
    return taken;
  }

  /** Takes no more connections and ends those there are when their answers are given, or after two seconds. */
  async stop(): Promise<void> {
    const cancel = this.#clock.after(STOP_MS, () => {
      for (const server of this.#servers) server.closeAllConnections();
    });
    await Promise.all(this.#servers.map(closed));
    cancel();
  }
}

async function listen(server: Server, host: '127.0.0.1' | '::1', port: number): Promise<number | undefined> {
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

async function closed(server: Server): Promise<void> {
  if (!server.listening) return;
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
  });
}

function serverOf(serve: RequestListener): Server {
  const server = createServer(TIMES, serve);
  server.maxConnections = MOST_CONNECTIONS;
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    if (socket.writable) socket.end(notHttp(CLIENT_ERRORS[error.code ?? ''] ?? 400));
  });
  return server;
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
