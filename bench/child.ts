import { type ChildProcess, fork } from 'node:child_process';

/** A measured process: it says when it is ready, and then answers what it has used so far. */
export class Child {
  readonly #process: ChildProcess;

  constructor(file: string, options: readonly string[] = []) {
    this.#process = fork(new URL(file, import.meta.url), [], {
      execArgv: ['--disable-warning=ExperimentalWarning', '--max-semi-space-size=4', ...options],
      serialization: 'advanced',
    });
  }

  /** Sends a question and resolves with the next answer; rejects when the child fails or ends first. */
  ask<T>(question: unknown): Promise<T> {
    return new Promise((resolve, reject) => {
      const ended = (code: number | null) => reject(new Error(`a measured process ended early (${code})`));
      this.#process.once('exit', ended);
      this.#process.once('message', (answer: { failed?: string }) => {
        this.#process.off('exit', ended);
        if (answer.failed) reject(new Error(answer.failed));
        else resolve(answer as T);
      });
      this.#process.send(question as object);
    });
  }

  async stop(): Promise<void> {
    if (this.#process.exitCode !== null) return;
    const exited = new Promise((resolve) => this.#process.once('exit', resolve));
    this.#process.kill('SIGTERM');
    await exited;
  }
}

/** What a target has used since it started. */
export interface Usage {
  readonly cpu: number;
  readonly rssMiB: number;
  /** The most it ever was. */
  readonly peakMiB: number;
}

/** The answering side: `start` once, then `usage` as often as asked. */
export function serve<Options>(
  start: (options: Options) => Promise<{ ready: unknown; more?: () => unknown; stop: () => Promise<void> }>,
): void {
  let running: Awaited<ReturnType<typeof start>> | undefined;
  process.on('message', async (question: { start?: Options; usage?: true; more?: true }) => {
    try {
      if (question.start) {
        running = await start(question.start);
        process.send?.(running.ready as object);
      } else if (question.more) {
        process.send?.((await running?.more?.()) as object);
      } else {
        // Only where the target was started with --expose-gc: what is garbage is no use.
        globalThis.gc?.();
        const { user, system } = process.cpuUsage();
        const [rssMiB, peakMiB] = [process.memoryUsage.rss() / 2 ** 20, process.resourceUsage().maxRSS / 1024];
        process.send?.({ cpu: (user + system) / 1e6, rssMiB, peakMiB } satisfies Usage);
      }
    } catch (error) {
      process.send?.({ failed: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    }
  });
  process.once('SIGTERM', async () => {
    await running?.stop();
    process.exit(0);
  });
}
