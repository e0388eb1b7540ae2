import { once } from 'node:events';
import type { Socket } from 'node:net';
import { performance } from 'node:perf_hooks';
import { connectPacket, eachPacket, length, reach } from './wire.ts';

/**
 * The load generator, a process of its own: raw sockets and packets made once, so that it costs far less than what it
 * measures. It speaks MQTT 3.1.1 and counts a QoS 1 publish as done when its PUBACK is there, a QoS 0 one when a
 * PINGREQ behind it is answered.
 */
export interface Load {
  readonly port: number;
  readonly clients: readonly { readonly name: string; readonly password: string; readonly topic: string }[];
  readonly qos: 0 | 1;
  readonly messages: number;
  /** Unacknowledged publishes a client may have. */
  readonly window: number;
  /** Messages a second over all clients; absent: as fast as they are acknowledged. */
  readonly rate?: number;
}

export interface Loaded {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  /** CPU seconds of the generator itself: shows that it was not the bottleneck. */
  readonly cpu: number;
}

process.once('disconnect', () => process.exit());
process.on('message', async (load: Load) => {
  try {
    process.send?.({ loaded: await run(load) });
  } catch (error) {
    process.send?.({ failed: error instanceof Error ? error.message : String(error) });
  }
});

async function run(load: Load): Promise<Loaded> {
  const connections = await Promise.all(load.clients.map((client) => open(load.port, client)));
  const each = Math.floor(load.messages / connections.length);
  const cpu = process.cpuUsage();
  const started = performance.now();
  const latencies = (await Promise.all(connections.map((socket, index) => publish(socket, load, index, each)))).flat();
  const seconds = (performance.now() - started) / 1000;
  const used = process.cpuUsage(cpu);
  for (const socket of connections) socket.destroy();
  latencies.sort((a, b) => a - b);
  return {
    perSecond: (each * connections.length) / seconds,
    p50: latencies[Math.floor(latencies.length * 0.5)] ?? 0,
    p99: latencies[Math.floor(latencies.length * 0.99)] ?? 0,
    cpu: (used.user + used.system) / 1e6,
  };
}

async function open(port: number, credentials: { name: string; password: string }): Promise<Socket> {
  const socket = await reach(port);
  socket.write(connectPacket(credentials.name, credentials));
  const [answer] = (await once(socket, 'data')) as [Buffer];
  if (answer[3] !== 0) throw new Error(`refused: ${answer[3]}`);
  return socket;
}

/** Publishes `count` messages and resolves with the times from write to acknowledgement, in ms. */
function publish(socket: Socket, load: Load, index: number, count: number): Promise<number[]> {
  const topic = load.clients[index]?.topic ?? '';
  const sentAt = new Float64Array(65536);
  const latencies: number[] = [];
  let sent = 0;
  let done = 0;
  const perTick = load.rate === undefined ? 0 : load.rate / load.clients.length / 1000;
  const began = performance.now();
  return new Promise((resolve, reject) => {
    const allowed = () =>
      load.rate === undefined ? count : Math.min(count, Math.floor((performance.now() - began) * perTick) + 1);
    const fill = () => {
      const packets: Buffer[] = [];
      const most = allowed();
      while (sent < most && sent - done < load.window) {
        const id = (sent % 65535) + 1;
        sentAt[id] = performance.now();
        packets.push(packet(topic, load.qos, id, sent, index));
        sent++;
      }
      if (load.qos === 0 && packets.length > 0) {
        packets.push(PING);
        pings.push(packets.length - 1);
      }
      if (packets.length > 0) socket.write(Buffer.concat(packets));
    };
    const pings: number[] = [];
    let rest: Buffer = Buffer.alloc(0);
    socket.on('error', reject);
    socket.on('close', () => reject(new Error(`connection ended after ${done} of ${count}`)));
    socket.on('data', (chunk) => {
      const data = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
      rest = eachPacket(data, (first, body) => {
        if (first === 0x40) {
          latencies.push(performance.now() - (sentAt[data.readUInt16BE(body)] ?? 0));
          done++;
        } else if (first === 0xd0) {
          done += pings.shift() ?? 0;
        }
      });
      if (done >= count) {
        if (timer) clearInterval(timer);
        socket.removeAllListeners('close');
        resolve(latencies);
      } else if (load.rate === undefined) fill();
    });
    const timer = load.rate === undefined ? undefined : setInterval(fill, 1);
    fill();
  });
}

const PING = Buffer.from([0xc0, 0]);

/** `{"temperature":21.37,"sent":<epoch ms>}`: a real small payload whose value changes, with the time it was written. */
function packet(topic: string, qos: 0 | 1, id: number, n: number, index: number): Buffer {
  const payload = `{"temperature":${(15 + ((n * 7 + index) % 1000) / 100).toFixed(2)},"humidity":${40 + (n % 20)},"sent":${(performance.timeOrigin + performance.now()).toFixed(2)}}`;
  const size = 2 + topic.length + (qos ? 2 : 0) + payload.length;
  const head = length(size);
  const out = Buffer.allocUnsafe(1 + head.length + size);
  out[0] = 0x30 | (qos << 1);
  head.copy(out, 1);
  let at = out.writeUInt16BE(topic.length, 1 + head.length);
  at += out.write(topic, at, 'latin1');
  if (qos) at = out.writeUInt16BE(id, at);
  out.write(payload, at, 'latin1');
  return out;
}
