import { randomBytes } from 'node:crypto';

/** Source of random bytes; the system's in every hub, seeded only in tests and the simulated home. */
export type Random = (size: number) => Buffer;

export const systemRandom: Random = (size) => randomBytes(size);
