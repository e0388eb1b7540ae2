import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer as createSecured } from 'node:tls';
import { afterEach, expect, test } from 'vitest';
import { badRecordBehind } from '../../recipients/links/bad-record.fixture.ts';
import { authority, serverCertificate } from '../../recipients/links/certificates.fixture.ts';
import type { Address } from './address.ts';
import { Connection, connect, type Wish } from './connection.ts';

const servers: Server[] = [];
const sockets: Socket[] = [];
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
  for (const server of servers.splice(0)) server.close();
});

const ACCEPTED = Buffer.of(0x20, 3, 0, 0, 0);
const WISH: Wish = { clientId: 'hub', keptForS: 0, version: 5, onMessage: async () => true };

const at = (port: number, secured = false): Address => ({ host: '127.0.0.1', port, secured });

/** A broker that accepts whoever comes. */
async function broker(then: (socket: Socket) => void): Promise<number> {
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => undefined);
    socket.once('data', () => {
      socket.write(ACCEPTED);
      then(socket);
    });
  }).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

async function connected(port: number, wish = WISH): Promise<Connection> {
  const connection = await connect({ address: at(port) }, wish);
  if (!(connection instanceof Connection)) throw new Error(`not connected: ${connection.why}`);
  return connection;
}

test.each([
  ['PUBREL without an identifier', Buffer.of(0x62, 0)],
  ['PUBLISH without an identifier', Buffer.of(0x3a, 2, 0, 0)],
  ['QoS 2, which was not asked for', Buffer.of(0x34, 6, 0, 1, 0x61, 0, 1, 0)],
  ['the identifier zero', Buffer.of(0x32, 6, 0, 1, 0x61, 0, 0, 0)],
  ['a second CONNACK', ACCEPTED],
])('a broker that sends no MQTT ends its connection and nothing else: %s', async (_, packet) => {
  const port = await broker((socket) => socket.once('data', () => socket.write(packet)));
  const connection = await connected(port);
  connection.publish('a', Buffer.from('b'), false);
  expect(await connection.ended).toEqual({ why: 'no MQTT' });
});

test('what a broker does not say that it keeps is not kept, and the connection is given up', async () => {
  const connection = await connected(await broker(() => undefined));
  expect(await connection.keep('a', 'b')).toBe(false);
  expect(await connection.ended).toEqual({ why: 'no answer' });
  expect(await connection.keep('a', 'b')).toBe(false);
});

test('a packet larger than any is refused by its header', async () => {
  const port = await broker((socket) =>
    socket.once('data', () => socket.write(Buffer.of(0x30, 0xff, 0xff, 0xff, 0x7f))),
  );
  const connection = await connected(port);
  connection.publish('a', Buffer.from('b'), false);
  expect(await connection.ended).toEqual({ why: 'too large' });
});

test.each([
  ['not trusted', false, { why: 'certificate', fingerprint: expect.stringMatching(/^[0-9A-F:]+$/) }],
  ['trusted', true, { why: expect.stringMatching(/^(no TLS|ended|no MQTT)$/) }],
])('who breaks the connection right behind the handshake ends nothing else: %s', async (_, trusted, problem) => {
  const dir = mkdtempSync(join(tmpdir(), 'hearthgate-connection-'));
  const ca = authority(dir, 'ca');
  const server = createSecured(serverCertificate(dir, 'server', 'ca', 'DNS:localhost'), (socket) =>
    socket.on('error', () => undefined),
  ).listen(0, 'localhost');
  server.on('tlsClientError', () => undefined);
  servers.push(server);
  await once(server, 'listening');
  const between = await badRecordBehind((server.address() as AddressInfo).port);
  const address = { ...at(between.port, true), host: 'localhost' };
  expect(await connect({ address, ...(trusted ? { ca } : {}) }, WISH)).toMatchObject(problem);
  between.close();
});

/** As many messages as the socket takes, and so long as it is there. */
function pour(socket: Socket): void {
  const message = Buffer.of(0x32, 6, 0, 1, 0x61, 0, 1, 0);
  const many = Buffer.concat(Array.from({ length: 1000 }, () => message));
  const more = () => {
    while (!socket.destroyed && socket.write(many));
  };
  socket.on('drain', more);
  more();
}

test.each<[string, Wish['onMessage']]>([
  ['as fast as they are taken', async () => true],
  ['faster than the disk takes them', () => new Promise<boolean>((resolve) => setTimeout(() => resolve(true), 200))],
])('it stops while messages pour in, at a broker that never hangs up: %s', async (_, onMessage) => {
  let came = 0;
  const port = await broker(pour);
  const connection = await connected(port, {
    ...WISH,
    onMessage: (...message) => {
      came++;
      return onMessage(...message);
    },
  });
  await expect.poll(() => came).toBeGreaterThan(50);
  await connection.stop();
  const after = came;
  expect(await connection.ended).toEqual({ why: 'ended' });
  expect(came).toBe(after);
});
