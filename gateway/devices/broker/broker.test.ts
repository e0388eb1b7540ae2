import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { systemClock } from '../../runtime/clock.ts';
import { createLog } from '../../runtime/log.ts';
import { Broker, POLICIES } from './broker.ts';
import { closed, connack, messages, TestHome, until } from './home.testing.ts';

const OWN = 'hearthgate/v1/devices/thermo';
const OTHER = 'hearthgate/v1/devices/lamp';
let home: TestHome;
beforeEach(async () => {
  home = await new TestHome().start();
  home.add({ name: 'thermo', kind: 'device' });
  home.add({ name: 'lamp', kind: 'device' });
  home.add({ name: 'hass', kind: 'app', grants: { read: ['hearthgate/v1/devices/#', 'free/#'], write: ['free/#'] } });
});
afterEach(() => home.close());

test('every decision aedes lets others take is ours', () => {
  const source = readFileSync(new URL(import.meta.resolve('aedes')), 'utf8');
  const theirs = [...source.matchAll(/^ {2}(\w+): default\w+,$/gm)].map(([, name]) => name);
  expect(theirs.length).toBeGreaterThan(5);
  expect([...POLICIES].sort()).toEqual(theirs.sort());
});

test.each([4, 5] as const)(
  'MQTT %s: a device publishes under its own name, an app gets it',
  async (protocolVersion) => {
    const app = await home.connect('hass', { protocolVersion });
    const got = messages(app);
    await app.subscribeAsync('hearthgate/v1/devices/+/telemetry', { qos: 1 });
    const device = await home.connect('thermo', { protocolVersion });
    for (const qos of [0, 1, 2] as const) await device.publishAsync(`${OWN}/telemetry`, `t${qos}`, { qos });
    await until(() => got.length >= 3);
    expect(got).toEqual([0, 1, 2].map((qos) => `${OWN}/telemetry t${qos}`));
    expect(home.arrived.map(({ client, qos, topic }) => [client.name, qos, topic])).toEqual(
      [0, 1, 2].map((qos) => ['thermo', qos, `${OWN}/telemetry`]),
    );
  },
);

test('3.1.1: publishing under another name ends the connection, and nothing was taken in', async () => {
  const device = await home.connect('thermo');
  const ended = closed(device);
  device.publish(`${OTHER}/telemetry`, 'x', { qos: 1 });
  await ended;
  expect(home.arrived).toEqual([]);
});

test('5: publishing under another name is answered with 0x87, and nothing was taken in', async () => {
  const device = await home.connect('thermo', { protocolVersion: 5 });
  await expect(device.publishAsync(`${OTHER}/telemetry`, 'x', { qos: 1 })).rejects.toMatchObject({ code: 0x87 });
  expect(home.arrived).toEqual([]);
});

test('who has no name or a wrong password is refused', async () => {
  await expect(home.connectWith({ host: '127.0.0.1', port: home.port, reconnectPeriod: 0 })).rejects.toMatchObject({
    code: 5,
  });
  await expect(home.connect('thermo', { password: 'wrong' })).rejects.toMatchObject({ code: 4 });
  await expect(home.connect('nobody')).rejects.toMatchObject({ code: 4 });
  await expect(home.connect('thermo', { protocolVersion: 5, password: 'wrong' })).rejects.toMatchObject({ code: 0x86 });
});

test.each(['constructor', 'toString', '__proto__', 'hasOwnProperty'])(
  'the client id %s is a name',
  async (clientId) => {
    const device = await home.connect('thermo', { clientId, clean: false });
    await device.subscribeAsync(`${OWN}/commands/+`, { qos: 1 });
    await device.publishAsync(`${OWN}/telemetry`, '1', { qos: 1 });
    const again = await home.connect('thermo', { clientId, clean: false });
    await again.publishAsync(`${OWN}/telemetry`, '2', { qos: 1 });
    expect(home.arrived).toHaveLength(2);
  },
);

test('a PUBACK comes only after the reading was committed, and in the order of arrival', async () => {
  const release: (() => void)[] = [];
  home.commit = () => new Promise((resolve) => release.push(resolve));
  const device = await home.connect('thermo');
  const acked: string[] = [];
  const published = ['a', 'b'].map((value) =>
    device.publishAsync(`${OWN}/telemetry`, value, { qos: 1 }).then(() => acked.push(value)),
  );
  await until(() => release.length === 2);
  release[1]?.();
  // Time enough for an answer: another client came, asked and was answered.
  await (await home.connect('hass')).subscribeAsync('free/x');
  expect(acked).toEqual([]);
  release[0]?.();
  await Promise.all(published);
  expect(acked).toEqual(['a', 'b']);
});

test.each([4, 5] as const)('MQTT %s: what could not be kept is not acknowledged', async (protocolVersion) => {
  home.commit = () => Promise.reject(new Error('disk full'));
  const device = await home.connect('thermo', { protocolVersion });
  const received: string[] = [];
  device.on('packetreceive', ({ cmd }) => received.push(cmd));
  const ended = closed(device);
  device.publish(`${OWN}/telemetry`, 'x', { qos: 1 });
  await ended;
  expect(received).toEqual([]);
});

test('what a client published before it left reaches local subscribers', async () => {
  const release: (() => void)[] = [];
  home.commit = () => new Promise((resolve) => release.push(resolve));
  const app = await home.connect('hass');
  const got = messages(app);
  await app.subscribeAsync('hearthgate/v1/devices/#');
  const device = await home.connect('thermo');
  device.publish(`${OWN}/telemetry`, 'last words', { qos: 1 });
  await until(() => release.length === 1);
  device.stream.destroy();
  await until(() => home.broker.connected === 1);
  release[0]?.();
  await until(() => got.length >= 1);
});

test('retained messages, subscriptions and queues of QoS 1 survive a restart', async () => {
  const app = await home.connect('hass', { clientId: 'ha', clean: false });
  await app.subscribeAsync('hearthgate/v1/devices/+/telemetry', { qos: 1 });
  await app.endAsync();
  const device = await home.connect('thermo');
  await device.publishAsync(`${OWN}/declaration`, '{"vendor":"v"}', { qos: 1, retain: true });
  await device.publishAsync(`${OWN}/telemetry`, 'one', { qos: 1 });
  await device.publishAsync(`${OWN}/telemetry`, 'two', { qos: 2 });
  await home.restart();
  const options = home.options('hass', { clientId: 'ha', clean: false });
  const back = home.begin(options);
  const got = messages(back);
  expect((await connack(back)).sessionPresent).toBe(true);
  await until(() => got.length >= 2);
  expect(got).toEqual([`${OWN}/telemetry one`, `${OWN}/telemetry two`]);
  await back.subscribeAsync('hearthgate/v1/devices/+/declaration');
  await until(() => got.length >= 3);
  expect(got[2]).toBe(`${OWN}/declaration {"vendor":"v"}`);
  await back.endAsync();
  // Acknowledged: the next start has nothing left to deliver.
  await home.restart();
  expect(await home.flow.read('broker outgoing list')).toEqual([]);
});

test('TP-13 a refused filter beside an allowed one is not stored with the session', async () => {
  const options = { clientId: 'mixed', clean: false } as const;
  const device = await home.connect('thermo', options);
  // mqtt.js makes an error of a SUBACK with a refusal in it.
  await device.subscribeAsync([`${OWN}/sharing`, `${OTHER}/#`], { qos: 1 }).catch(() => undefined);
  expect(await home.flow.read('broker subscriptions')).toMatchObject([{ filter: `${OWN}/sharing` }]);
  await device.endAsync();
  const other = await home.connect('lamp');
  await other.publishAsync(`${OTHER}/telemetry`, 'secret', { qos: 1 });
  await home.broker.publish({ topic: `${OWN}/sharing`, payload: Buffer.from('{}'), qos: 1 });
  const back = home.begin(home.options('thermo', options));
  const got = messages(back);
  await until(() => got.length > 0);
  await back.publishAsync(`${OWN}/telemetry`, 'x', { qos: 1 });
  expect(got).toEqual([`${OWN}/sharing {}`]);
  await back.endAsync();
});

test.each(['#', '+/#', '+/+', 'hearthgate/v1/devices/+/telemetry', '$SYS/#', '$share/g/x', '$share/g/#', '$queue/x'])(
  'a device may not subscribe to %s',
  async (filter) => {
    const device = await home.connect('thermo');
    const refused = await device.subscribeAsync(filter).catch((error: Error) => error);
    const code = refused instanceof Error ? 128 : refused[0]?.qos;
    expect(code).toBe(128);
  },
);

test('a will is published when the connection breaks, and only on a topic of its own', async () => {
  const app = await home.connect('hass');
  const got = messages(app);
  await app.subscribeAsync('hearthgate/v1/devices/+/availability');
  const will = { topic: `${OWN}/availability`, payload: Buffer.from('offline'), qos: 1, retain: true } as const;
  const device = await home.connect('thermo', { will });
  device.stream.destroy();
  await until(() => got.length >= 1);
  expect(got).toEqual([`${OWN}/availability offline`]);
  const foreign = { ...will, topic: `${OTHER}/availability` };
  await expect(home.connect('thermo', { will: foreign })).rejects.toMatchObject({ code: 5 });
});

test('a will waits over a restart, and is published if its client does not come back', async () => {
  await home.close();
  const grace = await new TestHome({ willGraceMs: 300 }).start();
  home = grace;
  for (const name of ['gone', 'back']) home.add({ name, kind: 'device' });
  const willOf = (name: string) => ({
    clientId: name,
    will: {
      topic: `hearthgate/v1/devices/${name}/availability`,
      payload: Buffer.from('offline'),
      qos: 1,
      retain: true,
    },
  });
  await home.connect('gone', willOf('gone') as object);
  await home.connect('back', willOf('back') as object);
  await home.restart();
  expect(home.arrived).toEqual([]);
  await home.connect('back', willOf('back') as object);
  await until(() => home.arrived.length > 0);
  expect(home.arrived.map(({ clientId }) => clientId)).toEqual(['gone']);
});

test("another credential's session cannot be taken over by its client id, connected, away, or after a restart", async () => {
  const mine = { clientId: 'my-session', clean: false } as const;
  const device = await home.connect('thermo', mine);
  await device.subscribeAsync(`${OWN}/commands/+`, { qos: 1 });
  await expect(home.connect('lamp', mine)).rejects.toMatchObject({ code: 2 });
  await device.endAsync();
  await expect(home.connect('lamp', mine)).rejects.toMatchObject({ code: 2 });
  await home.restart();
  await expect(home.connect('lamp', { ...mine, clean: true })).rejects.toMatchObject({ code: 2 });
  await expect(home.connect('lamp', { ...mine, protocolVersion: 5 })).rejects.toMatchObject({ code: 0x85 });
  await home.connect('thermo', mine);
});

test('a removed credential loses its connection and its sessions at once', async () => {
  const device = await home.connect('thermo', { clientId: 'gone', clean: false });
  await device.subscribeAsync(`${OWN}/commands/+`, { qos: 1 });
  const ended = closed(device);
  home.clients.removeClient('thermo');
  home.broker.forget('thermo');
  await ended;
  await home.broker.publish({ topic: `${OWN}/commands/on`, payload: Buffer.from('{}'), qos: 1 });
  await home.restart();
  expect(await home.flow.read('broker outgoing list')).toEqual([]);
  expect(await home.flow.read('broker subscriptions')).toEqual([]);
});

test('MQTT 5: CONNACK says what there is not', async () => {
  const client = home.begin(home.options('hass', { protocolVersion: 5 }));
  const { properties } = await connack(client);
  expect(properties).toMatchObject({
    sharedSubscriptionAvailable: false,
    subscriptionIdentifiersAvailable: false,
    maximumPacketSize: 256 * 1024,
    receiveMaximum: 1000,
  });
  expect(properties?.topicAliasMaximum).toBeUndefined();
  await client.endAsync();
});

test('a port that is taken is named with its setting', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const address = taken.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const second = new Broker({
    flow: home.flow,
    clients: home.clients,
    clock: systemClock,
    log: createLog('silent'),
    listeners: { host: '127.0.0.1', mqtt: { port } },
    onPublish: () => undefined,
    onRemembered: () => undefined,
    onRefused: () => undefined,
  });
  await expect(second.start()).rejects.toThrow(`port ${port} is taken`);
  await expect(second.start()).rejects.toThrow('mqtt.port or HEARTHGATE_MQTT_PORT');
  await second.stop();
  taken.close();
});

test('many publishes at once all arrive, in order, and no more wait than may', async () => {
  const waiting: (() => void)[] = [];
  let most = 0;
  home.commit = () =>
    new Promise((resolve) => {
      waiting.push(resolve);
      most = Math.max(most, waiting.length);
    });
  const device = await home.connect('thermo');
  const total = 5000;
  const published = Array.from({ length: total }, (_, i) =>
    device.publishAsync(`${OWN}/telemetry`, String(i), { qos: 1 }),
  );
  while (home.arrived.length < total) {
    for (const done of waiting.splice(0)) done();
    await new Promise((resolve) => setImmediate(resolve));
  }
  for (const done of waiting.splice(0)) done();
  await Promise.all(published);
  expect(most).toBeLessThanOrEqual(1000);
  expect(home.arrived.map(({ payload }) => payload.toString())).toEqual(
    Array.from({ length: total }, (_, i) => `${i}`),
  );
});
