import { once } from 'node:events';
import type { Socket } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { connect, packet, publish, text } from '../../../test/abuse/packets.ts';
import { TestHome, until } from './home.testing.ts';

const TOPIC = 'hearthgate/v1/devices/thermo/telemetry';
const COMMANDS = 'free/thermo';
const SUBSCRIBE = packet(0x82, Buffer.from([0, 9]), text(COMMANDS), Buffer.from([0]));

let home: TestHome;
let handed: string[];
beforeEach(async () => {
  home = await new TestHome().start();
  home.add({ name: 'thermo', kind: 'device', grants: { read: [COMMANDS], write: [COMMANDS, 'free/other'] } });
  home.add({ name: 'hass', kind: 'app', grants: { read: ['#'], write: [] } });
  handed = [];
});
afterEach(() => home.close());

async function plug(more: { level?: 4 | 5; keepAlive?: number } = {}): Promise<Socket> {
  const socket = await home.socket();
  socket.write(connect({ id: 'thermo', user: 'thermo', password: home.password('thermo'), flags: 0xc2, ...more }));
  await once(socket, 'data');
  socket.on('data', (part: Buffer) => handed.push(part.toString('hex')));
  return socket;
}

test('acknowledgements leave in the order of arrival, whichever way the publishes went', async () => {
  const release: (() => void)[] = [];
  home.commit = () => new Promise((resolve) => release.push(resolve));
  const socket = await plug();
  const say = (id: number, retain: boolean) => publish(TOPIC, 'x', { qos: 1, id, retain });
  socket.write(Buffer.concat([say(1, false), say(2, true), say(3, false)]));
  await until(() => release.length === 3);
  for (const done of release.reverse()) done();
  home.commit = () => Promise.resolve();
  socket.write(say(4, false));
  await until(() => handed.join('').length === 32);
  expect(handed.join('')).toBe('40020001400200024002000340020004');
});

test.each(['at once', 'behind it'])(
  'what is said right after a SUBSCRIBE is heard by who subscribed (%s)',
  async (how) => {
    const socket = await plug();
    const said = publish(COMMANDS, 'hello', { qos: 0 });
    if (how === 'at once') socket.write(Buffer.concat([SUBSCRIBE, said]));
    else {
      socket.write(SUBSCRIBE);
      await new Promise((resolve) => setImmediate(resolve));
      socket.write(said);
    }
    await until(() => handed.join('').endsWith(said.toString('hex')));
  },
);

test('a client that only publishes readings is not taken for gone', async () => {
  const socket = await plug({ keepAlive: 1 });
  const begun = performance.now();
  for (let id = 1; performance.now() - begun < 2_500; id++) {
    socket.write(publish(TOPIC, 'x', { qos: 1, id }));
    await once(socket, 'data');
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  expect(socket.destroyed).toBe(false);
});

test('many readings that are kept together are acknowledged in one piece', async () => {
  const socket = await plug();
  const all = Array.from({ length: 100 }, (_, i) => publish(TOPIC, String(i), { qos: 1, id: i + 1 }));
  let release = () => {};
  const kept = new Promise<void>((resolve) => {
    release = resolve;
  });
  home.commit = () => kept;
  socket.write(Buffer.concat(all));
  await until(() => home.arrived.length === 100);
  release();
  await until(() => handed.join('').length === 800);
  expect(home.arrived.map(({ payload }) => payload.toString())).toEqual(all.map((_, i) => String(i)));
});

test('who subscribed hears what is said afterwards, and who left hears nothing', async () => {
  const socket = await plug();
  socket.write(publish(TOPIC, 'before', { qos: 1, id: 1 }));
  await once(socket, 'data');
  const hass = await home.connect('hass');
  const heard: string[] = [];
  hass.on('message', (_topic, payload) => heard.push(payload.toString()));
  await hass.subscribeAsync(TOPIC, { qos: 1 });
  socket.write(publish(TOPIC, 'now', { qos: 1, id: 2 }));
  await until(() => heard.length > 0);
  await hass.unsubscribeAsync(TOPIC);
  socket.write(publish(TOPIC, 'after', { qos: 1, id: 3 }));
  await until(() => home.arrived.length === 3);
  expect(heard).toEqual(['now']);
});

test('MQTT 5: a publish is plain without properties, and is heard with them, too', async () => {
  const socket = await plug({ level: 5 });
  const say = (id: number, properties: number[]) =>
    packet(0x32, text(TOPIC), Buffer.from([0, id, properties.length, ...properties]), Buffer.from('x'));
  socket.write(say(1, []));
  await until(() => handed.join('') === '40020001');
  // Payload format indicator: text.
  socket.write(say(2, [1, 1]));
  await until(() => handed.join('').length > 8);
  expect(home.arrived.map(({ payload }) => payload.toString())).toEqual(['x', 'x']);
});

test('a topic that was not granted is refused, and the connection ended, also among readings', async () => {
  const socket = await plug();
  const ended = once(socket, 'close');
  socket.write(Buffer.concat([publish(TOPIC, 'a', { qos: 1, id: 1 }), publish('elsewhere', 'b', { qos: 1, id: 2 })]));
  await ended;
  expect(home.arrived.map(({ topic }) => topic)).toEqual([TOPIC]);
  expect(home.refused).toMatchObject([{ client: 'thermo' }]);
});
