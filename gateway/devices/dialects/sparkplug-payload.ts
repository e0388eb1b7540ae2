import type { QuarantineReason } from './dialect.ts';
import { decode, MAX_BYTES } from './json.ts';
import { readFields, type WireField } from './protobuf.ts';

/** A payload of Sparkplug B (sparkplug_b.proto of Eclipse Tahu), as far as it is understood. */
export interface Payload {
  /** When it was sent, in ms. */
  readonly timestamp?: number;
  readonly metrics: readonly Metric[];
}

export interface Metric {
  readonly name?: string;
  readonly alias?: bigint;
  readonly datatype?: number;
  /** From its properties (`engUnit`). */
  readonly unit?: string;
  /** Told later than it happened. */
  readonly isHistorical: boolean;
  readonly isNull: boolean;
  /** The field of the value, or undefined where there is none. */
  readonly value?: WireField;
}

const MAX_METRICS = 5_000;
const MAX_NAME = 256;

export function readPayload(bytes: Uint8Array): Payload | { readonly reason: QuarantineReason } {
  if (bytes.byteLength > MAX_BYTES) return { reason: 'too large' };
  const fields = readFields(bytes);
  if (fields === undefined) return NONE;
  const metrics: Metric[] = [];
  let timestamp: number | undefined;
  for (const field of fields) {
    if (field.number === 1 && field.wire === 'varint') timestamp = safe(field.value);
    else if (field.number === 2 && field.wire === 'bytes') {
      if (metrics.length >= MAX_METRICS) return { reason: 'too many fields' };
      const metric = readMetric(field.bytes);
      if (metric === undefined) return NONE;
      metrics.push(metric);
    } else if (!(field.number === 3 && field.wire === 'varint') && !(field.number === 4 && field.wire === 'bytes')) {
      // A body of its own can hold anything, compressed metrics among it, and so can extensions.
      return NONE;
    }
  }
  return timestamp === undefined ? { metrics } : { timestamp, metrics };
}

const NONE = { reason: 'binary' } as const;

function readMetric(bytes: Uint8Array): Metric | undefined {
  const fields = readFields(bytes);
  if (fields === undefined) return undefined;
  const last = new Map(fields.map((field) => [field.number, field]));
  const values = fields.filter(({ number }) => number >= 10);
  // Of the ways to write a value there can be one, or readers would disagree which it is.
  if (values.length > 1) return undefined;
  const name = textOf(last.get(1));
  if (last.has(1) && name === undefined) return undefined;
  const alias = varintOf(last.get(2));
  const datatype = varintOf(last.get(4));
  const unit = unitOf(last.get(9));
  const [value] = values;
  return {
    ...(name === undefined ? {} : { name }),
    ...(alias === undefined ? {} : { alias }),
    ...(datatype === undefined ? {} : { datatype: Number(datatype) }),
    ...(unit === undefined ? {} : { unit }),
    ...(value === undefined ? {} : { value }),
    isHistorical: varintOf(last.get(5)) === 1n,
    isNull: varintOf(last.get(7)) === 1n,
  };
}

/** The property `engUnit`: keys and values are two lists of the same length. */
function unitOf(properties: WireField | undefined): string | undefined {
  const fields = properties?.wire === 'bytes' ? (readFields(properties.bytes) ?? []) : [];
  const keys = fields.filter(({ number }) => number === 1);
  const value = fields.filter(({ number }) => number === 2)[keys.findIndex((key) => textOf(key) === 'engUnit')];
  const inside = value?.wire === 'bytes' ? readFields(value.bytes) : undefined;
  const unit = textOf(inside?.find(({ number }) => number === 8));
  return unit !== undefined && unit.length <= 16 ? unit : undefined;
}

/** A text of a metric, or undefined where it is none or longer than a name is. */
export function textOf(field: WireField | undefined): string | undefined {
  if (field?.wire !== 'bytes' || field.bytes.byteLength > MAX_NAME) return undefined;
  return decode(field.bytes);
}

function varintOf(field: WireField | undefined): bigint | undefined {
  return field?.wire === 'varint' ? field.value : undefined;
}

/** The datatypes that hold one number or one boolean; those of text, times, bytes, lists and tables are none. */
const INT8 = 1;
const INT32 = 3;
const INT64 = 4;
const UINT8 = 5;
const UINT64 = 8;
const FLOAT = 9;
const DOUBLE = 10;
const BOOLEAN = 11;

export function typeOf(datatype: number | undefined): 'number' | 'boolean' | undefined {
  if (datatype === BOOLEAN) return 'boolean';
  return datatype !== undefined && datatype >= INT8 && datatype <= DOUBLE ? 'number' : undefined;
}

/** A value as its datatype says it is meant, or undefined where it is written as something else. */
export function valueOfMetric(datatype: number, { number, ...field }: WireField): number | boolean | undefined {
  const varint = field.wire === 'varint' ? field.value : undefined;
  if (datatype >= INT8 && datatype <= INT32 && number === 10 && varint !== undefined)
    return Number(BigInt.asIntN(32, varint));
  if (datatype === INT64 && number === 11 && varint !== undefined) return safe(BigInt.asIntN(64, varint));
  // Unsigned 32 bits are written as either: they do not fit into a signed int.
  if (datatype >= UINT8 && datatype <= UINT64 && (number === 10 || number === 11) && varint !== undefined)
    return safe(varint);
  if (datatype === BOOLEAN && number === 14 && varint !== undefined) return varint < 2n ? varint === 1n : undefined;
  if (datatype === FLOAT && number === 12 && field.wire === 'fixed32')
    return Number(view(field.bytes).getFloat32(0, true).toPrecision(7));
  if (datatype === DOUBLE && number === 13 && field.wire === 'fixed64') return view(field.bytes).getFloat64(0, true);
  return undefined;
}

function view(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** What a number of JavaScript holds exactly, or undefined. */
function safe(value: bigint): number | undefined {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : undefined;
}
