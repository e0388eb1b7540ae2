import type { Clock } from '../runtime/clock.ts';

const RETRY_MS = 5_000;

/**
 * Keeps changes that only ever lessen what leaves, and who is signed in to make them. They are in force before they are on the disk, since a disk that takes
 * nothing must keep nobody from taking back; what could not be kept is tried again until it is.
 */
export class Saver {
  readonly #clock: Clock;
  readonly #waiting: (() => void)[] = [];
  #cancel: (() => void) | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Runs the write now or, where it fails, later; in the order of the calls. */
  save(write: () => void): void {
    this.#waiting.push(write);
    this.#flush();
  }

  /** What to say while something is not on the disk. */
  get problem(): string | undefined {
    return this.#waiting.length === 0
      ? undefined
      : 'it is in force, but the disk took no record of it; free some space before the hub is started again, or it is forgotten';
  }

  stop(): void {
    this.#cancel?.();
    this.#flush();
    this.#cancel?.();
  }

  #flush(): void {
    this.#cancel = undefined;
    try {
      for (let write = this.#waiting[0]; write; write = this.#waiting[0]) {
        write();
        this.#waiting.shift();
      }
    } catch {
      this.#cancel = this.#clock.after(RETRY_MS, () => this.#flush());
    }
  }
}
