import type { Clock } from '../runtime/clock.ts';
import type { Flow } from '../store/flow.ts';

/** Tells how an attempt came out. */
export type Attempted = (opened: boolean) => void;

/**
 * Every attempt to reach a recipient, on the disk before its name is looked up: contacting is telling, too. What became
 * of one stays unknown where the program ended before; it then counts as opened.
 */
export class Connections {
  readonly #flow: Flow;
  readonly #clock: Clock;
  #last = 0;
  /** Outcomes that the disk did not take. */
  readonly #unsaved = new Map<number, boolean>();

  constructor(flow: Flow, clock: Clock) {
    this.#flow = flow;
    this.#clock = clock;
  }

  /** Before anything is connected to. */
  async start(): Promise<void> {
    const [row] = await this.#flow.read<{ last: number }>('last connection');
    this.#last = row?.last ?? 0;
    await this.#flow.write([['connections settle']]);
  }

  /** Rejects when the disk does not take it: then nothing may be looked up or connected to. */
  async begin(recipient: string, host: string): Promise<Attempted> {
    const number = ++this.#last;
    await this.#flow.write([['connection add', number, recipient, host, this.#clock.now()]]);
    return (opened) => {
      this.#unsaved.set(number, opened);
      void this.settle();
    };
  }

  /** Tries again to keep outcomes that the disk did not take. */
  async settle(): Promise<void> {
    const outcomes = [...this.#unsaved];
    if (outcomes.length === 0) return;
    const operations = outcomes.map(
      ([number, opened]) => ['connection ended', opened ? 'opened' : 'failed', number] as const,
    );
    try {
      await this.#flow.write(operations);
      for (const [number] of outcomes) this.#unsaved.delete(number);
    } catch {
      // Kept for the next time.
    }
  }
}
