import { spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ConnectionOptions, connect, type TLSSocket } from 'node:tls';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { certifyApart } from '../certs/apart.ts';
import { openAuthority } from '../certs/authority.ts';
import type { Credentials } from '../certs/certificate.ts';
import { loadRoot } from '../certs/root.ts';
import { type Hub, openHub } from '../gateway/main.ts';
import { operateOn } from '../gateway/operations/operations.ts';
import { systemRandom } from '../gateway/runtime/random.ts';
import { ManualClock } from './manual-clock.ts';

const DAY_MS = 86_400_000;
const NOT_AUTHORIZED = 5;
const today = Date.now();
const logged: string[] = [];
/** Founded once: making a root's key takes longer than anything else here. */
const founded = mkdtempSync(join(tmpdir(), 'hearthgate-founded-'));
let dataDir: string;
let clock: ManualClock;
let hub: Hub;
let sockets: TLSSocket[] = [];
beforeAll(async () => {
  await (await openAuthority({ kind: 'devices', dir: join(founded, 'certs'), now: () => today })).server();
});
afterAll(() => rmSync(founded, { recursive: true }));
beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'hearthgate-certificates-'));
  cpSync(founded, dataDir, { recursive: true });
  chmodSync(join(dataDir, 'certs'), 0o700);
  logged.length = 0;
  await start();
});
afterEach(async () => {
  await stop();
  rmSync(dataDir, { recursive: true });
});

/** A hub that listens with TLS only, by a clock that a test may set. */
async function start(now = today): Promise<void> {
  clock = new ManualClock(now);
  hub = await openHub({
    ...{ dataDir, clock, random: systemRandom, madeBy: 'hub' },
    log: pino({ level: 'debug' }, { write: (line: string) => void logged.push(line) }),
    config: {
      host: '127.0.0.1',
      mqtt: { enabled: false, port: 0 },
      mqtts: { enabled: true, port: 0 },
      https: { enabled: false, port: 0 },
      http: { enabled: false, port: 0 },
      proxy: { trusted: [] },
      names: [],
      timeZone: 'Europe/Berlin',
      log: 'debug',
    },
  });
  await hub.start();
}

async function stop(): Promise<void> {
  for (const socket of sockets) socket.destroy();
  sockets = [];
  await hub.stop();
}

async function ask<T>(name: string, input: unknown): Promise<T> {
  const answer = await operateOn(hub)(name, input);
  if (!answer.ok) throw new Error(`${answer.code}: ${answer.problem}`);
  return answer.result as T;
}

async function add(name: string): Promise<string> {
  const added = await ask<{ password: string }>('device add', { name, dialect: 'native', read: [], write: [] });
  return added.password;
}

interface Delivered extends Credentials {
  readonly serial: string;
}

async function issue(name: string): Promise<Delivered> {
  const { key, certificate, serial } = await ask<{ key: string; certificate: string; serial: string }>('cert issue', {
    name,
    pkcs12: false,
  });
  return { key, cert: certificate, serial };
}

/** What the ledger says of certificates. */
function noted() {
  return hub.ledger.read(0, 1000).flatMap(({ entry }) => (entry?.type.startsWith('certificate.') ? [entry] : []));
}

interface Answered {
  /** Of the CONNACK. */
  readonly code: number | undefined;
  readonly socket: TLSSocket;
  readonly session: Buffer | undefined;
}

/** A CONNECT over TLS, byte by byte, and what the hub answers. */
async function say(
  options: ConnectionOptions,
  { user, password, id = 'one' }: { user?: string; password?: string; id?: string } = {},
): Promise<Answered> {
  const { caPem } = await hub.authorities.open('devices');
  const port = hub.broker.ports().mqtts ?? 0;
  const socket = connect({ host: '127.0.0.1', port, ca: caPem, servername: 'localhost', ...options });
  sockets.push(socket);
  let session: Buffer | undefined;
  socket.on('session', (each: Buffer) => {
    session = each;
  });
  await once(socket, 'secureConnect');
  const text = (value: string) => Buffer.concat([Buffer.of(0, value.length), Buffer.from(value)]);
  const flags = 2 | (user === undefined ? 0 : 0x80) | (password === undefined ? 0 : 0x40);
  const body = Buffer.concat([
    text('MQTT'),
    Buffer.of(4, flags, 0, 60),
    ...[id, user, password].flatMap((each) => (each === undefined ? [] : [text(each)])),
  ]);
  socket.write(Buffer.concat([Buffer.of(0x10, body.length), body]));
  const [connack] = await Promise.race([once(socket, 'data'), once(socket, 'close')]);
  return { code: connack instanceof Buffer ? connack[3] : undefined, socket, session };
}

test('a certificate is the credential it names: no password, no other user name', async () => {
  const password = await add('lamp');
  await add('fan');
  const lamp = await issue('lamp');
  expect((await say(lamp)).code).toBe(0);
  expect((await say(lamp, { user: 'lamp', id: 'two' })).code).toBe(0);
  expect((await say(lamp, { user: 'lamp', password: 'whatever', id: 'three' })).code).toBe(0);
  expect((await say(lamp, { user: 'fan' })).code).toBe(NOT_AUTHORIZED);
  expect((await say({}, { user: 'lamp', password, id: 'four' })).code).toBe(0);
  expect((await say({})).code).toBe(NOT_AUTHORIZED);
  expect((await say({}, { user: 'lamp' })).code).toBe(NOT_AUTHORIZED);
});

test('a wrong certificate is refused also with the right password: another authority’s, self-signed, of a server, of a stolen root', async () => {
  const password = await add('lamp');
  const certs = join(dataDir, 'certs');
  const root = loadRoot({ kind: 'devices', dir: certs }, 'ca');
  if (!root) throw new Error('no root');
  const pair = pemPair();
  const content = (extensions: object[]) => ({
    ...{ serial: systemRandom(16), subject: 'lamp', extensions },
    ...{ notBefore: new Date(today - DAY_MS), notAfter: new Date(today + DAY_MS) },
  });
  const other = await openAuthority({ kind: 'devices', dir: join(dataDir, 'other'), now: () => today });
  const page = await hub.authorities.open('page');
  const wrong: Record<string, Credentials> = {
    'another authority’s': await other.issueClient('lamp'),
    'the page authority’s': await page.issueClient('lamp'),
    'self-signed': {
      key: pair.key,
      cert: await certifyApart(content([{ name: 'extKeyUsage', clientAuth: true }]), pair.spki, { key: pair.key }),
    },
    'of a server': await (await hub.authorities.open('devices')).server(),
    'for servers, with the name': {
      key: pair.key,
      cert: await certifyApart(content([{ name: 'extKeyUsage', serverAuth: true }]), pair.spki, root),
    },
    'signed by a stolen root': {
      key: pair.key,
      cert: await certifyApart(content([{ name: 'extKeyUsage', clientAuth: true }]), pair.spki, root),
    },
    'of the root itself': root,
  };
  for (const [which, credentials] of Object.entries(wrong)) {
    for (const words of [{}, { user: 'lamp' }, { user: 'lamp', password }]) {
      expect((await say(credentials, words)).code, which).toBe(NOT_AUTHORIZED);
    }
  }
  expect((await say(await issue('lamp'))).code).toBe(0);
});

test('a certificate opens nothing before it begins and after it ended', async () => {
  const password = await add('lamp');
  const made = async (at: number) => {
    await stop();
    await start(at);
    return issue('lamp');
  };
  const early = await made(today + 10 * DAY_MS);
  const good = await made(today);
  expect((await say(good)).code).toBe(0);
  expect((await say(early)).code).toBe(NOT_AUTHORIZED);
  expect((await say(early, { user: 'lamp', password })).code).toBe(NOT_AUTHORIZED);
  await stop();
  await start(today + 397 * DAY_MS);
  // The hub's own certificate is one of that time, which the test's clock does not show.
  const ended = { ...good, rejectUnauthorized: false };
  expect((await say(ended)).code).toBe(NOT_AUTHORIZED);
  expect((await say(ended, { user: 'lamp', password })).code).toBe(NOT_AUTHORIZED);
  const { certificates } = await ask<{ certificates: { serial: string; state: string }[] }>('cert list', {});
  expect(new Map(certificates.map(({ serial, state }) => [serial, state]))).toEqual(
    new Map([
      [good.serial, 'ended'],
      [early.serial, 'in force'],
    ]),
  );
});

test.each(['TLSv1.2', 'TLSv1.3'] as const)(
  'a revocation ends open connections, holds for resumed %s sessions and after a restart',
  async (version) => {
    await add('lamp');
    const [lamp, spare] = [await issue('lamp'), await issue('lamp')];
    const options = { ...lamp, minVersion: version, maxVersion: version };
    const first = await say(options);
    const kept = await say(spare, { id: 'spare' });
    const { session } = first;
    if (!session) throw new Error('no session');
    // The very same session is resumed while the certificate is good.
    const resumed = await say({ ...options, session }, { id: 'two' });
    expect([resumed.code, resumed.socket.isSessionReused()]).toEqual([0, true]);
    const ends = [first, resumed].map(({ socket }) => once(socket, 'close'));

    await ask('cert revoke', { what: lamp.serial });
    await Promise.all(ends);
    expect(kept.socket.destroyed).toBe(false);
    const again = await say({ ...options, session: resumed.session ?? session });
    expect([again.code, again.socket.isSessionReused()]).toEqual([NOT_AUTHORIZED, true]);
    expect((await say(options)).code).toBe(NOT_AUTHORIZED);
    await stop();
    await start();
    expect((await say(options)).code).toBe(NOT_AUTHORIZED);
    expect((await say(spare)).code).toBe(0);
    await expect(ask('cert revoke', { what: lamp.serial })).rejects.toThrow('no-such-certificate');
  },
);

test('a new device of the name of a removed one is not opened by the old one’s certificate', async () => {
  await add('lamp');
  const old = await issue('lamp');
  const { socket } = await say(old);
  const ended = once(socket, 'close');
  await ask('device remove', { name: 'lamp' });
  await ended;
  expect((await say(old)).code).toBe(NOT_AUTHORIZED);
  await add('lamp');
  expect((await say(old)).code).toBe(NOT_AUTHORIZED);
  const own = await issue('lamp');
  expect((await say(own)).code).toBe(0);
  await stop();
  await start();
  expect((await say(old)).code).toBe(NOT_AUTHORIZED);
  expect(noted()).toMatchObject([
    { type: 'certificate.issued', client: 'lamp', serial: old.serial },
    { type: 'certificate.revoked', client: 'lamp', serial: old.serial },
    { type: 'certificate.issued', client: 'lamp', serial: own.serial },
  ]);
});

test('the hub renews what it shows while it runs; who is connected stays', async () => {
  await add('lamp');
  const lamp = await issue('lamp');
  const shown = (each: Answered) => each.socket.getPeerCertificate().serialNumber;
  const before = shown(await say(lamp));
  await stop();
  // By a clock that is 366 days ahead, so that the last 30 days are the next day's.
  await start(today + 366 * DAY_MS - 3_600_000);
  const insecure = { ...lamp, rejectUnauthorized: false };
  const first = await say(insecure);
  expect(shown(first)).toBe(before);
  const renewed = new Promise<void>((resolve) => hub.authorities.onLook(() => Promise.resolve(resolve())));
  await clock.advance(DAY_MS);
  await renewed;
  const second = await say(insecure, { id: 'two' });
  expect([first.code, second.code, first.socket.destroyed]).toEqual([0, 0, false]);
  expect(shown(second)).not.toBe(shown(first));
});

test('a root is changed in two steps: devices that trust both stay connected, and what the old one signed is refused', async () => {
  await add('lamp');
  const old = await issue('lamp');
  const oldRoot = (await hub.authorities.open('devices')).caPem;
  await expect(ask('cert rotate', { which: 'devices', step: 'finish', confirmed: true })).rejects.toThrow(
    'no-rotation',
  );
  await ask('cert rotate', { which: 'devices', step: 'begin', confirmed: false });
  const both = (await hub.authorities.open('devices')).caPem;
  const lamp = await issue('lamp');
  // Who knows the old root only, and shows what either signed.
  expect((await say({ ...old, ca: oldRoot })).code).toBe(0);
  const staying = await say({ ...lamp, ca: oldRoot }, { id: 'two' });
  const leaving = await say({ ...old, ca: both }, { id: 'three' });
  const told = await ask<{ done: boolean; ending: { serial: string }[] }>('cert rotate', {
    ...{ which: 'devices', step: 'finish', confirmed: false },
  });
  expect(told).toMatchObject({ done: false, ending: [{ serial: old.serial }] });

  const left = once(leaving.socket, 'close');
  await ask('cert rotate', { which: 'devices', step: 'finish', confirmed: true });
  await left;
  expect(staying.socket.destroyed).toBe(false);
  expect((await say({ ...lamp, ca: both }, { id: 'four' })).code).toBe(0);
  expect((await say({ ...old, ca: both })).code).toBe(NOT_AUTHORIZED);
  await expect(say({ ...lamp, ca: oldRoot })).rejects.toThrow();
  const entries = noted();
  expect(entries.map(({ type }) => type)).toEqual([
    ...[
      'certificate.issued',
      'certificate.rotated',
      'certificate.issued',
      'certificate.rotated',
      'certificate.revoked',
    ],
  ]);
  const text = JSON.stringify(entries) + logged.join('');
  expect(text).not.toContain('PRIVATE');
  for (const { key } of [old, lamp]) expect(text).not.toContain(key.split('\n')[2]);
});

test('a root that was changed while no hub looked stands in the ledger all the same', async () => {
  await stop();
  // As after a crash between the file and the entry, or when somebody else put a root there.
  const authority = await openAuthority({ kind: 'devices', dir: join(dataDir, 'certs'), now: () => today });
  const [was] = authority.roots;
  await authority.beginRotation();
  authority.finishRotation();
  await start();
  const [is] = authority.roots;
  const hex = (root: typeof is) => root?.fingerprint256.replaceAll(':', '');
  expect(noted()).toMatchObject([
    { type: 'certificate.rotated', authority: 'devices', was: [hex(was)], is: [hex(is)] },
  ]);
});

test('a first step that is given up is as if it had not been', async () => {
  await add('lamp');
  const lamp = await issue('lamp');
  const before = (await hub.authorities.open('devices')).caPem;
  await ask('cert rotate', { which: 'devices', step: 'begin', confirmed: false });
  const lost = await issue('lamp');
  await ask('cert rotate', { which: 'devices', step: 'cancel', confirmed: true });
  expect((await hub.authorities.open('devices')).caPem).toBe(before);
  expect((await say(lamp)).code).toBe(0);
  expect((await say(lost)).code).toBe(NOT_AUTHORIZED);
});

test('a device that keeps its key is known by it; a key that is weak, private or no key is refused', async () => {
  await add('lamp');
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const pem = (key: typeof publicKey) => key.export({ type: 'spki', format: 'pem' }).toString();
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const made = await ask<Record<string, string>>('cert issue', {
    name: 'lamp',
    pkcs12: false,
    publicKey: pem(publicKey),
  });
  expect(made).not.toHaveProperty('key');
  expect((await say({ key, cert: made.certificate ?? '' })).code).toBe(0);
  const weak = generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey;
  const odd = generateKeyPairSync('ed25519').publicKey;
  for (const publicKey of [pem(weak), pem(odd), key, 'nothing', pem(weak).replace('MI', 'XX')]) {
    await expect(ask('cert issue', { name: 'lamp', pkcs12: false, publicKey })).rejects.toThrow('key-not-usable');
  }
  await expect(ask('cert issue', { name: 'nobody', pkcs12: false })).rejects.toThrow('no-such-client');
});

test('who was removed, or changed hands, while a certificate was made gets none', async () => {
  await add('lamp');
  const late = issue('lamp');
  await ask('device remove', { name: 'lamp' });
  await add('lamp');
  await expect(late).rejects.toThrow('changed-meanwhile');
  expect(await ask('cert list', {})).toMatchObject({ certificates: [] });
});

test('openssl sees TLS 1.2 and 1.3 with sound ciphers only, a request for a certificate, and no renegotiation', async () => {
  const { file } = await hub.authorities.open('devices');
  const port = hub.broker.ports().mqtts;
  const client = (...words: string[]) => {
    const options = ['s_client', '-connect', `127.0.0.1:${port}`, '-CAfile', file, '-verify_return_error', ...words];
    return run('openssl', options);
  };
  const newer = await client('-tls1_3', '-showcerts');
  expect(newer).toContain('Verify return code: 0 (ok)');
  // The root is shown, too: a device that knows only its fingerprint can hold what it is shown against that.
  expect(newer).toContain(readFileSync(file, 'utf8').trim());
  const older = await client('-tls1_2');
  expect(older).toContain('Acceptable client certificate CA names');
  expect(older).toMatch(/Cipher *: ECDHE-RSA-AES128-GCM-SHA256/);
  for (const words of [
    ['-tls1_1', '-cipher', 'ALL:@SECLEVEL=0'],
    ['-tls1_2', '-cipher', 'AES128-SHA'],
    ['-tls1_2', '-cipher', 'ECDHE-RSA-AES128-SHA'],
  ])
    await expect(client(...words), words.join(' ')).rejects.toThrow();
  // `R` asks for a renegotiation.
  await expect(
    run('openssl', ['s_client', '-connect', `127.0.0.1:${port}`, '-CAfile', file, '-tls1_2'], 'R\n'),
  ).rejects.toThrow(/renegotiat/);
});

function pemPair() {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    spki: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  };
}

/** Everything a program printed; rejects with it where the program failed. */
async function run(command: string, words: readonly string[], input = ''): Promise<string> {
  const program = spawn(command, words, { stdio: ['pipe', 'pipe', 'pipe'] });
  let printed = '';
  for (const stream of [program.stdout, program.stderr]) stream.on('data', (part: Buffer) => (printed += part));
  program.stdin.on('error', () => undefined);
  program.stdin.end(input);
  const [code] = await once(program, 'close');
  if (code !== 0) throw new Error(printed);
  return printed;
}
