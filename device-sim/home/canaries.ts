import type { SeededRandom } from '../random.ts';

/** A value that stands in one field of the simulated home and nowhere else in the world. */
export interface Canary {
  readonly id: string;
  readonly device: string;
  readonly field: string;
  readonly kind: 'text' | 'mac' | 'ip' | 'number';
  readonly value: string | number;
  /** In a field that a vendor's consent lets through: it must be found, or the search itself is blind. */
  readonly control: boolean;
}

/**
 * Gives out the identifiers, free texts and unused numbers of a home, each one a canary. Devices have no other way to come
 * by a name or an address, so no field of theirs can be forgotten.
 */
export interface Planter {
  readonly canaries: readonly Canary[];
  /** Fifteen letters and digits that begin with `zq7`. */
  text(device: string, field: string): string;
  /** Decimal digits that do not begin with 0, for codes and serial numbers. */
  digits(device: string, field: string, length: number): string;
  /** Twelve upper-case hex digits; separators are the ecosystem's matter. */
  mac(device: string, field: string): string;
  /** Sixteen lower-case hex digits: an EUI-64. */
  eui64(device: string, field: string): string;
  /** A private address in dotted decimals. */
  ip(device: string, field: string): string;
  /** A number within the bounds with six decimals, so that no honest reading equals it by chance. */
  number(device: string, field: string, low: number, high: number, control?: 'control'): number;
}

const LETTERS = 'abcdefghijkmnpqrstuvwxyz23456789';

export function createPlanter(random: SeededRandom): Planter {
  const canaries: Canary[] = [];
  const taken = new Set<string | number>();

  function plant<T extends string | number>(
    at: { device: string; field: string; kind: Canary['kind']; control?: boolean },
    draw: (from: SeededRandom) => T,
  ): T {
    const from = random.fork(`${at.device} ${at.field}`);
    let value = draw(from);
    while (taken.has(value)) value = draw(from);
    taken.add(value);
    const { device, field, kind, control = false } = at;
    canaries.push({ id: `${device} ${field}`, device, field, kind, value, control });
    return value;
  }

  return {
    canaries,
    text: (device, field) => plant({ device, field, kind: 'text' }, (from) => `zq7${letters(from, 12)}`),
    digits: (device, field, length) => plant({ device, field, kind: 'text' }, (from) => digits(from, length)),
    mac: (device, field) => plant({ device, field, kind: 'mac' }, drawMac),
    eui64: (device, field) => plant({ device, field, kind: 'mac' }, (from) => from.bytes(8).toString('hex')),
    ip: (device, field) => plant({ device, field, kind: 'ip' }, drawIp),
    number: (device, field, low, high, control) =>
      plant({ device, field, kind: 'number', control: control === 'control' }, (from) => unusual(from, low, high)),
  };
}

function letters(random: SeededRandom, length: number): string {
  return Array.from({ length }, () => LETTERS[random.int(LETTERS.length)]).join('');
}

function digits(random: SeededRandom, length: number): string {
  return `${1 + random.int(9)}${Array.from({ length: length - 1 }, () => random.int(10)).join('')}`;
}

/** Locally administered, so that it is nobody's real address. */
function drawMac(random: SeededRandom): string {
  const bytes = random.bytes(6);
  bytes[0] = ((bytes[0] ?? 0) & 0xfc) | 0x02;
  return bytes.toString('hex').toUpperCase();
}

function drawIp(random: SeededRandom): string {
  return `10.${100 + random.int(150)}.${100 + random.int(150)}.${100 + random.int(150)}`;
}

/** Six decimals, the last of them not zero: it is never spelled shorter. */
function unusual(random: SeededRandom, low: number, high: number): number {
  const millionths = Math.floor(random.between(low, high) * 100_000) * 10 + 1 + random.int(9);
  return millionths / 1_000_000;
}
