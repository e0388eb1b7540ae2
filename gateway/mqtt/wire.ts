import { isUtf8 } from 'node:buffer';

/** A place in a packet that is read from left to right and never beyond `end`. */
export interface Cursor {
  readonly bytes: Buffer;
  at: number;
  readonly end: number;
}

/** A packet that breaks the standard; `text` names how, never what was in it. `code` is the MQTT 5 reason code. */
export interface Malformed {
  readonly text: string;
  readonly code: number;
}

const MALFORMED_PACKET = 0x81;
export const PROTOCOL_ERROR = 0x82;
export const PACKET_TOO_LARGE = 0x95;

export function malformed(text: string, code = MALFORMED_PACKET): Malformed {
  return { text, code };
}

/** One byte, or -1 when the packet ends before it. */
export function byte(cursor: Cursor): number {
  return cursor.at < cursor.end ? (cursor.bytes[cursor.at++] ?? -1) : -1;
}

/** Two bytes, or -1. */
export function twoBytes(cursor: Cursor): number {
  if (cursor.at + 2 > cursor.end) return -1;
  const value = cursor.bytes.readUInt16BE(cursor.at);
  cursor.at += 2;
  return value;
}

/** Four bytes, or -1. */
export function fourBytes(cursor: Cursor): number {
  if (cursor.at + 4 > cursor.end) return -1;
  const value = cursor.bytes.readUInt32BE(cursor.at);
  cursor.at += 4;
  return value;
}

/** A variable byte integer in its shortest form (MQTT5-1.5.5-1), or -1. */
export function variable(cursor: Cursor): number {
  let value = 0;
  for (let index = 0; index < 4; index++) {
    const digit = byte(cursor);
    if (digit === -1) return -1;
    value += (digit & 0x7f) * 128 ** index;
    if (digit < 128) return index > 0 && digit === 0 ? -1 : value;
  }
  return -1;
}

/** Skips binary data; false when it is longer than the packet. */
export function skipBinary(cursor: Cursor): boolean {
  const length = twoBytes(cursor);
  if (length === -1 || cursor.at + length > cursor.end) return false;
  cursor.at += length;
  return true;
}

/**
 * Skips a UTF-8 string; false when it is longer than the packet, not UTF-8 (overlong forms and surrogates are not,
 * MQTT-1.5.3-1) or has a NUL (MQTT-1.5.3-2). Fatal on purpose: replaced characters would make two names one.
 */
export function skipText(cursor: Cursor): boolean {
  const length = twoBytes(cursor);
  if (length === -1 || cursor.at + length > cursor.end) return false;
  const from = cursor.at;
  cursor.at += length;
  return plainText(cursor.bytes, from, cursor.at);
}

/** The same, decoded; undefined when it is not a string. */
export function text(cursor: Cursor): string | undefined {
  const from = cursor.at + 2;
  return skipText(cursor) ? cursor.bytes.toString('utf8', from, cursor.at) : undefined;
}

function plainText(bytes: Buffer, from: number, end: number): boolean {
  let ascii = true;
  for (let index = from; index < end; index++) {
    const value = bytes[index] ?? 0;
    if (value === 0) return false;
    if (value > 127) ascii = false;
  }
  return ascii || isUtf8(bytes.subarray(from, end));
}

/**
 * The remaining length (2.2.3) at `at`, in at most four bytes and its shortest form; where its end has not come yet, the
 * least that the packet must have for it.
 */
export function remainingLength(
  bytes: Buffer,
  at: number,
): { readonly length: number; readonly body: number } | 'malformed' {
  let length = 0;
  for (let index = 0; index < 4; index++) {
    const digit = bytes[at + index];
    if (digit === undefined) return { length: 1, body: at + index };
    length += (digit & 0x7f) * 128 ** index;
    if (digit < 128) return index > 0 && digit === 0 ? 'malformed' : { length, body: at + index + 1 };
  }
  return 'malformed';
}
