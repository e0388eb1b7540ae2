import type { ShapedField } from '../../../rules/forms/form.ts';
import { entry } from '../../../rules/length-safe.ts';
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

/** The same without its values: all that forming a batch asks for. */
export type QueuedSize = Omit<QueuedRun, 'shaped' | 'run'>;

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
  const runs = new Map<string, Alike[]>();
  for (const each of permitted) {
    const known = entry(runs, each.consent, (): Alike[] => []);
    let alike = known.find(({ first }) => areAlike(first, each));
    if (!alike) {
      alike = { first: each, epochStarts: epochStarts(each), all: [] };
      known.push(alike);
    }
    if (each.from < alike.epochStarts) operations.push(queueOperation(each, now, 0));
    else alike.all.push(each);
  }
  for (const known of runs.values())
    for (const { all } of known) if (all.length > 0) operations.push(...runOperations(all, now));
  return operations;
}

/** What may stand in one row. Most often a consent is of one field of one device, in one form. */
interface Alike {
  readonly first: Permitted;
  readonly epochStarts: number;
  readonly all: Permitted[];
}

function areAlike(one: Permitted, other: Permitted): boolean {
  return (
    one.recipient === other.recipient &&
    one.purpose === other.purpose &&
    one.device === other.device &&
    one.field === other.field &&
    one.shaped.form === other.shaped.form
  );
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
export function valuesOf(run: QueuedRun): QueuedValue[] {
  return timedValues(run).map(([starts, ends, shaped]) => ({ starts, ends, shaped }));
}

function timedValues({ starts, ends, shaped, run }: QueuedRun): [starts: number, ends: number, shaped: ShapedField][] {
  return run === null ? [[starts, ends, JSON.parse(shaped)]] : JSON.parse(run);
}

/** Whether a word stands in it that is no member's name, unit or form: looked for in the text, since few runs have any. */
export function saysWords({ shaped, run }: QueuedRun): boolean {
  return WORD.test(run ?? shaped);
}

const WORD = /"(?:value|last)":"|"(?:histogram|timeInState)":\{/;

export function formOf({ shaped }: QueuedRun): string {
  return (JSON.parse(shaped) as ShapedField).form;
}

export function recordsIn(runs: readonly QueuedSize[]): number {
  let sum = 0;
  for (const { records } of runs) sum += records;
  return sum;
}

export interface Packed<Run extends QueuedSize> {
  readonly taken: readonly Run[];
  /** Bytes the taken records need at most. */
  readonly size: number;
  /** Records that fit no batch of this size, not even alone. */
  readonly tooLarge: readonly Run[];
}

/** Bytes of a record without fields, of a consent's receipt id; both with their comma. */
const RECORD_BYTES = Buffer.byteLength(
  `{"device":"${'x'.repeat(22)}","from":"2026-11-23T14:00:00Z","to":"2026-11-23T14:00:00Z","fields":{}},`,
);
const RECEIPT_BYTES = 22 + 3;

/** Takes runs in order as long as they need at most `room` bytes; the rest waits for the next batch. */
export function pack<Run extends QueuedSize>(runs: readonly Run[], room: number): Packed<Run> {
  const taken: Run[] = [];
  const tooLarge: Run[] = [];
  const groups = new Groups<undefined>((device) => device);
  const consents = new Set<string>();
  let size = 0;
  for (const run of runs) {
    const alone = fieldBytes(run);
    if (run.records * RECORD_BYTES + RECEIPT_BYTES + alone > room) {
      tooLarge.push(run);
      continue;
    }
    // Several values of a field never share a record, and are counted as if others did not share theirs either.
    const shares = run.records === 1 && groups.hasRoomFor(run);
    const needed = alone + (shares ? 0 : run.records * RECORD_BYTES) + (consents.has(run.consent) ? 0 : RECEIPT_BYTES);
    if (size + needed > room) break;
    size += needed;
    if (run.records === 1) groups.add(run.device, run.field, run.starts, run.ends, undefined);
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
  const groups = new Groups<ShapedField>(pseudonymOf);
  for (const run of runs)
    for (const [starts, ends, shaped] of timedValues(run)) groups.add(run.device, run.field, starts, ends, shaped);
  for (const { fields } of groups.all) if (fields.length > 1) fields.sort(([a], [b]) => (a < b ? -1 : 1));
  return shuffled(groups.all, random);
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

/** Fields of one device and time stand in one record; a field that is there already begins another. */
class Groups<Value> {
  readonly all: Group<Value>[] = [];
  readonly #nameOf: (device: string) => string;
  readonly #devices = new Map<string, OfDevice<Value>>();

  constructor(nameOf: (device: string) => string) {
    this.#nameOf = nameOf;
  }

  hasRoomFor({ device, field, starts, ends }: QueuedSize): boolean {
    const group = this.#devices.get(device)?.open.get(time(starts, ends));
    return group !== undefined && !has(group, field);
  }

  add(device: string, field: string, starts: number, ends: number, value: Value): void {
    const { name, open } = entry(this.#devices, device, () => ({ name: this.#nameOf(device), open: new Map() }));
    const group = open.get(time(starts, ends));
    if (group && !has(group, field)) {
      group.fields.push([field, value]);
      return;
    }
    // An empty list that grows takes room for many.
    const begun: Group<Value> = { device: name, from: starts, to: ends, fields: [[field, value]] };
    open.set(time(starts, ends), begun);
    this.all.push(begun);
  }
}

interface OfDevice<Value> {
  readonly name: string;
  readonly open: Map<number | string, Group<Value>>;
}

interface Group<Value> {
  readonly device: string;
  readonly from: number;
  readonly to: number;
  readonly fields: [name: string, Value][];
}

function has({ fields }: Group<unknown>, field: string): boolean {
  return fields.some(([name]) => name === field);
}

/** A moment is a number, and makes no text. */
function time(starts: number, ends: number): number | string {
  return starts === ends ? starts : `${starts} ${ends}`;
}

function fieldBytes({ field, bytes, records }: QueuedSize): number {
  return records * (Buffer.byteLength(JSON.stringify(field)) + 2) + bytes;
}
