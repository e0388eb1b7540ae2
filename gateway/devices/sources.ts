import type { KnownDevice } from '../../rules/plan.ts';
import type { DeviceId, Field, Instant } from '../../rules/reading.ts';
import { countedAt } from '../../rules/reading.ts';
import type { Client } from './clients.ts';
import type { Dialect, QuarantineReason } from './dialects/dialect.ts';
import { native } from './dialects/native.ts';
import { type Profile, profile } from './dialects/profile.ts';
import { createRouter, type Router } from './dialects/router.ts';
import { shellyGen1 } from './dialects/shelly-gen1.ts';
import { shellyGen2 } from './dialects/shelly-gen2.ts';
import { tasmota } from './dialects/tasmota.ts';
import { zigbee2mqtt } from './dialects/zigbee2mqtt.ts';
import type { Registry } from './registry.ts';

/** What a publish turned out to say, with devices named by the registry. */
export type Heard =
  | {
      readonly kind: 'readings';
      readonly readings: readonly HeardReading[];
      readonly leftOver: readonly QuarantineReason[];
    }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'quarantine'; readonly reason: QuarantineReason; readonly shape: string };

export interface HeardReading {
  readonly device: DeviceId;
  readonly at: Instant;
  readonly fields: readonly Field[];
}

/** Understands what each client publishes: one router of dialects per client, made when it first speaks. */
export class Sources {
  readonly #registry: Registry;
  readonly #profiles: readonly Profile[];
  readonly #clock: { now(): number };
  readonly #routers = new Map<string, Learned>();

  constructor(registry: Registry, profiles: readonly Profile[], clock: { now(): number }) {
    this.#registry = registry;
    this.#profiles = profiles;
    this.#clock = clock;
  }

  hear(client: Client, topic: string, payload: Uint8Array, receivedAt: Instant): Heard {
    // An app speaks for no device, whatever topics it was granted.
    if (client.kind === 'app') return NOTHING;
    const dialect = client.dialect ?? 'native';
    const understood = this.#router(client, dialect).understand(topic, payload, receivedAt);
    switch (understood.kind) {
      case 'quarantine':
        return understood;
      case 'ignored':
        return NOTHING;
      case 'devices':
        this.#registry.found(client, dialect, understood.devices, this.#clock.now());
        return NOTHING;
      case 'readings': {
        const readings: HeardReading[] = [];
        let leftOver = understood.leftOver ?? NONE;
        for (const { device, deviceTime, fields } of understood.readings) {
          const known: KnownDevice | undefined = this.#registry.resolve(client, device, dialect, this.#clock.now());
          if (known) readings.push({ device: known.id, at: countedAt(receivedAt, deviceTime), fields });
          else leftOver = [...leftOver, 'unknown device'];
        }
        return { kind: 'readings', readings, leftOver };
      }
    }
  }

  /** Takes in again what a client said about its devices before the hub was restarted; readings were counted then. */
  remember(client: Client, topic: string, payload: Uint8Array): void {
    if (client.kind === 'app') return;
    const dialect = client.dialect ?? 'native';
    const now = this.#clock.now();
    const understood = this.#router(client, dialect).understand(topic, payload, now);
    if (understood.kind === 'devices') this.#registry.found(client, dialect, understood.devices, now);
  }

  /** What a removed credential said is nobody's; whoever gets its name next begins with nothing. */
  forget(client: string): void {
    this.#routers.delete(client);
  }

  /** Other grants change nothing about what was learned of a client's devices; another base or dialect does. */
  #router({ name, base }: Client, dialect: string): Router {
    const known = this.#routers.get(name);
    if (known && known.base === base && known.dialect === dialect) return known.router;
    const router = createRouter(dialectsOf(dialect, base, this.#profiles));
    this.#routers.set(name, { base, dialect, router });
    return router;
  }
}

interface Learned {
  readonly base: string | undefined;
  readonly dialect: string;
  readonly router: Router;
}

const NOTHING: Heard = { kind: 'nothing' };
const NONE: readonly QuarantineReason[] = [];

export const DIALECTS = ['native', 'zigbee2mqtt', 'tasmota', 'shelly-gen1', 'shelly-gen2', 'profile'] as const;

function dialectsOf(name: string, base: string | undefined, profiles: readonly Profile[]): readonly Dialect[] {
  const source = base === undefined ? {} : { base };
  switch (name) {
    case 'native':
      return [native(source)];
    case 'zigbee2mqtt':
      return [zigbee2mqtt(source)];
    case 'tasmota':
      return [tasmota(source)];
    case 'shelly-gen1':
      return [shellyGen1(source)];
    case 'shelly-gen2':
      return [shellyGen2(source)];
    case 'profile':
      return profiles.map((each) => profile(each, source));
    default:
      return [];
  }
}
