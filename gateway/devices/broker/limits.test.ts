import { once } from 'node:events';
import { connect as connectSocket, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { closed, connack, messages, TestHome, until, untilClosed } from './home.testing.ts';
import { BROKER_LIMITS, type BrokerLimits } from './limits.ts';

const OWN = 'hearthgate/v1/devices/thermo';
let home: TestHome;
afterEach(() => home.close());

async function open(limits: Partial<BrokerLimits> = {}): Promise<void> {
  home = await new TestHome(limits).start();
  home.add({ name: 'thermo', kind: 'device' });
  home.add({ name: 'lamp', kind: 'device' });
  home.add({ name: 'profiled', kind: 'device', dialect: 'profile', base: 'x' });
  home.add({ name: 'hass', kind: 'app', grants: { read: ['hearthgate/#', 'x/#', 'free/#'], write: ['free/#'] } });
}

const device = (changes: Partial<BrokerLimits['clients']['device']>): Partial<BrokerLimits> => ({
  clients: { ...BROKER_LIMITS.clients, device: { ...BROKER_LIMITS.clients.device, ...changes } },
});

test('a device over its rate is slowed down, not ended, and nobody else waits', async () => {
  await open(device({ rate: { perSecond: 100, burst: 50 } }));
  const fast = await home.connect('thermo', { keepalive: 2 });
  const calm = await home.connect('lamp');
  const begun = performance.now();
  const all = Promise.all(
    Array.from({ length: 250 }, (_, i) => fast.publishAsync(`${OWN}/telemetry`, `${i}`, { qos: 1 })),
  );
  await calm.publishAsync('hearthgate/v1/devices/lamp/telemetry', '1', { qos: 1 });
  expect(performance.now() - begun).toBeLessThan(1000);
  await all;
  expect(performance.now() - begun).toBeGreaterThan(1500);
  expect(fast.connected).toBe(true);
  expect(home.arrived.filter(({ client }) => client.name === 'thermo').map(({ payload }) => `${payload}`)).toEqual(
    Array.from({ length: 250 }, (_, i) => `${i}`),
  );
});

test('a rate is of the credential: two connections, or one after the other, have no more', async () => {
  await open(device({ rate: { perSecond: 50, burst: 40 } }));
  const begun = performance.now();
  for (let round = 0; round < 2; round++) {
    const each = await Promise.all([home.connect('thermo'), home.connect('thermo')]);
    await Promise.all(
      each.flatMap((client) => [...Array(25)].map(() => client.publishAsync(`${OWN}/telemetry`, '1', { qos: 1 }))),
    );
    for (const client of each) await client.endAsync();
  }
  expect(performance.now() - begun).toBeGreaterThan(1000);
});

test('all clients together have a rate, too', async () => {
  await open({ rate: { perSecond: 50, burst: 20 } });
  const begun = performance.now();
  await Promise.all(
    ['thermo', 'lamp'].map(async (name) => {
      const client = await home.connect(name);
      for (let i = 0; i < 30; i++) {
        await client.publishAsync(`hearthgate/v1/devices/${name}/telemetry`, '1', { qos: 1 });
      }
    }),
  );
  expect(performance.now() - begun).toBeGreaterThan(700);
});

test('what waits for its commit is bounded in bytes, not only in messages', async () => {
  await open({ framing: { ...BROKER_LIMITS.framing, pendingBytes: 1024 * 1024 } });
  const release: (() => void)[] = [];
  home.commit = () => new Promise((resolve) => release.push(resolve));
  const client = await home.connect('thermo');
  const all = Array.from({ length: 40 }, () => client.publishAsync(`${OWN}/telemetry`, Buffer.alloc(200_000, 65)));
  await until(() => release.length >= 5);
  // Whoever else is served in between shows that time passed and no more came.
  await (await home.connect('hass')).subscribeAsync('free/x');
  expect(release.length).toBeLessThanOrEqual(7);
  while (home.arrived.length < 40 || release.length > 0) {
    for (const done of release.splice(0)) done();
    await new Promise((resolve) => setImmediate(resolve));
  }
  await Promise.all(all);
});

test('one credential has so many connections and filters, and one more of either is refused', async () => {
  await open(device({ connections: 3, filters: 4 }));
  const clients = await Promise.all([1, 2, 3].map((id) => home.connect('thermo', { clientId: `thermo-${id}` })));
  await expect(home.connect('thermo')).rejects.toMatchObject({ code: 3 });
  await home.connect('lamp');
  const [first, second] = clients;
  if (!first || !second) throw new Error('three were opened');
  const granted = async (client: typeof first, filter: string) =>
    await client.subscribeAsync(filter).then(
      () => true,
      () => false,
    );
  for (const name of ['a', 'b', 'c']) expect(await granted(first, `${OWN}/commands/${name}`)).toBe(true);
  expect(await granted(second, `${OWN}/commands/d`)).toBe(true);
  expect(await granted(second, `${OWN}/commands/e`)).toBe(false);
  expect(await granted(second, `${OWN}/commands/d`)).toBe(true);
  await clients[2]?.endAsync();
  await home.connect('thermo');
});

test('filters of sessions that are away count, too', async () => {
  await open(device({ filters: 2 }));
  const away = await home.connect('thermo', { clientId: 'away', clean: false });
  await away.subscribeAsync([`${OWN}/commands/a`, `${OWN}/commands/b`], { qos: 1 });
  await away.endAsync();
  const here = await home.connect('thermo', { clientId: 'here' });
  await expect(here.subscribeAsync(`${OWN}/commands/c`)).rejects.toThrow();
});

test('one credential fills half of the retained store at most, and another still finds room', async () => {
  await open({
    persistence: { ...BROKER_LIMITS.persistence, retained: { topics: 100, bytes: 1024 * 1024 } },
  });
  home.add({ name: 'second', kind: 'device', dialect: 'profile', base: 'y' });
  const first = await home.connect('profiled');
  for (let i = 0; i < 90; i++) await first.publishAsync(`x/${i}`, 'v', { qos: 1, retain: true });
  const second = await home.connect('second');
  for (let i = 0; i < 40; i++) await second.publishAsync(`y/${i}`, 'v', { qos: 1, retain: true });
  await (await home.connect('thermo')).publishAsync(`${OWN}/declaration`, '{}', { qos: 1, retain: true });
  await home.broker.publish({ topic: `${OWN}/sharing`, payload: Buffer.from('{}'), qos: 1, retain: true });
  const kept = async () => {
    const rows = await home.flow.read<{ topic: string }>('broker retained list');
    return ['x', 'y', 'hearthgate'].map((first) => rows.filter(({ topic }) => topic.startsWith(`${first}/`)).length);
  };
  expect(await kept()).toEqual([50, 25, 2]);
  await home.restart();
  await (await home.connect('profiled')).publishAsync('x/more', 'v', { qos: 1, retain: true });
  expect(await kept()).toEqual([50, 25, 2]);
});

test('what waits for sessions that are away is bounded together: the longest queue gives up its oldest', async () => {
  await open({
    persistence: {
      ...BROKER_LIMITS.persistence,
      queue: { messages: 1000, bytes: 4 * 1024 * 1024, totalBytes: 1024 * 1024 },
    },
  });
  for (const id of ['one', 'two']) {
    const session = await home.connect('hass', { clientId: id, clean: false });
    await session.subscribeAsync(id === 'one' ? ['x/#', 'free/#'] : 'free/#', { qos: 1 });
    await session.endAsync();
  }
  const loud = await home.connect('profiled');
  const app = await home.connect('hass', { clientId: 'writer' });
  await app.publishAsync('free/a', 'small', { qos: 1 });
  for (let i = 0; i < 30; i++) await loud.publishAsync('x/a', Buffer.alloc(100_000, 65), { qos: 1 });
  await app.publishAsync('free/a', 'last', { qos: 1 });
  const rows = await home.flow.read<{ client_id: string; payload: Uint8Array }>('broker outgoing list');
  const bytes = rows.reduce((sum, row) => sum + row.payload.length, 0);
  expect(bytes).toBeLessThanOrEqual(1024 * 1024);
  expect(rows.filter(({ client_id }) => client_id === 'two')).toHaveLength(2);
});

test('ID-11 wrong passwords are answered later and later; the true device is in from elsewhere at once', async () => {
  await open({ attempts: { ...BROKER_LIMITS.attempts, firstMs: 200, longestMs: 800 } });
  const established = await home.connect('thermo', { clientId: 'established' });
  const took: number[] = [];
  for (let i = 0; i < 6; i++) {
    const begun = performance.now();
    await expect(home.connect('thermo', { password: 'wrong' })).rejects.toMatchObject({ code: 4 });
    took.push(performance.now() - begun);
  }
  expect(Math.max(...took.slice(0, 2))).toBeLessThan(190);
  expect(took[3]).toBeGreaterThan(390);
  expect(took[5]).toBeGreaterThan(790);
  const elsewhere = await open127(2);
  const begun = performance.now();
  elsewhere.write(connectPacket('thermo', home.password('thermo')));
  await once(elsewhere, 'data');
  expect(performance.now() - begun).toBeLessThan(190);
  elsewhere.destroy();
  // Not one of them cost the device that was in already anything.
  await established.publishAsync(`${OWN}/telemetry`, '1', { qos: 1 });
  // From the attacker's address it waits, and is in.
  await home.connect('thermo');
});

test('names that do not exist are answered like wrong passwords, and one address guessing many is slowed down', async () => {
  await open({ attempts: { ...BROKER_LIMITS.attempts, freePerAddress: 5, firstMs: 300, longestMs: 300 } });
  let slow = 0;
  for (let i = 0; i < 7; i++) {
    const begun = performance.now();
    await expect(
      home.connectWith({ ...home.options('thermo'), username: `guess-${i}`, password: 'x' }),
    ).rejects.toMatchObject({ code: 4 });
    if (performance.now() - begun > 290) slow += 1;
  }
  expect(slow).toBe(2);
});

test('a will is not published on a topic that was taken from its credential meanwhile', async () => {
  await open();
  const local = await home.connect('hass');
  const got = messages(local);
  await local.subscribeAsync('free/#');
  home.add({ name: 'writer', kind: 'app', grants: { read: [], write: ['free/#'] } });
  const writer = await home.connect('writer', { will: { topic: 'free/will', payload: Buffer.from('gone'), qos: 1 } });
  const ended = closed(writer);
  home.clients.changeGrants('writer', { read: [], write: ['free/other'] });
  home.broker.disconnect('writer');
  await ended;
  await local.publishAsync('free/after', '1', { qos: 1 });
  await until(() => got.length > 0);
  expect(got).toEqual(['free/after 1']);
});

test('MQTT 5: a delayed will comes as a message that every subscriber may read', async () => {
  await open();
  const local = home.begin(home.options('hass', { protocolVersion: 5 }));
  await connack(local);
  const got = messages(local);
  const properties: unknown[] = [];
  local.on('message', (_topic, _payload, packet) => properties.push(packet.properties));
  await local.subscribeAsync('x/#');
  const gone = await home.connect('profiled', {
    protocolVersion: 5,
    properties: { sessionExpiryInterval: 60 },
    will: { topic: 'x/will', payload: Buffer.from('gone'), qos: 1, properties: { willDelayInterval: 1 } },
  });
  gone.stream.destroy();
  await until(() => got.length > 0);
  expect(got).toEqual(['x/will gone']);
  // MQTT.js takes it all the same; others end the connection.
  expect(properties).toEqual([undefined]);
});

test('MQTT 5: an answer can be asked for only where the asker may listen', async () => {
  await open();
  const asker = await home.connect('thermo', { protocolVersion: 5 });
  const ask = (responseTopic: string) =>
    asker.publishAsync(`${OWN}/telemetry`, '1', { qos: 1, properties: { responseTopic } });
  await expect(ask('hearthgate/v1/devices/lamp/commands/on')).rejects.toMatchObject({ code: 0x87 });
  await ask(`${OWN}/commands/answer`);
  expect(home.arrived).toHaveLength(1);
});

test('MQTT 5: what a client called too large for it is not sent to it', async () => {
  await open();
  const small = home.begin(home.options('hass', { protocolVersion: 5, properties: { maximumPacketSize: 100 } }));
  const got = messages(small);
  await connack(small);
  await small.subscribeAsync('x/#', { qos: 1 });
  const loud = await home.connect('profiled');
  // Fixed header 2, topic 2 + 3, identifier 2, no properties 1.
  await loud.publishAsync('x/a', 'A'.repeat(91), { qos: 1 });
  await loud.publishAsync('x/b', 'B'.repeat(90), { qos: 1 });
  await until(() => got.length > 0);
  expect(got).toEqual([`x/b ${'B'.repeat(90)}`]);
});

test('a keep-alive of 0 or more than the longest counts as the longest, and MQTT 5 is told', async () => {
  await open({ keepAliveS: 1 });
  const told = home.begin(home.options('hass', { protocolVersion: 5, keepalive: 0 }));
  expect((await connack(told)).properties).toMatchObject({ serverKeepAlive: 1 });
  await Promise.all(
    [0, 65_535].map(async (keepAlive) => {
      const silent = await open127(1);
      silent.write(connectPacket('thermo', home.password('thermo'), keepAlive, `silent-${keepAlive}`));
      const begun = performance.now();
      await untilClosed(silent);
      expect(performance.now() - begun).toBeGreaterThan(1000);
    }),
  );
});

test('a packet that comes drop by drop behind the CONNECT is ended', async () => {
  await open({ framing: { ...BROKER_LIMITS.framing, packetMs: 300 } });
  const slow = await open127(1);
  slow.write(connectPacket('thermo', home.password('thermo')));
  await once(slow, 'data');
  slow.write(Buffer.from([0x30, 0x7f]));
  const drip = setInterval(() => slow.write(Buffer.from([0])), 50);
  await untilClosed(slow);
  clearInterval(drip);
  expect(home.refused).toMatchObject([{ client: 'thermo', reason: 'packet takes too long' }]);
});

test('slow readers are bounded together: who has the most waiting is ended', async () => {
  await open({ ...device({ rate: { perSecond: 100_000, burst: 100_000 } }), unsentBytes: 8 * 1024 * 1024 });
  const hung = await Promise.all([1, 2, 3, 4].map((id) => home.connect('profiled', { clientId: `hung-${id}` })));
  for (const each of hung) {
    await each.subscribeAsync('x/#');
    each.stream.pause();
    each.stream.removeAllListeners('data');
  }
  const loud = await home.connect('profiled', { clientId: 'loud' });
  for (let i = 0; i < 80; i++) await loud.publishAsync('x/a', Buffer.alloc(200_000, 65), { qos: 1 });
  await until(() => home.broker.connected < 5);
  expect(loud.connected).toBe(true);
  await loud.publishAsync('x/b', '1', { qos: 1 });
});

test('MQTT 5: a property block that is long, or of too many pairs, is refused before it is parsed', async () => {
  await open();
  const tooLong = await home.connect('thermo', { protocolVersion: 5 });
  tooLong.publish(`${OWN}/telemetry`, '1', { properties: { userProperties: { a: 'x'.repeat(9000) } } });
  const tooMany = await home.connect('thermo', { protocolVersion: 5, clientId: 'many' });
  const pairs = Object.fromEntries(Array.from({ length: 65 }, (_, i) => [`k${i}`, '']));
  tooMany.publish(`${OWN}/telemetry`, '1', { properties: { userProperties: pairs } });
  await until(() => home.refused.length === 2);
  expect(home.refused.map(({ reason }) => reason).sort()).toEqual([
    'properties are too long',
    'too many user properties',
  ]);
});

async function open127(last: number): Promise<Socket> {
  const socket = connectSocket({ port: home.port, host: '127.0.0.1', localAddress: `127.0.0.${last}` });
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  return socket;
}

function connectPacket(name: string, password: string, keepAlive = 60, id = name): Buffer {
  const text = (value: string) => Buffer.concat([Buffer.from([0, value.length]), Buffer.from(value)]);
  const body = Buffer.concat([
    Buffer.from([0, 4, 77, 81, 84, 84, 4, 0xc2, keepAlive >> 8, keepAlive & 255]),
    ...[id, name, password].map(text),
  ]);
  return Buffer.concat([Buffer.from([0x10, body.length]), body]);
}
