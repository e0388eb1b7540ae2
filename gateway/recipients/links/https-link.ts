import { Connection } from './connection.ts';
import type { Link, LinkDeps, Outcome } from './link.ts';
import { type Securing, secure } from './secured.ts';

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

  async send(bytes: Uint8Array): Promise<Outcome> {
    const connection = this.#connection;
    if (!connection?.usable) return 'retry';
    const { credentials, endpoint } = this.#deps;
    const { hostname, port, pathname, search } = new URL(endpoint.url);
    const options = {
      ...{ hostname, port, path: pathname + search },
      headers: { 'content-type': 'application/jose', 'content-length': bytes.length },
      ...(credentials && { auth: `${credentials.user}:${credentials.password}` }),
    };
    const answered = await connection.post(options, bytes);
    if (typeof answered === 'string') {
      this.#deps.failed(answered);
      return 'retry';
    }
    const decided = outcome(answered.status);
    if (decided === 'retry') this.#deps.failed(`HTTP ${answered.status}`);
    return decided;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#securing?.cancel();
    this.#connection?.end();
  }
}

/** A redirect is not followed: batches go where the manifest says, and nowhere else. */
function outcome(status: number): Outcome {
  if (status >= 200 && status < 300) return 'acknowledged';
  return status === 410 ? 'ended' : 'retry';
}
