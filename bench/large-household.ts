import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import type { Client } from '../gateway/devices/clients.ts';
import type { Choice } from '../gateway/household/consents.ts';
import { type Hub, openHub } from '../gateway/main.ts';
import { publicJwk } from '../gateway/recipients/jwk.ts';
import { systemClock } from '../gateway/runtime/clock.ts';
import { systemRandom } from '../gateway/runtime/random.ts';
import type { RecipientId } from '../rules/manifest.ts';
import { termsOf } from '../rules/terms.ts';

/** The largest household that is promised to be quick. */
export const LARGE: Size = { devices: 5_000, recipients: 200, consents: 20_000 };

export interface Size {
  readonly devices: number;
  readonly recipients: number;
  readonly consents: number;
}

export interface Household {
  readonly hub: Hub;
  readonly dataDir: string;
  stop(): Promise<void>;
}

/** A real hub, started, with a household of this size; no recipient can be reached. */
export async function openHousehold({ devices, recipients, consents }: Size): Promise<Household> {
  const dataDir = mkdtempSync(join(tmpdir(), 'hearthgate-large-'));
  const hub = await openHub({
    dataDir,
    config: {
      host: '127.0.0.1',
      mqtt: { enabled: true, port: 0 },
      mqtts: { enabled: false, port: 0 },
      https: { enabled: false, port: 0 },
      http: { enabled: false, port: 0 },
      proxy: { trusted: [] },
      names: [],
      timeZone: 'Europe/Berlin',
      log: 'error',
    },
    clock: systemClock,
    random: systemRandom,
    log: pino({ level: 'silent' }),
    madeBy: 'demo',
  });
  hub.record([], 'household', () => {
    for (let i = 0; i < devices; i++) plug(hub, `d${i}`);
  });
  for (let i = 0; i < recipients; i++) await hub.manifests.add(manifestOf(`r${i}`, 1), systemClock.now());
  hub.consents.choose(choicesOf(hub, devices, recipients, consents), systemClock.now());
  await hub.replan();
  await hub.start();
  for (let i = 0; i < devices; i++) say(hub, `d${i}`);
  const stop = async () => {
    await hub.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
  return { hub, dataDir, stop };
}

/** A device that is its own client and has declared itself. */
export function plug(hub: Hub, name: string): Client {
  const client: Client = { name, kind: 'device', dialect: 'native', grants: { read: [], write: [] } };
  hub.registry.found(client, 'native', [{ key: name, vendor: 'bench', model: 'b1' }], systemClock.now());
  return client;
}

/** One message of a device, straight to the line. */
export function say(hub: Hub, name: string, payload: Uint8Array = FOUR): void {
  const client: Client = { name, kind: 'device', dialect: 'native', grants: { read: [], write: [] } };
  const topic = `hearthgate/v1/devices/${name}/telemetry`;
  void hub.line.take({ client, topic, payload, qos: 0, receivedAt: hub.clock.now() });
}

/** What a recipient asks for: one field for each of some purposes. */
export function manifestOf(recipient: string, version: number, more: object = {}): string {
  return JSON.stringify({
    v: 1,
    recipient,
    version,
    origin: 'household',
    controller: { name: recipient, country: 'DE', contact: 'nobody' },
    endpoint: { url: 'https://127.0.0.1:9/' },
    keys: { encryption: [KEY] },
    products: [
      { match: { vendor: 'bench' }, fields: FIELDS.map((name) => ({ name, type: 'number', bounds: [0, 100] })) },
    ],
    requests: [
      {
        id: 'usage',
        purpose: 'dpv:ServiceProvision',
        sentence: 'For a measurement.',
        fields: FIELDS.map((name) => ({
          name,
          form: { form: 'summary', window: 'PT1H', statistics: ['mean'], step: 1 },
        })),
        retention: 'P30D',
        necessity: 'optional',
        ifRefused: 'Nothing.',
        ...more,
      },
    ],
  });
}

const KEY = publicJwk(generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey);
const FOUR = Buffer.from('{"a":1,"b":2,"c":3,"d":4}');
const FIELDS = ['a', 'b', 'c', 'd'];

function choicesOf(hub: Hub, devices: number, recipients: number, consents: number): Choice[] {
  const known = hub.registry.known();
  return Array.from({ length: consents }, (_, i) => {
    const device = known[i % devices];
    // Each device's consents are to different recipients, as far as there are any.
    const recipient = `r${(i + Math.floor(i / devices)) % recipients}` as RecipientId;
    const manifest = hub.manifests.get(recipient);
    const [request] = manifest?.requests ?? [];
    const field = request?.fields[Math.floor(i / devices) % FIELDS.length]?.name;
    const terms = device && manifest && request && field && termsOf(manifest, request, device, field);
    if (!terms) throw new Error('a household that does not fit together');
    return {
      ...{ recipient, request: request.id, manifestVersion: 1, device: device.id, field, state: 'given' },
      ...{ form: terms.form, release: terms.release, unionSeen: false, terms },
    };
  });
}
