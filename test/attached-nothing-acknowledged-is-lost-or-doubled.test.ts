import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import mqtt, { type MqttClient } from 'mqtt';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createRandom } from '../device-sim/random.ts';
import type { HttpsCloud } from '../device-sim/vendors/https-cloud.ts';
import { startVoltInsight, type Vendor } from '../device-sim/vendors/start-vendors.ts';
import { systemClock } from '../gateway/runtime/clock.ts';
import { claimHub, environment, LAUNCHER, type Running, startHub } from './launcher.ts';
import { giveAuthorities, identityOf } from './made-once.ts';
import { Mosquitto } from './mosquitto.ts';
import { type Way, wayTo } from './overhearing.ts';
import { furnish, manifestFor, THEIRS, valuesAt } from './their-home.ts';

let dir: string;
let dataDir: string;
let broker: Mosquitto;
let way: Way;
let volt: Vendor<HttpsCloud>;
let hub: Running;
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'hearthgate-attached-'));
  dataDir = join(dir, 'data');
  [broker, volt] = await Promise.all([
    Mosquitto.start(join(dir, 'mosquitto'), ['allow_anonymous true', 'max_queued_messages 100000']),
    startVoltInsight(systemClock, identityOf),
  ]);
  way = await wayTo(broker.port);
  const bridge = await connected();
  await furnish(bridge);
  await bridge.endAsync();
  // Once, as any mosquitto that runs for half an hour; else its death would take the list of devices along.
  broker.save();
  await expect.poll(() => broker.log).toContain('Saving in-memory database');
  await giveAuthorities(dataDir);
  hub = await startHub(dataDir);
  await claimHub(dataDir);
  await command('attach', `mqtt://127.0.0.1:${way.port}`, '--name', 'old');
  const manifest = join(dir, 'volt.json');
  writeFileSync(manifest, JSON.stringify(manifestFor(volt)));
  await command('recipient', 'add', manifest);
  for (const request of ['power', 'temperature', 'wash']) {
    await command('consent', 'give', volt.recipient, request, '--accept-union', '--yes');
  }
});
afterEach(async () => {
  await hub.stop();
  await way.close();
  await broker.end();
  await volt.cloud.stop();
  rmSync(dir, { recursive: true, force: true });
});

/** While it runs the way to the broker, which is in this process, must go on. */
async function command(...words: string[]): Promise<void> {
  await promisify(execFile)('sh', [LAUNCHER, ...words], { env: environment(dataDir) });
}

/** Never says anything again by itself: what comes twice must not be this one's fault. */
const connected = () => mqtt.connectAsync(`mqtt://127.0.0.1:${broker.port}`, { reconnectPeriod: 0 });

async function killHub(): Promise<void> {
  const { pid } = hub.process;
  if (pid === undefined) throw new Error('no process');
  process.kill(pid, 'SIGKILL');
  await once(hub.process, 'exit');
}

/** Says ever new values for as long as it is connected, each in `said` once the broker has it. */
async function chatter(client: MqttClient, next: () => readonly [string, string], said: (payload: string) => void) {
  client.on('error', () => undefined);
  while (client.connected) {
    const [topic, payload] = next();
    client
      .publishAsync(topic, payload, { qos: 1 })
      .then(() => said(payload))
      .catch(() => undefined);
    await sleep(4);
  }
}

/** Everything that the company opened, as it was said. */
function opened(): number[] {
  return ['power', 'temperature', 'ENERGY.Power'].flatMap((field) => valuesAt(volt, field));
}

const twice = (values: readonly number[]) => values.filter((value, index) => values.indexOf(value) !== index);
const valueIn = (payload: string) => Number(/"(?:power|temperature|Power)":(\d+)/i.exec(payload)?.[1]);

test('the hub is killed at random: everything that the broker had comes once, and what was said twice comes twice', {
  timeout: 120_000,
  retry: 0,
}, async () => {
  const random = createRandom('killing an attached hub');
  const said: number[] = [];
  let last = 0;
  const kinds = [THEIRS.plug, THEIRS.sensor] as const;
  const client = await connected();
  const talking = chatter(
    client,
    () => kinds[++last % 2]?.(last) ?? THEIRS.plug(last),
    (payload) => said.push(valueIn(payload)),
  );
  let washed = 0;
  for (let kill = 1; kill <= 7; kill++) {
    await sleep(random.between(100, 500));
    if (random.chance(0.5)) {
      way.cutAfterAcknowledging(random.between(0, 20));
      await sleep(random.between(50, 300));
    }
    // The same to the byte, twice in a row.
    washed++;
    for (const _ of [1, 2]) await client.publishAsync(...THEIRS.tasmota(1_000_000 + washed), { qos: 1 });
    await killHub();
    await sleep(random.between(0, 200));
    hub = await startHub(dataDir);
  }
  await client.endAsync();
  await talking;
  expect(said.length).toBeGreaterThan(300);
  const missing = () => {
    const got = new Set(opened());
    return said.filter((value) => !got.has(value));
  };
  await expect.poll(missing, { timeout: 20_000 }).toEqual([]);
  const washes = Array.from({ length: 7 }, (_, i) => [1_000_001 + i, 1_000_001 + i]).flat();
  await expect.poll(() => valuesAt(volt, 'ENERGY.Power').sort(), { timeout: 10_000 }).toEqual(washes);
  expect(twice([...valuesAt(volt, 'power'), ...valuesAt(volt, 'temperature')])).toEqual([]);
});

test('hub and broker are killed at random: everything that the hub acknowledged comes once, and nothing twice', {
  timeout: 120_000,
  retry: 0,
}, async () => {
  const random = createRandom('killing an attached broker');
  let last = 0;
  for (let kill = 1; kill <= 12; kill++) {
    const client = await connected();
    const talking = chatter(
      client,
      () => (++last % 2 === 0 ? THEIRS.plug(last) : THEIRS.sensor(last)),
      () => undefined,
    );
    await sleep(random.between(50, 400));
    const killsHub = random.chance(0.4);
    if (killsHub) await killHub();
    // Saved while some of it waits, so that a broker that dies repeats what the hub has long had.
    if (random.chance(0.6)) broker.save();
    await sleep(random.between(20, 200));
    if (killsHub) hub = await startHub(dataDir);
    if (random.chance(0.3)) way.cutAfterAcknowledging(random.between(0, 20));
    if (random.chance(0.3)) broker.save();
    await sleep(random.between(100, 1_500));
    await broker.end('SIGKILL');
    await talking;
    await broker.again();
  }
  const acknowledged = [...way.acknowledged].map(valueIn).filter((value) => value > 1);
  expect(acknowledged.length).toBeGreaterThan(300);
  const missing = () => {
    const got = new Set(opened());
    return acknowledged.filter((value) => !got.has(value));
  };
  await expect.poll(missing, { timeout: 20_000 }).toEqual([]);
  expect(twice(opened())).toEqual([]);
});
