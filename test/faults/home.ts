import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import mqtt, { type MqttClient } from 'mqtt';
import { expect, onTestFinished } from 'vitest';
import type { MqttCloud } from '../../device-sim/vendors/mqtt-cloud.ts';
import { startAcmeHeating, type Vendor } from '../../device-sim/vendors/start-vendors.ts';
import { systemClock } from '../../gateway/runtime/clock.ts';
import { ask as askRunning, claimHub, environment, LAUNCHER, type Running, startHub } from '../launcher.ts';
import { giveAuthority, identityOf } from '../made-once.ts';
import { countedOnce, opened } from './counted.ts';
import { Speaker } from './speaker.ts';

/** What one device said is asked for twice: each number as it is, at once, and how many and how much in a day. */
const PURPOSE_OF = { live: 'dpv:ServiceProvision', daily: 'dpv:ServiceOptimisation' } as const;
const DISCOVERY = 'homeassistant/sensor/meter/config';
const ECHO = 'homeassistant/status';
const CONFIG = JSON.stringify({ name: 'Meter', state_topic: 'meters/state', unique_id: 'meter' });

/**
 * A real hub in a process of its own with two devices that speak all the time, a local subscriber with a session of its
 * own, and a vendor that opens what it gets: all that a fault is not to make wrong.
 */
export interface Home {
  readonly dir: string;
  readonly dataDir: string;
  readonly acme: Vendor<MqttCloud>;
  readonly speakers: readonly Speaker[];
  readonly hub: Running;
  /** Numbers that the local subscriber heard, each as often as it came. */
  readonly local: number[];
  /** An operation of the command line; throws its problem. */
  ask<T>(operation: string, input: object): Promise<T>;
  /** SIGKILL; resolves when the process is gone. */
  kill(): Promise<void>;
  /** A start that is killed before it is done. */
  killWhileStarting(afterMs: number): Promise<void>;
  /** After the hub ended, however. */
  restart(settings?: Readonly<Record<string, string>>): Promise<void>;
  /** Resolves once the devices were answered and the local subscriber heard, after this call. */
  serves(): Promise<void>;
  /** How long a message of QoS 0 takes from one end of the home to the other, in ms. */
  roundTrip(): Promise<number>;
  /** Ends the devices when all that they said is acknowledged and has left, stops the hub, and compares. */
  check(): Promise<void>;
}

export interface HomeOptions {
  /** In place of a new folder. */
  readonly dataDir?: string;
  readonly settings?: Readonly<Record<string, string>>;
  /** The vendor's address as the hub is to see it; its own where it is left out. */
  readonly way?: (url: string) => Promise<string>;
}

export async function openHome({ dataDir: given, settings = {}, way }: HomeOptions = {}): Promise<Home> {
  const dir = mkdtempSync(join(tmpdir(), 'hearthgate-fault-'));
  const dataDir = given ?? join(dir, 'data');
  const acme = await startAcmeHeating(systemClock, identityOf);
  // No midnight comes in a test: a day's window stays open to be looked at.
  const quick = {
    HEARTHGATE_MQTTS_ENABLED: 'false',
    HEARTHGATE_HTTP_ENABLED: 'false',
    HEARTHGATE_HTTPS_ENABLED: 'false',
  };
  const always = { ...quick, HEARTHGATE_TIME_ZONE: aroundNoon(new Date()), ...settings };
  onTestFinished(async () => {
    await acme.cloud.stop();
    rmSync(dir, { recursive: true, force: true });
  });
  // One that never listens with TLS makes none, and would be made ready for a first start at each.
  await giveAuthority(dataDir, 'devices');
  let hub = await startHub(dataDir, always);
  onTestFinished(() => void hub.process.kill('SIGKILL'));
  const port = () => hub.ports.mqtt;
  const ask = <T>(operation: string, input: object) => askRunning<T>(dataDir, operation, input);
  await claimHub(dataDir);
  const speakers: Speaker[] = [];
  for (const qos of [1, 2] as const) {
    const name = `meter-${qos}`;
    const added = { name, dialect: 'native', read: [], write: [] };
    const { password } = await ask<{ password: string }>('device add', added);
    speakers.push(new Speaker(name, password, qos, qos * 1_000_000, port));
    // A device can be decided about once it has said something.
    const client = await mqtt.connectAsync(`mqtt://127.0.0.1:${port()}`, { username: name, password });
    await client.publishAsync(`hearthgate/v1/devices/${name}/telemetry`, '{"live":0,"daily":0}', { qos: 1 });
    await client.endAsync();
  }
  onTestFinished(() => {
    for (const speaker of speakers) speaker.stop();
  });
  const panel = { name: 'panel', read: ['#'], write: ['homeassistant/#'] };
  const { password } = await ask<{ password: string }>('app add', panel);
  await ask('recipient add', { signed: manifest(acme, (await way?.(acme.cloud.url)) ?? acme.cloud.url) });

  const local: number[] = [];
  // What came with QoS 2 and is not released yet belongs to a client's session (MQTT 3.1.1, 3.1.2.4): it outlives the client.
  const incomingStore = new mqtt.Store({ clean: false });
  let echoed = () => {};
  let subscriber = await connectPanel();
  await subscriber.subscribeAsync(['hearthgate/v1/devices/+/telemetry', ECHO], { qos: 1 });
  await subscriber.publishAsync(DISCOVERY, CONFIG, { qos: 1, retain: true });
  for (const request of Object.keys(PURPOSE_OF)) {
    await ask('consent give', { recipient: acme.recipient, request, acceptUnion: false, confirmed: true });
  }
  for (const speaker of speakers) speaker.start();

  /** A client of its own for each life of the hub, and the same session. */
  async function connectPanel(): Promise<MqttClient> {
    const client = mqtt.connect(`mqtt://127.0.0.1:${port()}`, {
      ...{ username: 'panel', password, clientId: 'panel', clean: false, reconnectPeriod: 0 },
      incomingStore,
    });
    client.on('error', () => undefined);
    onTestFinished(() => void client.end(true));
    client.on('message', (topic, payload) => {
      if (topic === ECHO) echoed();
      if (topic.endsWith('/telemetry')) local.push(JSON.parse(payload.toString()).live);
    });
    // A hub that is killed while somebody connects says nothing; the next life is another connection.
    await new Promise<void>((resolve) => client.once('connect', () => resolve()).once('close', () => resolve()));
    return client;
  }

  const home: Home = {
    ...{ dir, dataDir, acme, speakers, local, ask },
    get hub() {
      return hub;
    },
    async kill() {
      hub.process.kill('SIGKILL');
      if (hub.process.exitCode === null && hub.process.signalCode === null) await once(hub.process, 'exit');
      subscriber.end(true);
    },
    async killWhileStarting(afterMs) {
      const starting = spawn('sh', [LAUNCHER, 'start'], {
        ...{ env: { ...environment(dataDir), ...always }, stdio: 'ignore', detached: true },
      });
      const ended = once(starting, 'exit');
      await sleep(afterMs);
      if (starting.pid === undefined) throw new Error('no process');
      process.kill(-starting.pid, 'SIGKILL');
      await ended;
    },
    async restart(more = {}) {
      subscriber.end(true);
      hub = await startHub(dataDir, { ...always, ...more });
      subscriber = await connectPanel();
    },
    async serves() {
      const heard = local.length;
      await Promise.all(speakers.map((speaker) => speaker.heard(3)));
      await expect.poll(() => local.length, { timeout: 10_000 }).toBeGreaterThan(heard);
    },
    async roundTrip() {
      const began = performance.now();
      const came = new Promise<void>((resolve) => {
        echoed = resolve;
      });
      subscriber.publish(ECHO, 'online');
      await came;
      return performance.now() - began;
    },
    async check() {
      await Promise.all(speakers.map((speaker) => speaker.finish()));
      const said = speakers.flatMap(({ acknowledged }) => acknowledged).sort((a, b) => a - b);
      const missing = (from: readonly number[]) => {
        const there = new Set(from);
        return said.filter((number) => !there.has(number));
      };
      await expect.poll(() => missing(opened(acme)), { timeout: 30_000 }).toEqual([]);
      await expect.poll(() => missing(local), { timeout: 10_000 }).toEqual([]);
      expect(await retained(subscriber)).toBe(CONFIG);
      for (const speaker of speakers) speaker.stop();
      await subscriber.endAsync();
      expect(await hub.stop()).toBe(0);

      await countedOnce(home);
    },
  };
  return home;
}

async function retained(client: MqttClient): Promise<string> {
  const came = new Promise<string>((resolve) => {
    client.on('message', (topic, payload) => topic === DISCOVERY && resolve(String(payload)));
  });
  await client.subscribeAsync(DISCOVERY, { qos: 1 });
  return came;
}

/** A zone in which it is about noon: signs of Etc/GMT are the other way round (IANA tz, file etcetera). */
function aroundNoon(now: Date): string {
  const ahead = 12 - now.getUTCHours();
  return `Etc/GMT${ahead > 0 ? '-' : '+'}${Math.abs(ahead)}`;
}

function manifest({ recipient, manifest: asked, keys }: Vendor<MqttCloud>, url: string): string {
  const forms = {
    live: { form: { form: 'exact', grain: 'PT1S' }, release: { release: 'live', within: 'PT0.05S' } },
    daily: {
      form: { form: 'summary', window: 'P1D', statistics: ['sum', 'count'] },
      release: { release: 'slot', every: 'P1D' },
    },
  };
  const fields = (['live', 'daily'] as const).map((name) => ({ name, type: 'number' }));
  return JSON.stringify({
    ...{ v: 1, recipient, version: 1, origin: 'household', controller: asked.controller },
    endpoint: { ...asked.endpoint, url },
    keys: { encryption: [keys.encryption.jwk] },
    products: [{ match: { dialect: 'native' }, fields }],
    requests: fields.map(({ name }) => ({
      ...{ id: name, purpose: PURPOSE_OF[name], sentence: 'For a test.' },
      fields: [{ name, form: forms[name].form }],
      release: forms[name].release,
      ...{ retention: 'P1D', necessity: 'optional', ifRefused: 'Nothing.' },
    })),
  });
}
