import type { Manifest } from '../rules/manifest.ts';
import type { KnownDevice, Plan } from '../rules/plan.ts';
import type { DeviceId } from '../rules/reading.ts';
import type { AttachedBroker } from './devices/attach/attached.ts';
import { nativeIdThere } from './devices/attach/found-there.ts';
import type { Registry } from './devices/registry.ts';
import { sharingOf, sharingTopic } from './sharing.ts';

export interface TellingDeps {
  readonly registry: Pick<Registry, 'known' | 'described'>;
  readonly manifests: () => readonly Manifest[];
  readonly broker: () => {
    publish(message: { topic: string; payload: Buffer; qos: 1; retain: true }): Promise<void>;
  };
  readonly attached: () => {
    ofSpeaker(speaker: string): AttachedBroker | undefined;
    publish(broker: string, topic: string, payload: Uint8Array, retain: boolean): boolean;
  };
}

/** Keeps each native device's retained `sharing` topic as the plan has it, on the broker where the device is; says nothing twice. */
export class Telling {
  readonly #deps: TellingDeps;
  /** Device → the payload last published in this run. */
  readonly #told = new Map<DeviceId, string>();

  constructor(deps: TellingDeps) {
    this.#deps = deps;
  }

  /** Looks only at devices whose part of the plan is not as it was in the one before. */
  async tell(plan: Plan, before?: Plan): Promise<void> {
    const native = this.#deps.registry.known().filter(({ dialect }) => dialect === 'native');
    const ids = new Set(native.map(({ id }) => id));
    for (const id of this.#told.keys()) if (!ids.has(id)) this.#told.delete(id);
    const of = (one: Plan | undefined, id: DeviceId) => one?.devices.get(id);
    await this.#publish(
      plan,
      native.filter(({ id }) => !(this.#told.has(id) && of(plan, id) === of(before, id))),
    );
  }

  /** An attached broker is there again, or may be told now: what it was told before may be gone. */
  async tellThere(plan: Plan, broker: string): Promise<void> {
    const there = this.#deps.registry
      .known()
      .filter(({ id, dialect }) => dialect === 'native' && this.#at(id)?.name === broker);
    for (const { id } of there) this.#told.delete(id);
    await this.#publish(plan, there);
  }

  /** Takes back what an attached broker keeps of it, while it may still be told. */
  takeBackThere(broker: string): void {
    for (const id of [...this.#told.keys()]) {
      const there = this.#at(id);
      if (there?.name !== broker) continue;
      this.#told.delete(id);
      this.#say(there, id, EMPTY);
    }
  }

  async #publish(plan: Plan, devices: readonly KnownDevice[]): Promise<void> {
    for (const { device, payload } of sharingOf(plan, this.#deps.manifests(), devices)) {
      const text = payload.toString();
      if (this.#told.get(device) === text) continue;
      const there = this.#at(device);
      if (there === undefined) {
        this.#told.set(device, text);
        await this.#deps.broker().publish({ topic: sharingTopic(device), payload, qos: 1, retain: true });
      } else if (there.grants.sharing && this.#say(there, device, payload)) this.#told.set(device, text);
    }
  }

  /** By the name that the device has there; false where nobody is there to be told. */
  #say({ name }: AttachedBroker, device: DeviceId, payload: Buffer): boolean {
    const { registry, attached } = this.#deps;
    const own = nativeIdThere(registry.described(device)?.key ?? '');
    return own !== undefined && attached().publish(name, sharingTopic(own), payload, true);
  }

  #at(device: DeviceId): AttachedBroker | undefined {
    const { registry, attached } = this.#deps;
    return attached().ofSpeaker(registry.described(device)?.client ?? '');
  }
}

/** Deletes what is retained (MQTT-3.3.1-10). */
const EMPTY = Buffer.alloc(0);
