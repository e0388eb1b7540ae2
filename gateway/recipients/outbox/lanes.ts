/** Runs what concerns one recipient's queue one after another; different recipients never wait for each other. */
export class Lanes {
  readonly #tails = new Map<string, Promise<unknown>>();

  run<Result>(lane: string, work: () => Promise<Result>): Promise<Result> {
    const done = (this.#tails.get(lane) ?? Promise.resolve()).then(work, work);
    this.#tails.set(lane, done);
    return done;
  }

  /** Resolves when all that was begun has ended, well or not. */
  async idle(): Promise<void> {
    await Promise.allSettled(this.#tails.values());
  }
}
