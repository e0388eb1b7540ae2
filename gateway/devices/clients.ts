import { createHash, timingSafeEqual } from 'node:crypto';
import { deviceId } from '../../rules/reading.ts';
import type { Random } from '../runtime/random.ts';
import type { Db } from '../store/database.ts';
import { NEWCOMER } from './broker/newcomer.ts';
import { isItsToSay } from './broker/rights.ts';
import { covers, isBrokersOwn, validFilter } from './broker/topics.ts';
import { NOT_FILLED_IN } from './full-topic.ts';
import { STOP_FILTER } from './hub-topics.ts';

/** A credential: who may connect, and what it may say and hear beyond what its kind and dialect give. */
export interface Client {
  readonly name: string;
  readonly kind: ClientKind | 'newcomer';
  readonly dialect?: string;
  /** The topic (Tasmota's `%topic%` or FullTopic, a bridge's base topic, a Shelly's prefix) its rights are made from; a newcomer's client id. */
  readonly base?: string;
  readonly grants: Grants;
}

/** What a household has credentials of; a newcomer has none yet. */
export type ClientKind = 'device' | 'bridge' | 'app';

/** MQTT filters. */
export interface Grants {
  readonly read: readonly string[];
  readonly write: readonly string[];
}

/** Whom the hub hears: a client of its broker, or a broker that it is a client of. */
export interface Speaker extends Pick<Client, 'name' | 'dialect' | 'base'> {
  readonly kind: Client['kind'] | 'attached';
}

export interface NewClient {
  readonly name: string;
  readonly kind: ClientKind;
  readonly dialect?: string;
  readonly base?: string;
  readonly grants?: Grants;
}

/** Whether the credential counts once its newcomer has it; until then it is gone with the hub. */
export type Delivery = 'delivered' | 'being delivered';

export type Added =
  | { readonly kind: 'added'; readonly name: string /** Shown once, never kept. */; readonly password: string }
  | { readonly kind: 'refused'; readonly reason: AddRefused };

export type AddRefused =
  | 'name not allowed'
  | 'name taken'
  | 'name not free yet'
  | 'base not allowed'
  | 'grant not allowed';

const PASSWORD_BYTES = 18;
const SALT_BYTES = 16;

/**
 * The household's MQTT credentials, kept in household.db and whole in memory, so that the broker asks no database.
 * Passwords are made here from 18 random bytes (144 bits); a slow hash would protect nothing more.
 */
export class Clients {
  readonly #db: Db;
  readonly #known = new Map<string, Known>();
  /** What is a device's to say, by topic, while no credential changes. */
  readonly #said = new Map<string, boolean>();
  /** Compared with when nobody has the name, so that both answers take the same work. */
  readonly #nobody: Known;

  constructor(db: Db) {
    this.#db = db;
    // The hub ended while these were on their way: nobody can use them, and their names are free again.
    db.prepare(`DELETE FROM clients WHERE delivery = 'being delivered'`).run();
    this.#nobody = { client: NOBODY, salt: Buffer.alloc(SALT_BYTES), password: Buffer.alloc(32), shown: null };
    for (const row of db.prepare<[], Row>(SELECT).all()) {
      this.#known.set(row.name, { client: clientOf(row), salt: row.salt, password: row.password, shown: row.shown });
    }
  }

  /** Why no such credential can be made; undefined where one can. */
  refusedFor({ name, kind, base, grants = NO_GRANTS }: NewClient): AddRefused | undefined {
    if (deviceId(name) === undefined || RESERVED.has(name)) return 'name not allowed';
    if (this.#known.has(name) || this.#isAnothersDevice(name)) return 'name taken';
    if (this.#isStillKept(name)) return 'name not free yet';
    if (base !== undefined && !baseAllowed(base)) return 'base not allowed';
    return grantsAllowed(kind, grants) ? undefined : 'grant not allowed';
  }

  /** Issues a credential and its password. */
  addClient(asked: NewClient, random: Random, now: number, delivery: Delivery = 'delivered'): Added {
    const reason = this.refusedFor(asked);
    if (reason !== undefined) return { kind: 'refused', reason };
    const grants = asked.grants ?? NO_GRANTS;
    const client = clientOf({
      ...asked,
      dialect: asked.dialect ?? null,
      base: asked.base ?? null,
      grants: JSON.stringify(grants),
    });
    const password = random(PASSWORD_BYTES).toString('base64url');
    const salt = random(SALT_BYTES);
    const shown = delivery === 'delivered' ? now : null;
    const known: Known = { client, salt, password: digest(salt, password), shown };
    this.#db
      .prepare(INSERT)
      .run(
        asked.name,
        asked.kind,
        asked.dialect ?? null,
        asked.base ?? null,
        salt,
        known.password,
        JSON.stringify(grants),
        now,
        delivery,
        shown,
      );
    this.#known.set(asked.name, known);
    this.#said.clear();
    return { kind: 'added', name: asked.name, password };
  }

  /**
   * Another password for a credential that there is, shown once; the one before opens nothing any more. `record` makes the
   * change durable together with its entry. Whoever calls also ends its connections (`Broker.disconnect`).
   */
  renew(name: string, random: Random, now: number, record: (keep: () => void) => void): string {
    const known = this.#known.get(name);
    if (!known) throw new Error('renewing a password: there is no such credential');
    const password = random(PASSWORD_BYTES).toString('base64url');
    const salt = random(SALT_BYTES);
    const renewed: Known = { ...known, salt, password: digest(salt, password), shown: now };
    const update = this.#db.prepare('UPDATE clients SET salt = ?, password = ?, shown = ? WHERE name = ?');
    record(() => update.run(salt, renewed.password, now, name));
    this.#known.set(name, renewed);
    return password;
  }

  /** Credentials whose password a person was shown, at that time or before. */
  shownBy(at: number): Client[] {
    return [...this.#known.values()].flatMap(({ client, shown }) => (shown !== null && shown <= at ? [client] : []));
  }

  /** Whether it is a newcomer's that does not have it yet; one that a person made since under the name is not. */
  isBeingDelivered(name: string): boolean {
    const row = this.#db.prepare<[string]>(`SELECT 1 FROM clients WHERE name = ? AND delivery = 'being delivered'`);
    return row.get(name) !== undefined;
  }

  /** The newcomer has it: from now on it is a credential like any other. */
  delivered(name: string): void {
    this.#db.prepare(`UPDATE clients SET delivery = 'delivered' WHERE name = ?`).run(name);
  }

  /**
   * Gives the client other grants, which were asked about (`grantsAllowed`). Whoever calls also tells the broker
   * (`Broker.disconnect`) to end the connections that still have the old ones.
   */
  changeGrants(name: string, grants: Grants): void {
    const known = this.#known.get(name);
    if (known) this.#known.set(name, { ...known, client: { ...known.client, grants } });
    this.#said.clear();
  }

  /** Makes grants durable; for a transaction with their entry in the ledger. */
  keepGrants(name: string, grants: Grants): void {
    this.#db.prepare('UPDATE clients SET grants = ? WHERE name = ?').run(JSON.stringify(grants), name);
  }

  /** From now on it opens nothing; whoever removes it also tells the broker (`Broker.forget`) to end its connections. */
  removeClient(name: string): boolean {
    this.#said.clear();
    return this.#known.delete(name);
  }

  /** Makes it durable; for a transaction with its entry in the ledger. */
  keepRemoved(name: string): void {
    this.#db.prepare('DELETE FROM clients WHERE name = ?').run(name);
  }

  listClients(): Client[] {
    return [...this.#known.values()].map(({ client }) => client);
  }

  client(name: string): Client | undefined {
    return this.#known.get(name)?.client;
  }

  /**
   * Whether a device or bridge has that topic to say: an app may be granted topics beside the devices', and commands to
   * them, and never speaks in their place, whatever its grant also covers. Asked for each message of an app.
   */
  isADevices(topic: string): boolean {
    const known = this.#said.get(topic);
    if (known !== undefined) return known;
    const answer = this.listClients().some((client) => isItsToSay(client, topic));
    if (this.#said.size >= MOST_REMEMBERED) this.#said.clear();
    this.#said.set(topic, answer);
    return answer;
  }

  /** The credential when name and password are right; the time taken does not tell which of them was wrong. */
  verify(name: string, password: string | Uint8Array): Client | undefined {
    const known = this.#known.get(name) ?? this.#nobody;
    const right = timingSafeEqual(digest(known.salt, password), known.password);
    return right && known !== this.#nobody ? known.client : undefined;
  }

  /** It was removed, and the disk has not taken that yet. */
  #isStillKept(name: string): boolean {
    return this.#db.prepare<[string]>('SELECT 1 FROM clients WHERE name = ?').get(name) !== undefined;
  }

  /** A name that is another client's device id would let this one speak as that device. */
  #isAnothersDevice(name: string): boolean {
    return (
      this.#db.prepare<[string, string]>('SELECT 1 FROM devices WHERE id = ? AND client <> ?').get(name, name) !==
      undefined
    );
  }
}

interface Known {
  readonly client: Client;
  readonly salt: Buffer;
  readonly password: Buffer;
  readonly shown: number | null;
}

interface Row {
  readonly name: string;
  readonly kind: ClientKind;
  readonly dialect: string | null;
  readonly base: string | null;
  readonly salt: Buffer;
  readonly password: Buffer;
  readonly grants: string;
  readonly shown: number | null;
}

const MOST_REMEMBERED = 10_000;
const SELECT = 'SELECT name, kind, dialect, base, salt, password, grants, shown FROM clients ORDER BY name';
const INSERT =
  'INSERT INTO clients (name, kind, dialect, base, salt, password, grants, added, delivery, shown) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)';
const NO_GRANTS: Grants = { read: [], write: [] };
const NOBODY: Client = { name: '', kind: 'app', grants: NO_GRANTS };
/** Words that mean a part of the hub in topics, logs and the command line. */
const RESERVED = new Set([
  NEWCOMER,
  'hearthgate',
  'hub',
  'home',
  'all',
  'none',
  'anonymous',
  'admin',
  'root',
  'new',
  'unknown',
]);
/** First levels that belong to the hub, to Home Assistant or to a whole ecosystem. */
const NOT_A_BASE = new Set(['hearthgate', 'homeassistant', 'tele', 'stat', 'cmnd', 'shellies', 'tasmota']);

function digest(salt: Uint8Array, password: string | Uint8Array): Buffer {
  return createHash('sha256').update(salt).update(password).digest();
}

/** At most 128 characters, no wildcard (a profile's may end in `/#`), not under a topic that many share. */
function baseAllowed(base: string): boolean {
  const plain = base.endsWith('/#') ? base.slice(0, -2) : base;
  const first = plain.replace(/^%prefix%\//, '').split('/')[0] ?? '';
  return (
    plain.length <= 128 &&
    validFilter(plain) &&
    !/[#+]/.test(plain) &&
    !isBrokersOwn(plain) &&
    !NOT_FILLED_IN.test(plain) &&
    first !== '' &&
    first !== '%prefix%' &&
    !NOT_A_BASE.has(first)
  );
}

const GRANTED_TO_APPS = ['hearthgate/v1/devices/+/commands/+', STOP_FILTER];

/** Apps speak for no device: under `hearthgate/` they may write to commands, and stop the hub. */
export function grantsAllowed(kind: Client['kind'], grants: Grants): boolean {
  const all = [...grants.read, ...grants.write];
  if (all.length > 100 || !all.every((filter) => validFilter(filter) && !isBrokersOwn(filter))) return false;
  return (
    kind === 'device' ||
    grants.write.every(
      (filter) => !filter.startsWith('hearthgate/') || GRANTED_TO_APPS.some((grant) => covers(grant, filter)),
    )
  );
}

function clientOf(row: Pick<Row, 'name' | 'kind' | 'dialect' | 'base' | 'grants'>): Client {
  return {
    name: row.name,
    kind: row.kind,
    ...(row.dialect === null ? {} : { dialect: row.dialect }),
    ...(row.base === null ? {} : { base: row.base }),
    grants: grantsOf(row.grants),
  };
}

/** The stored text as grants; anything else (the column's default `[]`, say) grants nothing. */
function grantsOf(stored: string): Grants {
  const parsed: unknown = JSON.parse(stored);
  const list = (value: unknown) =>
    Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
  if (typeof parsed !== 'object' || parsed === null) return { read: [], write: [] };
  return {
    read: 'read' in parsed ? list(parsed.read) : [],
    write: 'write' in parsed ? list(parsed.write) : [],
  };
}
