import { turboshake128 } from '@noble/hashes/sha3-addons.js';
import type { RandomBytes } from './noise.ts';

/** The seed 00 01 02 … 1f of the reference samples. */
const SEED = Uint8Array.from({ length: 32 }, (_, i) => i);

/** The byte stream of libprio's `SeedStreamTurboShake128`: the same draws on every machine, for tests alone. */
export function seededBytes(seed: Uint8Array = SEED): RandomBytes {
  const stream = turboshake128.create({ D: 1 }).update(Uint8Array.of(0, 0, 32, ...seed));
  let block: Uint8Array = stream.xof(BLOCK);
  let at = 0;
  return (size) => {
    if (at + size > block.length) [block, at] = [join(block.subarray(at), stream.xof(BLOCK)), 0];
    at += size;
    return block.subarray(at - size, at);
  };
}

const BLOCK = 8192;

function join(a: Uint8Array, b: Uint8Array): Uint8Array {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
