/** Runs what was added in the order it was added, each as soon as it and all before it are ready. */
export class InOrder {
  #entries: { run: (() => void) | undefined }[] = [];
  #head = 0;

  /** Takes a place; the returned function says what to run there, and that it may. */
  add(): (run: () => void) => void {
    const entry: { run: (() => void) | undefined } = { run: undefined };
    this.#entries.push(entry);
    return (run) => {
      entry.run = run;
      this.#drain();
    };
  }

  #drain(): void {
    for (;;) {
      const run = this.#entries[this.#head]?.run;
      if (!run) break;
      this.#head += 1;
      run();
    }
    if (this.#head === this.#entries.length) {
      this.#entries = [];
      this.#head = 0;
    } else if (this.#head > 1024) {
      this.#entries = this.#entries.slice(this.#head);
      this.#head = 0;
    }
  }
}
