/**
 * Receives what homes send to one recipient: opens it, verifies it, and keeps track of it.
 *
 *     node receive.ts --key encryption-key.json --aud acme-heating < sealed.txt
 *     node receive.ts --key encryption-key.json --aud acme-heating --https 8443 --cert cert.pem --cert-key cert-key.pem
 *
 * Records go to stdout as JSON lines, everything else to stderr. What must outlive a restart (the homes' pinned keys, the
 * batches already taken) is kept in --state (default receive-state.json). Say --key again for each older key that homes
 * may still encrypt to. Needs Node 24 and jose 6.
 */
import { readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import {
  calculateJwkThumbprint,
  compactDecrypt,
  compactVerify,
  decodeProtectedHeader,
  importJWK,
  type JWK,
  type JWSHeaderParameters,
} from 'jose';

/** A private P-256 key; `kid` is its RFC 7638 thumbprint. */
export interface PrivateJwk {
  readonly kty: 'EC';
  readonly crv: 'P-256';
  readonly x: string;
  readonly y: string;
  readonly d: string;
  readonly kid: string;
}

/** What became of one sealed message. All but `refused` are to be acknowledged: what is not, comes again. */
export type Received =
  | { readonly kind: 'hello'; readonly home: string }
  /** `notices` are those that this batch brought the last missing part of. */
  | { readonly kind: 'batch'; readonly batch: Batch; readonly notices: readonly Notice[]; readonly note?: string }
  /** Genuine, but nothing to take: the same again because your answer was lost, or too old to be kept. Acknowledge it. */
  | { readonly kind: 'ignored'; readonly note: string }
  /** `isUnknown`: a home that may come with a right token; it is told so, and asks its household for one. */
  | { readonly kind: 'refused'; readonly because: string; readonly isUnknown?: true };

export interface Batch extends Claims {
  readonly stream: string;
  readonly purpose: string;
  readonly epoch: string;
  readonly seq: number;
  readonly dummy?: true;
  readonly records: readonly { readonly device: string; readonly [member: string]: unknown }[];
  readonly notices?: readonly Part[];
}

/** A part of a notice's JSON, counted from 1. */
interface Part {
  readonly jti: string;
  readonly part: number;
  readonly of: number;
  readonly text: string;
}

/** What the household says, by its type: how a request stands now, your receipt of that, a request to erase or not to sell. */
export interface Notice {
  readonly type: string;
  readonly [member: string]: unknown;
}

interface Claims {
  readonly v: 1;
  readonly iss: string;
  readonly aud: string;
  readonly enc_kid: string;
  readonly jti: string;
  readonly iat: number;
}

/** A body whose members beyond the claims are not looked at yet. */
type Body = Claims & { readonly [member: string]: unknown };

/** All that has to be remembered; plain JSON. */
export interface State {
  /** home → its pinned keys: the one it signs with, the one to encrypt commands to. */
  homes: { [home: string]: { signing: JWK; kid: string; commands: JWK; clientCertificate: string | null } };
  /** `[home, stream, epoch]` as JSON → highest `seq` taken. */
  highest: { [stream: string]: number };
  /** `[home, jti]` as JSON → when it was taken, in seconds. Forgotten after 7 days. */
  taken: { [message: string]: number };
  /** `[home, jti]` of a notice as JSON → its parts so far, and when the last one came. Forgotten after 30 days. */
  parts: { [notice: string]: { texts: { [part: number]: string }; at: number; whole?: true } };
}

export const emptyState = (): State => ({ homes: {}, highest: {}, taken: {}, parts: {} });

export interface Options {
  /** Your keys, the one in the manifest and older ones. */
  readonly keys: readonly PrivateJwk[];
  readonly aud: string;
  readonly state: State;
  /** Epoch seconds. */
  readonly now: () => number;
  /** Tokens that your app gave out, where your manifest says `"enrolment": "token"`. */
  readonly tokens?: ReadonlySet<string>;
  /** Your longest stated retention: what is older you must not keep anyway. */
  readonly maxAge: number;
}

const DAY = 86_400;
const MAX_MESSAGE = 512 * 1024;
const MOST_PARTS = 1_000;

/** Opens one message and notes it in `state`. Total: whatever the bytes, it answers and does not throw. */
export async function receive(sealed: string, options: Options): Promise<Received> {
  try {
    return await open(sealed, options);
  } catch (error) {
    const because = (error as Error).message;
    return { kind: 'refused', because, ...(error instanceof UnknownAccount ? { isUnknown: true } : {}) };
  }
}

async function open(sealed: string, options: Options): Promise<Received> {
  const { keys, aud, state, maxAge } = options;
  const now = options.now();
  if (sealed.length > MAX_MESSAGE) throw new Error('too large');

  // 1. The envelope: exactly our algorithms, our key, and no header member we do not know.
  const outer = header(() => decodeProtectedHeader(sealed));
  expect('JWE alg', outer.alg, 'ECDH-ES');
  expect('JWE enc', outer.enc, 'A256GCM');
  expect('JWE typ', outer.typ, 'hearthgate+jwe');
  expect('JWE cty', outer.cty, 'JWS');
  const key = keys.find(({ kid }) => kid === outer.kid) ?? fail(`JWE kid is ${outer.kid}, none of your keys`);
  only(outer, ['alg', 'enc', 'typ', 'cty', 'kid', 'epk', 'apu', 'apv']);
  const { kty, crv, x, y, d } = key;
  const algorithms = { keyManagementAlgorithms: ['ECDH-ES'], contentEncryptionAlgorithms: ['A256GCM'] };
  const decrypted = await compactDecrypt(sealed, await importJWK({ kty, crv, x, y, d }, 'ECDH-ES'), algorithms).catch(
    () => fail('does not decrypt: it was changed on the way, or sealed for another key'),
  );
  const jws = new TextDecoder().decode(decrypted.plaintext);

  // 2. The signature: by the key pinned for this home; only a hello brings its own.
  const inner = header(() => decodeProtectedHeader(jws)) as JWSHeaderParameters;
  expect('JWS alg', inner.alg, 'ES256');
  const isBatch = inner.typ === 'hearthgate-batch+jws';
  if (!isBatch) expect('JWS typ', inner.typ, 'hearthgate-notice+jws');
  only(inner, isBatch ? ['alg', 'kid', 'typ'] : ['alg', 'kid', 'typ', 'jwk']);
  const pinned = Object.entries(state.homes).find(([, home]) => home.kid === inner.kid);
  const signing =
    pinned?.[1].signing ?? inner.jwk ?? fail('signed by a home that has not said hello; hello comes first');
  if ((await calculateJwkThumbprint(signing)) !== inner.kid)
    throw new Error('JWS kid is not the thumbprint of its key');
  const verified = await compactVerify(jws, await importJWK(signing, 'ES256'), { algorithms: ['ES256'] }).catch(() =>
    fail('the signature does not fit'),
  );

  // 3. The claims: from that home, for us, for this key, now.
  const claims = claimsOf(verified.payload);
  expect('v', claims.v, 1);
  if (!isId(claims.iss) || !isId(claims.jti) || !Number.isSafeInteger(claims.iat)) {
    throw new Error('iss, jti or iat is missing or malformed');
  }
  if (pinned) expect('iss', claims.iss, pinned[0]);
  expect('aud', claims.aud, aud);
  expect('enc_kid', claims.enc_kid, key.kid);
  if (claims.iat > now + 600) throw new Error('iat is in the future: compare the clocks');
  if (claims.iat < now - maxAge) return { kind: 'ignored', note: `older than what you may keep: ${claims.jti}` };

  // 4. Not seen before. A repeat is no attack in itself: it is also what a lost acknowledgement looks like.
  for (const [message, at] of Object.entries(state.taken)) if (at < now - 7 * DAY) delete state.taken[message];
  const message = JSON.stringify([claims.iss, claims.jti]);
  if (Object.hasOwn(state.taken, message)) {
    return { kind: 'ignored', note: `replay of ${claims.jti}: taken before, nothing taken now` };
  }
  const result = isBatch ? takeBatch(claims as Body & Batch, now, state) : takeHello(claims, inner, options);
  state.taken[message] = now;
  return result;
}

function takeBatch(batch: Batch, now: number, state: State): Received {
  const { stream, epoch, seq, records } = batch;
  if (
    typeof stream !== 'string' ||
    typeof epoch !== 'string' ||
    !Number.isSafeInteger(seq) ||
    !areObjects(records) ||
    !areObjects(batch.notices ?? [])
  ) {
    throw new Error('stream, epoch, seq, records or notices is missing or malformed');
  }
  const { notices, parts } = putTogether(batch, now, state.parts);
  const taken = counted(batch, now, state);
  state.parts = parts;
  return { ...taken, notices };
}

/** Notices that are whole with this batch, and the parts there are then. One that comes again after a lost answer is known. */
function putTogether({ iss, notices = [] }: Batch, now: number, known: State['parts']) {
  const recent = Object.entries(known).filter(([, { at }]) => at >= now - 30 * DAY);
  const parts: State['parts'] = Object.fromEntries(recent);
  const whole: Notice[] = [];
  for (const { jti, part, of, text } of notices) {
    if (!isId(jti) || !isCount(part) || !isCount(of) || part > of || of > MOST_PARTS || typeof text !== 'string') {
      throw new Error('a part of a notice is malformed');
    }
    const name = JSON.stringify([iss, jti]);
    if (parts[name]?.whole) continue;
    const texts: { [part: number]: string } = { ...parts[name]?.texts, [part]: text };
    parts[name] = { texts, at: now };
    if (Object.keys(texts).length < of) continue;
    const notice = json(Array.from({ length: of }, (_, i) => texts[i + 1] ?? '').join(''));
    if (typeof notice?.type !== 'string') throw new Error('a notice is no JSON with a type');
    whole.push(notice as Notice);
    parts[name] = { texts: {}, at: now, whole: true };
  }
  return { notices: whole, parts };
}

function json(text: string): { readonly [member: string]: unknown } | undefined {
  try {
    return Object(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function areObjects(value: unknown): boolean {
  return Array.isArray(value) && value.every((each) => typeof each === 'object' && each !== null);
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && Number(value) > 0;
}

function counted(batch: Batch, now: number, state: State): { kind: 'batch'; batch: Batch; note?: string } {
  const { iss, stream, epoch, seq, iat } = batch;
  const name = JSON.stringify([iss, stream, epoch]);
  const highest = state.highest[name];
  if (highest === undefined || seq > highest) {
    state.highest[name] = seq;
    const missing = highest === undefined ? 0 : seq - highest - 1;
    return missing > 0
      ? { kind: 'batch', batch, note: `${missing} not seen before seq ${seq}: late, withdrawn or dropped` }
      : { kind: 'batch', batch };
  }
  // Two batches may overtake each other; beyond the time jti are remembered for, that cannot be told from a replay.
  if (seq === highest) throw new Error(`seq ${seq} was used for another batch`);
  if (iat < now - 6 * DAY) throw new Error(`replay: seq ${seq} is below ${highest} and too old to be checked`);
  return { kind: 'batch', batch, note: `seq ${seq} came after ${highest}` };
}

class UnknownAccount extends Error {}

function takeHello(notice: Body, inner: JWSHeaderParameters, { state, tokens }: Options): Received {
  const { iss, type } = notice;
  expect('the type of a message by itself', type, 'hello');
  const known = Object.hasOwn(state.homes, iss) ? state.homes[iss] : undefined;
  if (known && known.kid !== inner.kid) throw new Error('a hello with another key than the one pinned for this home');
  // A home that is known may have lost our answer: its token was good once.
  if (tokens && !known && !tokens.has(String(notice.token))) throw new UnknownAccount('a hello without a right token');
  const { kty, crv, x, y, d } = (inner.jwk ?? fail('a hello without jwk')) as JWK;
  if (kty !== 'EC' || crv !== 'P-256' || d !== undefined) throw new Error('the key of a hello is no public P-256 key');
  const { keys, client_certificate } = notice as Body & {
    keys?: { commands?: JWK };
    client_certificate: string | null;
  };
  const commands = keys?.commands ?? fail('a hello without keys.commands');
  const signing = { kty, crv, x, y } as JWK;
  state.homes[iss] = { signing, kid: inner.kid ?? '', commands, clientCertificate: client_certificate };
  return { kind: 'hello', home: iss };
}

function claimsOf(payload: Uint8Array): Body {
  try {
    // Object() takes null and bare values, too: they then lack every claim.
    return Object(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(payload)));
  } catch {
    return fail('what was signed is not JSON');
  }
}

function header<T>(decode: () => T): T {
  try {
    return decode();
  } catch {
    return fail('this is no JWE compact around a JWS compact');
  }
}

function isId(value: unknown): boolean {
  return typeof value === 'string' && /^[A-Za-z0-9_-]{16,64}$/.test(value);
}

function expect(what: string, is: unknown, must: unknown): void {
  if (is !== must) throw new Error(`${what} is ${JSON.stringify(is) ?? 'missing'}, must be ${JSON.stringify(must)}`);
}

function only(is: object, known: readonly string[]): void {
  for (const name of Object.keys(is))
    if (!known.includes(name)) throw new Error(`header member ${name} is not allowed`);
}

function fail(because: string): never {
  throw new Error(because);
}

/**
 * Answers 200 to what is kept and to what is genuine but not taken, 400 to what is refused, 403 to a home whose account is
 * not known, 503 where keeping failed. A
 * home sends again whatever was not answered with 2xx.
 */
function serve(port: number, tls: { cert: Buffer; key: Buffer }, take: (sealed: string) => Promise<Received>): void {
  const server = createServer(tls, async (request, response) => {
    // Of what is answered before it was read to its end, the rest is still in the connection.
    const answer = (status: number): void =>
      void response.writeHead(status, status > 400 ? { connection: 'close' } : {}).end();
    if (request.method !== 'POST' || request.headers['content-type'] !== 'application/jose') return answer(415);
    try {
      const parts: Buffer[] = [];
      let size = 0;
      for await (const part of request) {
        size += part.length;
        if (size > MAX_MESSAGE) return answer(413);
        parts.push(part);
      }
      const received = await take(Buffer.concat(parts).toString('latin1'));
      if (received.kind !== 'refused') answer(200);
      else answer(received.isUnknown ? 403 : 400);
    } catch (error) {
      process.stderr.write(`${(error as Error).message}\n`);
      answer(503);
    }
    return undefined;
  });
  server.listen(port, () => {
    const address = server.address();
    process.stderr.write(`listening on https port ${typeof address === 'object' ? address?.port : port}\n`);
  });
}

async function main(): Promise<void> {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    options: {
      key: { ...text, multiple: true },
      aud: text,
      state: text,
      'max-age-days': text,
      https: text,
      cert: text,
      'cert-key': text,
      tokens: text,
    },
  });
  const path = values.state ?? 'receive-state.json';
  let state = readState(path);
  const options = {
    keys: await Promise.all((values.key ?? fail('say --key <private JWK file>')).map((file) => readKey(file))),
    aud: values.aud ?? fail('say --aud <your id in the manifest>'),
    now: () => Math.floor(Date.now() / 1000),
    ...(values.tokens === undefined ? {} : { tokens: linesOf(values.tokens) }),
    maxAge: Number(values['max-age-days'] ?? 30) * DAY,
  };
  let refused = 0;

  /** Kept, then acknowledged. A crash between the two writes gives records twice; a database does both in one commit. */
  const takeOne = async (sealed: string): Promise<Received> => {
    const next = structuredClone(state);
    const received = await receive(sealed, { ...options, state: next });
    if (received.kind === 'batch') {
      const { iss, stream, purpose, epoch, records } = received.batch;
      for (const record of records) {
        process.stdout.write(`${JSON.stringify({ home: iss, stream, purpose, epoch, ...record })}\n`);
      }
    }
    writeFileSync(`${path}.new`, JSON.stringify(next), { mode: 0o600 });
    renameSync(`${path}.new`, path);
    state = next;
    if (received.kind === 'refused') refused++;
    process.stderr.write(`${said(received)}\n`);
    return received;
  };
  // One after the other: a hello must be pinned before the batch behind it is looked at.
  let last: Promise<unknown> = Promise.resolve();
  const take = (sealed: string): Promise<Received> => {
    const next = last.then(() => takeOne(sealed));
    last = next.catch(() => {});
    return next;
  };

  if (values.https === undefined) {
    for await (const line of createInterface({ input: process.stdin })) if (line.trim()) await take(line.trim());
    process.exitCode = refused > 0 ? 1 : 0;
  } else {
    const cert = readFileSync(values.cert ?? fail('say --cert <PEM file>'));
    serve(
      Number(values.https),
      { cert, key: readFileSync(values['cert-key'] ?? fail('say --cert-key <PEM file>')) },
      take,
    );
  }
}

function linesOf(path: string): Set<string> {
  return new Set(readFileSync(path, 'utf8').split(/\s+/).filter(Boolean));
}

/** A private JWK that nobody else can read, as `hearthgate manifest keys` makes it. */
async function readKey(path: string): Promise<PrivateJwk> {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    throw new Error(`there is no key to read in ${path}; hearthgate manifest keys makes one`, { cause });
  }
  if ((statSync(path).mode & 0o077) !== 0) throw new Error(`others can read ${path}: chmod 600 ${path}`);
  try {
    const { kty, crv, x, y, d } = JSON.parse(text);
    if (kty !== 'EC' || crv !== 'P-256' || !x || !y || !d) throw new Error('another key');
    return { kty, crv, x, y, d, kid: await calculateJwkThumbprint({ kty, crv, x, y }) };
  } catch {
    throw new Error(`${path} holds no private P-256 key as JWK`);
  }
}

function readState(path: string): State {
  try {
    return { ...emptyState(), ...JSON.parse(readFileSync(path, 'utf8')) };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return emptyState();
    throw new Error(`${path} cannot be read as what this program kept: ${(error as Error).message}`);
  }
}

function said(received: Received): string {
  switch (received.kind) {
    case 'hello':
      return `hello from ${received.home}: its key is pinned`;
    case 'batch': {
      const { iss, seq, dummy, records } = received.batch;
      const said = received.notices.map(({ type }) => `, notice ${type}`).join('');
      const what = dummy ? 'nothing to tell' : `${records.length} record(s)${said}`;
      return `batch ${seq} from ${iss}: ${what}${received.note ? ` (${received.note})` : ''}`;
    }
    case 'ignored':
      return received.note;
    case 'refused':
      return `refused: ${received.because}`;
  }
}

if (import.meta.main) {
  main().catch((error: Error) => {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 2;
  });
}
