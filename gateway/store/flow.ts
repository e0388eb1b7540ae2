import { Worker } from 'node:worker_threads';
import { Unusable } from '../runtime/unusable.ts';
import type { FlowStatement } from './flow-statements.ts';

/** One named statement of flow-statements.ts with its parameters in order. */
export type Operation = readonly [statement: FlowStatement, ...parameters: readonly SqlValue[]];
/** The parameters of a statement whose parameters have names. */
export type NamedValues = Readonly<Record<string, string | number | null>>;
export type SqlValue = string | number | bigint | null | Uint8Array;

/**
 * flow.db, owned by a thread of its own so that waiting for the disk never stalls the broker. Everything written within
 * one turn of the event loop, and whatever gathers while the thread is busy, becomes one transaction.
 */
export class Flow {
  readonly #file: string;
  readonly #key: Uint8Array | undefined;
  #worker: Worker | undefined;
  #queued: Operation[] = [];
  #waiting: Waiter[] = [];
  #inFlight: Waiter[] | undefined;
  #scheduled = false;
  /** Reads that are to see what waits. */
  #behind: Question[] = [];
  #reads = new Map<number, { resolve: (rows: unknown[]) => void; reject: (error: Error) => void }>();
  #nextRead = 1;
  #broken: Error | undefined;

  /** `key` is given where the file is encrypted. */
  constructor(file: string, key?: Uint8Array) {
    this.#file = file;
    this.#key = key;
  }

  /** Opens the database and its thread; rejects when it cannot be opened or migrated. */
  async start(): Promise<void> {
    const worker = new Worker(new URL('./flow-worker.ts', import.meta.url), {
      workerData: { file: this.#file, key: this.#key },
    });
    this.#worker = worker;
    await new Promise<void>((resolve, reject) => {
      worker.once('message', (first: Answer) => (first.kind === 'ready' ? resolve() : reject(failure(first))));
      worker.once('error', reject);
    });
    worker.on('message', (answer: Answer) => this.#answered(answer));
    worker.on('error', (error) => this.#fail(error));
    worker.on('exit', () => this.#fail(new Error('the flow database has stopped')));
  }

  /**
   * Resolves once all of `operations` are committed and synced, in one transaction and in order of the calls; rejects
   * when they could not be (disk full, say), and then none of its group is, nor anything that was called for after it
   * and before its caller could know: that may build on what was lost.
   */
  write(operations: readonly Operation[]): Promise<void> {
    if (this.#broken) return Promise.reject(this.#broken);
    for (const operation of operations) this.#queued.push(operation);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      if (!this.#scheduled) {
        this.#scheduled = true;
        setImmediate(() => this.#send());
      }
    });
  }

  /** Rows of a reading statement; sees everything written before the call. */
  async read<Row>(statement: FlowStatement, ...parameters: readonly (SqlValue | NamedValues)[]): Promise<Row[]> {
    if (this.#broken) throw this.#broken;
    return new Promise((resolve, reject) => {
      const id = this.#nextRead++;
      this.#reads.set(id, { resolve: resolve as (rows: unknown[]) => void, reject });
      this.#postAfterWrites({ kind: 'read', id, statement, parameters });
    });
  }

  /** What was deleted is in no file any more: deleted rows are overwritten, and here the journal is emptied, too. */
  async emptyJournal(): Promise<void> {
    if (this.#broken) throw this.#broken;
    return new Promise((resolve, reject) => {
      const id = this.#nextRead++;
      this.#reads.set(id, { resolve: () => resolve(), reject });
      this.#postAfterWrites({ kind: 'empty journal', id });
    });
  }

  /** False before it is started, and once its thread ended. */
  get isOpen(): boolean {
    return this.#worker !== undefined && this.#broken === undefined;
  }

  /** What SQLite says of the file: `ok`, or what is wrong. */
  async check(): Promise<string> {
    if (this.#broken) throw this.#broken;
    return new Promise((resolve, reject) => {
      const id = this.#nextRead++;
      this.#reads.set(id, { resolve: ([said]) => resolve(String(said)), reject });
      this.#postAfterWrites({ kind: 'check', id });
    });
  }

  /** Commits what is queued, then closes the database. */
  async stop(): Promise<void> {
    const worker = this.#worker;
    if (!worker || this.#broken) return;
    await this.#flushed();
    this.#broken = new Error('the flow database is closed');
    const exited = new Promise((resolve) => worker.once('exit', resolve));
    this.#post({ kind: 'close' });
    await exited;
    this.#worker = undefined;
  }

  /** Resolves when everything queued so far has been answered, well or not. */
  async #flushed(): Promise<void> {
    while (this.#waiting.length > 0 || this.#inFlight) {
      await new Promise<void>((resolve) => {
        const last = this.#waiting.length > 0 ? this.#waiting : this.#inFlight;
        last?.push({ resolve, reject: () => resolve() });
        this.#send();
      });
    }
  }

  #send(): void {
    this.#scheduled = false;
    if (this.#inFlight || this.#waiting.length === 0) return;
    this.#inFlight = this.#waiting;
    const operations = this.#queued;
    this.#waiting = [];
    this.#queued = [];
    this.#post({ kind: 'write', operations });
    for (const question of this.#behind) this.#post(question);
    this.#behind = [];
  }

  /** The thread answers in order: behind what was written before the call, there is no need to wait for its answer. */
  #postAfterWrites(question: Question): void {
    if (this.#waiting.length === 0) this.#post(question);
    else this.#behind.push(question);
    this.#send();
  }

  #post(question: Question): void {
    this.#worker?.postMessage(question);
  }

  #answered(answer: Answer): void {
    if (answer.kind === 'rows' || (answer.kind === 'failed' && answer.id !== undefined)) {
      const read = this.#reads.get(answer.id ?? 0);
      this.#reads.delete(answer.id ?? 0);
      if (answer.kind === 'rows') read?.resolve(answer.rows);
      else read?.reject(failure(answer));
      return;
    }
    const done = this.#inFlight ?? [];
    this.#inFlight = undefined;
    if (answer.kind === 'written') {
      // The next group goes to the thread before this one's answers go out.
      this.#send();
      for (const waiter of done) waiter.resolve();
      return;
    }
    const lost = [...done, ...this.#waiting];
    this.#waiting = [];
    this.#queued = [];
    for (const question of this.#behind) this.#post(question);
    this.#behind = [];
    for (const waiter of lost) waiter.reject(failure(answer));
  }

  #fail(error: Error): void {
    this.#broken ??= error;
    const all = [...(this.#inFlight ?? []), ...this.#waiting, ...this.#reads.values()];
    this.#inFlight = undefined;
    this.#waiting = [];
    this.#queued = [];
    this.#behind = [];
    this.#reads.clear();
    for (const waiter of all) waiter.reject(error);
  }
}

interface Waiter {
  resolve(): void;
  reject(error: Error): void;
}

export type Question =
  | { readonly kind: 'write'; readonly operations: readonly Operation[] }
  | {
      readonly kind: 'read';
      readonly id: number;
      readonly statement: FlowStatement;
      readonly parameters: readonly (SqlValue | NamedValues)[];
    }
  | { readonly kind: 'empty journal'; readonly id: number }
  | { readonly kind: 'check'; readonly id: number }
  | { readonly kind: 'close' };

export type Answer =
  | { readonly kind: 'ready' }
  | { readonly kind: 'written' }
  | { readonly kind: 'rows'; readonly id: number; readonly rows: unknown[] }
  | {
      readonly kind: 'failed';
      readonly id?: number;
      readonly message: string;
      /** The message says what to do. */
      readonly isUnusable?: true;
    };

function failure(answer: Answer): Error {
  if (answer.kind !== 'failed') return new Error(`unexpected answer: ${answer.kind}`);
  return answer.isUnusable ? new Unusable(answer.message) : new Error(answer.message);
}
