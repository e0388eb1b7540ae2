import type { Value } from '../../../rules/reading.ts';
import type { QuarantineReason } from './dialect.ts';
import { MAX_TEXT } from './fields.ts';
import { decode } from './json.ts';

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?$/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are exactly what tells binary from text.
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f]/;

/** The text of a payload that is one bare scalar, trimmed; or why it cannot be one. */
export function parseText(payload: Uint8Array): { readonly text: string } | { readonly reason: QuarantineReason } {
  // A character has at most four bytes, so longer payloads need not be decoded to be known as too long.
  if (payload.byteLength > MAX_TEXT * 4) return { reason: 'text' };
  const text = decode(payload)?.trim();
  if (text === undefined) return { reason: 'not UTF-8' };
  if (CONTROL.test(text)) return { reason: 'binary' };
  return text.length > MAX_TEXT ? { reason: 'text' } : { text };
}

/** Text of digits as a finite number, for ecosystems that say a value is one; never -0. */
export function toNumber(text: string): number | undefined {
  if (!NUMBER.test(text)) return undefined;
  const number = Number(text);
  return Number.isFinite(number) ? number + 0 : undefined;
}

/** The words that ecosystems with bare scalars use for a boolean, in either case. */
export function toBoolean(text: string): boolean | undefined {
  switch (text.toLowerCase()) {
    case 'on':
    case 'true':
      return true;
    case 'off':
    case 'false':
      return false;
    default:
      return undefined;
  }
}

type MaybeValue = Value | { readonly reason: QuarantineReason };

/** A bare scalar of an ecosystem that publishes one value a topic: a boolean word, a number, else text. `nan` is neither. */
export function toValue(text: string): MaybeValue {
  return toBoolean(text) ?? toJsonScalar(text);
}

/** The same where only `true` and `false` are booleans, and words like ON are explained elsewhere. */
export function toJsonScalar(text: string): MaybeValue {
  if (text === 'true' || text === 'false') return text === 'true';
  return /^[+-]?(nan|inf|infinity)$/i.test(text) ? { reason: 'not a number' } : (toNumber(text) ?? text);
}

/** Whether a payload begins like an object or a list, so that it is no bare scalar. */
export function looksLikeJson(payload: Uint8Array): boolean {
  return payload[0] === 0x7b || payload[0] === 0x5b;
}
