import { MOST_BYTES } from '../commands/open.ts';
import { Connection } from './connection.ts';
import type { HelloSent, LinkDeps, Outcome, SealedLink } from './link.ts';
import { type Securing, secure } from './secured.ts';

/**
 * POSTs batches and notices to the recipient's HTTPS endpoint, one after another over one kept connection. That is made
 * and verified by `connect`, before anything is handed over: what could not be sent must not count as perhaps received.
 */
export class HttpsLink implements SealedLink {
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
    this.#connection?.end();
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

  async send(bytes: Uint8Array, _kind: 'data' | 'notice', may: () => boolean): Promise<Outcome> {
    return may() ? (await this.#post(bytes)).outcome : 'retry';
  }

  async hello(bytes: Uint8Array): Promise<HelloSent> {
    const { outcome, status, answer } = await this.#post(bytes);
    if (status === 401 || status === 403) return { outcome: 'refused' };
    return { outcome, ...(outcome === 'acknowledged' && answer ? { answer } : {}) };
  }

  async #post(bytes: Uint8Array): Promise<Posted> {
    const connection = this.#connection;
    if (!connection?.usable) return { outcome: 'retry' };
    const { credentials, endpoint } = this.#deps;
    const { hostname, port, pathname, search } = new URL(endpoint.url);
    const options = {
      ...{ hostname, port, path: pathname + search },
      headers: { 'content-type': 'application/jose', 'content-length': bytes.length },
      ...(credentials && { auth: `${credentials.user}:${credentials.password}` }),
    };
    const answered = await connection.post(options, bytes, { type: 'application/jose', most: MOST_BYTES });
    if (typeof answered === 'string') {
      this.#deps.failed(answered);
      return { outcome: 'retry' };
    }
    const { status, body } = answered;
    const decided = outcome(status);
    if (decided === 'retry') this.#deps.failed(`HTTP ${status}`);
    return { outcome: decided, status, ...(body && { answer: body }) };
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#securing?.cancel();
    this.#connection?.end();
  }
}

interface Posted {
  readonly outcome: Outcome;
  readonly status?: number;
  /** What was answered as `application/jose`, as far as it can be looked at. */
  readonly answer?: Uint8Array;
}

/** A redirect is not followed: batches go where the manifest says, and nowhere else. */
function outcome(status: number): Outcome {
  if (status >= 200 && status < 300) return 'acknowledged';
  return status === 410 ? 'ended' : 'retry';
}
