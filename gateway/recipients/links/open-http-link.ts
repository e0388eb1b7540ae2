import type { Answer, OpenDelivery } from '../../../rules/delivery.ts';
import { isPlain } from '../../../rules/delivery.ts';
import { partsIn } from '../delivery/parts.ts';
import { Connection } from './connection.ts';
import type { Credentials, Link, LinkDeps, Outcome } from './link.ts';
import { openConnection } from './open-connection.ts';
import type { Securing } from './secured.ts';

/** POSTs batches without a seal: each part as one request, in order; all have to be taken for the batch to be. */
export class OpenHttpLink implements Link {
  readonly window = 1;
  readonly #deps: LinkDeps;
  readonly #delivery: OpenDelivery;
  #securing: Securing | undefined;
  #connection: Connection | undefined;
  #stopped = false;

  constructor(deps: LinkDeps, delivery: OpenDelivery) {
    this.#deps = deps;
    this.#delivery = delivery;
  }

  async connect(): Promise<'connected' | 'retry'> {
    if (this.#connection?.usable) return 'connected';
    this.#connection?.end();
    this.#connection = undefined;
    if (this.#stopped) return 'retry';
    const plain = isPlain(this.#deps.endpoint);
    this.#securing = openConnection(this.#deps, plain ? 80 : 443, 'http/1.1');
    const socket = await this.#securing.done;
    if (typeof socket !== 'string' && !this.#stopped) {
      this.#connection = new Connection(socket, plain);
      return 'connected';
    }
    this.#deps.failed(typeof socket === 'string' ? socket : 'stopped');
    return 'retry';
  }

  async send(bytes: Uint8Array, _kind: 'data' | 'notice', may: () => boolean): Promise<Outcome> {
    const { name, parts } = partsIn(bytes);
    for (const [i, { body }] of parts.entries()) {
      if ((await this.connect()) === 'retry' || !may()) return 'retry';
      const outcome = await this.#post(Buffer.from(body), `${name}-${i}`);
      if (outcome !== 'acknowledged') return outcome;
    }
    return 'acknowledged';
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#securing?.cancel();
    this.#connection?.end();
  }

  async #post(bytes: Uint8Array, name: string): Promise<Outcome> {
    const connection = this.#connection;
    if (!connection?.usable) return 'retry';
    const { endpoint, credentials } = this.#deps;
    const { kind, auth, once, answers } = this.#delivery;
    const { hostname, port, pathname, search } = new URL(urlWith(endpoint.url, credentials));
    const headers = {
      'content-type': kind === 'influx-line' ? 'text/plain; charset=utf-8' : 'application/json',
      'content-length': bytes.length,
      ...(once !== undefined && { [once]: name }),
      ...authorization(auth, credentials),
    };
    const answered = await connection.post({ hostname, port, path: pathname + search, headers }, bytes);
    if (typeof answered === 'string') {
      this.#deps.failed(answered);
      return 'retry';
    }
    const { status, waitMs } = answered;
    const means = answers.find((one) => one.status === status)?.means ?? meaning(status);
    if (means !== 'taken') this.#deps.failed(`HTTP ${status}`, means === 'again' ? waitMs : 0);
    return status === 410 ? 'ended' : OUTCOMES[means];
  }
}

const OUTCOMES: Readonly<Record<Answer, Outcome>> = {
  taken: 'acknowledged',
  again: 'retry',
  never: 'refused',
  stop: 'stopped',
};

/** What statuses mean in general (RFC 9110 §15): a redirect is not followed, as what was agreed to names one address. */
function meaning(status: number): Answer {
  if (status >= 200 && status < 300) return 'taken';
  if (status === 408 || status === 425 || status === 429 || status >= 500) return 'again';
  return status === 400 || status === 413 || status === 422 ? 'never' : 'stop';
}

/** A secret address; what the household gave may be several levels of a path. */
function urlWith(url: string, credentials: Credentials | undefined): string {
  const secret = credentials?.password.split('/').map(encodeURIComponent).join('/') ?? '';
  return url.replace('{secret}', () => secret);
}

function authorization(auth: OpenDelivery['auth'], credentials: Credentials | undefined): Record<string, string> {
  if (credentials === undefined) return {};
  const { user, password } = credentials;
  switch (auth.scheme) {
    case 'none':
    case 'url':
      return {};
    case 'basic':
      return { authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` };
    case 'bearer':
      return { authorization: `Bearer ${password}` };
    case 'token':
      return { authorization: `Token ${password}` };
    case 'header':
      return { [auth.name]: password };
  }
}
