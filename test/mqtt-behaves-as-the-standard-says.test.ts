import type { IClientOptions, IPublishPacket, MqttClient } from 'mqtt';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { connack, TestHome, until } from '../gateway/devices/broker/home.testing.ts';

/** The checks of the Eclipse Paho interoperability tests, with an app that was granted the topics. */
let home: TestHome;
beforeEach(async () => {
  home = await new TestHome().start();
  home.add({
    name: 'app',
    kind: 'app',
    grants: { read: ['#', '$free/#'], write: ['TopicA/#', 'fromb/#', 'Topic/#', '$free/#', 'TopicA'] },
  });
  home.add({ name: 'other', kind: 'app', grants: { read: ['TopicA/#'], write: ['TopicA/#'] } });
});
afterEach(() => home.close());

interface Got {
  readonly topic: string;
  readonly text: string;
  readonly packet: IPublishPacket;
}

function receive(client: MqttClient): Got[] {
  const got: Got[] = [];
  client.on('message', (topic, payload, packet) => got.push({ topic, text: payload.toString(), packet }));
  return got;
}

const texts = (got: readonly Got[]) => got.map(({ text }) => text);

const qosLevels = [0, 1, 2] as const;

describe.each([4, 5] as const)('MQTT %s', (protocolVersion) => {
  const connect = (more: IClientOptions = {}) => home.connect('app', { protocolVersion, ...more });
  /** A session that outlives its connection: not clean in 3.1.1, with an expiry in 5. */
  const session = (clientId: string): IClientOptions =>
    protocolVersion === 5
      ? { clientId, clean: false, properties: { sessionExpiryInterval: 3600 } }
      : { clientId, clean: false };

  test('basic: what is published at each QoS comes once, in order, at that QoS', async () => {
    const client = await connect();
    const got = receive(client);
    await client.subscribeAsync('TopicA', { qos: 2 });
    for (const qos of qosLevels) await client.publishAsync('TopicA', `qos ${qos}`, { qos });
    await until(() => got.length === 3);
    expect(got.map(({ text, packet }) => [text, packet.qos])).toEqual(qosLevels.map((qos) => [`qos ${qos}`, qos]));
  });

  test('retained: kept with its QoS, sent to who subscribes later with the flag, gone with an empty one', async () => {
    const client = await connect();
    for (const qos of qosLevels) await client.publishAsync(`TopicA/${qos}`, `qos ${qos}`, { qos, retain: true });
    const later = await connect();
    const got = receive(later);
    await later.subscribeAsync('TopicA/+', { qos: 2 });
    await until(() => got.length === 3);
    expect(got.map(({ packet }) => [packet.qos, packet.retain])).toEqual(qosLevels.map((qos) => [qos, true]));
    for (const qos of qosLevels) await client.publishAsync(`TopicA/${qos}`, '', { qos: 1, retain: true });
    const last = await connect();
    const none = receive(last);
    await last.subscribeAsync('TopicA/+', { qos: 2 });
    await last.publishAsync('TopicA/now', 'live', { qos: 1 });
    await until(() => none.length > 0);
    expect(none.map(({ text, packet }) => [text, packet.retain])).toEqual([['live', false]]);
  });

  test('a will comes when the connection breaks, and not after a DISCONNECT', async () => {
    const listener = await connect();
    const got = receive(listener);
    await listener.subscribeAsync('TopicA/#', { qos: 2 });
    const will = (text: string) => ({
      topic: 'TopicA/will',
      payload: Buffer.from(text),
      qos: 1 as const,
      retain: false,
    });
    const polite = await connect({ will: will('not wanted') });
    await polite.endAsync();
    const broken = await connect({ will: will('client not disconnected') });
    broken.stream.destroy();
    await until(() => got.length > 0);
    expect(texts(got)).toEqual(['client not disconnected']);
  });

  test('a session without a connection keeps QoS 1 and 2, and not 0', async () => {
    const away = await connect(session('offline'));
    await away.subscribeAsync('TopicA/#', { qos: 2 });
    await away.endAsync();
    const client = await connect();
    for (const qos of qosLevels) await client.publishAsync('TopicA/a', `qos ${qos}`, { qos });
    const back = home.begin(home.options('app', { protocolVersion, ...session('offline') }));
    const got = receive(back);
    expect((await connack(back)).sessionPresent).toBe(true);
    await until(() => got.length >= 2);
    expect(texts(got)).toEqual(['qos 1', 'qos 2']);
    await back.endAsync();
  });

  test('overlapping filters: each message once, with the highest QoS of them, or once for each filter', async () => {
    const client = await connect();
    const got = receive(client);
    await client.subscribeAsync({ 'TopicA/#': { qos: 2 }, 'TopicA/+': { qos: 1 } });
    await client.publishAsync('TopicA/a', 'over', { qos: 2 });
    await client.publishAsync('TopicA/a', 'end', { qos: 2 });
    await until(() => got.some(({ text }) => text === 'end'));
    const overs = got.filter(({ text }) => text === 'over').map(({ packet }) => packet.qos);
    expect([[2], [1, 2], [2, 1]]).toContainEqual(overs);
  });

  test('keep-alive: who is silent for one and a half of it is ended, and its will is published', async () => {
    const listener = await connect();
    const got = receive(listener);
    await listener.subscribeAsync('TopicA/will');
    const silent = await connect({
      keepalive: 1,
      reschedulePings: false,
      will: { topic: 'TopicA/will', payload: Buffer.from('keepalive expiry') },
    });
    // It pings no more.
    silent.stream.pause();
    silent.stream.write = () => true;
    const begun = performance.now();
    await until(() => got.length > 0);
    expect(performance.now() - begun).toBeGreaterThan(400);
    expect(performance.now() - begun).toBeLessThan(4000);
  });

  test('redelivery: what was sent and not acknowledged comes again after reconnecting', async () => {
    const first = await connect({ ...session('redelivery'), manualConnect: false });
    await first.subscribeAsync('TopicA/a', { qos: 1 });
    // Gets it and says nothing.
    first.handleMessage = () => undefined;
    const seen = new Promise<void>((resolve) => first.on('packetreceive', ({ cmd }) => cmd === 'publish' && resolve()));
    await (await connect()).publishAsync('TopicA/a', 'again', { qos: 1 });
    await seen;
    first.stream.destroy();
    await until(() => home.broker.connected === 1);
    const back = home.begin(home.options('app', { protocolVersion, ...session('redelivery') }));
    const got = receive(back);
    await until(() => got.length > 0);
    expect(texts(got)).toEqual(['again']);
    await back.endAsync();
  });

  test('topics that begin with $ are matched by no filter that begins with a wildcard', async () => {
    const client = await connect();
    const got = receive(client);
    await client.subscribeAsync(['#', '+/#', '$free/a']);
    await client.publishAsync('$free/b', 'hidden', { qos: 1 });
    await client.publishAsync('$free/a', 'asked for', { qos: 1 });
    await client.publishAsync('TopicA/end', 'end', { qos: 1 });
    await until(() => texts(got).includes('end'));
    expect(texts(got)).toEqual(['asked for', 'end']);
  });

  test('a filter that is not granted is refused in the SUBACK, and the others of the packet are granted', async () => {
    const client = await home.connect('other', { protocolVersion });
    const codes = await new Promise((resolve) => {
      client.on('packetreceive', (packet) => packet.cmd === 'suback' && resolve(packet.granted));
      client.subscribe(['TopicA/a', 'TopicB'], { qos: 1 }, () => undefined);
    });
    expect(codes).toEqual([1, protocolVersion === 5 ? 0x87 : 0x80]);
  });

  test('unsubscribe: nothing comes any more, and what is still subscribed to does', async () => {
    const client = await connect();
    const got = receive(client);
    await client.subscribeAsync(['TopicA', 'TopicA/B', 'Topic/C'], { qos: 2 });
    await client.unsubscribeAsync('TopicA');
    for (const topic of ['TopicA', 'TopicA/B', 'Topic/C']) await client.publishAsync(topic, topic, { qos: 1 });
    await until(() => got.length === 2);
    expect(texts(got)).toEqual(['TopicA/B', 'Topic/C']);
  });

  test('a client id of no length is a client of its own, with a clean start', async () => {
    const [one, two] = await Promise.all([connect({ clientId: '' }), connect({ clientId: '' })]);
    await Promise.all([one, two].map((client) => client.publishAsync('TopicA', 'x', { qos: 1 })));
    expect(home.broker.connected).toBe(2);
  });

  test('a new connection with the same client id takes over, and the old one is ended', async () => {
    const old = await connect({ clientId: 'same' });
    const ended = new Promise<void>((resolve) => old.once('close', () => resolve()));
    const now = await connect({ clientId: 'same' });
    await ended;
    await now.publishAsync('TopicA', 'x', { qos: 1 });
  });
});

describe('MQTT 5', () => {
  const five = (more: IClientOptions = {}) => home.options('app', { protocolVersion: 5, ...more });
  const connect = async (more: IClientOptions = {}) => {
    const client = home.begin(five(more));
    const answer = await connack(client);
    return { client, properties: answer.properties, sessionPresent: answer.sessionPresent };
  };

  test('CONNACK names the client id that it gave', async () => {
    const { properties } = await connect({ clientId: '' });
    expect(properties?.assignedClientIdentifier).toMatch(/.{10}/);
  });

  test('a session ends with its expiry, at once without one, and when a DISCONNECT says so', async () => {
    const expiring = (sessionExpiryInterval: number) => ({
      clientId: 's',
      clean: false,
      properties: { sessionExpiryInterval },
    });
    const subscribed = async (options: IClientOptions) => {
      const { client } = await connect(options);
      await client.subscribeAsync('TopicA', { qos: 1 });
      return client;
    };
    await (await subscribed(expiring(0))).endAsync();
    expect((await connect(expiring(0))).sessionPresent).toBe(false);
    await home.restart();
    await (await subscribed(expiring(3600))).endAsync();
    const back = await connect(expiring(3600));
    expect(back.sessionPresent).toBe(true);
    await back.client.endAsync(false, { properties: { sessionExpiryInterval: 0 } });
    await until(() => home.broker.connected === 0);
    expect((await connect(expiring(3600))).sessionPresent).toBe(false);
  });

  test('a longer expiry than we keep is told', async () => {
    const { properties } = await connect({
      clientId: 'long',
      clean: false,
      properties: { sessionExpiryInterval: 0xffff_ffff },
    });
    expect(properties?.sessionExpiryInterval).toBe(30 * 24 * 3600);
  });

  test('request and response, user properties, content type and format reach the subscriber unchanged', async () => {
    const { client } = await connect();
    const got = receive(client);
    await client.subscribeAsync('Topic/request', { qos: 1 });
    const properties = {
      responseTopic: 'Topic/response',
      correlationData: Buffer.from('334'),
      contentType: 'text/plain',
      payloadFormatIndicator: true,
      userProperties: { a: '1', c: ['2', '3'] },
    };
    await client.publishAsync('Topic/request', 'request', { qos: 1, properties });
    await until(() => got.length > 0);
    expect(JSON.parse(JSON.stringify(got[0]?.packet.properties))).toEqual(JSON.parse(JSON.stringify(properties)));
  });

  test('no local, retain as published and retain handling are kept to', async () => {
    const { client } = await connect();
    const { client: other } = await connect();
    const got = receive(client);
    await other.publishAsync('TopicA/kept', 'kept', { qos: 1, retain: true });
    await client.subscribeAsync('TopicA/#', { qos: 1, nl: true, rap: true, rh: 2 });
    await client.publishAsync('TopicA/own', 'own', { qos: 1 });
    await other.publishAsync('TopicA/live', 'live', { qos: 1, retain: true });
    await until(() => got.length > 0);
    expect(got.map(({ text, packet }) => [text, packet.retain])).toEqual([['live', true]]);
  });

  test('a message that expired while it waited is not delivered', async () => {
    const away = { clientId: 'away', clean: false, properties: { sessionExpiryInterval: 3600 } };
    const { client } = await connect(away);
    await client.subscribeAsync('TopicA/#', { qos: 1 });
    await client.endAsync();
    const { client: other } = await connect();
    const expiring = (messageExpiryInterval: number) => ({ qos: 1 as const, properties: { messageExpiryInterval } });
    await other.publishAsync('TopicA/a', 'short', expiring(1));
    await other.publishAsync('TopicA/a', 'long', expiring(3600));
    const begun = Date.now();
    await until(() => Date.now() - begun > 1100);
    const back = home.begin(five(away));
    const got = receive(back);
    await until(() => got.length > 0);
    expect(texts(got)).toEqual(['long']);
    expect(got[0]?.packet.properties?.messageExpiryInterval).toBeLessThan(3600);
    await back.endAsync();
  });

  test('CONNACK says what there is not: shared subscriptions, subscription identifiers, topic aliases', async () => {
    const { client, properties } = await connect();
    expect(properties).toMatchObject({
      sharedSubscriptionAvailable: false,
      subscriptionIdentifiersAvailable: false,
      maximumPacketSize: 256 * 1024,
      receiveMaximum: 1000,
    });
    expect(properties?.topicAliasMaximum ?? 0).toBe(0);
    const shared = await new Promise((resolve) => {
      client.on('packetreceive', (packet) => packet.cmd === 'suback' && resolve(packet.granted));
      client.subscribe('$share/group/TopicA', () => undefined);
    });
    expect(shared).toEqual([0x9e]);
    const ends = async (act: (client: MqttClient) => void) => {
      const { client: acting } = await connect();
      const told = new Promise((resolve) => {
        acting.on('packetreceive', (packet) => packet.cmd === 'disconnect' && resolve(packet.reasonCode));
      });
      act(acting);
      return told;
    };
    const identified = { properties: { subscriptionIdentifier: 3 } };
    expect(await ends((acting) => acting.subscribe('TopicA', { qos: 0, ...identified }))).toBe(0x82);
    expect(await ends((acting) => acting.publish('TopicA', Buffer.alloc(300_000)))).toBe(0x95);
  });
});
