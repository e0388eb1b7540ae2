import { randomFillSync } from 'node:crypto';
import type { RandomBytes } from '../../rules/noise.ts';

const SIZE = 64 * 1024;

/** The system's random bytes, many at once since noise takes few at a time; each is given out once and kept by nobody. */
export function noiseBytes(): RandomBytes {
  const pool = new Uint8Array(SIZE);
  let at = SIZE;
  return (size) => {
    const given = new Uint8Array(size);
    if (size > SIZE) return randomFillSync(given);
    if (at + size > SIZE) {
      randomFillSync(pool);
      at = 0;
    }
    given.set(pool.subarray(at, at + size));
    pool.fill(0, at, at + size);
    at += size;
    return given;
  };
}
