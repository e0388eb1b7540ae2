import { Agent, request } from 'node:https';
import { pino } from 'pino';
import { type Api, type ApiDeps, serveApi } from '../gateway/web/api/api.ts';
import type { House } from './house.ts';
import { giveAuthority } from './made-once.ts';

export interface Said {
  readonly status: number;
  readonly type: string;
  readonly headers: Headers;
  /** Parsed where it is JSON. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers whose shape they are about
  readonly body: any;
}

/** Somebody who is signed in, as a browser keeps it. */
export interface SignedIn {
  readonly cookie: string;
  readonly token: string;
}

/** A house's API, asked over a real TLS connection by its owner. */
export interface AskedApi {
  readonly port: number;
  /** Where Home Assistant hands requests on, if it was asked for. */
  readonly ingressPort?: number;
  /** The authority that its certificate is from. */
  readonly ca: string;
  /** Who asks; with `sign-in-again` the passphrase is typed, and it is asked once more. */
  readonly owner: SignedIn;
  ask(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Said>;
  /** With exactly these headers and nobody signed in. */
  askAs(
    who: SignedIn | undefined,
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Said>;
  /** Lets somebody in by an invitation. */
  invite(name: string, role: 'viewer' | 'adult' | 'owner'): Promise<SignedIn>;
  signIn(name: string): Promise<SignedIn>;
  /** Shares more in its two steps. */
  agree(method: string, path: string, body: object): Promise<Said>;
  stop(): Promise<void>;
}

export const PASSPHRASE = 'a warm lamp by the door';
export const V1 = '/api/v1';

/** What of a house is served. */
type Served = Pick<House, 'hub' | 'dataDir' | 'logged' | 'do'>;

/** `claims` false leaves the hub to nobody; `port` is one that was served before. */
export async function openApi(house: Served, more: Partial<ApiDeps> = {}, claims = true, port = 0): Promise<AskedApi> {
  const log = pino({ level: 'debug', base: null }, { write: (line: string) => void house.logged.push(line) });
  await giveAuthority(house.dataDir, 'page');
  const api: Api = await serveApi({ hub: house.hub, log, ...more }, '127.0.0.1', port);
  const ca = (await house.hub.authorities.open('page')).caPem;
  const agent = new Agent({ keepAlive: true, ca });
  const askAs: AskedApi['askAs'] = (who, method, path, body, headers = {}) =>
    new Promise((resolve, reject) => {
      const json = method === 'GET' || method === 'HEAD' ? {} : { 'content-type': 'application/json' };
      const bytes =
        body === undefined ? undefined : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
      const length = bytes ? { 'content-length': String(bytes.length) } : {};
      const own = who ? { cookie: who.cookie, 'x-hearthgate-token': who.token } : {};
      const options = {
        agent,
        host: '127.0.0.1',
        port: api.port,
        method,
        path,
        headers: { ...json, ...length, ...own, ...headers },
      };
      const asking = request(options, (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('error', reject);
        response.on('end', () => {
          const text = Buffer.concat(parts).toString();
          const type = response.headers['content-type'] ?? '';
          const all = new Headers();
          for (const [name, value] of Object.entries(response.headers))
            for (const each of [value ?? ''].flat()) all.append(name, each);
          resolve({
            status: response.statusCode ?? 0,
            type,
            headers: all,
            body: /json/.test(type) ? JSON.parse(text) : text,
          });
        });
      });
      asking.on('error', reject);
      asking.end(bytes);
    });
  const signedIn = ({ status, headers, body }: Said): SignedIn => {
    if (status !== 200) throw new Error(`not signed in: ${JSON.stringify(body)}`);
    return { cookie: (headers.get('set-cookie') ?? '').split(';')[0] ?? '', token: body.token };
  };
  let owner: SignedIn = { cookie: '', token: '' };
  if (claims) {
    const { code } = await house.do<{ code: string }>('setup-code', {});
    owner = signedIn(await askAs(undefined, 'POST', `${V1}/setup`, { code, name: 'Anna', passphrase: PASSPHRASE }));
  }
  const ask: AskedApi['ask'] = async (method, path, body, headers) => {
    const said = await askAs(owner, method, path, body, headers);
    if (said.body?.code !== 'sign-in-again') return said;
    await askAs(owner, 'POST', `${V1}/session/passphrase`, { passphrase: PASSPHRASE });
    return askAs(owner, method, path, body, headers);
  };
  return {
    port: api.port,
    ...(api.ingressPort === undefined ? {} : { ingressPort: api.ingressPort }),
    ...{ ca, owner, ask, askAs },
    async invite(name, role) {
      const { body } = await ask('POST', `${V1}/people/invitations`, { role });
      const { code } = body;
      return signedIn(
        await askAs(undefined, 'POST', `${V1}/people/acceptance`, { code, name, passphrase: PASSPHRASE }),
      );
    },
    signIn: async (name) => signedIn(await askAs(undefined, 'POST', `${V1}/session`, { name, passphrase: PASSPHRASE })),
    async agree(method, path, body) {
      const shown = await ask(method, path, body);
      return ask(method, path, { ...body, token: shown.body.token });
    },
    async stop() {
      agent.destroy();
      await api.stop();
    },
  };
}
