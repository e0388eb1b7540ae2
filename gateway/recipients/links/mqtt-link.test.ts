import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer, type Server, type TLSSocket } from 'node:tls';
import { Aedes } from 'aedes';
import { afterEach, expect, test } from 'vitest';
import type { OpenDelivery } from '../../../rules/delivery.ts';
import { clientCertificate } from '../client-certificate.ts';
import { authority, serverCertificate } from './certificates.fixture.ts';
import type { Credentials } from './link.ts';
import { MqttLink } from './mqtt-link.ts';

const dir = mkdtempSync(join(tmpdir(), 'hearthgate-mqtt-link-'));
const ca = authority(dir, 'ca');
const right = serverCertificate(dir, 'right', 'ca', 'IP:127.0.0.1');
const wrong = serverCertificate(dir, 'wrong', 'ca', 'DNS:cloud.example');

const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const own = {
  key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  cert: clientCertificate(publicKey, privateKey, randomBytes),
};

/** Where the protocol level stands in a short CONNECT ([MQTT-3.1.2-2]). */
const LEVEL = 8;
const ACCEPTED = Buffer.of(0x20, 2, 0, 0);

const servers: Server[] = [];
const links: MqttLink[] = [];
afterEach(async () => {
  for (const link of links.splice(0)) await link.stop();
  for (const server of servers.splice(0)) server.close();
});

interface Seen {
  readonly connects: Buffer[];
  readonly levels: number[];
  readonly certificates: (string | undefined)[];
  readonly protocols: (string | null)[];
}

/** A broker of which only the answer to CONNECT matters here. */
async function broker(answer: (level: number, socket: TLSSocket) => void, certificate = right) {
  const seen: Seen = { connects: [], levels: [], certificates: [], protocols: [] };
  const options = { ...certificate, ALPNProtocols: ['mqtt'], requestCert: true, rejectUnauthorized: false };
  const server = createServer(options, (socket) => {
    socket.on('error', () => undefined);
    socket.once('data', (connect) => {
      seen.connects.push(connect);
      seen.levels.push(connect.readUInt8(LEVEL));
      seen.certificates.push(socket.getPeerX509Certificate()?.toString());
      seen.protocols.push(socket.getProtocol());
      answer(connect.readUInt8(LEVEL), socket);
    });
  }).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  return { seen, url: `mqtts://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

function linkTo(
  url: string,
  reasons: string[] = [],
  credentials?: Credentials,
  commands?: (sealed: Uint8Array) => void,
): MqttLink {
  const home = { home: 'h'.repeat(22), clientId: 'c'.repeat(22), tls: own };
  const link = new MqttLink({
    endpoint: { url, ca },
    home,
    credentials,
    commands,
    connecting: async () => () => undefined,
    failed: (reason) => reasons.push(reason),
  });
  links.push(link);
  return link;
}

test('a certificate for another name is refused before a byte of MQTT is written', async () => {
  const { seen, url } = await broker(() => undefined, wrong);
  const reasons: string[] = [];
  expect(await linkTo(url, reasons).connect()).toBe('retry');
  expect(seen.levels).toEqual([]);
  expect(reasons).toEqual(['ERR_TLS_CERT_ALTNAME_INVALID']);
});

test.each([
  ['with the reason code of MQTT 5', (socket: TLSSocket) => socket.end(Buffer.of(0x20, 3, 0, 0x84, 0))],
  ['with the return code of MQTT 3.1.1', (socket: TLSSocket) => socket.end(Buffer.of(0x20, 2, 0, 1))],
  ['by closing without a word', (socket: TLSSocket) => socket.end()],
])('a broker that refuses MQTT 5 %s gets 3.1.1', async (_, refuse) => {
  const { seen, url } = await broker((level, socket) => {
    if (level === 5) refuse(socket);
    else socket.write(ACCEPTED);
  });
  expect(await linkTo(url).connect()).toBe('connected');
  expect(seen.levels).toEqual([5, 4]);
});

test('the pairwise client certificate is shown, inside TLS 1.3', async () => {
  const { seen, url } = await broker((_, socket) => socket.write(Buffer.of(0x20, 3, 0, 0, 0)));
  expect(await linkTo(url).connect()).toBe('connected');
  expect(seen).toMatchObject({ levels: [5], certificates: [own.cert], protocols: ['TLSv1.3'] });
});

test('credentials that the recipient issued stand in CONNECT, and nowhere without them', async () => {
  const { seen, url } = await broker((_, socket) => socket.write(Buffer.of(0x20, 3, 0, 0, 0)));
  expect(await linkTo(url, [], { user: 'home-4711', password: 'issued' }).connect()).toBe('connected');
  expect(await linkTo(url).connect()).toBe('connected');
  const text = (connect: Buffer | undefined) => connect?.toString('latin1') ?? '';
  expect(text(seen.connects[0]).slice(-17)).toBe(`home-4711${String.fromCharCode(0, 6)}issued`);
  expect(text(seen.connects[1])).not.toMatch(/home-4711|issued/);
});

test('a broker that refuses for another reason is asked once', async () => {
  const { seen, url } = await broker((_, socket) => socket.end(Buffer.of(0x20, 3, 0, 0x87, 0)));
  const reasons: string[] = [];
  expect(await linkTo(url, reasons).connect()).toBe('retry');
  expect(seen.levels).toEqual([5]);
  expect(reasons).toEqual(['135']);
});

test('a connection that breaks before the acknowledgement gives the batch back, and mqtt.js sends nothing by itself', async () => {
  let got = 0;
  const { seen, url } = await broker((_, socket) => {
    socket.write(Buffer.of(0x20, 3, 0, 0, 0));
    socket.on('data', () => {
      got++;
      socket.destroy();
    });
  });
  const link = linkTo(url);
  await link.connect();
  expect(await link.send(Buffer.from('batch'), 'data', () => true)).toBe('retry');
  expect(await link.send(Buffer.from('batch'), 'data', () => true)).toBe('retry');
  expect({ got, connections: seen.levels.length }).toEqual({ got: 1, connections: 1 });
});

test('a link that is stopped while it connects gives up at once', async () => {
  const { url } = await broker(() => undefined);
  const link = linkTo(url);
  const connecting = link.connect();
  await link.stop();
  expect(await connecting).toBe('retry');
});

/** PUBLISH of MQTT 5 without properties ([MQTT-3.3.2]). */
function publish(first: number, topic: string, payload: string): Buffer {
  const id = first & 0x06 ? [0, 1] : [];
  const body = Buffer.concat([
    Buffer.of(0, topic.length),
    Buffer.from(topic),
    Buffer.of(...id, 0),
    Buffer.from(payload),
  ]);
  return Buffer.concat([Buffer.of(first, body.length), body]);
}

const COMMANDS = `hearthgate/v1/${'h'.repeat(22)}/commands`;
const [QOS_0, QOS_1, RETAINED, QOS_2] = [0x30, 0x32, 0x33, 0x34];

/** A link to a broker that sends these once it is connected, and what came of it. */
async function sent(packets: Buffer[], listens: boolean) {
  const { url } = await broker((_, socket) => socket.write(Buffer.concat([Buffer.of(0x20, 3, 0, 0, 0), ...packets])));
  const [taken, reasons]: [string[], string[]] = [[], []];
  const take = (sealed: Uint8Array) => taken.push(Buffer.from(sealed).toString());
  const link = linkTo(url, reasons, undefined, listens ? take : undefined);
  await link.connect();
  await expect.poll(() => taken.length + reasons.length).toBeGreaterThan(0);
  return { taken, reasons };
}

test('commands are taken on their topic, at QoS 0 and 1, and what the broker retained is none', async () => {
  const packets = [
    publish(RETAINED, COMMANDS, 'kept'),
    publish(QOS_0, COMMANDS, 'one'),
    publish(QOS_1, COMMANDS, 'two'),
  ];
  const came = await sent(packets, true);
  await expect.poll(() => came.taken).toEqual(['one', 'two']);
  expect(came.reasons).toEqual([]);
});

test.each([
  ['another topic', publish(QOS_1, COMMANDS.replace('hh', 'hx'), 'x'), true],
  ['a home that does not listen', publish(QOS_1, COMMANDS, 'x'), false],
])('a broker that sends what nobody asked for is left: %s', async (_, packet, listens) => {
  const { taken, reasons } = await sent([packet], listens);
  expect({ taken, reasons }).toEqual({ taken: [], reasons: ['sent what nobody asked for'] });
});

test.each([
  ['QoS 2', publish(QOS_2, COMMANDS, 'x')],
  ['PUBREL without an identifier', Buffer.of(0x62, 0)],
  ['PUBLISH without an identifier', Buffer.of(0x32, 3, 0, 1, 0x61)],
  ['PUBLISH without an identifier and with DUP', Buffer.of(0x3a, 2, 0, 0)],
])('a broker that sends no MQTT is left, and ends nothing else: %s', async (_, packet) => {
  const { url } = await broker((_, socket) => {
    socket.write(Buffer.of(0x20, 3, 0, 0, 0));
    socket.once('data', () => socket.write(packet));
  });
  const reasons: string[] = [];
  const link = linkTo(url, reasons);
  expect(await link.connect()).toBe('connected');
  expect(await link.send(Buffer.from('batch'), 'data', () => true)).toBe('retry');
  expect(reasons).toContain('NOT_MQTT');
});
test('once a batch of many messages may not be sent any more, no further one begins, and the link waits for those under way', async () => {
  const home = await Aedes.createBroker();
  const held: (() => void)[] = [];
  home.authorizePublish = (_client, _packet, done) => held.push(() => done(null));
  const server = createServer(right, (socket) => home.handle(socket)).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  const link = new MqttLink({
    endpoint: { url: `mqtts://127.0.0.1:${(server.address() as AddressInfo).port}`, ca, delivery: MANY },
    home: { home: 'h'.repeat(22), clientId: 'c'.repeat(22), tls: own },
    connecting: async () => () => undefined,
    failed: () => undefined,
  });
  links.push(link);
  expect(await link.connect()).toBe('connected');
  const parts = Array.from({ length: 30 }, (_, i) => ({ topic: 'a', body: `${i}` }));
  let may = true;
  let outcome = '';
  const sent = link
    .send(Buffer.from(JSON.stringify({ open: 1, name: 'batch', parts })), 'data', () => may)
    .then((is) => {
      outcome = is;
    });
  await expect.poll(() => held.length).toBe(8);
  may = false;
  for (const done of held.slice(0, 7)) done();
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect([held.length, outcome]).toEqual([8, '']);
  held[7]?.();
  await sent;
  expect([held.length, outcome]).toEqual([8, 'retry']);
  home.close();
});

const MANY: OpenDelivery = {
  ...{ kind: 'mqtt-json', auth: { scheme: 'none' }, topic: 'a', retain: false, most: 1, names: 'codes', as: [] },
  ...{ numbersOnly: false, answers: [], template: { body: { value: '{value}' } } },
};

test('a link that is stopped while the broker keeps its answer back ends at once', async () => {
  const asked = Promise.withResolvers<void>();
  const { url } = await broker(() => asked.resolve());
  const link = linkTo(url);
  const connecting = link.connect();
  await asked.promise;
  const began = performance.now();
  await link.stop();
  expect(await connecting).toBe('retry');
  expect(performance.now() - began).toBeLessThan(1000);
});
