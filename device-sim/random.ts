import { createHash } from 'node:crypto';

/**
 * A seeded generator: the same seed gives the same life on every machine, so only plain arithmetic is used and nothing
 * whose last digit may differ between engines (no log, no sine). Never for keys or noise: it can be predicted.
 */
export interface SeededRandom {
  /** Uniform in [0, 1). */
  float(): number;
  /** Uniform whole number in [0, below). */
  int(below: number): number;
  /** Uniform in [low, high). */
  between(low: number, high: number): number;
  /** About normal: twelve uniforms summed, so never further than six deviations from the mean. */
  normal(mean: number, deviation: number): number;
  chance(probability: number): boolean;
  pick<T>(items: readonly [T, ...T[]]): T;
  bytes(size: number): Buffer;
  /** A generator of its own for one thing (`fork('meter/day-3')`), whatever was drawn from this one before. */
  fork(label: string): SeededRandom;
}

export function createRandom(seed: string): SeededRandom {
  const key = createHash('sha256').update('hearthgate device-sim\0').update(seed).digest();
  const next = xoshiro128(key);
  const float = () => (next() >>> 5) / 2 ** 27 + (next() >>> 6) / 2 ** 53;
  const int = (below: number) => Math.floor(float() * below);

  return {
    float,
    int,
    between: (low, high) => low + float() * (high - low),
    normal(mean, deviation) {
      let sum = -6;
      for (let i = 0; i < 12; i++) sum += next() / 2 ** 32;
      return mean + sum * deviation;
    },
    chance: (probability) => float() < probability,
    pick: (items) => items[int(items.length)] ?? items[0],
    bytes(size) {
      const bytes = Buffer.alloc(size);
      for (let i = 0; i < size; i++) bytes[i] = next() >>> 24;
      return bytes;
    },
    fork: (label) => createRandom(`${key.toString('hex')}/${label}`),
  };
}

/** xoshiro128** 1.1 (Blackman and Vigna): https://prng.di.unimi.it/xoshiro128starstar.c */
function xoshiro128(key: Buffer): () => number {
  let a = key.readUInt32LE(0);
  let b = key.readUInt32LE(4);
  let c = key.readUInt32LE(8);
  let d = key.readUInt32LE(12);
  return () => {
    const result = Math.imul(rotate(Math.imul(b, 5), 7), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotate(d, 11);
    return result;
  };
}

function rotate(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by));
}
