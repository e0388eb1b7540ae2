import { once } from 'node:events';
import type { Socket } from 'node:net';
import { crc32 } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { connect, type PublishParts, packet, publish, text } from '../../../test/abuse/packets.ts';
import { TestHome } from './home.testing.ts';
import { fingerprint, Taken } from './taken.ts';

const OWN = 'hearthgate/v1/devices/thermo';
const TOPIC = `${OWN}/telemetry`;

let home: TestHome;
beforeEach(async () => {
  home = await new TestHome().start();
  home.add({ name: 'thermo', kind: 'device', dialect: 'native', grants: { read: [], write: [] } });
});
afterEach(() => home.close());

/** A device that knows no library: it says what it says under the identifiers it likes. */
async function plug(more: { clean?: boolean } = {}): Promise<Socket> {
  const socket = await home.socket();
  const flags = more.clean === false ? 0xc0 : 0xc2;
  socket.write(connect({ id: 'thermo', user: 'thermo', password: home.password('thermo'), flags }));
  const [connack] = await once(socket, 'data');
  expect(connack[3]).toBe(0);
  return socket;
}

/** Says it and gives the first byte of what comes back: PUBACK or PUBREC. */
async function say(socket: Socket, payload: string, parts: PublishParts): Promise<number> {
  socket.write(publish(TOPIC, payload, { qos: 1, ...parts }));
  const [answer] = await once(socket, 'data');
  expect(answer.readUInt16BE(2)).toBe(parts.id);
  return answer[0];
}

const arrived = () => home.arrived.map(({ payload }) => payload.toString());

test('what is sent again with DUP is acknowledged again and taken in once, whatever the connection', async () => {
  const first = await plug();
  expect(await say(first, 'a', { id: 7 })).toBe(0x40);
  expect(await say(first, 'a', { id: 7, dup: true })).toBe(0x40);
  first.destroy();
  expect(await say(await plug(), 'a', { id: 7, dup: true })).toBe(0x40);
  expect(arrived()).toEqual(['a']);
});

test('another device takes nothing out of what is known, though its client id has the same checksum', async () => {
  home.add({ name: 'lamp', kind: 'device', dialect: 'native', grants: { read: [], write: [] } });
  const id = 'cdpyaaag';
  expect(crc32(id)).toBe(crc32('thermo'));
  const device = await plug();
  await say(device, 'a', { id: 7 });
  const lamp = await home.socket();
  lamp.write(connect({ id, user: 'lamp', password: home.password('lamp'), flags: 0xc2 }));
  await once(lamp, 'data');
  lamp.write(publish('hearthgate/v1/devices/lamp/telemetry', 'b', { qos: 1, id: 7 }));
  await once(lamp, 'data');
  await say(device, 'a', { id: 7, dup: true });
  expect(arrived()).toEqual(['a', 'b']);
});

test('it is known over a restart, QoS 2 too, though its session was clean', async () => {
  const first = await plug();
  await say(first, 'one', { id: 1 });
  expect(await say(first, 'two', { id: 2, qos: 2 })).toBe(0x50);
  await home.restart();
  const second = await plug();
  expect(await say(second, 'two', { id: 2, qos: 2, dup: true })).toBe(0x50);
  await say(second, 'one', { id: 1, dup: true });
  expect(arrived()).toEqual(['one', 'two']);
});

test('without DUP the same is said anew; with DUP another content or identifier is, too', async () => {
  const device = await plug();
  await say(device, 'a', { id: 7 });
  await say(device, 'a', { id: 7 });
  await say(device, 'b', { id: 7, dup: true });
  await say(device, 'b', { id: 8, dup: true });
  expect(arrived()).toEqual(['a', 'a', 'b', 'b']);
});

test('of what comes again before its commit it is known what became of that', async () => {
  const fail: ((error: Error) => void)[] = [];
  const device = await plug();
  const write = home.flow.write.bind(home.flow);
  home.flow.write = () => new Promise((_, reject) => fail.push(reject));
  device.write(publish(TOPIC, 'lost', { qos: 1, id: 7 }));
  await expect.poll(() => fail.length).toBe(1);
  device.destroy();
  const again = await plug();
  again.write(publish(TOPIC, 'lost', { qos: 1, id: 7, dup: true }));
  again.write(packet(0x82, Buffer.from([0, 9]), text('x'), Buffer.from([0])));
  // Its SUBACK shows that the repetition was read; it waits for the first one's commit.
  await once(again, 'data');
  expect(arrived()).toEqual(['lost']);
  home.flow.write = write;
  fail[0]?.(new Error('the disk is full'));
  const [acknowledged] = await once(again, 'data');
  expect(acknowledged[0]).toBe(0x40);
  expect(arrived()).toEqual(['lost', 'lost']);
});

test('an identifier of QoS 2 is free on the disk before its sender may use it again', async () => {
  const device = await plug({ clean: false });
  await say(device, 'a', { id: 7, qos: 2 });
  let commit = () => {};
  const write = home.flow.write.bind(home.flow);
  home.flow.write = async (operations) => {
    await new Promise<void>((resolve) => {
      commit = resolve;
    });
    await write(operations);
  };
  let answered = '';
  device.on('data', (part: Buffer) => {
    answered += part.toString('hex');
  });
  device.write(Buffer.concat([packet(0x62, Buffer.from([0, 7])), packet(0xc0)]));
  // PINGRESP shows that PUBREL was read.
  await expect.poll(() => answered).toBe('d000');
  home.flow.write = write;
  commit();
  await expect.poll(() => answered).toBe('d00070020007');
  expect(await home.flow.read('broker incoming list')).toEqual([]);
});

test('what is known is bounded by generations, in memory and on the disk', () => {
  const taken = new Taken();
  const said = (id: number) => fingerprint(1, id, { topic: TOPIC, payload: Buffer.from('x') });
  const kept = Promise.resolve(true);
  taken.add(said(1), kept);
  expect(taken.drain()).toEqual([['broker taken put', 1, expect.any(Buffer)]]);
  expect(taken.age()).toEqual([['broker taken trim', 1]]);
  taken.add(said(2), kept);
  taken.drain();
  expect(taken.again(said(1))).toBeDefined();
  expect(taken.age()).toEqual([['broker taken trim', 2]]);
  expect(taken.again(said(1))).toBeUndefined();
  expect(taken.again(said(2))).toBeDefined();
  for (let id = 1; id <= 32_767; id++) taken.add(said(id), kept);
  expect(taken.isFull).toBe(false);
  taken.add(said(32_768), kept);
  expect(taken.isFull).toBe(true);
});
