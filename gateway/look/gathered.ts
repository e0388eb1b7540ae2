import type { FieldAbout } from '../../rules/classify.ts';
import type { Catalogue } from '../../rules/field-catalogue.ts';
import { hardwareAddressesIn } from '../../rules/hardware-addresses.ts';
import { entry, lengthSafe } from '../../rules/length-safe.ts';
import type { Needs } from '../../rules/needs.ts';
import { visible } from '../../rules/visible.ts';
import type { FoundDevice, QuarantineReason, SourceDevice } from '../devices/dialects/dialect.ts';
import type { Ecosystem } from '../devices/dialects/ecosystem.ts';
import { type GatheredField, type Gathering, lookedAt, toldOf } from './devices.ts';
import { type Identifier, identifiersIn, type Kind } from './identifiers.ts';
import { knownPath, knownRoot } from './known-words.ts';
import type { Look, NotUnderstood } from './look.ts';
import { masked } from './masked.ts';
import { letOut } from './postures.ts';
import { Tally } from './tally.ts';
import type { Told } from './understanding.ts';

export interface Message {
  readonly topic: string;
  readonly payload: Uint8Array;
  /** Said before, and kept by the broker. */
  readonly kept: boolean;
  /** Milliseconds since 1970. */
  readonly at: number;
}

export interface GatheredDeps {
  readonly ecosystems: readonly Ecosystem[];
  readonly catalogue: Catalogue;
  readonly needs: Needs;
  /** A keyed hash: what is counted by how many different ones there are is not kept itself. */
  readonly mark: (text: string) => string;
}

/** More than any home has; what is beyond is counted. */
const MOST_DEVICES = 2_000;
const MOST_FIELDS = 256;
/** Of all devices together. */
const MOST_FIELDS_OF_ALL = 50_000;
const MOST_TOPICS = 200;
const MOST_OVERHEARD = 20_000;

/** What is heard, counted; of what was said no value stays. Bounded, whatever is said and for how long. */
export class Gathered {
  readonly #deps: GatheredDeps;
  readonly #devices = new Map<string, Gathering>();
  readonly #beyond = new Set<string>();
  readonly #tally: Tally;
  readonly #reasons = new Map<QuarantineReason, number>();
  readonly #parts = new Map<QuarantineReason, number>();
  readonly #topics = new Map<string, { readonly begins: string; readonly levels: number; messages: number }>();
  /** Addresses on the air, marked with whether they became a device. */
  readonly #overheard = new Map<string, boolean>();
  #fields = 0;
  #live = 0;
  #kept = 0;
  #ofNoInterest = 0;

  constructor(deps: GatheredDeps) {
    this.#deps = deps;
    this.#tally = new Tally(deps.mark);
  }

  get messages(): number {
    return this.#live + this.#kept;
  }

  /** What an ecosystem told of a field so far. */
  about(key: string, name: string): Pick<FieldAbout, 'unit' | 'type'> {
    return toldOf(this.#devices.get(key)?.fields.get(name));
  }

  take({ topic, payload, kept }: Message, { dialect, said }: Told): void {
    if (kept) this.#kept += 1;
    else this.#live += 1;
    const found = identifiersIn(topic, payload);
    const gives = [...found];
    const devices: Gathering[] = [];
    switch (said.kind) {
      case 'readings':
        for (const device of said.devices ?? []) this.#found(device, dialect);
        for (const reason of said.leftOver ?? []) count(this.#parts, reason);
        for (const { device, fields } of said.readings) {
          const known = this.#device(device, dialect);
          if (known === undefined) continue;
          if (!devices.includes(known)) devices.push(known);
          for (const { name, unit } of fields) this.#hear(known, name, unit, kept);
          if (isChosenIn(device, topic))
            gives.push({ kind: 'name that somebody gave', where: 'topic', value: device.name ?? '' });
        }
        break;
      case 'devices':
        for (const device of said.devices) this.#found(device, dialect);
        break;
      case 'ignored':
        this.#ofNoInterest += 1;
        break;
      case 'quarantine':
        count(this.#reasons, said.reason);
        this.#notUnderstood(topic);
        break;
    }
    const { spelling } = this.#deps.catalogue;
    this.#tally.add(gives, (where) => (where === 'topic' ? where : knownPath(where, spelling)), dialect);
    if (ON_THE_AIR.test(topic)) this.#overTheAir(found, devices);
    const namesSomebody = found.some(({ kind, where }) => where === 'topic' && OF_SOMEBODY.has(kind));
    for (const device of devices) {
      if (namesSomebody) device.namesSomebody = true;
      if (kept) device.kept += 1;
      else device.live += 1;
      // Of several devices in one message nobody knows whose it is.
      if (devices.length === 1) for (const { kind } of gives) device.gives.add(kind);
    }
  }

  /** `seconds`: for how long was listened, where that is known. */
  told(seconds: number | undefined): Look {
    const devices = [...this.#devices.values()].filter(({ gone }) => !gone);
    const looked = lookedAt(devices, { ...this.#deps, seconds });
    return {
      heard: {
        ...(seconds === undefined ? {} : { seconds: Math.round(seconds * 10) / 10 }),
        ...{ live: this.#live, kept: this.#kept, ofNoInterest: this.#ofNoInterest },
      },
      devices: looked.map(({ shown }) => shown),
      moreDevices: this.#beyond.size,
      identifiers: this.#tally.told(),
      overheard: [...this.#overheard.values()].filter((isDevice) => !isDevice).length,
      postures: letOut(looked, this.#deps.needs),
      notUnderstood: this.#toldNotUnderstood(),
    };
  }

  #device(source: SourceDevice, dialect: string | undefined): Gathering | undefined {
    const { key } = source;
    const known = this.#devices.get(key);
    if (known) {
      if (source.name !== undefined) known.name ??= source.name;
      return known;
    }
    if (this.#devices.size >= MOST_DEVICES || key.length > 1_024) {
      if (this.#beyond.size < MOST_DEVICES) this.#beyond.add(key.slice(0, 1_024));
      return undefined;
    }
    const made: Gathering = {
      ...{ key, dialect: source.dialect ?? dialect ?? '', fields: new Map(), gives: new Set(), live: 0, kept: 0 },
      ...(source.name === undefined ? {} : { name: source.name }),
    };
    this.#devices.set(key, made);
    return made;
  }

  #found(device: FoundDevice, dialect: string | undefined): void {
    const { formerKey } = device;
    const former = formerKey === undefined ? undefined : this.#devices.get(formerKey);
    if (former && formerKey !== undefined && formerKey !== device.key) {
      // Seen first by a name, say, before its bridge said which address that is.
      this.#devices.delete(formerKey);
      if (!this.#devices.has(device.key)) this.#devices.set(device.key, former);
    }
    const known = this.#device(device, dialect);
    if (known === undefined) return;
    known.gone = device.gone === true;
    if (device.name !== undefined) known.name = device.name;
    if (device.vendor !== undefined) known.vendor = device.vendor.slice(0, 128);
    if (device.model !== undefined) known.model = device.model.slice(0, 128);
    for (const { name, unit, deviceClass } of device.fields ?? []) {
      const field = this.#field(known, name);
      if (field && unit !== undefined) field.unit = unit;
      if (field && deviceClass !== undefined) field.deviceClass = deviceClass;
    }
  }

  #hear(device: Gathering, name: string, unit: string | undefined, kept: boolean): void {
    const field = this.#field(device, name);
    if (field === undefined) return;
    if (unit !== undefined) field.unit = unit;
    if (kept) field.kept += 1;
    else field.live += 1;
  }

  #field(device: Gathering, name: string): GatheredField | undefined {
    const known = device.fields.get(name);
    if (known || device.fields.size >= MOST_FIELDS || this.#fields >= MOST_FIELDS_OF_ALL) return known;
    this.#fields += 1;
    return entry(device.fields, name, (): GatheredField => ({ live: 0, kept: 0 }));
  }

  /** A radio gateway hears the whole neighbourhood, and the topic or the message says whom. */
  #overTheAir(found: readonly Identifier[], devices: readonly Gathering[]): void {
    for (const { kind, where, value } of found) {
      const isWhom = where === 'topic' || /(?:^|\.)(?:id|mac)$/.test(where);
      if (!isWhom || kind !== 'hardware address') continue;
      const mark = this.#deps.mark(value);
      const before = this.#overheard.get(mark);
      if (before === undefined && this.#overheard.size >= MOST_OVERHEARD) continue;
      this.#overheard.set(mark, before === true || devices.length > 0);
    }
    for (const device of devices) device.overTheAir = true;
  }

  #notUnderstood(topic: string): void {
    const [begins, levels] = [knownRoot(topic), topic.split('/').length];
    const key = lengthSafe([begins, String(levels)]);
    if (!this.#topics.has(key) && this.#topics.size >= MOST_TOPICS) return;
    entry(this.#topics, key, () => ({ begins, levels, messages: 0 })).messages += 1;
  }

  #toldNotUnderstood(): NotUnderstood {
    const sorted = (counts: ReadonlyMap<QuarantineReason, number>) => [...counts].sort(([, a], [, b]) => b - a);
    return {
      messages: [...this.#reasons.values()].reduce((sum, each) => sum + each, 0),
      reasons: sorted(this.#reasons).map(([reason, messages]) => ({ reason, messages })),
      topics: [...this.#topics.values()].sort((a, b) => b.messages - a.messages),
      parts: sorted(this.#parts).map(([reason, parts]) => ({ reason, parts })),
    };
  }
}

const OF_SOMEBODY: ReadonlySet<Kind> = new Set([
  ...(['name of a person or user', 'phone or tag that somebody carries', 'password, key or code'] as const),
  ...(['e-mail address', 'what was said'] as const),
]);

/** `BTtoMQTT`, `BLEtoMQTT`, `RTL_433toMQTT` of OpenMQTTGateway and Theengs. */
const ON_THE_AIR = /\/(?:BT|BLE|RTL_433|RF)toMQTT(?:\/|$)/;

/** Whether a topic holds what people call the device, and not only what its maker calls it. */
function isChosenIn({ name, key }: SourceDevice, topic: string): boolean {
  if (name === undefined || name.length < 2 || !topic.includes(name)) return false;
  return hardwareAddressesIn(name).length === 0 && masked(visible(key)) !== '…';
}

function count(counts: Map<QuarantineReason, number>, reason: QuarantineReason): void {
  counts.set(reason, (counts.get(reason) ?? 0) + 1);
}
