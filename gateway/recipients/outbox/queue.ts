import type { ShapedField } from '../../../rules/forms/form.ts';
import type { Permitted } from '../../../rules/permitted.ts';
import type { Random } from '../../runtime/random.ts';
import type { Operation } from '../../store/flow.ts';
import { type BatchRecord, shapedJson } from './seal.ts';

/** A row of outbox_records: one permitted field on its way. */
export interface QueuedRecord {
  readonly id: number;
  readonly recipient: string;
  readonly purpose: string;
  readonly consent: string;
  readonly slot_ms: number;
  readonly within_ms: number;
  readonly device: string;
  readonly starts: number;
  readonly ends: number;
  readonly field: string;
  readonly shaped: string;
}

/** The row to commit for one permitted field; `due` is the slot it waits for, 0 for live. */
export function queueOperation(permitted: Permitted, now: number, due: number): Operation {
  const { recipient, purpose, consent, slotMs, withinMs, device, from, to, field, shaped } = permitted;
  const json = JSON.stringify(shapedJson(shaped));
  return ['outbox record add', recipient, purpose, consent, slotMs, withinMs, device, from, to, field, json, now, due];
}

export interface Packed {
  readonly taken: readonly QueuedRecord[];
  /** Bytes the taken records need at most. */
  readonly size: number;
  /** Records that fit no batch of this size, not even alone. */
  readonly tooLarge: readonly QueuedRecord[];
}

/** Bytes of a record without fields, of a consent's receipt id; both with their comma. */
const RECORD_BYTES = Buffer.byteLength(
  `{"device":"${'x'.repeat(22)}","from":"2026-11-23T14:00:00Z","to":"2026-11-23T14:00:00Z","fields":{}},`,
);
const RECEIPT_BYTES = 22 + 3;

/** Takes records in order as long as they need at most `room` bytes; the rest waits for the next batch. */
export function pack(records: readonly QueuedRecord[], room: number): Packed {
  const taken: QueuedRecord[] = [];
  const tooLarge: QueuedRecord[] = [];
  const groups = new Groups();
  const consents = new Set<string>();
  let size = 0;
  for (const record of records) {
    const alone = fieldBytes(record);
    if (RECORD_BYTES + RECEIPT_BYTES + alone > room) {
      tooLarge.push(record);
      continue;
    }
    const needed =
      alone + (groups.hasRoomFor(record) ? 0 : RECORD_BYTES) + (consents.has(record.consent) ? 0 : RECEIPT_BYTES);
    if (size + needed > room) break;
    size += needed;
    groups.add(record);
    consents.add(record.consent);
    taken.push(record);
  }
  return { taken, size, tooLarge };
}

/** The records of a batch: one for each device and time, fields by name, in an order that says nothing. */
export function batchRecords(
  records: readonly QueuedRecord[],
  pseudonymOf: (device: string) => string,
  random: Random,
): BatchRecord[] {
  const groups = new Groups();
  for (const record of records) groups.add(record);
  const made = groups.all().map(({ first, fields }): BatchRecord => {
    const named = [...fields.values()].sort((a, b) => (a.field < b.field ? -1 : 1));
    return {
      device: pseudonymOf(first.device),
      from: first.starts,
      to: first.ends,
      fields: new Map(named.map((record) => [record.field, shapedOf(record)])),
    };
  });
  return shuffled(made, random);
}

/** Fisher–Yates, with unbiased draws: numbers from the incomplete last range are drawn again. */
export function shuffled<Item>(items: readonly Item[], random: Random): Item[] {
  const rest = [...items];
  const order: Item[] = [];
  while (rest.length > 0) order.push(...rest.splice(below(rest.length, random), 1));
  return order;
}

function below(limit: number, random: Random): number {
  const range = 2 ** 32 - (2 ** 32 % limit);
  for (;;) {
    const drawn = random(4).readUInt32BE();
    if (drawn < range) return drawn % limit;
  }
}

/** Fields of one device and time stand in one record; a field that is there already begins another. */
class Groups {
  readonly #open = new Map<string, Group>();
  readonly #all: Group[] = [];

  hasRoomFor(record: QueuedRecord): boolean {
    const group = this.#open.get(key(record));
    return group !== undefined && !group.fields.has(record.field);
  }

  add(record: QueuedRecord): void {
    let group = this.#open.get(key(record));
    if (!group || group.fields.has(record.field)) {
      group = { first: record, fields: new Map() };
      this.#open.set(key(record), group);
      this.#all.push(group);
    }
    group.fields.set(record.field, record);
  }

  all(): readonly Group[] {
    return this.#all;
  }
}

interface Group {
  readonly first: QueuedRecord;
  readonly fields: Map<string, QueuedRecord>;
}

function key(record: QueuedRecord): string {
  return `${record.device} ${record.starts} ${record.ends}`;
}

function fieldBytes(record: QueuedRecord): number {
  return Buffer.byteLength(JSON.stringify(record.field)) + Buffer.byteLength(record.shaped) + 2;
}

/** Reads back what `queueOperation` wrote. */
export function shapedOf(record: QueuedRecord): ShapedField {
  return JSON.parse(record.shaped) as ShapedField;
}
