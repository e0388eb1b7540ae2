/** Bytes that a text may stand for, and what they say as UTF-8. */
export interface Decoded {
  readonly bytes: readonly number[];
  readonly text: string;
}

const PERCENT = /(?:%[0-9a-f]{2})+/gi;
const HEX = /(?:[0-9a-f]{2}[^\p{L}\p{N}]?){4,}/giu;
const BASE64 = /[\w+/-]{4,}/g;
const UTF8 = new TextDecoder();

/** The text without percent-encoding (RFC 3986 §2.1). */
export function unescaped(text: string): string {
  return text.replace(PERCENT, (run) => UTF8.decode(Uint8Array.from(pairs(run.replaceAll('%', '')))));
}

/**
 * All that runs of a text could be as hexadecimal digits, base64 or base64url (RFC 4648), wherever in the run it begins:
 * what was encoded may stand among other letters, or be the middle of something longer.
 */
export function decodings(text: string): Decoded[] {
  const found: number[][] = [];
  for (const run of text.match(HEX) ?? []) {
    const digits = run.replace(/[^0-9a-f]/gi, '');
    found.push(pairs(digits), pairs(digits.slice(1)));
  }
  for (const run of text.match(BASE64) ?? []) {
    for (let start = 0; start < 4 && run.length - start >= 4; start++) found.push(fromBase64(run, start));
  }
  return found.map((bytes) => ({ bytes, text: UTF8.decode(Uint8Array.from(bytes)) }));
}

function pairs(digits: string): number[] {
  return (digits.match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16));
}

function fromBase64(run: string, start: number): number[] {
  const bytes: number[] = [];
  let held = 0;
  let bits = 0;
  for (let at = start; at < run.length; at++) {
    held = ((held << 6) | sextet(run.charCodeAt(at))) & 0xffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push((held >> bits) & 0xff);
  }
  return bytes;
}

function sextet(code: number): number {
  if (code >= 97) return code - 71;
  if (code === 95) return 63;
  if (code >= 65) return code - 65;
  if (code >= 48) return code + 4;
  return code === 43 || code === 45 ? 62 : 63;
}
