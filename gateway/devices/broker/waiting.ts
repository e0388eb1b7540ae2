import type { InOrder } from './in-order.ts';

export interface WaitingDeps {
  readonly arrivals: InOrder;
  /** These were kept, or led to nothing that is; so many bytes of payload together. */
  acknowledge(messageIds: readonly number[], bytes: number): void;
  failed(error: unknown): void;
  /** Something waits for a commit, and does no more, well or not. */
  began(): void;
  ended(): void;
}

/** What one commit holds of one connection. */
interface Together {
  readonly taken: Promise<boolean> | undefined;
  readonly messageIds: number[];
  bytes: number;
}

/**
 * Which publishes of one connection wait for their commit. Of a publish that waits only its number stays, and there is one promise for
 * all that a commit holds: what outlives the young part of the heap is copied twice.
 */
export class Waiting {
  readonly #deps: WaitingDeps;
  #last: Together | undefined;

  constructor(deps: WaitingDeps) {
    this.#deps = deps;
  }

  /** `taken` resolves with the commit that holds it; undefined: it led to nothing. */
  add(messageId: number, bytes: number, taken: Promise<boolean> | undefined): void {
    const together = this.#last?.taken === taken && this.#last ? this.#last : this.#begin(taken);
    together.messageIds.push(messageId);
    together.bytes += bytes;
  }

  #begin(taken: Promise<boolean> | undefined): Together {
    const together: Together = { taken, messageIds: [], bytes: 0 };
    this.#last = together;
    const { arrivals, acknowledge, failed, began, ended } = this.#deps;
    began();
    const settle = arrivals.add();
    const done = () =>
      settle(() => {
        if (this.#last === together) this.#last = undefined;
        acknowledge(together.messageIds, together.bytes);
      });
    // A disk that takes nothing does not stop the home.
    (taken ?? AT_ONCE).then(done, failed).finally(ended);
    return together;
  }
}

const AT_ONCE = Promise.resolve();
