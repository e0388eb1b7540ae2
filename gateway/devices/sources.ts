import type { KnownDevice } from '../../rules/plan.ts';
import type { DeviceId, Field, Instant } from '../../rules/reading.ts';
import { countedAt } from '../../rules/reading.ts';
import { isDiscovery } from './broker/rights.ts';
import type { Speaker } from './clients.ts';
import type { Dialect, QuarantineReason } from './dialects/dialect.ts';
import type { Ecosystem } from './dialects/ecosystem.ts';
import { ecosystemsWith } from './dialects/ecosystems.ts';
import { ignore } from './dialects/outcome.ts';
import type { Profile } from './dialects/profile.ts';
import { createRouter, type Router } from './dialects/router.ts';
import { sideBySide } from './dialects/side-by-side.ts';
import { isHubs } from './hub-topics.ts';
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
  readonly #ecosystems: readonly Ecosystem[];
  readonly #clock: { now(): number };
  readonly #routers = new Map<string, Learned>();

  constructor(registry: Registry, profiles: readonly Profile[], clock: { now(): number }) {
    this.#registry = registry;
    this.#ecosystems = ecosystemsWith(profiles);
    this.#clock = clock;
  }

  hear(client: Speaker, topic: string, payload: Uint8Array, receivedAt: Instant): Heard {
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
        if (understood.devices) this.#registry.found(client, dialect, understood.devices, this.#clock.now());
        const readings: HeardReading[] = [];
        let leftOver = understood.leftOver ?? NONE;
        for (const { device, deviceTime, fields } of understood.readings) {
          const known: KnownDevice | undefined = this.#registry.resolve(
            client,
            device,
            device.dialect ?? dialect,
            this.#clock.now(),
          );
          if (known) readings.push({ device: known.id, at: countedAt(receivedAt, deviceTime), fields });
          else leftOver = [...leftOver, 'unknown device'];
        }
        return { kind: 'readings', readings, leftOver };
      }
    }
  }

  /** Takes in again what a client said about its devices before the hub was restarted; readings were counted then. */
  remember(client: Speaker, topic: string, payload: Uint8Array): void {
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
  #router({ name, kind, base }: Speaker, dialect: string): Router {
    const known = this.#routers.get(name);
    if (known && known.base === base && known.dialect === dialect) return known.router;
    const router = createRouter(kind === 'attached' ? [sideBySide(this.#ecosystems)] : this.#own(dialect, base));
    this.#routers.set(name, { base, dialect, router });
    return router;
  }

  #own(dialect: string, base: string | undefined): readonly Dialect[] {
    const ecosystem = this.#ecosystems.find((each) => each.name === dialect);
    return ecosystem ? [ecosystem.dialect(base === undefined ? {} : { base }), SHOWN] : [];
  }
}

interface Learned {
  readonly base: string | undefined;
  readonly dialect: string;
  readonly router: Router;
}

/** How a bridge shows its devices to Home Assistant repeats what its own dialect knows better; what it tells the hub is no reading. */
const SHOWN: Dialect = {
  name: 'discovery',
  generation: 0,
  route: (topic) => (isDiscovery(topic) || isHubs(topic) ? ignore : undefined),
};

const NOTHING: Heard = { kind: 'nothing' };
const NONE: readonly QuarantineReason[] = [];
