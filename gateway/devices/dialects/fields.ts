import { type Field, type FieldName, fieldName, type Value } from '../../../rules/reading.ts';
import type { QuarantineReason } from './dialect.ts';
import { isObject, type JsonObject } from './json.ts';

export const MAX_FIELDS = 200;
/** Longer text is prose, a key or an encoded picture: no category is this long. */
export const MAX_TEXT = 256;

/** What became of a payload: its fields, and the reasons why other parts became none. */
export interface Flat {
  readonly fields: Field[];
  readonly leftOver: QuarantineReason[];
}

export interface FlattenOptions {
  /** Written before every name, with a dot. */
  readonly prefix?: string;
  /** Members of the outermost object that are no data: times, identities, the envelope. */
  readonly skip?: ReadonlySet<string>;
  /** What the ecosystem knows about a field: its unit, that ON means true. */
  readonly describe?: (name: FieldName, value: Value) => Field;
  /** True where the ecosystem's lists of objects have fixed places (Shelly's `relays`); else they are left over. */
  readonly listsOfObjects?: boolean;
}

/**
 * The fields of a JSON object: names joined with dots, list items by index. Lists of objects are left over unless the
 * ecosystem fixes their places: what stands first today (a face, a neighbour's phone) is something else tomorrow, and a
 * consent for `list.0` would mean nothing. Whatever is no field stays home.
 */
export function flatten(object: JsonObject, options: FlattenOptions = {}): Flat {
  const flat: Flat = { fields: [], leftOver: [] };
  const prefix = options.prefix === undefined ? '' : `${options.prefix}.`;
  const dotted = addMembers(flat, object, prefix, options, options.skip);
  return dotted ? withoutAmbiguous(flat) : flat;
}

/** Adds one value under a name, or notes why it cannot be a field. Null says nothing and is skipped. */
export function addValue(flat: Flat, name: string, value: unknown, describe?: FlattenOptions['describe']): void {
  if (value === null || value === undefined) return;
  const checked = asValue(value);
  if (typeof checked === 'object') {
    note(flat, checked.reason);
    return;
  }
  const known = fieldName(name);
  if (known === undefined) note(flat, isReserved(name) ? 'reserved name' : 'unexpected shape');
  else if (flat.fields.length >= MAX_FIELDS) noteOnce(flat, 'too many fields');
  else flat.fields.push(describe === undefined ? { name: known, value: checked } : describe(known, checked));
}

/** A raw scalar as a `Value`: finite, never -0, text short and well formed. Text of digits stays text. */
export function asValue(value: unknown): Value | { readonly reason: QuarantineReason } {
  switch (typeof value) {
    case 'number':
      return Number.isFinite(value) ? value + 0 : { reason: 'not a number' };
    case 'boolean':
      return value;
    case 'string':
      return value.length <= MAX_TEXT && value.isWellFormed() ? value : { reason: 'text' };
    default:
      return { reason: 'unexpected shape' };
  }
}

/** Returns whether a key held a dot, which is the only way two paths can meet in one name. */
function addMembers(
  flat: Flat,
  object: JsonObject,
  prefix: string,
  options: FlattenOptions,
  skip?: ReadonlySet<string>,
): boolean {
  let dotted = false;
  for (const key of Object.keys(object)) {
    if (skip?.has(key)) continue;
    if (key.includes('.')) dotted = true;
    if (addMember(flat, prefix + key, object[key], options)) dotted = true;
  }
  return dotted;
}

function addMember(flat: Flat, name: string, value: unknown, options: FlattenOptions): boolean {
  if (isObject(value)) return addMembers(flat, value, `${name}.`, options);
  if (!Array.isArray(value)) {
    addValue(flat, name, value, options.describe);
    return false;
  }
  let dotted = false;
  for (const [index, item] of value.entries()) {
    // A list goes on long after the limit is reached; looking at the rest would only cost time.
    if (flat.fields.length >= MAX_FIELDS) {
      noteOnce(flat, 'too many fields');
      break;
    }
    if (typeof item !== 'object' || options.listsOfObjects) {
      if (addMember(flat, `${name}.${index}`, item, options)) dotted = true;
    } else if (item !== null) noteOnce(flat, 'unexpected shape');
  }
  return dotted;
}

/** `{"a.b":1,"a":{"b":2}}` gives one name two values; neither can be trusted to be what was agreed, so both go. */
function withoutAmbiguous(flat: Flat): Flat {
  const times = new Map<FieldName, number>();
  for (const { name } of flat.fields) times.set(name, (times.get(name) ?? 0) + 1);
  const fields = flat.fields.filter(({ name }) => times.get(name) === 1);
  if (fields.length < flat.fields.length) flat.leftOver.push('duplicate key');
  return { fields, leftOver: flat.leftOver };
}

function isReserved(name: string): boolean {
  return name.split('.').some((part) => part in Object.prototype);
}

/** What is left over is counted, so the list is bounded: a payload of a hundred thousand odd names must not cost more. */
function note(flat: Flat, reason: QuarantineReason): void {
  if (flat.leftOver.length < MAX_FIELDS) flat.leftOver.push(reason);
}

function noteOnce(flat: Flat, reason: QuarantineReason): void {
  if (!flat.leftOver.includes(reason)) note(flat, reason);
}
