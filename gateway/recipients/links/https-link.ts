import { Agent, request } from 'node:https';
import type { TLSSocket } from 'node:tls';
import { MOST_BYTES } from '../commands/open.ts';
import { failure, type HelloSent, type Link, type LinkDeps, type Outcome, TIMEOUT_MS } from './link.ts';
import { type Securing, secure } from './secured.ts';

/** The body of an answer says nothing to us, but to a hello; more of it than this and the connection is closed. */
const MAX_ANSWER = 65_536;

/**
 * POSTs batches and notices to the recipient's HTTPS endpoint, one after another over one kept connection. That is made
 * and verified by `connect`, before anything is handed over: what could not be sent must not count as perhaps received.
 */
export class HttpsLink implements Link {
  readonly window = 1;
  readonly answersLater = false;
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

  async send(bytes: Uint8Array): Promise<Outcome> {
    return (await this.#post(bytes)).outcome;
  }

  async hello(bytes: Uint8Array): Promise<HelloSent> {
    const { outcome, status, answer } = await this.#post(bytes);
    if (status === 401 || status === 403) return { outcome: 'refused' };
    return { outcome, ...(outcome === 'acknowledged' && answer ? { answer } : {}) };
  }

  #post(bytes: Uint8Array): Promise<Posted> {
    const connection = this.#connection;
    if (!connection?.usable) return Promise.resolve({ outcome: 'retry' });
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
        resolve({ outcome: 'retry' });
        post.destroy();
      };
      const timer = setTimeout(() => fail('timeout'), TIMEOUT_MS);
      post.on('error', (error) => fail(failure(error)));
      post.on('response', (response) => {
        let size = 0;
        const begin: Buffer[] = [];
        const status = response.statusCode ?? 0;
        const isSealed = response.headers['content-type'] === 'application/jose';
        const decided = outcome(status);
        const done = () => {
          clearTimeout(timer);
          if (decided === 'retry') this.#deps.failed(`HTTP ${status}`);
          resolve({ outcome: decided, status, ...(isSealed ? { answer: Buffer.concat(begin) } : {}) });
        };
        response.on('data', (part: Buffer) => {
          // One part more than can be looked at, so that what is too large shows as that.
          if (isSealed && size <= MOST_BYTES) begin.push(part);
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

interface Posted {
  readonly outcome: Outcome;
  readonly status?: number;
  /** What was answered as `application/jose`, as far as it can be looked at. */
  readonly answer?: Uint8Array;
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
