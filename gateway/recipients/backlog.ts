import type { Clock } from '../runtime/clock.ts';
import { Bucket } from '../runtime/rate.ts';

/** What was due so long ago is backlog, and goes at so many bytes a second. */
const LATE_MS = 10 * 60_000;
const RATE = { perSecond: 2 ** 20, burst: 4 * 2 ** 20 };

/** The pace of what comes late: after a month without a recipient, the others and the line do not wait for its backlog. */
export class Backlog {
  readonly #clock: Clock;
  readonly #bucket: Bucket;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#bucket = new Bucket(RATE, clock.monotonic());
  }

  /** Resolves when a batch that was due `at` may go; at once where that is not long ago. */
  async inTurn({ at, bytes }: { readonly at: number; readonly bytes: Uint8Array }): Promise<void> {
    if (this.#clock.now() - at < LATE_MS) return;
    this.#bucket.refill(this.#clock.monotonic());
    const { waitMs } = this.#bucket;
    this.#bucket.pay(bytes.length);
    if (waitMs > 0) await new Promise<void>((resolve) => this.#clock.after(waitMs, resolve));
  }
}
