import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer as createHttps, type Server } from 'node:https';
import { type AddressInfo, createServer as createTcp, type Server as TcpServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectAsync, type MqttClient } from 'mqtt';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createVendorKeys, type SigningKey } from '../../device-sim/vendors/keys.ts';
import { sealAnswer } from '../../device-sim/vendors/seal-answer.ts';
import type { ConsentId } from '../../rules/consent.ts';
import type { Manifest } from '../../rules/manifest.ts';
import { ACME, HOUR, house, manifestFor, open, openHello, recipientKeys, record, until } from './house.fixture.ts';
import { authority, serverCertificate } from './links/certificates.fixture.ts';

const dir = mkdtempSync(join(tmpdir(), 'hearthgate-links-'));
const recipient = recipientKeys();
let ca: string;
let otherCa: string;
let broker: ChildProcess;
let port: number;
const houses: Awaited<ReturnType<typeof house>>[] = [];
const servers: (Server | TcpServer)[] = [];

beforeAll(async () => {
  ca = authority(dir, 'ca');
  otherCa = authority(dir, 'other');
  serverCertificate(dir, 'server', 'ca', 'DNS:localhost,IP:127.0.0.1');
  serverCertificate(dir, 'elsewhere', 'ca', 'DNS:cloud.example');
  port = await freePort();
  writeFileSync(
    join(dir, 'mosquitto.conf'),
    `listener ${port} 127.0.0.1
allow_anonymous true
certfile ${dir}/server.pem
keyfile ${dir}/server.key
log_dest stderr
user root
`,
  );
  broker = spawn('mosquitto', ['-c', join(dir, 'mosquitto.conf')], {
    stdio: ['ignore', 'ignore', 'pipe'],
    // Debian keeps it where only root looks.
    env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` },
  });
  await new Promise<void>((resolve, reject) => {
    broker.once('error', () => reject(new Error('mosquitto is missing: apt-get install mosquitto')));
    let said = '';
    broker.stderr?.on('data', (text) => {
      said += text;
      if (said.includes(' running')) resolve();
    });
    broker.once('exit', () => reject(new Error(`mosquitto ended: ${said}`)));
  });
});
afterAll(async () => {
  if (broker.kill()) await once(broker, 'exit');
});
afterEach(async () => {
  for (const each of houses.splice(0)) await each.close();
  for (const each of servers.splice(0)) each.close();
});

async function freePort(): Promise<number> {
  const server = createTcp().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port: free } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return free;
}

async function begin(url: string, trust: string | undefined = ca, more: Parameters<typeof manifestFor>[3] = {}) {
  const hub = await house();
  houses.push(hub);
  hub.manifests.set(ACME, manifestFor(ACME, url, recipient, { ...(trust ? { ca: trust } : {}), ...more }));
  await hub.recipients.start();
  return hub;
}

type Hub = Awaited<ReturnType<typeof begin>>;

async function put(hub: Hub): Promise<void> {
  const permitted = [record()];
  const { operations, committed } = hub.recipients.queue(permitted);
  await hub.flow.write(operations);
  committed();
}

const state = (hub: Hub) => hub.recipients.states().find((each) => each.recipient === ACME)?.state;
const sent = async (hub: Hub) =>
  (await hub.recipients.deliveries(0, 100)).filter((each) => each.state === 'sent').length;

async function subscribe(): Promise<{ client: MqttClient; got: { topic: string; payload: Buffer }[] }> {
  const client = await connectAsync(`mqtts://127.0.0.1:${port}`, { ca: ca as string });
  const got: { topic: string; payload: Buffer }[] = [];
  client.on('message', (topic, payload) => got.push({ topic, payload }));
  await client.subscribeAsync('hearthgate/#', { qos: 1 });
  return { client, got };
}

/** An HTTPS cloud that answers with these codes in turn, then with the last of them. */
async function cloud(codes: number[], name = 'server') {
  const got: Buffer[] = [];
  const types: (string | undefined)[] = [];
  const options = { key: readFileSync(join(dir, `${name}.key`)), cert: readFileSync(join(dir, `${name}.pem`)) };
  const server = createHttps(options, (request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      got.push(Buffer.concat(parts));
      types.push(request.headers['content-type']);
      const code = codes.length > 1 ? codes.shift() : codes[0];
      response.writeHead(code ?? 500, code === 302 ? { location: 'https://localhost:1/' } : {}).end('anything');
    });
  }).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  return { got, types, url: `https://localhost:${(server.address() as AddressInfo).port}/in` };
}

test('a real broker gets hello first, then each slot, and the recipient opens them', async () => {
  const { client, got } = await subscribe();
  const hub = await begin(`mqtts://localhost:${port}`);
  await put(hub);
  hub.clock.advance(HOUR);
  await until(async () => (await sent(hub)) === 1);
  hub.clock.advance(HOUR);
  await until(async () => (await sent(hub)) === 2);
  await until(() => got.length === 3);
  await client.endAsync();
  const { home } = hub.homes.of(ACME);
  expect(got.map(({ topic }) => topic)).toEqual([
    `hearthgate/v1/${home}/notices`,
    `hearthgate/v1/${home}/data`,
    `hearthgate/v1/${home}/data`,
  ]);
  const [hello, first, second] = got.map(({ payload }) => payload);
  if (!hello || !first || !second) throw new Error('not all arrived');
  const { jwk } = await openHello(hello, recipient.privateKey);
  expect(jwk.x).toBe(hub.homes.of(ACME).signing.jwk.x);
  const opened = await open(first, recipient.privateKey, hub.verifier(ACME));
  expect(opened.claims.records).toHaveLength(1);
  expect((await open(second, recipient.privateKey, hub.verifier(ACME))).claims).toMatchObject({ dummy: true });
  expect(first.length).toBe(second.length);
  expect(state(hub)).toBe('idle');
});

test('a hub that is stopped the moment its hello was taken leaves no connection open', async () => {
  const open = () => process.getActiveResourcesInfo().filter((kind) => /^T(CP|LS)/.test(kind)).length;
  const before = open();
  const hub = await begin(`mqtts://localhost:${port}`);
  const stopped = Promise.withResolvers<void>();
  // Logged the moment the hello was taken.
  hub.deps.log.info = () => stopped.resolve(hub.recipients.stop());
  await put(hub);
  hub.clock.advance(HOUR);
  await stopped.promise;
  await until(() => open() === before);
});

test('an HTTPS cloud that fails gets the same bytes again, and hello only until it took it', async () => {
  const { got, types, url } = await cloud([500, 200, 503, 429, 302, 200]);
  const hub = await begin(url);
  await put(hub);
  hub.clock.advance(HOUR);
  for (let answers = 1; answers < 6; answers++) {
    await until(() => got.length >= answers);
    await until(async () => state(hub)?.startsWith('waiting') === true || (await sent(hub)) === 1);
    hub.clock.advance(60_000);
  }
  await until(async () => (await sent(hub)) === 1);
  expect(new Set(types)).toEqual(new Set(['application/jose']));
  const [, , ...batches] = got;
  expect(batches).toHaveLength(4);
  for (const each of batches) expect(each.equals(batches[0] ?? Buffer.alloc(0))).toBe(true);
});

test('a recipient that answers 410 gets nothing more, also after a restart, until its next manifest', async () => {
  const { got, url } = await cloud([410]);
  const hub = await begin(url);
  hub.clock.advance(HOUR);
  await until(() => state(hub) === 'waiting: the recipient takes nothing more');
  hub.recipients.planChanged();
  hub.clock.advance(5 * HOUR);
  await until(async () => state(hub) === 'waiting: the recipient takes nothing more');
  expect(got).toHaveLength(1);
  await hub.close();

  const again = await house({ dir: hub.dir, clock: hub.clock });
  houses.splice(houses.indexOf(hub), 1, again);
  again.manifests.set(ACME, manifestFor(ACME, url, recipient, { ca }));
  await again.recipients.start();
  again.clock.advance(5 * HOUR);
  await until(() => state(again) === 'waiting: the recipient takes nothing more');
  expect(got).toHaveLength(1);

  again.manifests.set(ACME, manifestFor(ACME, url, recipient, { ca, version: 2 }));
  again.recipients.planChanged();
  await until(() => got.length === 2);
});

test('what waited for 30 days is dropped and counted; an endpoint that cannot be reached got none of it', async () => {
  const hub = await begin('https://localhost:1/in');
  await put(hub);
  hub.clock.advance(HOUR);
  await until(() => state(hub) === 'waiting: the recipient cannot be reached');
  expect(await hub.recipients.deliveries(0, 10)).toEqual([]);
  await put(hub);
  hub.clock.advance(31 * 24 * HOUR);
  const withheld = () => hub.flow.read<{ reason: string; count: number }>('outbox withheld list', '');
  await until(async () => (await withheld()).reduce((sum, { count }) => sum + count, 0) === 2);
  expect(new Set((await withheld()).map(({ reason }) => reason))).toEqual(new Set(['too old']));
  expect(await hub.recipients.deliveries(0, 5000)).toEqual([]);
});

test('a batch that is under way names the consents that it is under', async () => {
  const { got, url } = await cloud([200, 503]);
  const hub = await begin(url);
  await put(hub);
  hub.clock.advance(HOUR);
  await until(() => got.length > 1);
  const [delivery] = await hub.recipients.deliveries(0, 10);
  expect(delivery).toMatchObject({ state: 'possibly received', records: 1, consents: '{"consent-1":1}' });
});

test('forgetting a recipient leaves the household its record of what left, and nothing to go on from', async () => {
  const { url } = await cloud([200]);
  const hub = await begin(url);
  hub.recipients.keepCredentials(ACME, { user: 'home', password: 'issued' });
  await put(hub);
  hub.clock.advance(HOUR);
  await until(async () => (await sent(hub)) === 1);
  const [{ stream = '' } = {}] = await hub.recipients.deliveries(0, 1);
  hub.ended.add('consent-1');
  await hub.recipients.withdraw(['consent-1' as ConsentId]);
  await hub.recipients.forget(ACME);
  expect(hub.recipients.hasCredentials(ACME)).toBe(false);
  expect(await hub.flow.read('outbox seq', stream)).toEqual([]);
  expect(await sent(hub)).toBe(1);
  expect(hub.db.prepare('SELECT * FROM homes').all()).toEqual([]);
  expect(hub.db.prepare('SELECT name FROM keys').all()).not.toContainEqual({ name: expect.stringContaining(ACME) });
});

test.each([
  ['a certificate that the manifest does not trust', 'server', () => otherCa],
  ['a certificate for another host', 'elsewhere', () => ca],
])('%s is refused and nothing is sent', async (_, name, trust) => {
  const { got, url } = await cloud([200], name);
  const hub = await begin(url, trust());
  hub.clock.advance(HOUR);
  await until(() => state(hub) === 'waiting: the recipient cannot be reached');
  expect(got).toHaveLength(0);
});

test('a broker that is not trusted is refused, and the batch was not touched', async () => {
  const { client, got } = await subscribe();
  const hub = await begin(`mqtts://localhost:${port}`, otherCa);
  hub.clock.advance(HOUR);
  await until(() => state(hub) === 'waiting: the recipient cannot be reached');
  expect(await hub.recipients.deliveries(0, 10)).toEqual([]);
  expect(got).toEqual([]);
  await client.endAsync();
});

test('no socket is opened before a consent is in force, nor after it ended', async () => {
  let connections = 0;
  const listener = createTcp((socket) => {
    connections++;
    socket.destroy();
  }).listen(0, '127.0.0.1');
  servers.push(listener);
  await once(listener, 'listening');
  const hub = await house();
  houses.push(hub);
  hub.ended.add('consent-1');
  hub.manifests.set(
    ACME,
    manifestFor(ACME, `mqtts://127.0.0.1:${(listener.address() as AddressInfo).port}`, recipient, { ca }),
  );
  await hub.recipients.start();
  hub.clock.advance(3 * HOUR);
  hub.recipients.planChanged();
  await hub.flow.read('outbox last batch');
  expect(connections).toBe(0);
  hub.ended.delete('consent-1');
  hub.recipients.planChanged();
  hub.clock.advance(HOUR);
  await until(() => connections > 0 && state(hub) === 'waiting: the recipient cannot be reached');
  const before = connections;
  hub.ended.add('consent-1');
  hub.recipients.planChanged();
  await hub.recipients.withdraw(['consent-1' as ConsentId]);
  hub.clock.advance(3 * HOUR);
  await hub.flow.read('outbox last batch');
  expect(connections).toBe(before);
});

test.each([
  ['manifest expired', { expires: '2026-11-23T11:59:59Z' }],
  ['manifest expired', { expires: 'some day' }],
  ['the manifest has no encryption key', { keys: { encryption: [] } }],
  ['the endpoint is neither mqtts: nor https:', { endpoint: { url: 'mqtt://localhost:1883' } }],
  ['the endpoint is neither mqtts: nor https:', { endpoint: { url: 'https://user:word@localhost/' } }],
])('nothing is sealed and data waits: %s', async (because, more) => {
  const hub = await begin('https://localhost:1/', undefined, more);
  await put(hub);
  hub.clock.advance(HOUR);
  await until(() => state(hub) === `waiting: ${because}`);
  expect(await hub.recipients.deliveries(0, 10)).toEqual([]);
  const first = () => hub.flow.read<{ sealed: unknown; touched: number }>('outbox batch next', ACME, 0);
  await until(async () => (await first()).length > 0);
  const [row] = await first();
  expect(row).toMatchObject({ sealed: null, touched: 0 });
});

test('a recipient that does not answer delays no other', async () => {
  const silent = createTcp(() => undefined).listen(0, '127.0.0.1');
  servers.push(silent);
  await once(silent, 'listening');
  const { url } = await cloud([200]);
  const hub = await begin(url);
  const dead = 'dead' as typeof ACME;
  hub.streams.push({ ...record(), recipient: dead, consents: ['consent-1' as ConsentId] });
  hub.manifests.set(
    dead,
    manifestFor(dead, `mqtts://127.0.0.1:${(silent.address() as AddressInfo).port}`, recipient, { ca }),
  );
  hub.recipients.planChanged();
  hub.clock.advance(HOUR);
  await until(async () => (await sent(hub)) === 1);
});

/** A maker at the broker: what came, and an answer to the home's hello. */
async function makerAt(hub: Hub, signer: SigningKey) {
  const { client, got } = await subscribe();
  const { home } = hub.homes.of(ACME);
  const ours = () =>
    got.filter(({ topic }) => topic.startsWith(`hearthgate/v1/${home}/`) && !topic.endsWith('/commands'));
  const answer = async (claims: object, at = 0) => {
    const hellos = ours().filter(({ topic }) => topic.endsWith('/notices'));
    const { claims: hello } = await openHello(hellos.at(at)?.payload ?? '', recipient.privateKey);
    const about = { v: 1, iss: ACME, aud: home, hello: hello.jti };
    const sealed = await sealAnswer({ ...about, ...claims }, signer, hello.keys.commands);
    await client.publishAsync(`hearthgate/v1/${home}/commands`, sealed, { qos: 1 });
  };
  return { client, ours, answer };
}

test('over a broker a token counts when the maker says so on the commands topic, not when the broker acknowledges', async () => {
  const { commands: signer, manifest: stranger } = await createVendorKeys();
  const keys = { encryption: [recipient.jwk], commands: [signer.jwk] };
  const hub = await begin(`mqtts://localhost:${port}`, ca, { enrolment: 'token', keys });
  const maker = await makerAt(hub, signer);
  const another = await makerAt(hub, stranger);
  hub.recipients.keepToken(ACME, 'account-4711');
  await put(hub);
  hub.clock.advance(HOUR);
  await until(() => maker.ours().length === 1);
  await another.answer({ answer: 'accepted' });
  hub.clock.advance(29_000);
  expect(maker.ours()).toHaveLength(1);
  hub.clock.advance(2_000);
  await until(() => state(hub) === 'waiting: the recipient cannot be reached');
  hub.clock.advance(60_000);
  await until(() => maker.ours().length === 2);
  await maker.answer({ answer: 'accepted' });
  expect(await sent(hub)).toBe(0);
  await maker.answer({ answer: 'accepted' }, -1);
  await until(async () => (await sent(hub)) === 1);
  await maker.client.endAsync();
  await another.client.endAsync();
});

test('over a broker an open home is refused by an answer that comes later', async () => {
  const { commands: signer } = await createVendorKeys();
  const keys = { encryption: [recipient.jwk], commands: [signer.jwk] };
  const hub = await begin(`mqtts://localhost:${port}`, ca, { keys });
  const maker = await makerAt(hub, signer);
  await put(hub);
  hub.clock.advance(HOUR);
  await until(async () => (await sent(hub)) === 1);
  // Whoever else may publish there uses up nothing.
  const { home } = hub.homes.of(ACME);
  for (let i = 0; i < 20; i++)
    await maker.client.publishAsync(`hearthgate/v1/${home}/commands`, 'not sealed', { qos: 1 });
  await maker.answer({ answer: 'refused', because: 'This product is not sold any more.' });
  await until(() => hub.recipients.standing(hub.manifests.get(ACME) as Manifest).state === 'refused');
  await put(hub);
  hub.clock.advance(HOUR);
  await until(() => state(hub) === 'waiting: acme says: “This product is not sold any more.”');
  expect(await sent(hub)).toBe(1);
  await maker.client.endAsync();
});
