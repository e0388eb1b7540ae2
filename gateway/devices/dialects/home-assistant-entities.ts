import type { FoundDevice, FoundField } from './dialect.ts';
import type { Entity } from './home-assistant-config.ts';
import type { ConfigDevice } from './home-assistant-device.ts';
import { type Named, namesOf, type Placed } from './home-assistant-names.ts';

/** More than any home has been told by discovery; beyond it nothing new is learned. */
const MAX_PLACES = 20_000;
const MAX_PLACES_OF_DEVICE = 500;

/** What one discovery topic said. */
export interface Config {
  readonly device: ConfigDevice;
  readonly entities: readonly Entity[];
  readonly placed: readonly Placed[];
}

/** What one topic tells of one device. */
export interface Listener {
  readonly device: ConfigDevice;
  readonly named: readonly Named[];
}

/** What discovery told of one source: by its topics, by device, and by the topics where states are published. */
export class Entities {
  readonly #configs = new Map<string, Config>();
  readonly #devices = new Map<string, Set<string>>();
  /** Topic → discovery topics that speak of it. */
  readonly #topics = new Map<string, Set<string>>();
  readonly #named = new Map<string, readonly Named[]>();
  #places = 0;

  /** Takes in what a discovery topic says now. 'same' when it said so before, 'full' when there is no room for it. */
  learn(from: string, config: Config): 'learned' | 'same' | 'full' {
    const before = this.#configs.get(from);
    if (before !== undefined && JSON.stringify(before) === JSON.stringify(config)) return 'same';
    this.forget(from);
    const size = sizeOf(config);
    const { key } = config.device.found;
    const ofDevice = [...(this.#devices.get(key) ?? [])].reduce((sum, each) => sum + this.#sizeAt(each), size);
    if (this.#places + size > MAX_PLACES || ofDevice > MAX_PLACES_OF_DEVICE) return 'full';
    this.#places += size;
    this.#configs.set(from, config);
    add(this.#devices, key, from);
    for (const topic of topicsOf(config)) add(this.#topics, topic, from);
    this.#named.delete(key);
    return 'learned';
  }

  /** Its entities were taken back; false where nothing was known of them. */
  forget(from: string): boolean {
    const config = this.#configs.get(from);
    if (config === undefined) return false;
    this.#configs.delete(from);
    this.#places -= sizeOf(config);
    remove(this.#devices, config.device.found.key, from);
    for (const topic of topicsOf(config)) remove(this.#topics, topic, from);
    this.#named.delete(config.device.found.key);
    return true;
  }

  /** Whom a topic tells something of; empty where it is known to tell nothing, undefined where nobody knows it. */
  at(topic: string): readonly Listener[] | undefined {
    const configs = this.#topics.get(topic);
    if (configs === undefined) return undefined;
    const devices = new Map<string, ConfigDevice>();
    for (const from of configs) {
      const device = this.#configs.get(from)?.device;
      if (device !== undefined) devices.set(device.found.key, device);
    }
    const listeners = [...devices].map(([key, device]) => ({
      device,
      named: this.#namesOf(key, device).filter(({ place }) => place.topic === topic),
    }));
    return listeners.filter(({ named }) => named.length > 0);
  }

  /** A device as it is told of, with the fields at topics that are `counted`. */
  found(device: ConfigDevice, counted: (topic: string) => boolean): FoundDevice {
    const fields = new Map<string, FoundField>();
    for (const { name, place } of this.#namesOf(device.found.key, device)) {
      if (name === undefined || place.isAttributes || place.template === undefined || fields.has(name)) continue;
      if (!counted(place.topic)) continue;
      const { unit, type, values, deviceClass } = place;
      fields.set(name, {
        name,
        ...(unit === undefined ? {} : { unit }),
        ...(type === undefined ? {} : { type }),
        ...(values === undefined ? {} : { values }),
        ...(deviceClass === undefined ? {} : { deviceClass }),
      });
    }
    return { ...device.found, fields: [...fields.values()], partial: true };
  }

  #namesOf(key: string, device: ConfigDevice): readonly Named[] {
    const known = this.#named.get(key);
    if (known !== undefined) return known;
    const configs = [...(this.#devices.get(key) ?? [])].flatMap((from) => this.#configs.get(from) ?? []);
    const named = namesOf(
      mergedNames(device, configs),
      configs.flatMap(({ placed }) => placed),
    );
    this.#named.set(key, named);
    return named;
  }

  #sizeAt(from: string): number {
    const config = this.#configs.get(from);
    return config === undefined ? 0 : sizeOf(config);
  }
}

/** What any of its entities calls it is stripped from the ids of all, so that it does not matter which came first. */
function mergedNames(device: ConfigDevice, configs: readonly Config[]): ConfigDevice {
  const all = (of: 'names' | 'identities') => [...new Set(configs.flatMap((config) => config.device[of]))];
  return { ...device, names: all('names'), identities: all('identities') };
}

function sizeOf({ placed, entities }: Config): number {
  return placed.length + entities.reduce((sum, { ignored }) => sum + ignored.length, 1);
}

function topicsOf({ entities }: Config): ReadonlySet<string> {
  return new Set(entities.flatMap(({ places, ignored }) => [...places.map(({ topic }) => topic), ...ignored]));
}

function add(map: Map<string, Set<string>>, key: string, value: string): void {
  const values = map.get(key);
  if (values === undefined) map.set(key, new Set([value]));
  else values.add(value);
}

function remove(map: Map<string, Set<string>>, key: string, value: string): void {
  const values = map.get(key);
  values?.delete(value);
  if (values?.size === 0) map.delete(key);
}
