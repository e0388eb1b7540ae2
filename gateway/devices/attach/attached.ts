import { deviceId } from '../../../rules/reading.ts';
import { LANGUAGES, type Language } from '../../../rules/words/speak.ts';
import type { KeyStore } from '../../keys/key-store.ts';
import type { Db } from '../../store/database.ts';
import { isBrokersOwn, meet, validFilter } from '../broker/topics.ts';
import { slug } from '../slug.ts';
import { type Address, network, readAddress } from './address.ts';
import { Connection, connect, type Target, type Version } from './connection.ts';
import { Offer, type OfferWish } from './offer.ts';
import type { Problem } from './problem.ts';
import { lookingAs, Reader, type ReaderDeps, type ReadingState, speakerOf } from './reader.ts';
import { lookIn, type Shown } from './retained.ts';

/** A broker that others run and that the hub reads along on; its password is told to nobody. */
export interface AttachedBroker {
  readonly name: string;
  /** Without user and password. */
  readonly url: string;
  readonly user?: string;
  /** PEM: the only trust where it is given. */
  readonly ca?: string;
  readonly filters: readonly string[];
  readonly clientId: string;
  /** 4 is MQTT 3.1.1. */
  readonly version: Version;
  readonly grants: WriteGrants;
}

/** How a broker lets the hub in. */
export interface Admission {
  readonly url: string;
  readonly user?: string;
  readonly password?: string;
}

/** What the hub may say there, beyond nothing. */
export interface WriteGrants {
  /** Each native device's `sharing` topic. */
  readonly sharing: boolean;
  /** Commands that the household allowed somebody, to devices that were found there. */
  readonly commands: boolean;
  /** The hub itself, as a device of Home Assistant, in the words of that language. */
  readonly itself: 'no' | Language;
}

export interface AttachedDeps extends ReaderDeps {
  readonly db: Db;
  readonly keys: KeyStore;
  /** Where the hub's own broker listens. */
  readonly ports: () => readonly number[];
}

/** More brokers than a home has. */
export const MOST_BROKERS = 8;
const MOST_FILTERS = 32;
/** Where the ecosystems publish that a home is likely to have; asked for where a user may not read everything. */
const USUAL = ['zigbee2mqtt/#', 'tele/#', 'stat/#', 'tasmota/#', 'shellies/#', 'homeassistant/#', 'homie/#', 'zwave/#'];

/** The brokers that the hub is a reader of. The only face of this folder. */
export class Attached {
  readonly #deps: AttachedDeps;
  readonly #known = new Map<string, { broker: AttachedBroker; reader?: Reader }>();
  #started = false;

  constructor(deps: AttachedDeps) {
    this.#deps = deps;
    for (const row of deps.db.prepare<[], Row>(SELECT).all()) this.#known.set(row.name, { broker: brokerOf(row) });
  }

  start(): void {
    this.#started = true;
    for (const name of this.#known.keys()) this.#read(name);
  }

  async stop(): Promise<void> {
    this.#started = false;
    await Promise.all([...this.#known.values()].map(({ reader }) => reader?.stop()));
  }

  all(): AttachedBroker[] {
    return [...this.#known.values()].map(({ broker }) => broker);
  }

  get(name: string): AttachedBroker | undefined {
    return this.#known.get(name)?.broker;
  }

  /** The one that a speaker's name stands for. */
  ofSpeaker(speaker: string): AttachedBroker | undefined {
    return this.all().find(({ name }) => speakerOf(name).name === speaker);
  }

  /** How reading along there goes; undefined where nobody reads there now. */
  state(name: string): ReadingState | undefined {
    return this.#known.get(name)?.reader?.state;
  }

  /** Whether something that is said there now is heard. */
  isConnected(name: string): boolean {
    const state = this.state(name);
    return state === 'connected' || (typeof state === 'object' && 'mayNotRead' in state);
  }

  /** Whether an address is the hub's own broker. */
  async isItself({ host, port }: Address): Promise<boolean> {
    if (!this.#deps.ports().includes(port)) return false;
    const { lookup, own } = this.#deps.network ?? network;
    const here = new Set(['127.0.0.1', '::1', ...own().map((cidr) => cidr.replace(/\/.*/, ''))]);
    const addresses = await lookup(host).catch(() => []);
    return addresses.some((address) => here.has(address) || address.startsWith('127.'));
  }

  /**
   * Tries to connect and to read, as it would from then on, and leaves nothing behind there. A user who may read some of
   * it only is told what of the usual.
   */
  async look(target: Target, filters: readonly string[]): Promise<Shown | Problem> {
    const wish = { clientId: lookingAs(this.#clientId()) };
    const nothing = () => undefined;
    const shown = await lookIn(target, wish, filters, nothing, this.#deps.network);
    if ('why' in shown || shown.refused.length === 0) return shown;
    const usual = await lookIn(target, { ...wish, version: shown.version }, USUAL, nothing, this.#deps.network);
    const refused = 'why' in usual ? USUAL : usual.refused;
    return { why: 'filters', refused: shown.refused, may: USUAL.filter((filter) => !refused.includes(filter)) };
  }

  /** Makes it durable; for a transaction with its entry in the ledger. `begin` reads there from then on. */
  keep(broker: Omit<AttachedBroker, 'clientId' | 'grants'>, password: string | undefined): void {
    const { name, url, user = null, ca = null, filters, version } = broker;
    const { db, keys, clock } = this.#deps;
    db.prepare(INSERT).run(name, url, user, ca, JSON.stringify(filters), this.#clientId(), version, clock.now());
    if (password !== undefined) keys.keep(secretName(name), Buffer.from(password));
  }

  begin(name: string): void {
    const row = this.#deps.db.prepare<[string], Row>(`${SELECT} WHERE name = ?`).get(name);
    if (!row) throw new Error('reading along: there is no such broker');
    this.#known.set(name, { broker: brokerOf(row) });
    if (this.#started) this.#read(name);
  }

  /** Whether the hub is let in there by this already. */
  isAdmittedBy(name: string, { url, user, password }: Admission): boolean {
    const known = this.get(name);
    return known?.url === url && known.user === user && this.#password(name) === password;
  }

  /** Makes it durable that the same broker lets the hub in by something else from now on; `readmit` does it. */
  keepAdmission(name: string, { url, user, password }: Admission): void {
    const { db, keys } = this.#deps;
    db.prepare('UPDATE attached_brokers SET url = ?, user = ? WHERE name = ?').run(url, user ?? null, name);
    if (password === undefined) keys.forget(secretName(name));
    else keys.keep(secretName(name), Buffer.from(password));
  }

  /** Its devices stay, and so does the session that the broker keeps. */
  async readmit(name: string): Promise<void> {
    await this.#known.get(name)?.reader?.stop();
    this.begin(name);
  }

  /** In force at once. */
  grant(name: string, grants: WriteGrants): void {
    const known = this.#known.get(name);
    if (known) known.broker = { ...known.broker, grants };
  }

  /** Makes it durable; for a transaction with its entry in the ledger. */
  keepGrants(name: string, { sharing, commands, itself }: WriteGrants): void {
    const change = this.#deps.db.prepare(
      'UPDATE attached_brokers SET sharing = ?, commands = ?, itself = ? WHERE name = ?',
    );
    change.run(Number(sharing), Number(commands), itself, name);
  }

  /** Nothing is heard from there any more; the broker is told to keep nothing for the hub, where it can be told. */
  async end(name: string): Promise<void> {
    const known = this.#known.get(name);
    this.#known.delete(name);
    await known?.reader?.stop();
    if (known) void this.#leave(known.broker, this.#password(name));
  }

  /** Makes it durable; for a transaction with its entry in the ledger. */
  keepEnded(name: string): void {
    this.#deps.db.prepare('DELETE FROM attached_brokers WHERE name = ?').run(name);
    this.#deps.keys.forget(secretName(name));
  }

  /** Says something on a broker, at most once; false where there is no connection. Whoever calls knows that it is granted. */
  publish(name: string, topic: string, payload: Uint8Array, retain: boolean): boolean {
    return this.#known.get(name)?.reader?.publish(topic, payload, retain) ?? false;
  }

  /** A connection of its own, by which the hub speaks of itself there. Whoever calls knows that it is granted, and starts it. */
  offer(name: string, wish: OfferWish): Offer | undefined {
    const broker = this.get(name);
    if (!broker) return undefined;
    const { clientId, version } = broker;
    const target = targetOf(broker, this.#password(name));
    return new Offer(this.#deps, target, { clientId: `${clientId}self`, version }, wish);
  }

  #read(name: string): void {
    const known = this.#known.get(name);
    if (!known) return;
    const { broker } = known;
    const { clientId, filters, version } = broker;
    const target = targetOf(broker, this.#password(name));
    known.reader = new Reader(this.#deps, { broker: name, target, clientId, filters, version });
    known.reader.start();
  }

  #password(name: string): string | undefined {
    return this.#deps.keys.read(secretName(name))?.toString();
  }

  /** A clean start ends the session that the broker keeps (MQTT-3.1.2-4 of MQTT 5, MQTT-3.1.2-6 of 3.1.1). */
  async #leave(broker: AttachedBroker, password: string | undefined): Promise<void> {
    const wish = { clientId: broker.clientId, version: broker.version, keptForS: 0, onMessage: async () => true };
    const connection = await connect(targetOf(broker, password), wish, this.#deps.network);
    if (connection instanceof Connection) await connection.stop();
  }

  #clientId(): string {
    // With what `lookIn` is called, letters and digits alone and at most 23: what every broker takes (MQTT-3.1.3-5).
    return `hearth${this.#deps.random(7).toString('hex').slice(0, 13)}`;
  }
}

/** A name for a broker where nobody chose one. */
export function nameFor({ host }: Address): string {
  return slug(host);
}

/** Whether a broker can have it. */
export function isBrokerName(name: string): boolean {
  return deviceId(name) !== undefined;
}

/** Why these filters cannot be read, as a sentence; undefined where they can. */
export function filtersProblem(filters: readonly string[]): string | undefined {
  if (filters.length > MOST_FILTERS) return `at most ${MOST_FILTERS} filters`;
  const bad = filters.find((filter) => !validFilter(filter) || isBrokersOwn(filter));
  if (bad !== undefined) return `"${bad}" is no topic filter, or one of the broker’s own`;
  // Some brokers send a message once for each filter that matches it (MQTT 5, 3.3.4).
  const [one, other] =
    filters.flatMap((each, index) =>
      filters.slice(index + 1).flatMap((later) => (meet(each, later) ? [[each, later]] : [])),
    )[0] ?? [];
  if (one !== undefined)
    return `"${one}" and "${other}" both match some topics, which would be counted twice; give one`;
  return undefined;
}

function targetOf({ url, user, ca }: AttachedBroker, password: string | undefined): Target {
  const address = readAddress(url);
  if ('why' in address) throw new Error('reading household.db: a broker has an address that was never taken');
  return {
    address,
    ...(user === undefined ? {} : { user }),
    ...(password === undefined ? {} : { password }),
    ...(ca === undefined ? {} : { ca }),
  };
}

interface Row {
  readonly name: string;
  readonly url: string;
  readonly user: string | null;
  readonly ca: string | null;
  readonly filters: string;
  readonly client_id: string;
  readonly version: Version;
  readonly sharing: number;
  readonly commands: number;
  readonly itself: string;
}

const SELECT =
  'SELECT name, url, user, ca, filters, client_id, version, sharing, commands, itself FROM attached_brokers';
const INSERT =
  'INSERT INTO attached_brokers (name, url, user, ca, filters, client_id, version, since) VALUES (?, ?, ?, ?, ?, ?, ?, ?)';

function brokerOf(row: Row): AttachedBroker {
  const filters: unknown = JSON.parse(row.filters);
  return {
    name: row.name,
    url: row.url,
    ...(row.user === null ? {} : { user: row.user }),
    ...(row.ca === null ? {} : { ca: row.ca }),
    filters: Array.isArray(filters) ? filters.filter((each): each is string => typeof each === 'string') : [],
    clientId: row.client_id,
    version: row.version,
    grants: {
      sharing: row.sharing === 1,
      commands: row.commands === 1,
      itself: LANGUAGES.find((language) => language === row.itself) ?? 'no',
    },
  };
}

function secretName(name: string): string {
  return JSON.stringify(['attached', name]);
}
