import { randomInt } from 'node:crypto';

/**
 * Numbers by number, each with the commit it came in, in flat memory: tens of thousands are remembered and forgotten again
 * each second, which as objects would all grow old before they are garbage. Open addressing with linear probing; where a key
 * goes is drawn for each run, so that no client can choose identifiers that crowd together.
 */
export class Fingerprints {
  readonly #keys: Float64Array;
  readonly #marks: Float64Array;
  readonly #commits: Uint32Array;
  readonly #mask: number;
  readonly #low = randomInt(2 ** 31) * 2 + 1;
  readonly #high = randomInt(2 ** 31) * 2 + 1;
  #size = 0;

  /** `slots` is a power of two, and twice as many as will be put in. */
  constructor(slots: number) {
    this.#keys = new Float64Array(slots);
    this.#marks = new Float64Array(slots);
    this.#commits = new Uint32Array(slots);
    this.#mask = slots - 1;
  }

  get size(): number {
    return this.#size;
  }

  /** `key` is not 0; what was there under it is replaced. */
  put(key: number, mark: number, commit: number): void {
    const slot = this.#slot(key);
    if (this.#keys[slot] === 0) this.#size += 1;
    this.#keys[slot] = key;
    this.#marks[slot] = mark;
    this.#commits[slot] = commit;
  }

  /** The commit that the key came in with this mark. */
  commitOf(key: number, mark: number): number | undefined {
    const slot = this.#slot(key);
    return this.#keys[slot] === key && this.#marks[slot] === mark ? this.#commits[slot] : undefined;
  }

  /** Forgets what came in the commit. */
  forget(commit: number): void {
    for (let slot = 0; slot <= this.#mask; slot++) if (this.#commits[slot] === commit) this.#marks[slot] = NO_MARK;
  }

  clear(): void {
    this.#keys.fill(0);
    this.#size = 0;
  }

  /** Where the key is, or the free place where it would go. */
  #slot(key: number): number {
    const mixed = Math.imul(key >>> 0, this.#low) ^ Math.imul(Math.floor(key / 2 ** 32), this.#high);
    let slot = mixed >>> Math.clz32(this.#mask);
    while (this.#keys[slot] !== 0 && this.#keys[slot] !== key) slot = (slot + 1) & this.#mask;
    return slot;
  }
}

const NO_MARK = -1;
