import type { QuarantineReason } from './dialect.ts';

/** A device's message is small; what is larger is a picture, a map or an attack. */
export const MAX_BYTES = 256 * 1024;
/** A bridge's device list carries every definition in full, some 10 KB a device; it comes rarely. */
export const MAX_LIST_BYTES = 4 * 1024 * 1024;
export const MAX_DEPTH = 32;

export type JsonObject = { readonly [key: string]: unknown };
export type ParsedJson = { readonly value: unknown } | { readonly reason: QuarantineReason };

/**
 * The JSON value of a payload (RFC 8259), or why it has none. Total and stricter than `JSON.parse`: fatal UTF-8, no byte
 * order mark, bounded size and depth, every key once (JSON.parse keeps the last silently, so two readers of one payload
 * could see two values), and no key that means something to JavaScript objects.
 */
export function parseJson(payload: Uint8Array, maxBytes = MAX_BYTES): ParsedJson {
  if (payload.byteLength > maxBytes) return TOO_LARGE;
  const outline = outlineOf(payload);
  if ('reason' in outline) return outline;
  const text = decode(payload, outline.ascii);
  if (text === undefined) return NOT_UTF8;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return NOT_JSON;
  }
  const keys = countKeys(value);
  if (keys === RESERVED_KEY) return RESERVED_NAME;
  return keys === outline.colons ? { value } : DUPLICATE_KEY;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * What a payload looks like, in types and sizes only. Never a value and never a key: keys can be names of people. It is
 * kept with what was quarantined, so that a household can report a device without showing what it said.
 */
export function shapeOf(payload: Uint8Array): string {
  const bytes = payload.byteLength;
  if (bytes === 0) return 'empty';
  if (bytes > MAX_BYTES) return `over ${MAX_BYTES / 1024} KiB`;
  const size = bytes === 1 ? '1 byte' : `${bytes} bytes`;
  const outline = outlineOf(payload);
  if ('reason' in outline) return `${outline === BINARY ? 'binary' : `more than ${MAX_DEPTH} levels`}, ${size}`;
  const text = decode(payload, outline.ascii);
  if (text === undefined) return `not UTF-8, ${size}`;
  try {
    return `${outside(JSON.parse(text), outline.depth)}, ${size}`;
  } catch {
    return `text, ${size}`;
  }
}

/** The UTF-8 text of bytes, or undefined when they are not UTF-8. A byte order mark stays, so that JSON.parse refuses it. */
export function decode(payload: Uint8Array, ascii = false): string | undefined {
  // Decoding seven-bit bytes needs no validation and gives V8 its compact one-byte strings.
  if (ascii) return bufferOf(payload).toString('latin1');
  try {
    return UTF8.decode(payload);
  } catch {
    return undefined;
  }
}

function bufferOf(payload: Uint8Array): Buffer {
  return Buffer.isBuffer(payload) ? payload : Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength);
}

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

const TOO_LARGE = { reason: 'too large' } as const;
const NOT_UTF8 = { reason: 'not UTF-8' } as const;
const NOT_JSON = { reason: 'not JSON' } as const;
const RESERVED_NAME = { reason: 'reserved name' } as const;
const DUPLICATE_KEY = { reason: 'duplicate key' } as const;
const TOO_DEEP = { reason: 'nested too deep' } as const;
const BINARY = { reason: 'binary' } as const;

interface Outline {
  readonly colons: number;
  readonly depth: number;
  readonly ascii: boolean;
}

/**
 * One pass over the bytes, outside strings: how deep it nests and how many members it writes down (in JSON each colon
 * outside a string belongs to exactly one member). Iterative, so depth costs no stack; quotes, backslashes and brackets
 * are single bytes in UTF-8, so it need not decode. Control bytes other than white space occur in no JSON text.
 */
function outlineOf(payload: Uint8Array): Outline | typeof BINARY | typeof TOO_DEEP {
  let colons = 0;
  let depth = 0;
  let deepest = 0;
  let seen = 0;
  let inString = false;
  for (let i = 0; i < payload.length; i++) {
    const byte = payload[i] ?? 0;
    seen |= byte;
    if (byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d) return BINARY;
    if (byte === 0x22) inString = !inString;
    else if (inString) {
      if (byte !== 0x5c) continue;
      // The escaped byte is looked at here, or an escaped quote would end the string.
      const escaped = payload[++i] ?? 0x20;
      seen |= escaped;
      if (escaped < 0x20) return BINARY;
    } else if (byte === 0x3a) colons++;
    else if (byte === 0x7b || byte === 0x5b) {
      if (++depth > deepest) deepest = depth;
      if (depth > MAX_DEPTH) return TOO_DEEP;
    } else if (byte === 0x7d || byte === 0x5d) depth--;
  }
  return { colons, depth: deepest, ascii: seen < 0x80 };
}

const RESERVED_KEY = -1;

/** How many keys a parsed value has at all levels, or `RESERVED_KEY`. Recursion is safe: the depth was checked before. */
function countKeys(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  let count = 0;
  if (Array.isArray(value)) {
    for (const item of value) {
      if (typeof item !== 'object') continue;
      const inside = countKeys(item);
      if (inside === RESERVED_KEY) return RESERVED_KEY;
      count += inside;
    }
    return count;
  }
  for (const [key, member] of Object.entries(value)) {
    if (key === '__proto__' || key === 'constructor' || key === 'prototype') return RESERVED_KEY;
    count++;
    if (typeof member !== 'object') continue;
    const inside = countKeys(member);
    if (inside === RESERVED_KEY) return RESERVED_KEY;
    count += inside;
  }
  return count;
}

function outside(value: unknown, depth: number): string {
  if (value === null) return 'null';
  if (typeof value !== 'object') return typeof value;
  const [kind, count] = Array.isArray(value)
    ? (['list', counted(value.length, 'item')] as const)
    : (['object', counted(Object.keys(value).length, 'member')] as const);
  return `${kind} with ${count}, depth ${depth}`;
}

function counted(count: number, noun: string): string {
  return count === 1 ? `1 ${noun}` : `${count} ${noun}s`;
}
