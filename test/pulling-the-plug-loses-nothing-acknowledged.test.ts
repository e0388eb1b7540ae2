import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'better-sqlite3';
import mqtt, { type MqttClient } from 'mqtt';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createRandom } from '../device-sim/random.ts';
import type { MqttCloud } from '../device-sim/vendors/mqtt-cloud.ts';
import { startAcmeHeating, type Vendor } from '../device-sim/vendors/start-vendors.ts';
import { systemClock } from '../gateway/runtime/clock.ts';
import { claimHub, cli, environment, LAUNCHER, type Running, startHub } from './launcher.ts';
import { giveAuthorities, identityOf } from './made-once.ts';

let dir: string;
let dataDir: string;
let hub: Running | undefined;
let acme: Vendor<MqttCloud>;
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'hearthgate-plug-'));
  dataDir = join(dir, 'data');
  acme = await startAcmeHeating(systemClock, identityOf);
});
afterEach(async () => {
  await hub?.stop();
  hub = undefined;
  await acme.cloud.stop();
  rmSync(dir, { recursive: true, force: true });
});

const PURPOSE_OF = {
  temperature: 'ServiceProvision',
  // In one stream with the temperature, so that a batch may hold both when this one is withdrawn.
  target: 'ServiceProvision',
  humidity: 'ServiceOptimisation',
  battery: 'ServiceOptimisation',
} as const;
type Field = keyof typeof PURPOSE_OF;
const FIELDS = Object.keys(PURPOSE_OF) as Field[];
const TELEMETRY = 'hearthgate/v1/devices/thermostat/telemetry';

/** Each field of the thermostat by a request of its own, live and exact, so that every single value can be found again. */
function manifest(): string {
  const { recipient, manifest: asked, keys } = acme;
  const file = join(dir, 'acme.json');
  const json = {
    ...{ v: 1, recipient, version: 1, origin: 'household', controller: asked.controller, endpoint: asked.endpoint },
    keys: { encryption: [keys.encryption.jwk] },
    products: [{ match: { dialect: 'native' }, fields: FIELDS.map((name) => ({ name, type: 'number' })) }],
    requests: FIELDS.map((name) => ({
      ...{ id: name, purpose: `dpv:${PURPOSE_OF[name]}`, sentence: 'For a test.' },
      fields: [{ name, form: { form: 'exact', grain: 'PT1S' } }],
      release: { release: 'live', within: 'PT0.05S' },
      ...{ retention: 'P1D', necessity: 'optional', ifRefused: 'Nothing.' },
    })),
  };
  writeFileSync(file, JSON.stringify(json));
  return file;
}

function thermostat(running: Running, password: string) {
  return mqtt.connectAsync(`mqtt://127.0.0.1:${running.ports.mqtt}`, {
    ...{ username: 'thermostat', password, clientId: 'thermostat', reconnectPeriod: 0 },
  });
}

/** One value for all fields of a reading: what is counted is which of them arrived under which name. */
const reading = (value: number) => JSON.stringify(Object.fromEntries(FIELDS.map((name) => [name, value])));

/** Publishes ever new values until the connection breaks; those that were acknowledged go into `acknowledged`. */
async function publish(client: MqttClient, next: () => number, acknowledged: Set<number>) {
  while (client.connected) {
    const value = next();
    client
      .publishAsync(TELEMETRY, reading(value), { qos: 1 })
      .then(() => acknowledged.add(value))
      .catch(() => undefined);
    await sleep(2);
  }
  client.end(true);
}

async function pullThePlug(running: Running): Promise<void> {
  const { pid } = running.process;
  if (pid === undefined) throw new Error('no process');
  process.kill(pid, 'SIGKILL');
  await once(running.process, 'exit');
}

/** A plug pulled while the hub starts takes all of it along: the launcher, and what makes the first start ready. */
async function pullThePlugWhileStarting(afterMs: number): Promise<void> {
  const starting = spawn('sh', [LAUNCHER, 'start'], { env: environment(dataDir), stdio: 'ignore', detached: true });
  const ended = once(starting, 'exit');
  await sleep(afterMs);
  if (starting.pid === undefined) throw new Error('no process');
  process.kill(-starting.pid, 'SIGKILL');
  await ended;
}

/** Resolves as soon as a batch arrived whose acknowledgement never comes. */
async function batchWithoutAnswer(): Promise<void> {
  // The first one shows that this life's connection stands.
  await anotherBatch();
  acme.cloud.answer('keep silent');
  await anotherBatch();
}

/** By the receiver's own event: looking every millisecond would pull the plug too late to show what was not yet written down. */
async function anotherBatch(): Promise<void> {
  const { receiver } = acme;
  const before = receiver.batches.length;
  const tooLong = sleep(10_000, undefined, { ref: false }).then(() => {
    throw new Error('no batch arrived for ten seconds');
  });
  await Promise.race([receiver.until(() => receiver.batches.length > before), tooLong]);
}

function valuesAt(field: Field): number[] {
  return acme.receiver.records.flatMap(({ fields }) => {
    const shaped = fields[field];
    return shaped && 'value' in shaped ? [Number(shaped.value)] : [];
  });
}

/** Values of a field that came in more than one batch, with those batches, oldest first, as `stream seq`. */
function repeatedAt(field: Field): string[][] {
  const came = new Map<unknown, string[]>();
  for (const { claims } of acme.receiver.batches) {
    for (const { fields } of claims.records) {
      const shaped = fields[field];
      if (!shaped || !('value' in shaped)) continue;
      came.set(shaped.value, [...(came.get(shaped.value) ?? []), `${claims.stream} ${claims.seq}`]);
    }
  }
  return [...came.values()].filter((batches) => batches.length > 1);
}

const KILLS = 12;
/**
 * The kills that come as soon as the command line was answered. What was withdrawn is first: while there is one stream,
 * the batch without an answer is sure to hold some of it.
 */
const AFTER_WITHDRAWING = 5;
const AFTER_GIVING = 8;

test('promise 7: a kill -9 at any moment loses nothing acknowledged, repeats nothing as new and revives nothing withdrawn', {
  timeout: 120_000,
  retry: 0,
}, async () => {
  const random = createRandom('pulling the plug');
  await giveAuthorities(dataDir);
  hub = await startHub(dataDir);
  await claimHub(dataDir);
  const { password } = cli<{ password: string }>(dataDir, 'device', 'add', 'thermostat');
  cli(dataDir, 'recipient', 'add', manifest());
  const first = await thermostat(hub, password);
  await first.publishAsync(TELEMETRY, reading(0), { qos: 1 });
  await first.endAsync();
  const give = (request: Field, ...more: string[]) =>
    cli(dataDir, 'consent', 'give', acme.recipient, request, '--yes', ...more);
  give('temperature');
  give('target');

  let last = 0;
  let given = 0;
  let targets: number[] = [];
  const acknowledged = new Set<number>();
  for (let kill = 1; kill <= KILLS; kill++) {
    const life = hub;
    // Connected before the plug is pulled, however slow the machine is.
    const client = await thermostat(life, password);
    client.on('error', () => undefined);
    const publishing = publish(client, () => ++last, acknowledged);
    await sleep(random.between(100, 600));
    if (kill === AFTER_GIVING) {
      give('battery', '--for', 'once');
      give('humidity');
      given = last;
    } else if (kill === AFTER_WITHDRAWING) {
      await batchWithoutAnswer();
      cli(dataDir, 'consent', 'withdraw', '--recipient', acme.recipient, '--request', 'target');
    } else if (random.chance(0.5)) await batchWithoutAnswer();
    await pullThePlug(life);
    await publishing;
    if (kill === AFTER_WITHDRAWING) {
      // What was in a socket by then may still come out of it.
      await sleep(100);
      targets = valuesAt('target');
    }
    acme.cloud.answer('receive');
    if (random.chance(0.3)) await pullThePlugWhileStarting(random.between(50, 900));
    hub = await startHub(dataDir);
  }

  // Nothing acknowledged is lost, nor is an answered consent.
  expect(acknowledged.size).toBeGreaterThan(100);
  const missing = (field: Field, since: number) => {
    const arrived = new Set(valuesAt(field));
    return [...acknowledged].filter((value) => value > since && !arrived.has(value));
  };
  await expect.poll(() => missing('temperature', 0), { timeout: 20_000 }).toEqual([]);
  await expect.poll(() => missing('humidity', given), { timeout: 20_000 }).toEqual([]);
  // Nothing withdrawn or used up is revived.
  expect(targets.length).toBeGreaterThan(10);
  expect(valuesAt('target')).toEqual(targets);
  expect(valuesAt('battery')).toHaveLength(1);
  await hub.stop();
  expect(cli<{ holds: boolean }>(dataDir, 'ledger', 'verify').holds).toBe(true);

  // Whatever came again was the same under the same name, but for what was closed as possibly received (DESIGN.md section 2).
  expect(acme.receiver.rejected).toEqual([]);
  expect(acme.receiver.duplicates, 'batches that came again').toBeGreaterThan(0);
  const left = recorded();
  const repeated = FIELDS.flatMap(repeatedAt);
  expect(repeated.length, 'values that came again under another name').toBeGreaterThan(0);
  for (const batch of repeated.flatMap((batches) => batches.slice(0, -1))) {
    expect(left.get(batch)?.state).toBe('possibly received');
  }
  // What the recipient opened, the hub says it may have opened.
  for (const { claims } of acme.receiver.batches) {
    const records = claims.records.reduce((sum, { fields }) => sum + Object.keys(fields).length, 0);
    expect(left.get(`${claims.stream} ${claims.seq}`)).toMatchObject({ records });
  }

  // A person is shown the same, and each batch that ended is in the ledger's sums, and in them once (promise 6).
  const pages = everyPage().filter(({ state }) => state !== 'dropped');
  expect(pages.map(({ state }) => state).sort()).toEqual([...left.values()].map(({ state }) => state).sort());
  const opened = new Set(acme.receiver.batches.map(({ claims }) => `${claims.stream} ${claims.seq}`));
  const { released, contacted } = summed();
  expect(released).toBe(pages.length);
  expect(released).toBeGreaterThanOrEqual(opened.size);
  expect(contacted).toBeGreaterThanOrEqual(acme.cloud.connections.length);
});

/** What `hearthgate left` shows, page by page. */
function everyPage(): { batch: number; state: string }[] {
  const found: { batch: number; state: string }[] = [];
  for (let after: string[] = []; ; ) {
    const page = cli<{ batches: typeof found; next?: string }>(dataDir, 'left', ...after);
    found.push(...page.batches);
    if (page.next === undefined) return found;
    after = ['--after', page.next];
  }
}

/** Batches and opened connections in all entries of the ledger together. */
function summed(): { released: number; contacted: number } {
  const db = new Database(join(dataDir, 'household.db'), { readonly: true });
  const entries = db.prepare<[], Buffer>('SELECT bytes FROM ledger_payloads').pluck().all();
  db.close();
  let [released, contacted] = [0, 0];
  for (const { type, sent, possiblyReceived, opened } of entries.map((bytes) => JSON.parse(bytes.toString()))) {
    if (type === 'release.summary') released += sent + possiblyReceived;
    if (type === 'connections') contacted += opened;
  }
  return { released, contacted };
}

test('promise 7: a hub whose plug is pulled while it starts for the first time starts the next time', {
  timeout: 120_000,
  retry: 0,
}, async () => {
  const random = createRandom('pulling the plug of a new hub');
  for (let round = 0; round < 4; round++) {
    rmSync(dataDir, { recursive: true, force: true });
    await pullThePlugWhileStarting(random.between(100, 2_500));
    hub = await startHub(dataDir);
    expect(await hub.stop()).toBe(0);
    hub = undefined;
    recorded();
    expect(cli<{ holds: boolean }>(dataDir, 'ledger', 'verify').holds).toBe(true);
  }
});

interface Left {
  readonly state: string;
  readonly records: number;
}

/** What the hub itself says left or may have left, by `stream seq`; both databases are whole. */
function recorded(): Map<string, Left> {
  const household = new Database(join(dataDir, 'household.db'), { readonly: true });
  expect(household.pragma('integrity_check', { simple: true })).toBe('ok');
  household.close();
  const db = new Database(join(dataDir, 'flow.db'), { readonly: true });
  expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
  const rows = db
    .prepare<[], Left & { stream: string; seq: number }>(
      `SELECT stream, seq, state, records FROM outbox_deliveries WHERE state <> 'dropped'
       UNION ALL SELECT stream, seq, 'possibly received',
         (SELECT coalesce(sum(records), 0) FROM outbox_records r WHERE r.batch = b.id) FROM outbox_batches b WHERE touched = 1`,
    )
    .all();
  db.close();
  return new Map(rows.map(({ stream, seq, state, records }) => [`${stream} ${seq}`, { state, records }]));
}
