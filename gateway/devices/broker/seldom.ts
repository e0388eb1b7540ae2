/** Keys remembered at once; beyond them everything is said seldom. */
const MOST_KEYS = 1000;
const PERIOD_MS = 60_000;

/** Says whether a log line may be written: so many a minute of each key, so that nobody fills a disk with refusals. */
export class Seldom {
  readonly #perMinute: number;
  readonly #counts = new Map<string, number>();
  #since = Number.NEGATIVE_INFINITY;

  constructor(perMinute: number) {
    this.#perMinute = perMinute;
  }

  /** `now` is monotonic. */
  may(key: string, now: number): boolean {
    if (now - this.#since >= PERIOD_MS) {
      this.#counts.clear();
      this.#since = now;
    }
    const counted = this.#counts.size >= MOST_KEYS && !this.#counts.has(key) ? '' : key;
    const count = (this.#counts.get(counted) ?? 0) + 1;
    this.#counts.set(counted, count);
    return count <= this.#perMinute;
  }
}
