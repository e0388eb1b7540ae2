import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createThrough } from '../runtime/durable.ts';

/**
 * That something which lessens what leaves is in force and could not be kept: one empty file beside the databases, since
 * it is these that did not take it. The hub that finds it shares nothing until somebody has looked.
 */
export class NotKept {
  readonly #file: string;

  constructor(dataDir: string) {
    this.#file = join(dataDir, 'not-kept');
  }

  get isNoted(): boolean {
    return existsSync(this.#file);
  }

  /** Throws where the disk does not take even that. */
  note(): void {
    if (!this.isNoted) createThrough(this.#file, '');
  }

  clear(): void {
    rmSync(this.#file, { force: true });
  }
}
