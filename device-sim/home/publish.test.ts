import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { Aedes, type AedesPublishPacket } from 'aedes';
import { afterEach, expect, test } from 'vitest';
import { createAcceleratedClock } from '../clock.ts';
import { createServerIdentity } from '../vendors/authority.ts';
import { portOf } from '../vendors/connection.ts';
import { createHome } from './home.ts';
import { type Credential, publishHome } from './publish.ts';

const start = Date.UTC(2026, 2, 2, 6);
const ends: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

/** A broker that notes who said what; `server` is plain or TLS. */
async function listen(make: (handle: Aedes['handle']) => Server, port = 0) {
  const broker = await Aedes.createBroker({
    authenticate: (_client, username, password, done) => done(null, password?.toString() === `secret of ${username}`),
  });
  const heard: AedesPublishPacket[] = [];
  const versions = new Set<number>();
  const said = new Promise<void>((resolve) => {
    broker.on('publish', (packet, client) => {
      if (client === null) return;
      heard.push(packet);
      versions.add(client.version);
      resolve();
    });
  });
  const server = make(broker.handle.bind(broker));
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const close = () => new Promise<void>((resolve) => broker.close(() => server.close(() => resolve())));
  ends.push(close);
  return { heard, versions, said, close, port: portOf(server) };
}

/** Hangs up on the first who calls, and is gone. */
async function oneTryFindsNobody(port: number): Promise<void> {
  const nobody = createServer((socket) => socket.destroy()).listen(port, '127.0.0.1');
  await once(nobody, 'connection');
  nobody.close();
  await once(nobody, 'close');
}

const credentialsFor = (ids: readonly string[]) =>
  new Map<string, Credential>(
    ids.map((id) => [id, { username: id, password: `secret of ${id}`, clientId: `c-${id}` }]),
  );

test('every source publishes what the home says, at its time, over MQTT 3.1.1 and 5', async () => {
  const { heard, versions, port } = await listen((handle) => createServer((socket) => handle(socket)));
  const home = createHome({ seed: 'published', start, timeZone: 'Europe/Berlin' });
  const clock = createAcceleratedClock({ start, speed: 7200 });
  const credentials = credentialsFor(home.sources.map(({ id }) => id));
  const publisher = await publishHome({ url: `mqtt://127.0.0.1:${port}`, credentials, clock, home });
  // What was due while it connected is past: a device that was not there says nothing.
  const from = clock.now();
  ends.push(() => publisher.stop());
  await new Promise<void>((resolve) => clock.at(start + 3_600_000, resolve));
  await publisher.stop();
  const until = clock.now();

  expect(publisher.published()).toBeGreaterThan(150);
  expect([...versions].sort()).toEqual([4, 5]);
  const expected = new Set([...home.messages(start, until)].map(({ topic }) => topic));
  expect(heard.every(({ topic }) => expected.has(topic))).toBe(true);
  const spoken = new Set(heard.map(({ topic }) => topic));
  const due = [...home.messages(from, start + 3_000_000)].map(({ topic }) => topic);
  expect(due.filter((topic) => !spoken.has(topic))).toEqual([]);
});

test('over TLS with an authority of its own; native topics carry the id the hub issued; who has no credential is silent', async () => {
  const identity = await createServerIdentity('hub');
  const { heard, port } = await listen((handle) =>
    createTlsServer({ key: identity.key, cert: identity.cert }, (socket) => handle(socket)),
  );
  const home = createHome({ seed: 'published', start, days: 1, timeZone: 'Europe/Berlin' });
  const credentials = new Map([
    ['thermostat', { username: 't', password: 'secret of t', clientId: 'c', device: 'issued-7' }],
  ]);
  // So fast that the day is over at once: what it cannot say in time it says late, and all of it.
  const clock = createAcceleratedClock({ start, speed: 1_000_000 });
  const publisher = await publishHome({ url: `mqtts://127.0.0.1:${port}`, ca: identity.ca, credentials, clock, home });
  await publisher.finished;
  expect(heard.length).toBeGreaterThan(0);
  expect(heard.every(({ topic }) => topic.startsWith('hearthgate/v1/devices/issued-7/'))).toBe(true);
  await publisher.stop();
});

test('devices come back by themselves when the hub was away', async () => {
  const first = await listen((handle) => createServer((socket) => handle(socket)));
  const home = createHome({ seed: 'published', start, timeZone: 'Europe/Berlin' });
  const clock = createAcceleratedClock({ start, speed: 7200 });
  const credentials = credentialsFor(['plug']);
  const url = `mqtt://127.0.0.1:${first.port}`;
  const publisher = await publishHome({ url, credentials, clock, home, reconnectMs: 20 });
  ends.push(() => publisher.stop());
  await first.close();
  await oneTryFindsNobody(first.port);
  const second = await listen((handle) => createServer((socket) => handle(socket)), first.port);
  await second.said;
  expect(second.heard.length).toBeGreaterThan(0);
});

test('a source that is refused makes the whole start fail', async () => {
  const { port } = await listen((handle) => createServer((socket) => handle(socket)));
  const home = createHome({ seed: 'published', start, timeZone: 'Europe/Berlin' });
  const clock = createAcceleratedClock({ start, speed: 1 });
  const credentials = new Map([['lamp', { username: 'lamp', password: 'wrong', clientId: 'c' }]]);
  await expect(publishHome({ url: `mqtt://127.0.0.1:${port}`, credentials, clock, home })).rejects.toThrow(
    'connecting the simulated devices',
  );
});
