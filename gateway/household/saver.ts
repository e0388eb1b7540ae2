import type { Clock } from '../runtime/clock.ts';
import type { Log } from '../runtime/log.ts';
import { sqliteCode, tookIn } from '../store/database.ts';
import type { NotKept } from './not-kept.ts';
import type { Reserve } from './reserve.ts';

const RETRY_MS = 5_000;

/**
 * Keeps changes that only ever lessen what leaves, and who is signed in to make them. They are in force before they are on the disk, since a disk that takes
 * nothing must keep nobody from taking back. A full one has a reserve for them; what could not be kept is tried again until it is. What the disk has no part in would fail each time: it is set
 * aside, so that it holds up none of the others, and that it was is noted where the next start finds it.
 */
export class Saver {
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #notKept: Pick<NotKept, 'note'>;
  readonly #reserve: Pick<Reserve, 'giveWay'>;
  readonly #waiting: (() => void)[] = [];
  #setAside = 0;
  #cancel: (() => void) | undefined;

  constructor(clock: Clock, log: Log, notKept: Pick<NotKept, 'note'>, reserve: Pick<Reserve, 'giveWay'>) {
    this.#clock = clock;
    this.#log = log;
    this.#notKept = notKept;
    this.#reserve = reserve;
  }

  /** Runs the write now or, where the disk does not take it, later; in the order of the calls. */
  save(write: () => void): void {
    this.#waiting.push(write);
    this.#flush();
  }

  /** What to say while something is not on the disk. */
  get problem(): string | undefined {
    if (this.#waiting.length > 0)
      return 'it is in force, but the disk took no record of it; free some space before the hub is started again, or it is forgotten';
    if (this.#setAside > 0)
      return `it is in force, but of what was done since the hub was started ${this.#setAside} cannot be kept, for the reason in the hub's log, and is forgotten at its next start; nothing is shared from then on until somebody has looked at what is in force`;
    return undefined;
  }

  stop(): void {
    this.#flush();
    this.#cancel?.();
  }

  #flush(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    for (let write = this.#waiting[0]; write; write = this.#waiting[0]) {
      const dealtWith = this.#isDealtWith(write) || (this.#reserve.giveWay() && this.#isDealtWith(write));
      if (!dealtWith) {
        this.#cancel = this.#clock.after(RETRY_MS, () => this.#flush());
        return;
      }
      this.#waiting.shift();
    }
  }

  #note(): void {
    try {
      this.#notKept.note();
    } catch {
      this.#log.error('nor could it be noted; stop sharing before the hub is started again');
    }
  }

  #isDealtWith(write: () => void): boolean {
    try {
      return tookIn(write);
    } catch (error) {
      this.#setAside += 1;
      const code = sqliteCode(error) || (error instanceof Error ? error.name : typeof error);
      this.#log.error({ code }, 'a change is in force and cannot be kept');
      this.#note();
      return true;
    }
  }
}
