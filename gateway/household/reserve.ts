import { rmSync, statfsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../runtime/clock.ts';
import { createThrough } from '../runtime/durable.ts';
import type { Random } from '../runtime/random.ts';

/** Enough for several answers of a large household: one is some fifteen pages of 4 KiB in the journal. */
const BYTES = 512 * 1024;
/** It is taken only from a disk that has room for it and for the others. */
const ROOM = 4 * BYTES;
const AGAIN_MS = 60_000;

/**
 * Room on the disk that gives way where what takes back would find none: a file of random bytes, which no file system makes
 * smaller. It comes back when there is room again.
 */
export class Reserve {
  readonly #dataDir: string;
  readonly #file: string;
  readonly #clock: Clock;
  readonly #random: Random;
  #cancel: (() => void) | undefined;

  constructor(dataDir: string, clock: Clock, random: Random) {
    this.#dataDir = dataDir;
    this.#file = join(dataDir, 'reserve');
    this.#clock = clock;
    this.#random = random;
  }

  start(): void {
    if (this.#isThere || this.#isMade()) return;
    this.#cancel = this.#clock.after(AGAIN_MS, () => this.start());
  }

  stop(): void {
    this.#cancel?.();
  }

  /** Whether there is room now that was not there before. */
  giveWay(): boolean {
    if (!this.#isThere) return false;
    this.#remove();
    this.stop();
    this.#cancel = this.#clock.after(AGAIN_MS, () => this.start());
    return true;
  }

  get #isThere(): boolean {
    return statSync(this.#file, { throwIfNoEntry: false })?.size === BYTES;
  }

  #isMade(): boolean {
    try {
      const { bavail, bsize } = statfsSync(this.#dataDir);
      if (bavail * bsize < ROOM) return false;
      // One that a power cut left unfinished.
      this.#remove();
      createThrough(this.#file, this.#random(BYTES));
      return true;
    } catch {
      this.#remove();
      return false;
    }
  }

  #remove(): void {
    try {
      rmSync(this.#file, { force: true });
    } catch {
      // A disk that is read-only gives no room back either.
    }
  }
}
