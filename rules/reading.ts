/** A device as the hub's registry issued it; never derived from what a device says at run time. */
export type DeviceId = string & { readonly __brand: 'DeviceId' };

/** A data item's name within a device: letters, digits and `_ - . :`, nesting written with dots (`energy.power`). */
export type FieldName = string & { readonly __brand: 'FieldName' };

/** Milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number;

/** What a field can hold. Numbers are finite and never -0. Text never leaves but as one of declared categories. */
export type Value = number | boolean | string;

export interface Field {
  readonly name: FieldName;
  readonly value: Value;
  /** As the device declared it, where known; compared with the manifest's, never forwarded. */
  readonly unit?: string;
}

/** The values of some fields of one device at one time. */
export interface Reading {
  readonly device: DeviceId;
  /** The time the reading counts by: the hub's receive time, or the device's own where it is within 5 minutes of it. */
  readonly at: Instant;
  readonly fields: readonly Field[];
}

/** What nearly every name is, and quicker to tell. */
const PLAIN_NAME = /^\w[\w:-]{0,127}$/;
const FIELD_NAME = /^[\p{L}\p{N}_][\p{L}\p{N}_.:-]{0,127}$/u;
/** Names that mean something to JavaScript objects; refused everywhere a name becomes a key. */
const RESERVED = new Set(['__proto__', 'constructor', 'prototype', 'toString', 'valueOf', 'hasOwnProperty']);

/** The name as a `FieldName`, or undefined when it cannot be one (empty, over 128 characters, control characters, reserved). */
export function fieldName(name: string): FieldName | undefined {
  if (PLAIN_NAME.test(name)) return RESERVED.has(name) ? undefined : (name as FieldName);
  return FIELD_NAME.test(name) && !name.split('.').some((part) => RESERVED.has(part)) ? (name as FieldName) : undefined;
}

const DEVICE_ID = /^[a-z0-9][a-z0-9-]{0,63}$/;

/** The text as a `DeviceId` (lower-case letters, digits, dashes, at most 64), or undefined. Only the registry should mint new ones. */
export function deviceId(text: string): DeviceId | undefined {
  return DEVICE_ID.test(text) && !RESERVED.has(text) ? (text as DeviceId) : undefined;
}

/** The furthest a device's own clock may be from the hub's for its time to be believed. */
const TRUSTED_SKEW_MS = 5 * 60_000;

/** The time a reading counts by: the device's where believable, else the hub's. */
export function countedAt(receivedAt: Instant, deviceTime: Instant | undefined): Instant {
  if (deviceTime === undefined || !Number.isFinite(deviceTime)) return receivedAt;
  return Math.abs(deviceTime - receivedAt) <= TRUSTED_SKEW_MS ? Math.trunc(deviceTime) : receivedAt;
}
