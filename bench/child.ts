import { type ChildProcess, fork } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const MEMORY = ['--max-semi-space-size=4', '--heap-growing-percent=50'];
const CACHE = join(tmpdir(), `hearthgate-bench-cache-${process.getuid?.()}`);

/** A measured process: it says when it is ready, and then answers what it has used so far. */
export class Child {
  readonly #process: ChildProcess;

  constructor(file: string, options: readonly string[] = []) {
    this.#process = fork(new URL(file, import.meta.url), [], {
      // As gateway/cli/hearthgate.sh starts the hub: what was compiled once is not compiled again.
      execArgv: ['--disable-warning=ExperimentalWarning', ...MEMORY, ...options],
      env: { ...process.env, NODE_COMPILE_CACHE: CACHE },
      serialization: 'advanced',
    });
  }

  get pid(): number {
    return this.#process.pid ?? 0;
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

/** What a target does when it is asked. */
interface Target {
  /** What the load, or who starts it, has to know. */
  readonly ready: object;
  /** Of what is measured, where that is not this process. */
  readonly usage?: () => Usage;
  readonly more?: (count: number) => object;
  readonly act?: (what: never) => Promise<void>;
  readonly stop: () => Promise<void>;
}

interface Question<Options> {
  readonly start?: Options;
  readonly usage?: true;
  readonly more?: number;
  readonly act?: unknown;
}

/** The answering side: `start` once, then the others as often as asked. */
export function serve<Options>(start: (options: Options) => Promise<Target>): void {
  let running: Target | undefined;
  process.on('message', async (question: Question<Options>) => {
    try {
      if (question.start) {
        running = await start(question.start);
        process.send?.(running.ready);
      } else if (question.more !== undefined) {
        process.send?.(running?.more?.(question.more) ?? {});
      } else if (question.act) {
        await running?.act?.(question.act as never);
        process.send?.({});
      } else {
        process.send?.(running?.usage?.() ?? ownUsage());
      }
    } catch (error) {
      process.send?.({ failed: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    }
  });
  const end = async () => {
    await running?.stop();
    process.exit(0);
  };
  process.once('SIGTERM', end);
  // Whoever asked is gone.
  process.once('disconnect', end);
}

function ownUsage(): Usage {
  // Only where the target was started with --expose-gc: what is garbage is no use.
  globalThis.gc?.();
  const { user, system } = process.cpuUsage();
  const [rssMiB, peakMiB] = [process.memoryUsage.rss() / 2 ** 20, process.resourceUsage().maxRSS / 1024];
  return { cpu: (user + system) / 1e6, rssMiB, peakMiB };
}
