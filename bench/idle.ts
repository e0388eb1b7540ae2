import { connect, type Socket } from 'node:net';
import { Child, type Usage } from './child.ts';
import type { HubOptions } from './targets/hub.ts';

const DEVICES = 1000;
/** What a thousand connected devices may cost that say nothing. */
const MOST_MIB = 80;
/** Publishes whose answers are timed, and how many wrong passwords a second come meanwhile. */
const PUBLISHES = 500;
const FAILURES_A_SECOND = 50;

interface Credential {
  readonly name: string;
  readonly password: string;
  readonly topic: string;
}

/** `npm run measure:idle`: memory of connected devices, and whether failing log-ins slow down who is in. */
const hub = new Child('./targets/hub.ts', ['--expose-gc']);
const { port, clients } = await hub.ask<{ port: number; clients: readonly Credential[] }>({
  start: { devices: DEVICES, manifests: [], choices: [] } satisfies HubOptions,
});
const before = (await hub.ask<Usage>({ usage: true })).rssMiB;
const sockets: Socket[] = [];
for (let at = 0; at < clients.length; at += 20) {
  sockets.push(...(await Promise.all(clients.slice(at, at + 20).map((client) => open(client, client.password)))));
}
const each = (await hub.ask<Usage>({ usage: true })).rssMiB - before;
console.log(`${DEVICES} idle devices: ${each.toFixed(1)} MiB (at most ${MOST_MIB})`);

const [first, socket] = [clients[0], sockets[0]];
if (!first || !socket) throw new Error('no device connected');
const calm = await latencies(socket, first.topic);
let failing = 0;
const attacks = setInterval(() => {
  failing += 1;
  open(first, 'wrong', `127.5.${failing >> 7}.${(failing & 127) + 1}`).catch(() => undefined);
}, 1000 / FAILURES_A_SECOND);
const attacked = await latencies(socket, first.topic);
clearInterval(attacks);
console.log(
  `publish p99: ${calm.toFixed(2)} ms; with ${FAILURES_A_SECOND} failing log-ins a second: ${attacked.toFixed(2)} ms`,
);
for (const one of sockets) one.destroy();
await hub.stop();
process.exit(each < MOST_MIB ? 0 : 1);

function open({ name }: Credential, password: string, localAddress = '127.0.0.1'): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const made = connect({ port, host: '127.0.0.1', localAddress }, () => {
      const body = Buffer.concat([text('MQTT'), Buffer.from([4, 0xc2, 0, 0]), text(name), text(name), text(password)]);
      made.write(Buffer.concat([Buffer.from([0x10, body.length]), body]));
    });
    made.once('error', reject).once('close', () => reject(new Error('closed')));
    made.once('data', (answer) => (answer[3] === 0 ? resolve(made) : reject(new Error(`refused: ${answer[3]}`))));
  });
}

/** The slowest of a hundred answers to QoS 1 publishes, one after the other, in ms. */
async function latencies(on: Socket, topic: string): Promise<number> {
  const took: number[] = [];
  for (let id = 1; id <= PUBLISHES; id++) {
    const body = Buffer.concat([text(topic), Buffer.from([id >> 8, id & 255]), Buffer.from('{"power":1}')]);
    const begun = performance.now();
    on.write(Buffer.concat([Buffer.from([0x32, body.length]), body]));
    await new Promise((resolve) => on.once('data', resolve));
    took.push(performance.now() - begun);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  took.sort((a, b) => a - b);
  return took[Math.floor(took.length * 0.99)] ?? 0;
}

function text(value: string): Buffer {
  return Buffer.concat([Buffer.from([value.length >> 8, value.length & 255]), Buffer.from(value)]);
}
