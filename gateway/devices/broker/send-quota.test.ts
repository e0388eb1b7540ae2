import type { Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { remainingLength } from '../../mqtt/wire.ts';
import { TestHome, until } from './home.testing.ts';
import { BROKER_LIMITS } from './limits.ts';
import { releases, SendQuota } from './send-quota.ts';

const text = (value: string) => Buffer.concat([Buffer.from([0, value.length]), Buffer.from(value)]);
const packet = (first: number, ...parts: Buffer[]) => {
  const body = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([first, body.length]), body]);
};
const publish = (qos: 0 | 1 | 2, id: number) =>
  packet(0x30 | (qos << 1), text('a'), Buffer.from(qos === 0 ? [0] : [0, id, 0]));

test('the third waits for the first two, in order, and what counts for nothing passes', () => {
  const quota = new SendQuota(2);
  const [one, two, three, four] = [publish(1, 1), publish(2, 2), publish(1, 3), publish(2, 4)];
  const [free, pong] = [publish(0, 0), Buffer.from([0xd0, 0])];
  expect(quota.pass(Buffer.concat([one, two, three, free, four, pong]))).toEqual(Buffer.concat([one, two, free, pong]));
  expect(quota.heldBytes).toBe(three.length + four.length);
  expect([quota.released(), quota.released(), quota.released()]).toEqual([three, four, undefined]);
  expect(quota.heldBytes).toBe(0);
  // One is under way.
  expect(quota.pass(Buffer.concat([one, two]))).toEqual(one);
});

test('what was never under way makes no more room than there is', () => {
  const quota = new SendQuota(1);
  for (let i = 0; i < 5; i++) quota.released();
  expect(quota.pass(Buffer.concat([publish(1, 1), publish(1, 2)]))).toEqual(publish(1, 1));
});

test('a packet is one however it is written', () => {
  const quota = new SendQuota(1);
  const all = Buffer.concat([publish(1, 1), publish(1, 2), publish(0, 0)]);
  const sent = [...all].map((byte) => quota.pass(Buffer.from([byte])));
  expect(Buffer.concat(sent)).toEqual(Buffer.concat([publish(1, 1), publish(0, 0)]));
  expect(quota.released()).toEqual(publish(1, 2));
});

test.each([
  ['PUBACK', 0x40, [0, 1], true],
  ['PUBREC', 0x50, [0, 1], false],
  ['PUBREC that takes it', 0x50, [0, 1, 0x10], false],
  ['PUBREC that refuses it', 0x50, [0, 1, 0x97], true],
  ['PUBREL', 0x62, [0, 1], false],
  ['PUBCOMP', 0x70, [0, 1], true],
])('%s', (_, first, body, is) => {
  expect(releases(first, { bytes: Buffer.from(body), at: 0, end: body.length })).toBe(is);
});

let home: TestHome;
afterEach(() => home?.close());

/** Packets that came, whole ones. */
function packetsOf(socket: Socket): Buffer[] {
  const found: Buffer[] = [];
  let rest = Buffer.alloc(0);
  socket.on('data', (chunk: Buffer) => {
    rest = Buffer.concat([rest, chunk]);
    for (;;) {
      const header = remainingLength(rest, 1);
      const end = header === 'malformed' ? Number.POSITIVE_INFINITY : header.body + header.length;
      if (end > rest.length) return;
      found.push(rest.subarray(0, end));
      rest = rest.subarray(end);
    }
  });
  return found;
}

/** A client of MQTT 5 that takes two at a time, says so and acknowledges only when a test does. */
async function takesTwo(unsentMs: number) {
  home = await new TestHome({ framing: { ...BROKER_LIMITS.framing, unsentBytes: 20_000, unsentMs } }).start();
  home.add({ name: 'loud', kind: 'device', dialect: 'profile', base: 'x' });
  home.add({ name: 'small', kind: 'app', grants: { read: ['x/#'], write: [] } });
  const socket = await home.socket();
  const packets = packetsOf(socket);
  const connect = [text('MQTT'), Buffer.from([5, 0xc2, 0, 60, 3, 33, 0, 2]), text('raw'), text('small')];
  socket.write(packet(0x10, ...connect, text(home.password('small'))));
  socket.write(packet(0x82, Buffer.from([0, 1, 0]), text('x/#'), Buffer.from([1])));
  await until(() => packets.length === 2);
  const loud = await home.connect('loud');
  const published = () => packets.filter((each) => (each[0] ?? 0) >> 4 === 3);
  /** The packet identifier stands behind the topic `x/a`. */
  const idOf = (each: Buffer | undefined) => each?.subarray(7, 9) ?? Buffer.alloc(2);
  return { socket, loud, published, idOf };
}

test('a client of MQTT 5 has no more under way than it takes, and gets all, though it acknowledges late', async () => {
  const { socket, loud, published, idOf } = await takesTwo(200);
  await Promise.all(['1', '2', '3', '4', '5'].map((value) => loud.publishAsync('x/a', value, { qos: 1 })));
  await loud.publishAsync('x/a', 'free', { qos: 0 });
  await until(() => published().length === 3);
  // Longer than a client may take nothing: this one takes all that it may be given.
  await new Promise((resolve) => setTimeout(resolve, 400));
  expect(published().map((each) => String(each).at(-1))).toEqual(['1', '2', 'e']);
  socket.write(packet(0x40, idOf(published()[0])));
  await until(() => published().length === 4);
  for (const each of published()
    .slice(1)
    .filter((one) => one[0] === 0x32))
    socket.write(packet(0x40, idOf(each)));
  await until(() => published().length === 6);
  expect(published().map((each) => String(each).at(-1))).toEqual(['1', '2', 'e', '3', '4', '5']);
});

test('one that never acknowledges holds no more memory than one that does not read', async () => {
  const { socket, loud } = await takesTwo(10_000);
  for (let i = 0; i < 30; i++) loud.publish('x/a', 'A'.repeat(1000), { qos: 1 });
  await until(() => socket.closed);
});
