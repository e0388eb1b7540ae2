import { randomBytes } from 'node:crypto';

/** Source of random bytes; the system's in every hub, seeded only in tests and the simulated home. */
export type Random = (size: number) => Buffer;

export const systemRandom: Random = (size) => randomBytes(size);

/** RFC 9562 §5.4: version 4, made from the source it is given. */
export function uuid(random: Random): string {
  const bytes = random(16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
