import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { closed, TestHome, until, untilClosed } from './home.testing.ts';
import { BROKER_LIMITS } from './limits.ts';
import { CONNECTION_LIMITS } from './listeners.ts';

/** Bytes of packets, built by hand: no client library would. */
const text = (value: string | Buffer) => {
  const bytes = Buffer.from(value);
  return Buffer.concat([Buffer.from([bytes.length >> 8, bytes.length & 255]), bytes]);
};
const packet = (first: number, ...parts: Buffer[]) => {
  const body = Buffer.concat(parts);
  const length: number[] = [];
  let left = body.length;
  do {
    length.push((left & 127) | (left > 127 ? 128 : 0));
    left >>= 7;
  } while (left > 0);
  return Buffer.concat([Buffer.from([first, ...length]), body]);
};
const bytes = (...values: number[]) => Buffer.from(values);
const TOPIC = 'hearthgate/v1/devices/thermo/telemetry';

let home: TestHome;
beforeAll(async () => {
  home = await new TestHome({
    framing: { ...BROKER_LIMITS.framing, connectMs: 700 },
    connections: { ...CONNECTION_LIMITS, unacceptedPerAddress: 64 },
  }).start();
  home.add({ name: 'thermo', kind: 'device' });
});
afterEach(() => {
  home.refused.length = 0;
  home.arrived.length = 0;
});
afterAll(() => home.close());

interface ConnectParts {
  name?: string;
  level?: number;
  flags?: number;
  properties?: Buffer;
  id?: string | Buffer;
  user?: string | Buffer;
  rest?: Buffer;
}
const connect = ({ name = 'MQTT', level = 4, flags = 0xc2, id = 'raw', user = 'thermo', ...more }: ConnectParts = {}) =>
  packet(
    0x10,
    text(name),
    bytes(level, flags, 0, 60),
    level === 5 ? (more.properties ?? bytes(0)) : Buffer.alloc(0),
    text(id),
    text(user),
    text(home.password('thermo')),
    more.rest ?? Buffer.alloc(0),
  );

const UNSOUND = {
  'TP-01 NUL': '\0',
  'TP-02 invalid byte': bytes(0xff, 0xfe),
  'TP-02 overlong': bytes(0xc0, 0x80),
  'TP-02 surrogate': bytes(0xed, 0xa0, 0x80),
} as const;

describe('before a CONNECT was accepted', () => {
  const closing: [string, () => Buffer][] = [
    ['FR-03 PUBLISH first', () => packet(0x30, text(TOPIC))],
    ['FR-03 SUBSCRIBE first', () => packet(0x82, bytes(0, 1), text('a'), bytes(0))],
    ['FR-03 PINGREQ first', () => packet(0xc0)],
    ['FR-03 DISCONNECT first', () => packet(0xe0)],
    ['FR-05 a gigantic length', () => bytes(0x10, 0xff, 0xff, 0xff, 0x7f)],
    ['five bytes of length', () => bytes(0x10, 0xff, 0xff, 0xff, 0xff, 1)],
    ['a length not in its shortest form', () => bytes(0x10, 0x80, 0x00)],
    ['flags in the fixed header', () => Buffer.concat([bytes(0x11), connect().subarray(1)])],
    ['another protocol name', () => connect({ name: 'HTTP' })],
    ['the reserved flag', () => connect({ flags: 0xc3 })],
    ['will QoS without a will', () => connect({ flags: 0xca })],
    ['will QoS 3', () => connect({ flags: 0xde })],
    ['FR-12 a string longer than the packet', () => packet(0x10, text('MQTT'), bytes(4, 2, 0, 60, 0, 99, 65))],
    ['FR-14 bytes behind the password', () => connect({ rest: bytes(1) })],
    ['FR-15 password without user', () => packet(0x10, text('MQTT'), bytes(4, 0x42, 0, 60), text('x'), text('y'))],
    ['a property twice', () => connect({ level: 5, properties: bytes(6, 33, 0, 9, 33, 0, 9) })],
    ['an unknown property', () => connect({ level: 5, properties: bytes(2, 99, 0) })],
    ...Object.entries(UNSOUND).flatMap(([name, value]): [string, () => Buffer][] => [
      [`${name} in the client id`, () => connect({ id: Buffer.from(value) })],
      [`${name} in the user name`, () => connect({ user: Buffer.from(value) })],
    ]),
  ];
  test.each(closing)('%s closes without an answer', async (_name, build) => {
    const socket = await home.socket();
    socket.write(build());
    expect(await untilClosed(socket)).toEqual(Buffer.alloc(0));
    expect(home.refused).toHaveLength(1);
  });

  const answered: [string, () => Buffer, Buffer][] = [
    ['3.1', () => connect({ name: 'MQIsdp', level: 3 }), bytes(0x20, 2, 0, 1)],
    ['a later version', () => connect({ level: 6 }), bytes(0x20, 3, 0, 0x84, 0)],
    ['FR-19 no client id for a session', () => connect({ id: '', flags: 0xc0 }), bytes(0x20, 2, 0, 2)],
  ];
  test.each(answered)('%s is refused with its CONNACK', async (_name, build, connack) => {
    const socket = await home.socket();
    socket.write(build());
    expect(await untilClosed(socket)).toEqual(connack);
  });

  test('FR-02 connections that never finish their CONNECT are ended by one deadline, and a device still gets in', async () => {
    const slow = await Promise.all(
      Array.from({ length: 60 }, async () => {
        const socket = await home.socket();
        const whole = connect();
        let at = 0;
        const drip = setInterval(() => socket.write(whole.subarray(at, ++at)), 100);
        socket.on('close', () => clearInterval(drip));
        return socket;
      }),
    );
    const begun = performance.now();
    await home.connect('thermo');
    expect(performance.now() - begun).toBeLessThan(2000);
    await Promise.all(slow.map((socket) => untilClosed(socket)));
    expect(home.refused).toEqual([]);
  });

  test('FR-21 what is sent behind a CONNECT waits for its acceptance', async () => {
    const wrong = await home.socket();
    const publish = packet(0x30, text(TOPIC), Buffer.from('1'));
    const pipelined = Array.from({ length: 60 }, () => publish);
    wrong.write(Buffer.concat([connect({ user: 'nobody' }), ...pipelined]));
    expect(await untilClosed(wrong)).toEqual(bytes(0x20, 2, 0, 4));
    expect(home.arrived).toEqual([]);
    const right = await home.socket();
    right.write(Buffer.concat([connect(), ...pipelined]));
    await until(() => home.arrived.length === 60);
  });
});

describe('after the CONNECT', () => {
  const closing: [string, () => Buffer][] = [
    ['FR-04 a second CONNECT', () => connect()],
    ['FR-10 QoS 1 with packet id 0', () => packet(0x32, text(TOPIC), bytes(0, 0))],
    ['FR-10 QoS 2 with packet id 0', () => packet(0x34, text(TOPIC), bytes(0, 0))],
    ['FR-10 SUBSCRIBE with packet id 0', () => packet(0x82, bytes(0, 0), text('a'), bytes(0))],
    ['FR-11 QoS 1 without a packet id', () => packet(0x32, text(TOPIC))],
    ['FR-12 a topic longer than the packet', () => packet(0x30, bytes(0, 99, 65))],
    ['QoS 3', () => packet(0x36, text(TOPIC), bytes(0, 1))],
    ['DUP with QoS 0', () => packet(0x38, text(TOPIC))],
    ['SUBSCRIBE with other flags', () => packet(0x80, bytes(0, 1), text('a'), bytes(0))],
    ['SUBSCRIBE with QoS 3', () => packet(0x82, bytes(0, 1), text('a'), bytes(3))],
    ['SUBSCRIBE with reserved bits', () => packet(0x82, bytes(0, 1), text('a'), bytes(4))],
    ['SUBSCRIBE without a filter', () => packet(0x82, bytes(0, 1))],
    [
      'SUBSCRIBE with 501 filters',
      () => packet(0x82, bytes(0, 1), ...Array(501).fill(Buffer.concat([text('a'), bytes(0)]))),
    ],
    ['UNSUBSCRIBE without a filter', () => packet(0xa2, bytes(0, 1))],
    ['packets only a server sends', () => packet(0x20, bytes(0, 0))],
    ['type 0', () => packet(0x00)],
    ['AUTH', () => packet(0xf0)],
    ['PINGREQ with a body', () => packet(0xc0, bytes(1))],
    ['PUBACK with more than an id', () => packet(0x40, bytes(0, 1, 0))],
    ['an empty topic', () => packet(0x30, text(''))],
    ['a wildcard in a topic', () => packet(0x30, text('a/#'))],
    ['TP-05 a topic of 65 535 bytes', () => packet(0x30, text('a'.repeat(65_535)))],
    ['TP-05 a topic of 65 535 levels', () => packet(0x30, text('/'.repeat(65_535)))],
    ['TP-08 a topic of the broker', () => packet(0x30, text('$SYS/x/new/clients'), Buffer.from('victim'))],
    ...['a#', 'a/#/b', '+a', 'a+', '', '__proto__'].map((filter): [string, () => Buffer] => [
      `TP-11 the filter "${filter}"`,
      () => packet(0x82, bytes(0, 1), text(filter), bytes(0)),
    ]),
    ...Object.entries(UNSOUND).flatMap(([name, value]): [string, () => Buffer][] => [
      [`${name} in a topic`, () => packet(0x30, text(Buffer.from(value)))],
      [`${name} in a filter`, () => packet(0x82, bytes(0, 1), text(Buffer.from(value)), bytes(0))],
    ]),
  ];
  test.each(closing)('%s closes, and reaches nobody', async (_name, build) => {
    const socket = await home.socket();
    socket.write(connect());
    await once(socket, 'readable');
    expect(socket.read()).toEqual(bytes(0x20, 2, 0, 0));
    socket.write(build());
    expect(await untilClosed(socket)).toEqual(Buffer.alloc(0));
    expect(home.arrived).toEqual([]);
    expect(home.refused.length).toBeLessThanOrEqual(1);
  });

  test('packets cut anywhere are put together, whole ones of many in a chunk pass', async () => {
    const stream = Buffer.concat([
      connect(),
      ...['one', 'two'].map((value) => packet(0x30, text(TOPIC), Buffer.from(value))),
      packet(0x30, text(TOPIC), Buffer.alloc(300, 'x')),
    ]);
    for (const size of [1, 7, 100, stream.length]) {
      home.arrived.length = 0;
      const socket = await home.socket();
      for (let at = 0; at < stream.length; at += size) {
        if (!socket.write(stream.subarray(at, at + size))) await once(socket, 'drain');
        await new Promise((resolve) => setImmediate(resolve));
      }
      await until(() => home.arrived.length === 3);
      expect(home.arrived.map(({ payload }) => payload.length)).toEqual([3, 3, 300]);
      socket.destroy();
    }
    expect(home.refused).toEqual([]);
  });

  test('a payload of 1 MB closes with one line, its size, and no content', async () => {
    const device = await home.connect('thermo');
    const ended = closed(device);
    device.publish(TOPIC, Buffer.alloc(1024 * 1024, 'x'), { qos: 1 });
    await ended;
    expect(home.refused).toHaveLength(1);
    expect(home.refused[0]).toMatchObject({ client: 'thermo', reason: 'packet is too large' });
    expect(home.refused[0]?.bytes).toBeGreaterThan(1024 * 1024);
    expect(home.arrived).toEqual([]);
  });

  test('MQTT 5 is told why: too large, malformed, a topic alias, a subscription identifier', async () => {
    const told = async (sent: Buffer) => {
      const socket = await home.socket();
      socket.write(connect({ level: 5 }));
      await once(socket, 'readable');
      socket.read();
      socket.write(sent);
      return (await untilClosed(socket)).toString('hex');
    };
    expect(await told(bytes(0x30, 0xff, 0xff, 0xff, 0x7f))).toBe('e00195');
    expect(await told(packet(0x36, text(TOPIC)))).toBe('e00181');
    expect(await told(packet(0x30, text(TOPIC), bytes(3, 35, 0, 1)))).toBe('e00182');
    expect(await told(packet(0x82, bytes(0, 1), bytes(2, 11, 1), text('a'), bytes(0)))).toBe('e00182');
  });

  test('FR-20 more unreleased QoS 2 messages than may be end the connection', async () => {
    const socket = await home.socket();
    const ended = untilClosed(socket);
    socket.write(connect());
    for (let id = 1; id <= 1200; id++) socket.write(packet(0x34, text(TOPIC), bytes(id >> 8, id & 255)));
    await ended;
    expect(home.arrived.length).toBeGreaterThanOrEqual(1000);
    while ((await home.flow.read('broker incoming list')).length > 0);
  });
});
