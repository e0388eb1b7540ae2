import type { ShapedField } from '../../../rules/forms/form.ts';
import { entry, lengthSafe } from '../../../rules/length-safe.ts';
import type { Permitted } from '../../../rules/permitted.ts';
import type { Random } from '../../runtime/random.ts';
import type { Operation } from '../../store/flow.ts';
import { type BatchRecord, shapedJson } from './seal.ts';

/**
 * A row of outbox_records: permitted values of one field of one device under one consent, in one form, on their way
 * together. Most often it is one; of what leaves live it is as many as one commit held.
 */
export interface QueuedRun {
  readonly id: number;
  readonly recipient: string;
  readonly purpose: string;
  readonly consent: string;
  readonly slot_ms: number;
  readonly within_ms: number;
  readonly device: string;
  readonly field: string;
  readonly starts: number;
  readonly ends: number;
  readonly shaped: string;
  readonly records: number;
  readonly run: string | null;
  /** Of the JSON of all values. */
  readonly bytes: number;
}

/** One value of a run, with its own times. */
export interface QueuedValue {
  readonly starts: number;
  readonly ends: number;
  readonly shaped: ShapedField;
}

/** A run has no more, nor more bytes: whatever it holds, it fits a batch together with others. */
const MOST_IN_A_RUN = 200;
const LARGEST_RUN = 16_384;

/** The row to commit for one permitted field; `due` is the slot it waits for, 0 for live. */
export function queueOperation(permitted: Permitted, now: number, due: number): Operation {
  const { from, to, shaped } = permitted;
  const json = JSON.stringify(shapedJson(shaped));
  return rowOf(permitted, now, due, [from, to, json, 1, null, Buffer.byteLength(json)]);
}

/**
 * The rows for live fields that are committed together. Those of one run belong to one epoch: what is older than
 * `epochStarts` says of its stream stands by itself.
 */
export function liveOperations(
  permitted: readonly Permitted[],
  now: number,
  epochStarts: (stream: { readonly recipient: string; readonly purpose: string }) => number,
): Operation[] {
  const operations: Operation[] = [];
  const runs = new Map<string, Permitted[]>();
  for (const each of permitted) {
    const { recipient, purpose, consent, device, field, shaped, from } = each;
    if (from < epochStarts(each)) operations.push(queueOperation(each, now, 0));
    else entry(runs, lengthSafe([recipient, purpose, consent, device, field, shaped.form]), () => []).push(each);
  }
  for (const run of runs.values()) operations.push(...runOperations(run, now));
  return operations;
}

function runOperations(all: readonly Permitted[], now: number): Operation[] {
  const operations: Operation[] = [];
  let run = emptyRun();
  for (const { from, to, shaped } of all) {
    const json = JSON.stringify(shapedJson(shaped));
    const size = Buffer.byteLength(json);
    if (run.values.length === MOST_IN_A_RUN || (run.values.length > 0 && run.bytes + size > LARGEST_RUN)) {
      operations.push(runOperation(all, run, now));
      run = emptyRun();
    }
    run.values.push(`[${from},${to},${json}]`);
    if (run.shaped === '') run.shaped = json;
    run.bytes += size;
    run.starts = Math.min(run.starts, from);
    run.ends = Math.max(run.ends, to);
  }
  return [...operations, runOperation(all, run, now)];
}

function runOperation([first]: readonly Permitted[], run: Run, now: number): Operation {
  if (!first) throw new Error('a run of nothing');
  const { values, starts, ends, shaped, bytes } = run;
  return rowOf(first, now, 0, [
    starts,
    ends,
    shaped,
    values.length,
    values.length > 1 ? `[${values.join()}]` : null,
    bytes,
  ]);
}

interface Run {
  readonly values: string[];
  shaped: string;
  bytes: number;
  starts: number;
  ends: number;
}

function emptyRun(): Run {
  return { values: [], shaped: '', bytes: 0, starts: Number.POSITIVE_INFINITY, ends: Number.NEGATIVE_INFINITY };
}

function rowOf(
  { recipient, purpose, consent, slotMs, withinMs, device, field }: Permitted,
  now: number,
  due: number,
  what: readonly [starts: number, ends: number, shaped: string, records: number, run: string | null, bytes: number],
): Operation {
  return ['outbox record add', recipient, purpose, consent, slotMs, withinMs, device, field, now, due, ...what];
}

/** Reads back what was queued. */
export function valuesOf({ starts, ends, shaped, run }: QueuedRun): QueuedValue[] {
  if (run === null) return [{ starts, ends, shaped: JSON.parse(shaped) as ShapedField }];
  const values = JSON.parse(run) as [starts: number, ends: number, shaped: ShapedField][];
  return values.map(([from, to, value]) => ({ starts: from, ends: to, shaped: value }));
}

export function formOf({ shaped }: QueuedRun): string {
  return (JSON.parse(shaped) as ShapedField).form;
}

export function recordsIn(runs: readonly QueuedRun[]): number {
  let sum = 0;
  for (const { records } of runs) sum += records;
  return sum;
}

export interface Packed {
  readonly taken: readonly QueuedRun[];
  /** Bytes the taken records need at most. */
  readonly size: number;
  /** Records that fit no batch of this size, not even alone. */
  readonly tooLarge: readonly QueuedRun[];
}

/** Bytes of a record without fields, of a consent's receipt id; both with their comma. */
const RECORD_BYTES = Buffer.byteLength(
  `{"device":"${'x'.repeat(22)}","from":"2026-11-23T14:00:00Z","to":"2026-11-23T14:00:00Z","fields":{}},`,
);
const RECEIPT_BYTES = 22 + 3;

/** Takes runs in order as long as they need at most `room` bytes; the rest waits for the next batch. */
export function pack(runs: readonly QueuedRun[], room: number): Packed {
  const taken: QueuedRun[] = [];
  const tooLarge: QueuedRun[] = [];
  const groups = new Groups<QueuedRun>();
  const consents = new Set<string>();
  let size = 0;
  for (const run of runs) {
    const alone = fieldBytes(run);
    if (run.records * RECORD_BYTES + RECEIPT_BYTES + alone > room) {
      tooLarge.push(run);
      continue;
    }
    // Several values of a field never share a record, and are counted as if others did not share theirs either.
    const shares = run.records === 1 && groups.hasRoomFor(run.device, run);
    const needed = alone + (shares ? 0 : run.records * RECORD_BYTES) + (consents.has(run.consent) ? 0 : RECEIPT_BYTES);
    if (size + needed > room) break;
    size += needed;
    if (run.records === 1) groups.add(run.device, run);
    consents.add(run.consent);
    taken.push(run);
  }
  return { taken, size, tooLarge };
}

/** The records of a batch: one for each device and time, fields by name, in an order that says nothing. */
export function batchRecords(
  runs: readonly QueuedRun[],
  pseudonymOf: (device: string) => string,
  random: Random,
): BatchRecord[] {
  const groups = new Groups<QueuedValue & { readonly field: string }>();
  for (const run of runs) for (const value of valuesOf(run)) groups.add(run.device, { ...value, field: run.field });
  const names = new Map<string, string>();
  const made = groups.all().map(({ device, first, fields }): BatchRecord => {
    const named = [...fields.values()].sort((a, b) => (a.field < b.field ? -1 : 1));
    return {
      device: entry(names, device, () => pseudonymOf(device)),
      from: first.starts,
      to: first.ends,
      fields: new Map(named.map(({ field, shaped }) => [field, shaped])),
    };
  });
  return shuffled(made, random);
}

/** Fisher–Yates, with unbiased draws: numbers from the incomplete last range are drawn again. */
export function shuffled<Item>(items: readonly Item[], random: Random): Item[] {
  const order = [...items];
  const draw = drawing(random, order.length);
  for (let last = order.length - 1; last > 0; last--) {
    const other = below(last + 1, draw);
    const [a, b] = [order[last], order[other]];
    if (a === undefined || b === undefined) continue;
    order[last] = b;
    order[other] = a;
  }
  return order;
}

function below(limit: number, draw: () => number): number {
  const range = 2 ** 32 - (2 ** 32 % limit);
  for (;;) {
    const drawn = draw();
    if (drawn < range) return drawn % limit;
  }
}

/** Numbers of 32 bits, drawn so many at once: each draw by itself costs more than all the rest of a shuffle. */
function drawing(random: Random, many: number): () => number {
  let [bytes, at] = [random(4 * Math.max(1, many)), 0];
  return () => {
    if (at === bytes.length) [bytes, at] = [random(64), 0];
    at += 4;
    return bytes.readUInt32BE(at - 4);
  };
}

interface Timed {
  readonly field: string;
  readonly starts: number;
  readonly ends: number;
}

/** Fields of one device and time stand in one record; a field that is there already begins another. */
class Groups<Value extends Timed> {
  readonly #open = new Map<string, Group<Value>>();
  readonly #all: Group<Value>[] = [];

  hasRoomFor(device: string, value: Timed): boolean {
    const group = this.#open.get(key(device, value));
    return group !== undefined && !group.fields.has(value.field);
  }

  add(device: string, value: Value): void {
    const name = key(device, value);
    let group = this.#open.get(name);
    if (!group || group.fields.has(value.field)) {
      group = { device, first: value, fields: new Map() };
      this.#open.set(name, group);
      this.#all.push(group);
    }
    group.fields.set(value.field, value);
  }

  all(): readonly Group<Value>[] {
    return this.#all;
  }
}

interface Group<Value> {
  readonly device: string;
  readonly first: Value;
  readonly fields: Map<string, Value>;
}

function key(device: string, { starts, ends }: Timed): string {
  return `${device} ${starts} ${ends}`;
}

function fieldBytes({ field, bytes, records }: QueuedRun): number {
  return records * (Buffer.byteLength(JSON.stringify(field)) + 2) + bytes;
}
