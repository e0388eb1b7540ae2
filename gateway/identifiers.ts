import { addCode, addName, holdsIdentifier, type Identifiers, noIdentifiers } from '../rules/identifiers.ts';
import { entry } from '../rules/length-safe.ts';
import type { DeviceId, FieldName, Reading, Value } from '../rules/reading.ts';
import type { Reveals } from '../rules/reveals.ts';
import type { Attached } from './devices/attach/attached.ts';
import type { Clients } from './devices/clients.ts';
import type { Registry } from './devices/registry.ts';
import type { People } from './household/people.ts';

export interface HomeIdentifiersDeps {
  /** Ids and names that the household and its devices have now. */
  readonly known: () => Iterable<string>;
  /** Whether the field of the device is one that names something. */
  readonly isIdentifier: (device: DeviceId, field: FieldName) => boolean;
}

/** What one device may say of itself that counts, and how many devices. */
const MOST_OF_A_DEVICE = 8;
const MOST_DEVICES = 2_000;
const MOST_NETWORKS = 8;
/** Smaller numbers are what devices measure. */
const LEAST = 100_000;
/** Words that leave are those of manifests: a home has some hundred. */
const MOST_REMEMBERED = 5_000;

/**
 * The ids and names of this home, and whether one stands in what would leave. Those that devices only say of themselves
 * (serial numbers, addresses, the network they are in) are known from when they are first heard, in memory alone.
 */
export class HomeIdentifiers {
  readonly #deps: HomeIdentifiersDeps;
  readonly #heard = new Map<DeviceId, Set<string>>();
  readonly #networks = new Set<string>();
  readonly #added = new Set<string>();
  readonly #answers = new Map<string, boolean>();
  /** A number that is shared exactly is asked about twice: as it came, and as it would leave. */
  #last: { readonly number: number; readonly answer: boolean } | undefined;
  #known: Identifiers = noIdentifiers();
  #isComplete = false;

  constructor(deps: HomeIdentifiersDeps) {
    this.#deps = deps;
  }

  /** Something has an id or a name that it had not. */
  grew(): void {
    this.#isComplete = false;
  }

  /** Something may be gone, and what it was called is not looked for any more. */
  changed(): void {
    this.#known = noIdentifiers();
    this.#added.clear();
    this.#forgetAnswers();
    this.grew();
  }

  forget(device: DeviceId): void {
    if (this.#heard.delete(device)) this.changed();
  }

  /** Takes in what a device says of itself. */
  heard({ device, fields }: Reading): void {
    for (const { name, value } of fields) {
      if (typeof value === 'boolean' || (typeof value === 'number' && value < LEAST)) continue;
      const text = String(value);
      if (NETWORK.test(name)) this.#hearNetwork(text);
      if (mayBeCode(text) && this.#deps.isIdentifier(device, name)) this.#hear(device, text);
    }
  }

  /** Whether one of them stands in the value. */
  readonly holds = (value: Value): boolean => {
    if (!this.#isComplete) this.#complete();
    if (typeof value === 'number') return this.#holdsNumber(value);
    if (typeof value === 'boolean') return false;
    if (this.#answers.size >= MOST_REMEMBERED) this.#answers.clear();
    return entry(this.#answers, value, () => holdsIdentifier(this.#known, value));
  };

  #holdsNumber(number: number): boolean {
    if (this.#last?.number !== number) this.#last = { number, answer: holdsIdentifier(this.#known, number) };
    return this.#last.answer;
  }

  #forgetAnswers(): void {
    this.#answers.clear();
    this.#last = undefined;
  }

  #hear(device: DeviceId, text: string): void {
    const own = this.#heard.get(device) ?? new Set();
    if (own.has(text) || own.size >= MOST_OF_A_DEVICE) return;
    if (own.size === 0 && this.#heard.size >= MOST_DEVICES) return;
    this.#heard.set(device, own.add(text));
    this.grew();
  }

  #hearNetwork(name: string): void {
    if (this.#networks.has(name) || this.#networks.size >= MOST_NETWORKS) return;
    this.#networks.add(name);
    this.grew();
  }

  #complete(): void {
    // A name that came by another way and is no text would end the line.
    for (const name of [...this.#deps.known(), ...this.#networks]) this.#add(String(name), true);
    // A device that calls itself by a word of others' would stop theirs.
    for (const own of this.#heard.values()) for (const text of own) this.#add(text, false);
    this.#isComplete = true;
  }

  #add(text: string, isName: boolean): void {
    if (this.#added.has(text)) return;
    this.#added.add(text);
    addCode(this.#known, text);
    if (isName) addName(this.#known, text);
    this.#forgetAnswers();
  }
}

const NETWORK = /(?:^|[^b])ssid\d?$/i;

/** A word has neither digits nor what stands between the parts of an address. */
function mayBeCode(text: string): boolean {
  return text.length >= 6 && /\d.*\d.*\d|[:.-].*[:.-]/.test(text);
}

/** Whether a field is one whose value names one among all. */
export function namesSomething({ category, sensitivity }: Reveals): boolean {
  return category === 'identifier' || (category === 'network' && sensitivity === 'high');
}

/** Where names and ids of a home are kept. */
export interface Naming {
  readonly registry: Pick<Registry, 'known' | 'described'>;
  readonly clients: Pick<Clients, 'listClients'>;
  readonly people: Pick<People, 'all'>;
  readonly attached: Pick<Attached, 'all'>;
  /** By which the hub is reached. */
  readonly names: readonly string[];
}

/** Every id and name that the hub has for something or somebody. */
export function* identifiersOf({ registry, clients, people, attached, names }: Naming): Iterable<string> {
  for (const { id, room } of registry.known()) {
    yield id;
    if (room !== undefined) yield room;
    const { key, name } = registry.described(id) ?? {};
    if (key !== undefined) yield key;
    if (name !== undefined) yield name;
  }
  for (const { name } of clients.listClients()) yield name;
  // A first name alone is a name, too.
  for (const { name } of people.all()) yield* [name, ...name.split(' ')];
  for (const { url } of attached.all()) yield new URL(url).hostname;
  yield* names;
}
