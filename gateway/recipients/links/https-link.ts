import { Agent, request } from 'node:https';
import { failure, type Link, type LinkDeps, type Outcome, TIMEOUT_MS, tlsOptions } from './link.ts';

/** An answer's body says nothing to us; more of it than this and the connection is closed. */
const MAX_ANSWER = 65_536;

/** POSTs batches and notices to the recipient's HTTPS endpoint, one after another over one kept connection. */
export class HttpsLink implements Link {
  readonly window = 1;
  readonly #deps: LinkDeps;
  readonly #agent: Agent;

  constructor(deps: LinkDeps) {
    this.#deps = deps;
    this.#agent = new Agent({ ...tlsOptions(deps), keepAlive: true, maxSockets: 1, maxCachedSessions: 0 });
  }

  async connect(): Promise<'connected' | 'retry'> {
    return 'connected';
  }

  send(bytes: Uint8Array): Promise<Outcome> {
    return new Promise((resolve) => {
      const url = new URL(this.#deps.endpoint.url);
      const headers = { 'content-type': 'application/jose', 'content-length': bytes.length };
      const post = request(url, { method: 'POST', agent: this.#agent, headers });
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
    this.#agent.destroy();
  }
}

/** A redirect is not followed: batches go where the manifest says, and nowhere else. */
function outcome(status: number): Outcome {
  if (status >= 200 && status < 300) return 'acknowledged';
  return status === 410 ? 'ended' : 'retry';
}
