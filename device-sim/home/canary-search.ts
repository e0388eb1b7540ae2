import { createHash } from 'node:crypto';
import type { Canary } from './canaries.ts';

export interface Sighting {
  readonly canary: Canary;
  /** `raw`, `hex`, `base64`, `sha256 hex` …: how it was spelled. */
  readonly spelling: string;
}

interface Pattern {
  readonly bytes: Buffer;
  readonly canary: Canary;
  readonly spelling: string;
}

/** Shorter patterns would turn up in ciphertext by chance. */
const SHORTEST = 6;
/** Of a digest this much is looked for, so that shortened digests are found too. */
const DIGEST_HEX = 16;
const DIGEST_BASE64 = 11;
const TABLE_BITS = 16;

/**
 * The canaries that occur in the haystacks, each with the first spelling met: raw, in hex, base64 and base64url at all
 * three alignments, as MD5, SHA-1 and SHA-256, and for numbers as decimals, with exponent and as IEEE 754 doubles.
 * Rounded numbers are not found: a rounded canary is no longer one. One pass over the bytes, whatever the number of canaries.
 */
export function searchIn(haystacks: Iterable<Buffer | string>, canaries: readonly Canary[]): Sighting[] {
  const index = indexOf(canaries.flatMap(patternsOf));
  const found = new Map<string, Sighting>();
  for (const haystack of haystacks) {
    scan(typeof haystack === 'string' ? Buffer.from(haystack) : haystack, index, found);
  }
  return [...found.values()];
}

interface Index {
  /** One byte per hash of four bytes: nonzero where some pattern begins so. */
  readonly table: Uint8Array;
  readonly patterns: ReadonlyMap<number, readonly Pattern[]>;
}

function indexOf(patterns: readonly Pattern[]): Index {
  const table = new Uint8Array(1 << TABLE_BITS);
  const byHead = new Map<number, Pattern[]>();
  for (const pattern of patterns) {
    if (pattern.bytes.length < SHORTEST) continue;
    const head = pattern.bytes.readUInt32BE(0);
    table[slot(head)] = 1;
    const sameHead = byHead.get(head);
    if (sameHead === undefined) byHead.set(head, [pattern]);
    else sameHead.push(pattern);
  }
  return { table, patterns: byHead };
}

function slot(head: number): number {
  return Math.imul(head, 0x9e3779b1) >>> (32 - TABLE_BITS);
}

function scan(bytes: Buffer, { table, patterns }: Index, found: Map<string, Sighting>): void {
  let head = 0;
  for (let end = 0; end < bytes.length; end++) {
    head = ((head << 8) | (bytes[end] ?? 0)) >>> 0;
    if (end < 3 || table[slot(head)] === 0) continue;
    for (const { bytes: pattern, canary, spelling } of patterns.get(head) ?? []) {
      const from = end - 3;
      if (found.has(canary.id) || from + pattern.length > bytes.length) continue;
      if (bytes.compare(pattern, 0, pattern.length, from, from + pattern.length) === 0) {
        found.set(canary.id, { canary, spelling });
      }
    }
  }
}

function patternsOf(canary: Canary): Pattern[] {
  const found = new Map<string, Pattern>();
  const add = (bytes: Buffer | string, spelling: string) => {
    const pattern = typeof bytes === 'string' ? Buffer.from(bytes) : bytes;
    const key = pattern.toString('latin1');
    if (!found.has(key)) found.set(key, { bytes: pattern, canary, spelling });
  };
  for (const { bytes, name } of spellings(canary)) {
    add(bytes, name);
    add(bytes.toString('hex'), `${name} in hex`);
    add(bytes.toString('hex').toUpperCase(), `${name} in hex`);
    for (const text of aligned(bytes)) {
      add(text, `${name} in base64`);
      add(text.replaceAll('+', '-').replaceAll('/', '_'), `${name} in base64url`);
    }
    for (const algorithm of ['md5', 'sha1', 'sha256']) {
      const digest = createHash(algorithm).update(bytes).digest();
      add(digest.toString('hex').slice(0, DIGEST_HEX), `${algorithm} of ${name} in hex`);
      add(digest.toString('hex').toUpperCase().slice(0, DIGEST_HEX), `${algorithm} of ${name} in hex`);
      add(digest.toString('base64').slice(0, DIGEST_BASE64), `${algorithm} of ${name} in base64`);
      add(digest.toString('base64url').slice(0, DIGEST_BASE64), `${algorithm} of ${name} in base64url`);
    }
  }
  return [...found.values()];
}

/** The characters that are certain when the bytes stand at each of the three places within base64's groups of three. */
function aligned(bytes: Buffer): string[] {
  return [0, 1, 2].map((shift) => {
    const text = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64');
    return text.slice(Math.ceil((shift * 8) / 6), Math.floor(((shift + bytes.length) * 8) / 6));
  });
}

function spellings({ kind, value }: Canary): { name: string; bytes: Buffer }[] {
  const texts = (name: string, ...all: string[]) => all.map((text) => ({ name, bytes: Buffer.from(text) }));
  if (typeof value === 'number') return numberSpellings(value);
  const cases = [value, value.toLowerCase(), value.toUpperCase()];
  if (kind === 'mac') {
    const bytes = Buffer.from(value, 'hex');
    const separated = [':', '-'].flatMap((by) => cases.map((text) => text.replace(/..(?=.)/g, `$&${by}`)));
    const decimal = BigInt(`0x${value}`).toString();
    return [...texts('raw', ...cases, ...separated, decimal), { name: 'raw bytes', bytes }];
  }
  if (kind === 'ip') {
    const number = value.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
    return texts('raw', value, String(number));
  }
  const reversed = [...value].reverse().join('');
  return texts('raw', ...cases, reversed);
}

function numberSpellings(value: number): { name: string; bytes: Buffer }[] {
  const plain = String(value);
  const digits = plain.replace(/[-.]/g, '');
  const exponent = value.toExponential();
  const texts = [
    plain,
    plain.replace('.', ','),
    exponent,
    exponent.replace('e+', 'e'),
    exponent.replace('e+', 'E'),
    exponent.replace('e+', 'E+'),
    // Digits without their point, as of a count of millionths; only where they are too many to arise by chance.
    ...(digits.length >= 9 ? [digits] : []),
  ];
  const [big, little] = [Buffer.alloc(8), Buffer.alloc(8)];
  big.writeDoubleBE(value);
  little.writeDoubleLE(value);
  return [
    ...texts.map((text) => ({ name: 'raw', bytes: Buffer.from(text) })),
    { name: 'float64 BE', bytes: big },
    { name: 'float64 LE', bytes: little },
  ];
}
