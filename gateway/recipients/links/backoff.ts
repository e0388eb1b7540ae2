import type { Random } from '../../runtime/random.ts';

const FIRST_MS = 1_000;
const LONGEST_MS = 15 * 60_000;

/**
 * How long to wait in real ms after the nth failure in a row (from 1): exponential with full jitter, so that homes do not
 * come back to a cloud that was down all at once.
 */
export function backoff(failures: number, random: Random): number {
  const ceiling = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(failures, 30));
  return FIRST_MS + Math.floor((random(4).readUInt32BE() / 2 ** 32) * (ceiling - FIRST_MS));
}
