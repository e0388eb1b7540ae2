import { Agent, request } from 'node:https';
import type { TLSSocket } from 'node:tls';
import { failure, type Link, type LinkDeps, type Outcome, TIMEOUT_MS } from './link.ts';
import { type Securing, secure } from './secured.ts';

/** An answer's body says nothing to us; more of it than this and the connection is closed. */
const MAX_ANSWER = 65_536;

/**
 * POSTs batches and notices to the recipient's HTTPS endpoint, one after another over one kept connection. That is made
 * and verified by `connect`, before anything is handed over: what could not be sent must not count as perhaps received.
 */
export class HttpsLink implements Link {
  readonly window = 1;
  readonly #deps: LinkDeps;
  #securing: Securing | undefined;
  #connection: Connection | undefined;
  #stopped = false;

  constructor(deps: LinkDeps) {
    this.#deps = deps;
  }

  async connect(): Promise<'connected' | 'retry'> {
    if (this.#connection?.usable) return 'connected';
    this.#connection?.agent.destroy();
    this.#connection = undefined;
    if (this.#stopped) return 'retry';
    this.#securing = secure(this.#deps, 443, 'http/1.1');
    const socket = await this.#securing.done;
    if (typeof socket !== 'string' && !this.#stopped) {
      this.#connection = new Connection(socket);
      return 'connected';
    }
    this.#deps.failed(typeof socket === 'string' ? socket : 'stopped');
    return 'retry';
  }

  send(bytes: Uint8Array): Promise<Outcome> {
    const connection = this.#connection;
    if (!connection?.usable) return Promise.resolve('retry');
    return new Promise((resolve) => {
      const { credentials } = this.#deps;
      const post = request(new URL(this.#deps.endpoint.url), {
        method: 'POST',
        agent: connection.agent,
        headers: { 'content-type': 'application/jose', 'content-length': bytes.length },
        ...(credentials && { auth: `${credentials.user}:${credentials.password}` }),
      });
      const fail = (reason: string) => {
        clearTimeout(timer);
        this.#deps.failed(reason);
        resolve('retry');
        post.destroy();
      };
      const timer = setTimeout(() => fail('timeout'), TIMEOUT_MS);
      post.on('error', (error) => fail(failure(error)));
      post.on('response', (response) => {
        let size = 0;
        const decided = outcome(response.statusCode ?? 0);
        const done = () => {
          clearTimeout(timer);
          if (decided === 'retry') this.#deps.failed(`HTTP ${response.statusCode}`);
          resolve(decided);
        };
        response.on('data', (part: Buffer) => {
          size += part.length;
          if (size > MAX_ANSWER) {
            done();
            response.destroy();
          }
        });
        response.on('end', done);
        response.on('error', done);
      });
      post.end(bytes);
    });
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#securing?.cancel();
    this.#connection?.agent.destroy();
  }
}

/** One verified connection; its agent never makes another. */
class Connection {
  readonly agent = new Agent({ keepAlive: true, maxSockets: 1 });
  readonly #socket: TLSSocket;

  constructor(socket: TLSSocket) {
    this.#socket = socket;
    let handed = false;
    this.agent.createConnection = () => {
      if (handed) throw new Error('the connection was closed');
      handed = true;
      return socket;
    };
  }

  get usable(): boolean {
    return !this.#socket.destroyed && this.#socket.writable;
  }
}

/** A redirect is not followed: batches go where the manifest says, and nowhere else. */
function outcome(status: number): Outcome {
  if (status >= 200 && status < 300) return 'acknowledged';
  return status === 410 ? 'ended' : 'retry';
}
