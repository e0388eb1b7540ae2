import { once } from 'node:events';
import { mkdtempSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, expect, test } from 'vitest';
import type { ConsentId } from '../../rules/consent.ts';
import { ACME, CARE, HOUR, house, manifestFor, open, recipientKeys, record, until } from './house.fixture.ts';
import { authority, serverCertificate } from './links/certificates.fixture.ts';

const dir = mkdtempSync(join(tmpdir(), 'hearthgate-senders-'));
const recipient = recipientKeys();
const ALARM = 'consent-alarm' as ConsentId;
let ca: string;
let server: Server;
let hub: Awaited<ReturnType<typeof house>>;
const sockets: Socket[] = [];
const got: { readonly connection: number; readonly bytes: string }[] = [];
/** What the recipient answers on a connection, from 0. */
let answers: (connection: number) => number = () => 204;

beforeAll(() => {
  ca = authority(dir, 'ca');
  serverCertificate(dir, 'server', 'ca', 'DNS:localhost,IP:127.0.0.1');
});
afterEach(async () => {
  await hub.close();
  server.closeAllConnections();
  server.close();
});

/** A hub with one stream at slots, and one live of the same purpose under its own consent. */
async function begin({ slots = true }: { slots?: boolean } = {}) {
  sockets.length = 0;
  got.length = 0;
  answers = () => 204;
  server = createServer(
    { key: readFileSync(join(dir, 'server.key')), cert: readFileSync(join(dir, 'server.pem')) },
    async (request, response) => {
      const parts: Buffer[] = [];
      for await (const part of request) parts.push(part);
      const connection = sockets.indexOf(request.socket);
      got.push({ connection, bytes: Buffer.concat(parts).toString() });
      response.writeHead(answers(connection)).end();
    },
  );
  server.on('secureConnection', (socket) => sockets.push(socket));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  hub = await house();
  const url = `https://localhost:${(server.address() as AddressInfo).port}/in`;
  hub.manifests.set(ACME, manifestFor(ACME, url, recipient, { ca }));
  if (!slots) hub.streams.length = 0;
  hub.streams.push({ recipient: ACME, purpose: CARE, slotMs: 0, consents: [ALARM] });
  await hub.recipients.start();
}

async function alarm(): Promise<void> {
  const permitted = [record({ slotMs: 0, consent: ALARM, from: hub.clock.now(), to: hub.clock.now() })];
  const { operations, committed } = hub.recipients.queue(permitted);
  await hub.flow.write(operations);
  committed();
  hub.clock.advance(1);
}

/** Connection and kind of each message: `hello`, or the time between releases. */
function came(): Promise<string[]> {
  return Promise.all(
    got.map(async ({ connection, bytes }) => {
      const { claims } = await open(bytes, recipient.privateKey, hub.verifier(ACME));
      return `${connection} ${claims.type ?? claims.window}`;
    }),
  );
}

const attempts = async () => (await hub.flow.read<{ last: number }>('last connection'))[0]?.last;
const sent = async () => (await hub.recipients.deliveries(0, 100)).filter(({ state }) => state === 'sent').length;

test('the first that leaves live brings hello at once; from then on it goes by itself', async () => {
  await begin();
  await alarm();
  await until(async () => (await sent()) === 1);
  hub.clock.advance(HOUR);
  await until(async () => (await sent()) === 2);
  await alarm();
  await until(async () => (await sent()) === 3);
  const kinds = await came();
  expect(kinds.filter((kind) => kind !== '0 consent')).toEqual(['0 hello', '1 PT0S', '0 PT1H', '1 PT0S']);
  expect(sockets).toHaveLength(2);
  expect(await attempts()).toBe(2);
});

test.each([
  ['live releases alone', false],
  ['slots, and live releases that never have anything,', true],
])('a recipient with %s has one connection', async (_, slots) => {
  await begin({ slots });
  if (!slots) await alarm();
  hub.clock.advance(2 * HOUR);
  await until(async () => (await sent()) > 0);
  expect(sockets).toHaveLength(1);
});

test('what is not taken live is sent again with the same bytes, and no slot waits for it', async () => {
  await begin();
  hub.clock.advance(HOUR);
  await until(async () => (await sent()) === 1);
  answers = (connection) => (connection === 1 ? 503 : 204);
  await alarm();
  await until(() => got.some(({ connection }) => connection === 1));
  hub.clock.advance(HOUR);
  await until(async () => (await sent()) === 2);
  answers = () => 204;
  hub.clock.advance(60_000);
  await until(async () => (await sent()) === 3);
  const live = got.filter(({ connection }) => connection === 1).map(({ bytes }) => bytes);
  expect(live.length).toBeGreaterThan(1);
  expect(new Set(live).size).toBe(1);
});

test('with the last live consent its connection ends, and slots go on over theirs', async () => {
  await begin();
  hub.clock.advance(HOUR);
  await until(async () => (await sent()) === 1);
  answers = (connection) => (connection === 1 ? 503 : 204);
  await alarm();
  await until(() => got.some(({ connection }) => connection === 1));
  await until(() => hub.recipients.states()[0]?.state === 'waiting: the recipient cannot be reached');
  hub.ended.add(ALARM);
  hub.recipients.planChanged();
  await hub.recipients.withdraw([ALARM]);
  await until(() => sockets[1]?.destroyed === true);
  for (let slots = 2; slots <= 4; slots++) {
    hub.clock.advance(HOUR);
    await until(async () => (await sent()) === slots);
  }
  expect((await came()).filter((kind) => kind === '0 PT0S')).toEqual([]);
  expect(sockets).toHaveLength(2);
});

test('one that takes nothing more, said on either connection, is sent nothing on both', async () => {
  await begin();
  hub.clock.advance(HOUR);
  await until(async () => (await sent()) === 1);
  answers = (connection) => (connection === 1 ? 410 : 204);
  await alarm();
  await until(() => hub.recipients.states()[0]?.state === 'waiting: the recipient takes nothing more');
  const before = got.length;
  await alarm();
  hub.clock.advance(3 * HOUR);
  await hub.flow.read('outbox last batch');
  expect(got).toHaveLength(before);
});

test('a hub that stops makes no connection any more, for what is live neither', async () => {
  await begin();
  hub.clock.advance(HOUR);
  await until(async () => (await sent()) === 1);
  answers = () => 503;
  await alarm();
  await until(() => hub.recipients.states()[0]?.state === 'waiting: the recipient cannot be reached');
  const connecting = got.length;
  server.closeAllConnections();
  hub.clock.advance(60_000);
  await until(() => got.length > connecting);
  await hub.recipients.stop();
  const before = await attempts();
  expect(before).toBe(3);
  hub.recipients.planChanged();
  for (let hour = 0; hour < 20; hour++) {
    hub.clock.advance(HOUR);
    expect(await attempts()).toBe(before);
  }
});

test('forgetting a recipient forgets its numbers, live ones too, and nobody else’s', async () => {
  await begin();
  hub.clock.advance(HOUR);
  await alarm();
  await until(async () => (await sent()) === 2);
  const streams = (await hub.recipients.deliveries(0, 9)).map(({ stream }) => stream);
  expect(new Set(streams).size).toBe(2);
  const { stream, liveStream } = hub.epochs.current('other', CARE, hub.clock.now());
  const others = [stream, liveStream];
  await hub.flow.write(others.map((each) => ['outbox seq put', each, 'other', 7] as const));
  for (const consent of ['consent-1', ALARM]) hub.ended.add(consent);
  await hub.recipients.withdraw(['consent-1' as ConsentId, ALARM]);
  await hub.recipients.forget(ACME);
  for (const each of streams) expect(await hub.flow.read('outbox seq', each)).toEqual([]);
  for (const each of others) expect(await hub.flow.read('outbox seq', each)).toHaveLength(1);
});
