import type { Actor } from './ledger/entries.ts';

/** DESIGN.md promise 2: for so long a reduction is taken back in one step, by the session that made it. */
export const SECOND_THOUGHTS_MS = 60_000;

interface Made {
  readonly session: string;
  readonly by: Actor;
  /** Numbers of entries that were made meanwhile: from the first to before the last. */
  readonly from: number;
  readonly to: number;
  readonly at: number;
}

/**
 * Which session made which entry of the ledger, for the minute that this matters. The ledger itself names people, not
 * the devices they sat at. Where two sessions of one person changed something at the same time, neither made it.
 */
export class SecondThoughts {
  #made: Made[] = [];

  note(made: Made): void {
    if (made.to <= made.from) return;
    this.#made = [...this.#made.filter(({ at }) => made.at - at < 2 * SECOND_THOUGHTS_MS), made];
  }

  /** Whether this session and no other made the entry. */
  areOf(session: string, by: Actor, seq: number): boolean {
    const about = this.#made.filter((made) => made.by === by && made.from <= seq && seq < made.to);
    return about.length > 0 && about.every((made) => made.session === session);
  }
}
