/** Units that come back each second, and how many may be saved up. */
export interface Rate {
  readonly perSecond: number;
  readonly burst: number;
}

/** A token bucket. What is paid may go into debt, so that one packet larger than the burst still passes, later. */
export class Bucket {
  readonly #rate: Rate;
  #left: number;
  #at: number;

  /** `now` is in monotonic milliseconds, here and below. */
  constructor(rate: Rate, now: number) {
    this.#rate = rate;
    this.#left = rate.burst;
    this.#at = now;
  }

  refill(now: number): void {
    const { perSecond, burst } = this.#rate;
    this.#left = Math.min(burst, this.#left + ((now - this.#at) / 1000) * perSecond);
    this.#at = now;
  }

  pay(units: number): void {
    this.#left -= units;
  }

  /** Milliseconds until something is left again; 0 when something is. */
  get waitMs(): number {
    return this.#left > 0 ? 0 : Math.ceil(((1 - this.#left) / this.#rate.perSecond) * 1000);
  }
}

/** What one credential may still send, and the hub may still take from all. */
export class Pace {
  readonly #own: Bucket;
  readonly #all: Bucket;

  constructor(own: Bucket, all: Bucket) {
    this.#own = own;
    this.#all = all;
  }

  refill(now: number): void {
    this.#own.refill(now);
    this.#all.refill(now);
  }

  pay(units: number): void {
    this.#own.pay(units);
    this.#all.pay(units);
  }

  get waitMs(): number {
    return Math.max(this.#own.waitMs, this.#all.waitMs);
  }
}
