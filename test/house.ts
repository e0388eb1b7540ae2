import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CompactSign } from 'jose';
import mqtt, { type IClientOptions, type MqttClient } from 'mqtt';
import { pino } from 'pino';
import type { HttpsCloud } from '../device-sim/vendors/https-cloud.ts';
import type { MqttCloud } from '../device-sim/vendors/mqtt-cloud.ts';
import { startAcmeHeating, startVoltInsight, type Vendor } from '../device-sim/vendors/start-vendors.ts';
import type { BrokerLimits } from '../gateway/devices/broker/limits.ts';
import { type Hub, openHub } from '../gateway/main.ts';
import { operateOn } from '../gateway/operations/operations.ts';
import { systemRandom } from '../gateway/runtime/random.ts';
import type { Needs } from '../rules/needs.ts';
import { giveAuthority, identityOf } from './made-once.ts';
import { ManualClock } from './manual-clock.ts';

export const HOUR = 3_600_000;

/** A real hub on a temporary folder with two real vendor clouds; only its clock is the test's. */
export interface House {
  readonly hub: Hub;
  readonly clock: ManualClock;
  readonly dataDir: string;
  readonly acme: Vendor<MqttCloud>;
  readonly volt: Vendor<HttpsCloud>;
  /** Everything the hub logged. */
  readonly logged: string[];
  /** Runs an operation of the command line and gives its result; a refusal is thrown. */
  do<T>(name: string, input: unknown): Promise<T>;
  give(recipient: string, request: string, more?: object): Promise<void>;
  /** A device's connection, made with credentials that were just issued. */
  plug(name: string, added?: object, options?: Partial<IClientOptions>): Promise<MqttClient>;
  plugApp(name: string, grants: { read?: string[]; write?: string[] }): Promise<MqttClient>;
  /** The same device's connection again, with the credentials it has. */
  replug(name: string, options?: Partial<IClientOptions>, before?: (client: MqttClient) => void): Promise<MqttClient>;
  /** Everything either vendor ever saw: plaintext, ciphertext, connections. */
  everythingOutside(): Buffer;
  /** Stops the hub and starts it again on the same folder. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

export async function openHouse({
  start = Date.UTC(2026, 10, 2, 8, 0, 0),
  knows,
  limits,
  mqtts = false,
  madeBy = 'demo',
  proxies = [],
  offeringGapMs,
}: {
  readonly start?: number;
  /** What devices need to work, in place of what is shipped, once Acme has its keys. */
  readonly knows?: (acme: Vendor<MqttCloud>) => Needs;
  /** In place of the broker's own. */
  readonly limits?: BrokerLimits;
  /** Whether it listens with TLS, too. */
  readonly mqtts?: boolean;
  /** One made by a hub shares nothing until it is claimed. */
  readonly madeBy?: 'hub' | 'demo';
  /** Whose `X-Forwarded-For` counts. */
  readonly proxies?: readonly string[];
  /** How often Home Assistant is told how the home is, in place of the hub's own. */
  readonly offeringGapMs?: number;
} = {}): Promise<House> {
  const dataDir = mkdtempSync(join(tmpdir(), 'hearthgate-test-'));
  const clock = new ManualClock(start);
  const logged: string[] = [];
  const log = pino({ level: 'debug', base: null }, { write: (line: string) => void logged.push(line) });
  const [acme, volt] = await Promise.all([startAcmeHeating(clock, identityOf), startVoltInsight(clock, identityOf)]);
  await giveAuthority(dataDir, 'devices');
  const plugged = new Set<MqttClient>();
  const passwords = new Map<string, string>();
  const config = {
    host: '127.0.0.1',
    mqtt: { enabled: true, port: 0 },
    mqtts: { enabled: mqtts, port: 0 },
    https: { enabled: false, port: 0 },
    http: { enabled: false, port: 0 },
    proxy: { trusted: [] },
    names: [],
    timeZone: 'Europe/Berlin',
    log: 'info',
  } as const;
  const open = async () => {
    const opened = await openHub({
      dataDir,
      config: { ...config, names: [], proxy: { trusted: [...proxies] } },
      clock,
      random: systemRandom,
      log,
      madeBy,
      ...(limits ? { limits } : {}),
      ...(offeringGapMs === undefined ? {} : { offeringGapMs }),
      ...(knows && { needs: knows(acme) }),
    });
    await opened.start();
    return opened;
  };
  let hub = await open();
  /** `before` is called when nothing can have come yet. */
  const connect: House['replug'] = async (username, options = {}, before) => {
    const client = mqtt.connect(`mqtt://127.0.0.1:${hub.broker.ports().mqtt}`, {
      ...{ username, password: passwords.get(username) ?? '', clientId: username, reconnectPeriod: 0 },
      ...options,
    });
    plugged.add(client);
    before?.(client);
    await new Promise<void>((resolve, reject) => {
      client.once('connect', () => resolve());
      client.once('error', reject);
    });
    return client;
  };
  const house: House = {
    get hub() {
      return hub;
    },
    ...{ clock, dataDir, acme, volt, logged },
    async do<T>(name: string, input: unknown) {
      const answer = await operateOn(hub)(name, input);
      if (!answer.ok) throw new Error(answer.problem);
      return answer.result as T;
    },
    async give(recipient, request, more = {}) {
      await house.do('consent give', { recipient, request, acceptUnion: false, confirmed: true, ...more });
    },
    async plug(name, added = {}, options = {}) {
      const { password } = await house.do<{ password: string }>('device add', {
        ...{ name, dialect: 'native', read: [], write: [] },
        ...added,
      });
      passwords.set(name, password);
      return connect(name, options);
    },
    async plugApp(name, { read = [], write = [] }) {
      const { password } = await house.do<{ password: string }>('app add', { name, read, write });
      passwords.set(name, password);
      return connect(name);
    },
    replug: connect,
    everythingOutside: () =>
      Buffer.concat(
        [acme, volt].flatMap(({ receiver }) => [
          ...receiver.opened().map((text) => Buffer.from(text)),
          ...receiver.wire(),
        ]),
      ),
    async restart() {
      for (const client of plugged) client.end(true);
      plugged.clear();
      await hub.stop();
      hub = await open();
    },
    async stop() {
      for (const client of plugged) client.end(true);
      await hub.stop();
      await Promise.all([acme.cloud.stop(), volt.cloud.stop()]);
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
  return house;
}

/** Lets slots of Acme's pass one by one until it is so: what one has no room for goes in the next. */
export async function slotsUntil({ clock, acme }: House, met: () => boolean): Promise<void> {
  const { batches } = acme.receiver;
  for (let slots = 0; !met(); slots++) {
    if (slots === MOST_SLOTS) throw new Error(`not within ${MOST_SLOTS} slots`);
    const before = batches.length;
    await clock.advance(HOUR);
    await acme.receiver.until(() => batches.length > before);
  }
}

const MOST_SLOTS = 12;

/** The thermostat Acme's manifest speaks about, plugged in and declared. */
export async function plugThermostat(house: House, name = 'thermostat'): Promise<MqttClient> {
  const thermostat = await house.plug(name);
  await thermostat.publishAsync(
    `hearthgate/v1/devices/${name}/declaration`,
    JSON.stringify({ vendor: 'acme', model: 'warm-2' }),
    { qos: 1, retain: true },
  );
  return thermostat;
}

export function telemetry(name: string): string {
  return `hearthgate/v1/devices/${name}/telemetry`;
}

/** Acme's manifest with changes, signed with Acme's key. */
export function signedBy({ acme }: House, changes: object): Promise<string> {
  const { kty, crv, x, y } = acme.keys.manifest.jwk;
  return new CompactSign(Buffer.from(JSON.stringify({ ...acme.manifest, ...changes })))
    .setProtectedHeader({ alg: 'ES256', typ: 'hearthgate-manifest+jws', jwk: { kty, crv, x, y } })
    .sign(acme.keys.manifest.privateKey);
}
