import { fork } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { connect as connectSocket } from 'node:net';
import { connectAsync } from 'mqtt';
import { expect, test } from 'vitest';
import type { Ready } from './hub.fixture.ts';
import { CANARY, chanceOf, type Script, script } from './mutate.ts';

/** Settings: how often it goes round, and the seed that a failure printed, to see it again. */
const ROUNDS = Number(process.env.HEARTHGATE_FUZZ_ROUNDS ?? (process.env.CI ? 300 : 50));
const SEED = Number(process.env.HEARTHGATE_FUZZ_SEED ?? randomInt(2 ** 31));

/** Most of a connection's life is waiting for its end. */
const AT_ONCE = 32;
const LONGEST_ROUND_TRIP_MS = 2000;
const MOST_GROWTH_MIB = 30;
const OWN = 'hearthgate/v1/devices/good/telemetry';

test(`bent packets of both versions in ${ROUNDS * AT_ONCE} connections (seed ${SEED}): no crash, no hang, no growth, no value in the log`, {
  timeout: ROUNDS * LONGEST_ROUND_TRIP_MS + 60_000,
  retry: 0,
}, async () => {
  const hub = await startHub();
  const { port, passwords } = hub.ready;
  const good = { reconnectPeriod: 0, protocolVersion: 5 } as const;
  const url = `mqtt://127.0.0.1:${port}`;
  const device = await connectAsync(url, {
    ...good,
    username: 'good',
    password: passwords.good ?? '',
    clientId: 'the-good',
  });
  // The listener gets whatever the fuzzed clients may publish, in MQTT 5: what aedes writes for it must be sound.
  const listener = await connectAsync(url, { ...good, username: 'listener', password: passwords.listener ?? '' });
  const heard = new Set<string>();
  const problems: string[] = [];
  listener.on('message', (topic, payload) => {
    if (topic === OWN) heard.add(payload.toString());
  });
  for (const client of [device, listener]) {
    client.on('error', (error) => problems.push(error.message));
    client.on('close', () => problems.push('a well-behaved client was disconnected'));
  }
  await listener.subscribeAsync('#', { qos: 2 });

  const credentials = ['fuzzed', 'profiled', 'bridged'].map((name) => ({ name, password: passwords[name] ?? '' }));
  const chance = chanceOf(SEED);
  let before = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const scripts = Array.from({ length: AT_ONCE }, () => script(chance, credentials));
    await Promise.all(scripts.map((each) => play(port, each)));
    const begun = performance.now();
    const value = `{"round":${round}}`;
    // Not waited for: a hub that hangs never answers.
    let acknowledged = false;
    device.publish(OWN, value, { qos: 1 }, () => {
      acknowledged = true;
    });
    while (!(heard.has(value) && acknowledged) && performance.now() - begun < LONGEST_ROUND_TRIP_MS) await turn();
    expect(problems, `seed ${SEED}, round ${round}`).toEqual([]);
    expect(hub.ended(), `seed ${SEED}, round ${round}`).toBeUndefined();
    expect(performance.now() - begun, `seed ${SEED}, round ${round}`).toBeLessThan(LONGEST_ROUND_TRIP_MS);
    heard.clear();
    if (round === Math.floor(ROUNDS / 3)) before = await hub.memory();
  }
  const growth = (await hub.memory()) - before;
  expect(hub.log().includes(CANARY), `seed ${SEED}`).toBe(false);
  expect(growth, `seed ${SEED}: MiB after the first third`).toBeLessThan(MOST_GROWTH_MIB);
  for (const client of [device, listener]) client.removeAllListeners('close').end(true);
  await hub.stop();
});

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Writes the pieces, each in a turn of its own, and goes. */
async function play(port: number, { pieces, end }: Script): Promise<void> {
  const socket = connectSocket({ port, host: '127.0.0.1', localAddress: `127.9.${randomInt(250)}.1` });
  socket.on('error', () => undefined);
  socket.resume();
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  for (const piece of pieces) {
    if (socket.destroyed) break;
    socket.write(piece);
    await turn();
  }
  if (end === 'destroy') socket.destroy();
  else socket.end();
  // The hub may be waiting for the rest of a packet.
  if (end === 'wait') setTimeout(() => socket.destroy(), 50).unref();
  await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, 100))]);
  socket.destroy();
}

async function startHub() {
  const child = fork(new URL('./hub.fixture.ts', import.meta.url), [], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    execArgv: ['--disable-warning=ExperimentalWarning', '--unhandled-rejections=strict'],
  });
  let log = '';
  let ended: string | undefined;
  child.stdout?.on('data', (part: Buffer) => {
    log += part.toString();
  });
  child.stderr?.on('data', (part: Buffer) => {
    log += part.toString();
  });
  const exited = new Promise<void>((resolve) => {
    child.once('exit', (code) => {
      ended = `the hub ended (${code}): ${log.slice(-2000)}`;
      resolve();
    });
  });
  const answer = <T>() =>
    new Promise<T>((resolve, reject) => {
      child.once('message', (message) => resolve(message as T));
      void exited.then(() => reject(new Error(ended)));
    });
  const ready = await answer<Ready>();
  return {
    ready,
    ended: () => ended,
    log: () => log,
    memory: () => {
      child.send('memory');
      return answer<number>();
    },
    stop: async () => {
      child.send('stop');
      await exited;
    },
  };
}
