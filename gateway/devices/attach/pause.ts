import type { Clock } from '../../runtime/clock.ts';
import type { Random } from '../../runtime/random.ts';

const FIRST_MS = 1_000;
const LONGEST_MS = 60_000;

/** What a connection to an attached broker waits before it is tried again. */
export class Pause {
  readonly #deps: { readonly clock: Clock; readonly random: Random };
  #end: (() => void) | undefined;

  constructor(deps: { readonly clock: Clock; readonly random: Random }) {
    this.#deps = deps;
  }

  /** A second after the first failure in a row (0), then twice as long each time, a minute at most; by chance up to a half less, so that several do not come back together. */
  async after(failures: number): Promise<void> {
    const part = this.#deps.random(4).readUInt32BE() / 2 ** 33;
    const ms = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(failures, 10));
    await new Promise<void>((resolve) => {
      const cancel = this.#deps.clock.after(Math.round(ms * (1 - part)), resolve);
      this.#end = () => {
        cancel();
        resolve();
      };
    });
    this.#end = undefined;
  }

  /** It ends now, where there is one. */
  end(): void {
    this.#end?.();
  }
}
