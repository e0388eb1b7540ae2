import { once } from 'node:events';
import { connect as connectSocket, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { Child, type Usage } from '../../bench/child.ts';
import type { HubOptions } from '../../bench/targets/hub.ts';
import { BROKER_LIMITS, type BrokerLimits } from '../../gateway/devices/broker/limits.ts';
import { connect, packet, publish, subscribe } from './packets.ts';

/** Of a machine with 1 GiB; docs/limits.md has what was measured. */
const MOST_MIB = 640;
/** The process ends where its own objects need more. */
const HEAP_MIB = 128;
const DEVICES = 300;
/** Each with a session that is away and a subscriber that reads nothing. */
const APPS = 10;
const MESSAGE = Buffer.alloc(200_000, 65);
/** More than the queue of a session has room for. */
const QUEUED = 25;
/** 50 MB for each app: 500 MB that nobody reads. */
const MESSAGES = 250;

let hub: Child;
const sockets: Socket[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await hub.stop();
});

test('HO-04 every device connected, queues full, and subscribers that read nothing: no more memory than there is', async () => {
  const { peak, isAnswered } = await flooded(BROKER_LIMITS);
  expect(isAnswered).toBe(true);
  expect(peak).toBeLessThan(MOST_MIB);
}, 60_000);

test('HO-04 fails without "limit: unsent bytes"', async () => {
  const { framing } = BROKER_LIMITS;
  const limits = { ...BROKER_LIMITS, unsentBytes: 1e12, framing: { ...framing, unsentBytes: 1e12, unsentMs: 1e9 } };
  expect((await flooded(limits)).peak).toBeGreaterThan(MOST_MIB);
}, 60_000);

interface Credential {
  readonly name: string;
  readonly password: string;
  readonly topic: string;
}

/** Floods a hub in a process of its own; the most memory it took, and whether a device is answered afterwards. */
async function flooded(limits: BrokerLimits): Promise<{ readonly peak: number; readonly isAnswered: boolean }> {
  hub = new Child('./targets/hub.ts', [`--max-old-space-size=${HEAP_MIB}`]);
  const start: HubOptions = { devices: DEVICES, apps: APPS, manifests: [], choices: [], limits };
  const { port, clients } = await hub.ask<{ port: number; clients: readonly Credential[] }>({ start });
  const devices: Socket[] = [];
  for (const client of clients.slice(0, DEVICES)) devices.push(await open(port, client));
  await Promise.all(clients.slice(DEVICES).map((client) => flood(port, client)));
  const [device] = devices;
  const [first] = device ? await answered(device, publish(clients[0]?.topic ?? '', '{"power":1}', { qos: 1 })) : [];
  return { peak: (await hub.ask<Usage>({ usage: true })).peakMiB, isAnswered: first === 0x40 };
}

/** Fills the queue of a session that is away, and what waits for a subscriber that takes nothing. */
async function flood(port: number, client: Credential): Promise<void> {
  const away = await open(port, client, 'away', 0xc0);
  await answered(away, subscribe([client.topic], 1));
  away.end(packet(0xe0));
  const loud = await open(port, client, 'loud');
  for (let sent = 1; sent <= QUEUED; sent++) await answered(loud, publish(client.topic, MESSAGE, { qos: 1, id: sent }));
  const hung = await open(port, client, 'hung');
  await answered(hung, subscribe([client.topic]));
  hung.pause();
  // A ping behind each few, so that no more is under way than is taken.
  const few = Array.from({ length: 5 }, () => publish(client.topic, MESSAGE));
  for (let sent = 0; sent < MESSAGES; sent += few.length) await answered(loud, Buffer.concat([...few, packet(0xc0)]));
}

async function open(port: number, { name, password }: Credential, id = name, flags = 0xc2): Promise<Socket> {
  const socket = connectSocket(port, '127.0.0.1').on('error', () => undefined);
  sockets.push(socket);
  const connack = await answered(socket, connect({ id: `${name}-${id}`, user: name, password, flags, keepAlive: 0 }));
  if (connack[3] !== 0) throw new Error(`${name} was refused`);
  return socket;
}

async function answered(socket: Socket, sent: Buffer): Promise<Buffer> {
  socket.write(sent);
  const [answer] = await Promise.race([once(socket, 'data'), once(socket, 'close').then(() => [])]);
  if (!Buffer.isBuffer(answer)) throw new Error('ended');
  return answer;
}
