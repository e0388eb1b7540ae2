import { request } from 'node:https';
import { connect as connectSecure, type TLSSocket } from 'node:tls';
import { openApi, PASSPHRASE, type SignedIn, V1 } from '../api.ts';
import type { House } from '../house.ts';

export interface Answered {
  readonly status: number;
  readonly code: string;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
}

export interface Ask {
  readonly method?: string;
  readonly path?: string;
  readonly who?: SignedIn;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | object;
  /** Where it comes from; else an address that nobody had before. */
  readonly from?: string;
}

/** The page's side of a hub, and an owner, an adult and a viewer who are signed in. */
export interface Web {
  readonly port: number;
  readonly owner: SignedIn;
  readonly adult: SignedIn;
  readonly viewer: SignedIn;
  ask(ask: Ask): Promise<Answered>;
  signIn(passphrase?: string, name?: string, more?: Partial<Ask>): Promise<Answered>;
  /** Somebody's new session. */
  session(): Promise<SignedIn>;
  /** Whether each of them is still signed in, and nobody's rights are others than they were. */
  isWell(): Promise<boolean>;
  /** Types the owner's passphrase again. */
  freshen(): Promise<void>;
  /** An address of this machine that nobody had before. */
  address(): string;
  /** Sends bytes as they are; resolves with all that came when the hub ended the connection. */
  raw(...parts: readonly (string | (() => Promise<void>))[]): Promise<string>;
  stop(): Promise<void>;
}

export async function openWeb(house: House): Promise<Web> {
  const api = await openApi(house);
  const { port, ca, owner } = api;
  const [adult, viewer] = [await api.invite('Ben', 'adult'), await api.invite('Cleo', 'viewer')];
  let count = 0;
  const address = () => `127.2.${++count >> 7}.${(count & 127) + 1}`;
  const ask: Web['ask'] = ({ method = 'GET', path = '/home', who, headers = {}, body, from = address() }) => {
    const bytes = body === undefined ? undefined : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
    const own = who ? { cookie: who.cookie, 'x-hearthgate-token': who.token } : {};
    const json = method === 'GET' || method === 'HEAD' ? {} : { 'content-type': 'application/json' };
    const length = bytes ? { 'content-length': String(bytes.length) } : {};
    const all = { host: `localhost:${port}`, ...json, ...length, ...own, ...headers };
    const target = path.startsWith('!') ? path.slice(1) : V1 + path;
    const options = { ca, agent: false, host: '127.0.0.1', servername: 'localhost', localAddress: from } as const;
    return new Promise((resolve, reject) => {
      const asking = request({ ...options, port, method, path: target, headers: all }, (response) => {
        let text = '';
        response.on('data', (chunk) => {
          text += chunk;
          // A stream of events does not end by itself.
          if (/event-stream/.test(response.headers['content-type'] ?? '')) asking.destroy();
        });
        response.on('error', () => undefined);
        response.on('close', () =>
          resolve({ status: response.statusCode ?? 0, code: codeIn(text), headers: response.headers, text }),
        );
      });
      asking.on('error', reject).end(bytes);
    });
  };
  const signIn: Web['signIn'] = (passphrase = PASSPHRASE, name = 'Anna', more = {}) =>
    ask({ method: 'POST', path: '/session', body: { name, passphrase }, ...more });
  return {
    ...{ port, owner, adult, viewer, ask, signIn, address },
    async session() {
      return signedIn(await signIn());
    },
    async isWell() {
      const roles = [owner, adult, viewer].map(
        async (who) => JSON.parse((await ask({ path: '/session', who })).text).role,
      );
      return (await Promise.all(roles)).join() === 'owner,adult,viewer';
    },
    async freshen() {
      await ask({ method: 'POST', path: '/session/passphrase', who: owner, body: { passphrase: PASSPHRASE } });
    },
    raw: (...parts) =>
      new Promise((resolve) => {
        let text = '';
        const socket: TLSSocket = connectSecure({ ca, port, host: '127.0.0.1', servername: 'localhost' }, async () => {
          for (const part of parts) {
            if (typeof part === 'string') socket.write(part, 'latin1');
            else await part();
          }
        });
        socket.on('data', (chunk: Buffer) => {
          text += chunk.toString('latin1');
        });
        socket.on('error', () => undefined).on('close', () => resolve(text));
      }),
    stop: () => api.stop(),
  };
}

/** What a browser keeps of an answer that signs somebody in. */
export function signedIn({ headers, text }: Answered): SignedIn {
  return { cookie: String(headers['set-cookie']).split(';')[0] ?? '', token: JSON.parse(text).token };
}

function codeIn(text: string): string {
  try {
    return JSON.parse(text).code ?? '';
  } catch {
    return '';
  }
}
