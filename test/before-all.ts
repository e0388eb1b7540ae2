import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

let folder: string;

/** Before the first test: a folder for what is made once (`made-once.ts`), and for what was compiled, by whichever process. */
export function setup(): void {
  folder = mkdtempSync(join(tmpdir(), 'hearthgate-run-'));
  process.env.MADE_ONCE = folder;
  process.env.NODE_COMPILE_CACHE = join(folder, 'compiled');
}

export function teardown(): void {
  rmSync(folder, { recursive: true, force: true });
}
