import { once } from 'node:events';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { compactDecrypt, compactVerify, importJWK, type JWK } from 'jose';
import { answersWith } from './answers.fixture.ts';

/** One check that a receiver leaves out, or one thing that it is too strict about. */
export type Broken =
  | 'opens nothing and takes all'
  | 'acknowledges what it cannot open'
  | 'takes a batch before hello'
  | 'believes whatever is signed'
  | 'takes the key that a batch brings'
  | 'takes alg none'
  | 'takes HS256'
  | 'takes any key agreement'
  | 'takes any cipher'
  | 'knows every critical header'
  | 'takes any typ'
  | 'takes any version'
  | 'takes any aud'
  | 'takes any iss'
  | 'takes any enc_kid'
  | 'takes the future'
  | 'keeps what is too old'
  | 'keeps a jti twice'
  | 'keeps a seq twice'
  | 'pins anew'
  | 'reads everything'
  | 'refuses what it has'
  | 'refuses dummies'
  | 'refuses gaps'
  | 'refuses late ones'
  | 'refuses unknown notices'
  | 'refuses a second hello'
  | 'falls over'
  | 'takes any token'
  | 'asks for no credentials';

/** A receiver over HTTPS that does everything right but what is named; what it keeps, as text. */
export async function startBreakable(options: {
  readonly tls: { readonly key: string; readonly cert: string };
  readonly key: JWK & { readonly kid: string };
  readonly aud: string;
  readonly broken?: Broken;
  readonly answers?: Parameters<typeof answersWith>[0];
  readonly token?: string;
}) {
  const { key, aud, broken, tls, answers, token } = options;
  const is = (each: Broken) => broken === each;
  const homes = new Map<string, { iss: string; jwk: JWK }>();
  const taken = new Set<string>();
  const numbers = new Map<string, number[]>();
  let kept = '';

  /** An HTTP status, and the answer to a hello. */
  async function take(sealed: string, authorization: string | undefined): Promise<[number, string?]> {
    if (is('opens nothing and takes all')) return [204];
    const jws = await opened(sealed);
    if (jws === undefined) return [is('acknowledges what it cannot open') ? 204 : 400];
    const [head = '', payload = ''] = jws.split('.');
    const header = JSON.parse(Buffer.from(head, 'base64url').toString());
    const body = JSON.parse(Buffer.from(payload, 'base64url').toString());
    const isBatch = header.typ !== 'hearthgate-notice+jws';
    if (isBatch && header.typ !== 'hearthgate-batch+jws' && !is('takes any typ')) return [400];
    const home = homes.get(header.kid);
    const brings = body.type === 'hello' || is('takes the key that a batch brings') ? header.jwk : undefined;
    const by = home?.jwk ?? brings;
    if (by === undefined && !is('takes a batch before hello')) return [400];
    if (by !== undefined && !(await isSigned(jws, by, header.alg))) return [400];
    if (body.v !== 1 && !is('takes any version')) return [400];
    if (body.aud !== aud && !is('takes any aud')) return [400];
    if (body.enc_kid !== key.kid && !is('takes any enc_kid')) return [400];
    if (home && body.iss !== home.iss && !is('takes any iss')) return [400];
    if (body.iat * 1000 > Date.now() + 600_000 && !is('takes the future')) return [400];
    if (body.iat * 1000 < Date.now() - 40 * 86_400_000 && !is('keeps what is too old')) return [204];
    if (body.type === 'hello') return hello(body, header);
    if (answers && !is('asks for no credentials') && authorization === undefined) return [401];
    if (taken.has(body.jti) && !is('keeps a jti twice')) return [is('refuses what it has') ? 409 : 204];
    taken.add(body.jti);
    if (!isBatch) return [204];
    const told = (body.notices ?? []).map(({ text }: { readonly text: string }) => text).join();
    if (told.includes('something-new') && is('refuses unknown notices')) return [400];
    if (body.dummy && is('refuses dummies')) return [400];
    const stream = `${body.iss} ${body.stream} ${body.epoch}`;
    const seqs = numbers.get(stream) ?? [];
    const highest = Math.max(-1, ...seqs);
    if (seqs.includes(body.seq) && !is('keeps a seq twice') && !is('keeps a jti twice')) return [400];
    if (is('refuses gaps') && seqs.length > 0 && body.seq > highest + 1) return [400];
    if (is('refuses late ones') && body.seq < highest) return [400];
    numbers.set(stream, [...seqs, body.seq]);
    kept += JSON.stringify(body.records);
    return [is('falls over') && body.epoch !== undefined && seqs.length > 2 ? 500 : 204];
  }

  async function hello(
    body: Readonly<Record<string, unknown>>,
    header: { kid: string; jwk: JWK },
  ): Promise<[number, string?]> {
    const known = [...homes].find(([, { iss }]) => iss === body.iss);
    if (known && known[0] !== header.kid && !is('pins anew')) return [400];
    if (known && is('refuses a second hello')) return [409];
    if (token !== undefined && !known && body.token !== token && !is('takes any token')) return [403];
    homes.set(header.kid, { iss: String(body.iss), jwk: header.jwk });
    return answers ? [200, await answersWith(answers, { aud, hello: body })] : [204];
  }

  async function opened(sealed: string): Promise<string | undefined> {
    try {
      const { kty, crv, x, y, d } = key;
      const { alg } = JSON.parse(Buffer.from(sealed.split('.')[0] ?? '', 'base64url').toString());
      const { plaintext } = await compactDecrypt(sealed, await importJWK({ kty, crv, x, y, d } as JWK, alg), {
        keyManagementAlgorithms: ['ECDH-ES', ...(is('takes any key agreement') ? ['ECDH-ES+A256KW'] : [])],
        contentEncryptionAlgorithms: ['A256GCM', ...(is('takes any cipher') ? ['A128GCM'] : [])],
      });
      const text = new TextDecoder().decode(plaintext);
      return text.split('.').length === 3 ? text : undefined;
    } catch {
      return undefined;
    }
  }

  async function isSigned(jws: string, by: JWK, alg: string): Promise<boolean> {
    if (is('believes whatever is signed')) return true;
    if (alg === 'none') return is('takes alg none');
    try {
      if (alg === 'HS256' && is('takes HS256')) {
        const { kty, crv, x, y } = by;
        await compactVerify(jws, Buffer.from(JSON.stringify({ kty, crv, x, y })));
      } else {
        const crit = is('knows every critical header') ? { crit: { 'x-new': true } } : {};
        await compactVerify(jws, await importJWK(by, 'ES256'), { algorithms: ['ES256'], ...crit });
      }
      return true;
    } catch {
      return false;
    }
  }

  let line: Promise<unknown> = Promise.resolve();
  const server: Server = createServer(tls, async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    const sealed = Buffer.concat(parts);
    const judged = line.then(() =>
      sealed.length > 600_000
        ? ([is('reads everything') ? 204 : 413] as [number, string?])
        : take(sealed.toString('latin1'), request.headers.authorization),
    );
    line = judged.catch(() => undefined);
    const [status, answer] = await judged.catch((): [number] => [400]);
    response.writeHead(status, answer === undefined ? {} : { 'content-type': 'application/jose' }).end(answer);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `https://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    kept: async () => kept,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
