import type { HomeTime } from '../gateway/runtime/clock.ts';

/** A home clock that stands until a test moves it; real time (TLS, backoff, live) goes on as it is. */
export class ManualClock implements HomeTime {
  readonly knowsTime = true;
  #now: number;
  #passed = 0;
  #waiting: { at: number; call: () => void }[] = [];

  constructor(start: number) {
    this.#now = start;
  }

  now(): number {
    return this.#now;
  }

  monotonic(): number {
    return performance.now();
  }

  /** Only what a test let pass; who sets the clock gains nothing. */
  passed(): number {
    return this.#passed;
  }

  /** As a hub's clock has it that was never off and never behind. */
  accounting(): number {
    return this.#now;
  }

  at(at: number, call: () => void): () => void {
    const waiter = { at, call };
    this.#waiting.push(waiter);
    if (at <= this.#now) setImmediate(() => this.#ring());
    return () => {
      this.#waiting = this.#waiting.filter((each) => each !== waiter);
    };
  }

  after(ms: number, call: () => void): () => void {
    const timer = setTimeout(call, ms);
    return () => clearTimeout(timer);
  }

  /** Moves on in steps of whole minutes, so that everything due on the way rings at its own time. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    while (this.#now < end) {
      const before = this.#now;
      this.#now = Math.min(end, (Math.floor(before / 30_000) + 1) * 30_000);
      this.#passed += this.#now - before;
      this.#ring();
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  /** As when somebody sets the time of day; nothing rings. */
  turnBack(ms: number): void {
    this.#now -= ms;
  }

  #ring(): void {
    const due = this.#waiting.filter(({ at }) => at <= this.#now);
    this.#waiting = this.#waiting.filter(({ at }) => at > this.#now);
    for (const { call } of due) call();
  }
}
