import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'better-sqlite3';
import mqtt from 'mqtt';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createRandom } from '../device-sim/random.ts';
import type { MqttCloud } from '../device-sim/vendors/mqtt-cloud.ts';
import { startAcmeHeating, type Vendor } from '../device-sim/vendors/start-vendors.ts';
import { systemClock } from '../gateway/runtime/clock.ts';
import { cli, type Running, startHub } from './launcher.ts';

let dir: string;
let dataDir: string;
let hub: Running | undefined;
let acme: Vendor<MqttCloud>;
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'hearthgate-plug-'));
  dataDir = join(dir, 'data');
  acme = await startAcmeHeating(systemClock);
});
afterEach(async () => {
  await hub?.stop();
  await acme.cloud.stop();
  rmSync(dir, { recursive: true, force: true });
});

async function pullThePlug(running: Running): Promise<void> {
  const { pid } = running.process;
  if (pid === undefined) throw new Error('no process');
  process.kill(pid, 'SIGKILL');
  await once(running.process, 'exit');
}

/** Everything of the thermostat, live and exact, so that every single value can be found again. */
function manifest(): string {
  const { recipient, manifest: asked, keys } = acme;
  const file = join(dir, 'acme.json');
  const json = {
    ...{ v: 1, recipient, version: 1, origin: 'household', controller: asked.controller, endpoint: asked.endpoint },
    keys: { encryption: [keys.encryption.jwk] },
    products: [
      {
        match: { dialect: 'native' },
        fields: ['temperature', 'target'].map((name) => ({ name, type: 'number' })),
      },
    ],
    requests: ['temperature', 'target'].map((name, i) => ({
      ...{ id: name, purpose: `dpv:${['ServiceProvision', 'ServiceOptimisation'][i]}`, sentence: 'For a test.' },
      fields: [{ name, form: { form: 'exact', grain: 'PT1S' } }],
      release: { release: 'live', within: 'PT0.05S' },
      ...{ retention: 'P1D', necessity: 'optional', ifRefused: 'Nothing.' },
    })),
  };
  writeFileSync(file, JSON.stringify(json));
  return file;
}

/** Publishes ever new values until the connection breaks; those that were acknowledged go into `acknowledged`. */
async function publish(running: Running, password: string, next: () => number, acknowledged: Set<number>) {
  const client = await mqtt.connectAsync(`mqtt://127.0.0.1:${running.ports.mqtt}`, {
    ...{ username: 'thermostat', password, clientId: 'thermostat', reconnectPeriod: 0 },
  });
  client.on('error', () => undefined);
  while (client.connected) {
    const value = next();
    const said = JSON.stringify({ temperature: value, target: value + 0.5 });
    client
      .publishAsync('hearthgate/v1/devices/thermostat/telemetry', said, { qos: 1 })
      .then(() => acknowledged.add(value))
      .catch(() => undefined);
    await sleep(2);
  }
  client.end(true);
}

const valuesAt = (field: string) =>
  acme.receiver.records.flatMap(({ fields }) => {
    const shaped = fields[field];
    return shaped && 'value' in shaped ? [Number(shaped.value)] : [];
  });

test('promise 7: a kill -9 at any moment loses nothing acknowledged, repeats nothing as new and revives nothing withdrawn', async () => {
  const random = createRandom('pulling the plug');
  hub = await startHub(dataDir);
  const { password } = cli<{ password: string }>(dataDir, 'device', 'add', 'thermostat');
  cli(dataDir, 'recipient', 'add', manifest());
  const client = await mqtt.connectAsync(`mqtt://127.0.0.1:${hub.ports.mqtt}`, {
    ...{ username: 'thermostat', password, clientId: 'thermostat' },
  });
  await client.publishAsync('hearthgate/v1/devices/thermostat/telemetry', '{"temperature":0,"target":0}', { qos: 1 });
  await client.endAsync();
  for (const request of ['temperature', 'target']) cli(dataDir, 'consent', 'give', acme.recipient, request, '--yes');

  let last = 0;
  const acknowledged = new Set<number>();
  for (let kill = 0; kill < 8; kill++) {
    const life = hub;
    const publishing = publish(life, password, () => ++last, acknowledged);
    await sleep(random.between(150, 750));
    await pullThePlug(life);
    await publishing;
    hub = await startHub(dataDir);
  }
  // One more life: the consent to `target` is withdrawn in the middle of it, and the plug pulled as soon as that is answered.
  const life = hub;
  const publishing = publish(life, password, () => ++last, acknowledged);
  await sleep(400);
  cli(dataDir, 'consent', 'withdraw', '--recipient', acme.recipient, '--request', 'target');
  await pullThePlug(life);
  await publishing;
  // What was in a socket by then may still come out of it.
  await sleep(300);
  const targets = valuesAt('target').length;
  hub = await startHub(dataDir);
  expect(acknowledged.size).toBeGreaterThan(100);

  const missing = () => {
    const arrived = new Set(valuesAt('temperature'));
    return [...acknowledged].filter((value) => !arrived.has(value));
  };
  await expect.poll(missing, { timeout: 20_000 }).toEqual([]);
  expect(valuesAt('target')).toHaveLength(targets);
  expect(acme.receiver.rejected).toEqual([]);
  for (const field of ['temperature', 'target']) {
    const values = valuesAt(field);
    expect(new Set(values).size).toBe(values.length);
  }
  await hub.stop();
  const left = recorded();
  for (const { claims } of acme.receiver.batches) expect(left).toContain(`${claims.stream} ${claims.seq}`);
}, 90_000);

/** What the hub itself says left or may have left, as `stream seq`. */
function recorded(): Set<string> {
  const db = new Database(join(dataDir, 'flow.db'), { readonly: true });
  expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
  const rows = db
    .prepare<[], { stream: string; seq: number }>(
      `SELECT stream, seq FROM outbox_deliveries WHERE state <> 'dropped'
       UNION SELECT stream, seq FROM outbox_batches WHERE touched = 1`,
    )
    .all();
  db.close();
  return new Set(rows.map(({ stream, seq }) => `${stream} ${seq}`));
}
