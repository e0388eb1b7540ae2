import { areOneAlphabetEach } from '../../rules/one-alphabet.ts';
import type { KnownDevice } from '../../rules/plan.ts';
import { type DeviceId, deviceId, type FieldName, fieldName } from '../../rules/reading.ts';
import type { Clock } from '../runtime/clock.ts';
import { type Random, uuid } from '../runtime/random.ts';
import { type Db, tookIn } from '../store/database.ts';
import type { Speaker } from './clients.ts';
import { Descriptions } from './descriptions.ts';
import type { FoundDevice, FoundField, SourceDevice } from './dialects/dialect.ts';
import { slug } from './slug.ts';

/** Devices of one client beyond which a new one takes another's place, or none: a hostile client cannot fill the household. */
export const MAX_DEVICES_PER_CLIENT = 500;
/** A device that was heard within this gives way to none, and each that does is a write. */
const GIVES_WAY_AFTER_MS = 3_600_000;
const GIVES_WAY_EVERY_MS = 10_000;
const MAX_FIELDS = 256;
const MAX_TEXT = 128;

export interface RegistryDeps {
  readonly db: Db;
  readonly random: Random;
  /** A keyed hash of a name: what is kept of one that was forgotten. */
  readonly mark: (name: string) => Uint8Array;
  readonly clock: Pick<Clock, 'after' | 'monotonic'>;
  /** The devices that the household decided anything about. */
  readonly decidedAbout: () => ReadonlySet<string>;
  /** One gave way; its id may be another's from now on. */
  readonly gaveWay: (id: DeviceId) => void;
}

/**
 * Names devices: what an ecosystem calls one thing within one client's credential gets one id for good, and a random
 * canonical id that pseudonyms are made from, so that nothing a device says can choose either. Memory first; the
 * database is written only when something is new. A device that the disk does not take is not known, and found again later.
 */
export class Registry {
  readonly #db: Db;
  readonly #random: Random;
  readonly #mark: RegistryDeps['mark'];
  readonly #deps: Pick<RegistryDeps, 'clock' | 'decidedAbout' | 'gaveWay'>;
  readonly #descriptions: Descriptions;
  readonly #byId = new Map<DeviceId, Entry>();
  /** Client's name → the ecosystem's key → the device. */
  readonly #byKey = new Map<string, Map<string, Entry>>();
  /** Monotonic milliseconds at which each device was last heard or told of. */
  readonly #heard = new Map<DeviceId, number>();
  readonly #begun: number;
  /** Client's name → when one of its devices last gave way. */
  readonly #gaveWay = new Map<string, number>();
  readonly #listeners = new Set<() => void>();

  constructor(deps: RegistryDeps) {
    this.#db = deps.db;
    this.#random = deps.random;
    this.#mark = deps.mark;
    this.#deps = deps;
    this.#begun = deps.clock.monotonic();
    this.#descriptions = new Descriptions({
      ...{ db: deps.db, clock: deps.clock },
      now: (id) => {
        const entry = this.#byId.get(id);
        return (
          entry && { name: entry.name, fields: entry.fields, vendor: entry.known.vendor, model: entry.known.model }
        );
      },
    });
    for (const row of deps.db.prepare<[], Row>(SELECT).all()) this.#remember(entryOf(row));
  }

  /** Writes what is in memory alone. Nothing is found any more. */
  stop(): void {
    this.#descriptions.write();
  }

  /** The device, issued now if it is new; undefined when the client has too many: an unknown device. */
  resolve(client: Speaker, source: SourceDevice, dialect: string, now: number): KnownDevice | undefined {
    const key = keyOf(client, source, dialect);
    const known = this.#byKey.get(client.name)?.get(key);
    if (known) {
      this.#heard.set(known.known.id, this.#deps.clock.monotonic());
      return known.known;
    }
    const issued = this.#issue(client, key, source.name, dialect, now);
    if (issued) this.#changed();
    return issued?.known;
  }

  /** Takes in what an ecosystem tells of its devices: names, vendors, models, units. */
  found(client: Speaker, dialect: string, devices: readonly FoundDevice[], now: number): void {
    let changed = false;
    for (const device of devices) {
      // A device that its ecosystem removed keeps its id: consents and the ledger still speak of it.
      if (device.gone) continue;
      changed = this.#take(client, device.dialect ?? dialect, device, now) || changed;
    }
    if (changed) this.#changed();
  }

  /** Every device, in the shape that plans are compiled from. */
  known(): KnownDevice[] {
    return [...this.#byId.values()].map((entry) => entry.known);
  }

  get(id: DeviceId): KnownDevice | undefined {
    return this.#byId.get(id)?.known;
  }

  /** Says where the household has put a device; undefined takes it back. False for a device never issued. */
  place(id: DeviceId, room: string | undefined): boolean {
    const entry = this.#byId.get(id);
    if (!entry) return false;
    this.#db.prepare('UPDATE devices SET room = ? WHERE id = ?').run(room ?? null, id);
    const { room: _, ...known } = entry.known;
    this.#remember({ ...entry, known: { ...known, ...(room === undefined ? {} : { room }) } });
    this.#changed();
    return true;
  }

  /** Whether nobody has looked at it since it was found. */
  isNew(id: DeviceId): boolean {
    return this.#byId.get(id)?.isNew ?? false;
  }

  /** Somebody looked at it, and knows that it is here. */
  looked(id: DeviceId, now: number): void {
    const entry = this.#byId.get(id);
    if (!entry?.isNew) return;
    this.#db.prepare('UPDATE devices SET looked = ? WHERE id = ?').run(now, id);
    this.#remember({ ...entry, isNew: false });
  }

  /** The devices that one credential speaks for. */
  of(client: string): DeviceId[] {
    return [...(this.#byKey.get(client)?.values() ?? [])].map(({ known }) => known.id);
  }

  /** Forgets the devices of a credential that was taken back: whoever gets its name next is somebody else. */
  retire(client: string): void {
    for (const id of this.of(client)) this.#drop(id);
    this.#byKey.delete(client);
    this.#gaveWay.delete(client);
    this.#changed();
  }

  /** Makes it durable; for the transaction that removes the credential. */
  keepRetired(client: string): void {
    this.#db.prepare('DELETE FROM devices WHERE client = ?').run(client);
  }

  /**
   * Forgets one device of a credential that stays. When it speaks again it is a new one: with another id, since its old
   * one is never issued again, and with other pseudonyms, since nobody can compute the old ones any more.
   */
  forget(id: DeviceId): void {
    const entry = this.#byId.get(id);
    if (!entry) return;
    this.#db.transaction(() => {
      this.#db.prepare('DELETE FROM devices WHERE id = ?').run(id);
      this.#db.prepare('INSERT OR IGNORE INTO forgotten_names (mark) VALUES (?)').run(this.#mark(id));
    })();
    this.#drop(id);
    this.#byKey.get(entry.client)?.delete(entry.key);
    this.#changed();
  }

  /** The random id that pseudonyms are derived from; undefined for a device never issued. */
  canonical(id: DeviceId): string | undefined {
    return this.#byId.get(id)?.canonical;
  }

  /** What people call it, and whose it is: for the household's page, never for anything that leaves. */
  described(id: DeviceId): { readonly client: string; readonly key: string; readonly name?: string } | undefined {
    const entry = this.#byId.get(id);
    return entry && { client: entry.client, key: entry.key, ...(entry.name === undefined ? {} : { name: entry.name }) };
  }

  /** Calls back after a device was issued or what is known of one changed; returns a function that ends it. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #take(client: Speaker, dialect: string, device: FoundDevice, now: number): boolean {
    const key = keyOf(client, device, dialect);
    const devices = this.#byKey.get(client.name);
    let entry = devices?.get(key);
    // Seen first by a friendly name, say, before its bridge said which address that is.
    const former = device.formerKey === undefined ? undefined : devices?.get(device.formerKey);
    let changed = false;
    if (!entry && former && former.key !== key) {
      const rename = this.#db.prepare('UPDATE devices SET key = ? WHERE id = ?');
      if (!tookIn(() => rename.run(key, former.known.id))) return false;
      devices?.delete(former.key);
      entry = { ...former, key };
      this.#remember(entry);
    }
    if (!entry) {
      entry = this.#issue(client, key, device.name, dialect, now);
      changed = entry !== undefined;
    }
    if (entry) this.#heard.set(entry.known.id, this.#deps.clock.monotonic());
    return (entry !== undefined && this.#describe(entry, device)) || changed;
  }

  #describe(entry: Entry, device: FoundDevice): boolean {
    const vendor = makersWord(device.vendor) ?? entry.known.vendor;
    const model = makersWord(device.model) ?? entry.known.model;
    const name = clipped(device.name) ?? entry.name;
    const fields = device.fields
      ? JSON.stringify(fieldsOf(device.fields, device.partial ? entry.fields : '[]'))
      : entry.fields;
    const { known } = entry;
    if (vendor === known.vendor && model === known.model && name === entry.name && fields === entry.fields)
      return false;
    this.#remember({
      ...entry,
      name,
      fields,
      known: knownOf(known.id, known.dialect, vendor ?? null, model ?? null, fields, known.room ?? null),
    });
    this.#descriptions.changed(known.id);
    return true;
  }

  #issue(client: Speaker, key: string, name: string | undefined, dialect: string, now: number): Entry | undefined {
    if (key.length > 1024 || !this.#hasPlace(client.name)) return undefined;
    const id = isNative(client, dialect) ? deviceId(client.name) : this.#free(slug(name ?? key), client.name);
    if (id === undefined || this.#byId.has(id)) return undefined;
    const entry: Entry = {
      client: client.name,
      key,
      canonical: uuid(this.#random),
      name: clipped(name),
      isNew: true,
      fields: '[]',
      known: knownOf(id, dialect, null, null, '[]', null),
    };
    const insert = this.#db.prepare(
      'INSERT INTO devices (id, client, key, canonical, name, dialect, found) VALUES (?, ?, ?, ?, ?, ?, ?)',
    );
    const { canonical, name: called = null } = entry;
    if (!tookIn(() => insert.run(id, client.name, key, canonical, called, dialect, now))) return undefined;
    this.#remember(entry);
    this.#heard.set(id, this.#deps.clock.monotonic());
    return entry;
  }

  /**
   * Makes place where there is none: of the devices that nobody looked at or decided about, the one that was not heard for
   * longest gives way, if that is long. Else whoever invents devices once would shut out real ones for good.
   */
  #hasPlace(client: string): boolean {
    const devices = this.#byKey.get(client);
    if (devices === undefined || devices.size < MAX_DEVICES_PER_CLIENT) return true;
    const now = this.#deps.clock.monotonic();
    if (now - (this.#gaveWay.get(client) ?? -GIVES_WAY_EVERY_MS) < GIVES_WAY_EVERY_MS) return false;
    this.#gaveWay.set(client, now);
    const decided = this.#deps.decidedAbout();
    const heard = ({ known }: Entry) => this.#heard.get(known.id) ?? this.#begun;
    const [first] = [...devices.values()]
      .filter(({ isNew, known }) => isNew && known.room === undefined && !decided.has(known.id))
      .filter((entry) => now - heard(entry) > GIVES_WAY_AFTER_MS)
      .sort((a, b) => heard(a) - heard(b));
    if (first === undefined) return false;
    const { id } = first.known;
    if (!tookIn(() => this.#db.prepare('DELETE FROM devices WHERE id = ?').run(id))) return false;
    devices.delete(first.key);
    this.#drop(id);
    this.#deps.gaveWay(id);
    return true;
  }

  #drop(id: DeviceId): void {
    this.#byId.delete(id);
    this.#heard.delete(id);
  }

  /** The first of `wanted`, `wanted-2`, … that is neither a device's id nor another client's name. */
  #free(wanted: string, client: string): DeviceId | undefined {
    const taken = this.#db.prepare<[string, string, Uint8Array]>(
      `SELECT 1 WHERE EXISTS (SELECT 1 FROM clients WHERE name = ? AND name <> ?)
         OR EXISTS (SELECT 1 FROM forgotten_names WHERE mark = ?)`,
    );
    for (let number = 1; number <= 10_000; number++) {
      const id = deviceId(number === 1 ? wanted : `${wanted}-${number}`);
      if (id !== undefined && !this.#byId.has(id) && taken.get(id, client, this.#mark(id)) === undefined) return id;
    }
    return undefined;
  }

  #remember(entry: Entry): void {
    this.#byId.set(entry.known.id, entry);
    let devices = this.#byKey.get(entry.client);
    if (!devices) {
      devices = new Map();
      this.#byKey.set(entry.client, devices);
    }
    devices.set(entry.key, entry);
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }
}

interface Entry {
  readonly client: string;
  readonly key: string;
  readonly canonical: string;
  readonly name: string | undefined;
  readonly isNew: boolean;
  /** JSON, as stored. */
  readonly fields: string;
  readonly known: KnownDevice;
}

interface Row {
  readonly id: string;
  readonly client: string;
  readonly key: string;
  readonly canonical: string;
  readonly name: string | null;
  readonly dialect: string;
  readonly vendor: string | null;
  readonly model: string | null;
  readonly fields: string;
  readonly room: string | null;
  readonly looked: number | null;
}

const SELECT = 'SELECT id, client, key, canonical, name, dialect, vendor, model, fields, room, looked FROM devices';

function entryOf(row: Row): Entry {
  const id = deviceId(row.id);
  if (id === undefined) throw new Error('reading household.db: a device has an id that was never issued');
  return {
    client: row.client,
    key: row.key,
    canonical: row.canonical,
    name: row.name ?? undefined,
    isNew: row.looked === null,
    fields: row.fields,
    known: knownOf(id, row.dialect, row.vendor, row.model, row.fields, row.room),
  };
}

/** A native device is its client: whatever the payload says, it has that name and no other. */
function keyOf(client: Speaker, source: SourceDevice, dialect: string): string {
  return isNative(client, dialect) ? client.name : source.key;
}

function isNative(client: Speaker, dialect: string): boolean {
  return client.kind === 'device' && dialect === 'native';
}

function knownOf(
  id: DeviceId,
  dialect: string,
  vendor: string | null,
  model: string | null,
  fields: string,
  room: string | null,
): KnownDevice {
  return {
    id,
    dialect,
    ...(vendor === null ? {} : { vendor }),
    ...(model === null ? {} : { model }),
    ...(room === null ? {} : { room }),
    ...aboutFields(fields),
  };
}

function aboutFields(fields: string): Pick<KnownDevice, 'units' | 'classes'> {
  const units = new Map<FieldName, string>();
  const classes = new Map<FieldName, string>();
  const parsed: unknown = JSON.parse(fields);
  for (const item of Array.isArray(parsed) ? (parsed as unknown[]) : []) {
    if (typeof item !== 'object' || item === null || !('name' in item)) continue;
    const name = typeof item.name === 'string' ? fieldName(item.name) : undefined;
    if (name === undefined) continue;
    if ('unit' in item && typeof item.unit === 'string') units.set(name, item.unit);
    if ('deviceClass' in item && typeof item.deviceClass === 'string') classes.set(name, item.deviceClass);
  }
  return classes.size === 0 ? { units } : { units, classes };
}

/** What is told now, together with what was stored before of these fields and of others. */
function fieldsOf(fields: readonly FoundField[], before: string): readonly FoundField[] {
  const all = new Map((JSON.parse(before) as FoundField[]).map((field) => [field.name, field]));
  for (const field of fields)
    if (fieldName(field.name) !== undefined) all.set(field.name, { ...all.get(field.name), ...field });
  return [...all.values()].slice(0, MAX_FIELDS);
}

/** By these a device is recognised as somebody's: one that writes them in letters of another alphabet has said nothing. */
function makersWord(text: string | undefined): string | undefined {
  return areOneAlphabetEach(text ?? '') ? clipped(text) : undefined;
}

function clipped(text: string | undefined): string | undefined {
  return text === undefined || text === '' ? undefined : text.slice(0, MAX_TEXT);
}
