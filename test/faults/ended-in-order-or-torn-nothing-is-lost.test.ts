import { appendFileSync, readFileSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openHome } from './home.ts';

const FRAME = 24 + 4096;

test('promises 7 and 8: ended by SIGTERM under load the hub is gone within 20 seconds, and nothing is lost', async () => {
  const home = await openHome();
  for (const answer of ['receive', 'hang'] as const) {
    home.acme.cloud.answer(answer);
    await home.serves();
    const began = performance.now();
    expect(await home.hub.stop()).toBe(0);
    expect(performance.now() - began).toBeLessThan(20_000);
    expect(home.hub.output()).toContain('hub stopped');
    home.acme.cloud.answer('receive');
    await home.restart();
  }
  await home.serves();
  await home.check();
}, 90_000);

test('promise 7: behind a journal’s last commit there may be anything after a power cut; all before it is there', async () => {
  const home = await openHome();
  for (const torn of [half, garbage, stale]) {
    await home.serves();
    await home.kill();
    for (const kind of ['household', 'flow']) torn(join(home.dataDir, `${kind}.db-wal`));
    await home.restart();
  }
  await home.serves();
  await home.check();
}, 90_000);

/** A frame that was being written. */
function half(journal: string): void {
  appendFileSync(journal, readFileSync(journal).subarray(-FRAME, -1000));
}

/** Blocks that were given to the file and not written. */
function garbage(journal: string): void {
  appendFileSync(journal, Buffer.alloc(3 * FRAME, 0xa5));
}

/** Whole frames of an earlier time, which a journal that is written again from its beginning has behind its end. */
function stale(journal: string): void {
  const bytes = readFileSync(journal);
  truncateSync(journal, bytes.length - ((bytes.length - 32) % FRAME));
  appendFileSync(journal, bytes.subarray(32, 32 + 2 * FRAME));
}
