import { execFileSync, spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';
import { days, opened } from './counted.ts';
import { type Home, openHome } from './home.ts';
import { strace } from './strace.ts';

/** A disk of 16 MiB of its own; undefined where this user may not mount one. */
function smallDisk(): string | undefined {
  const dir = mkdtempSync(join(tmpdir(), 'hearthgate-disk-'));
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=16m,mode=700', 'none', dir]).status === 0;
  if (mounted) execFileSync('umount', [dir]);
  rmSync(dir, { recursive: true });
  return mounted ? dir : undefined;
}

const DISK = smallDisk();

function mount(dir: string): void {
  execFileSync('mkdir', ['-p', dir]);
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=16m,mode=700', 'none', dir]);
  onTestFinished(() => {
    execFileSync('umount', ['--lazy', dir]);
    rmSync(dir, { recursive: true });
  });
}

/** Takes all the room there is, to the last byte; the function gives it back. */
function fill(dir: string): () => void {
  const file = join(dir, 'filling');
  const descriptor = openSync(file, 'w');
  for (let size = 1 << 20; size > 0; ) {
    try {
      writeSync(descriptor, Buffer.alloc(size, 1));
    } catch {
      size >>= 1;
    }
  }
  closeSync(descriptor);
  return () => rmSync(file);
}

async function logged({ hub }: Home, words: string, times: number): Promise<void> {
  await expect.poll(() => hub.output().split(words).length - 1, { timeout: 20_000 }).toBeGreaterThanOrEqual(times);
}

/** All that was acknowledged went its way once or is told as withheld for want of a disk, for each of the two requests. */
async function accounted(home: Home): Promise<void> {
  await Promise.all(home.speakers.map((speaker) => speaker.finish()));
  const said = home.speakers.flatMap(({ acknowledged }) => acknowledged);
  let left = -1;
  // What is on its way arrives.
  await expect
    .poll(
      () => {
        const before = left;
        left = opened(home.acme).length;
        return left === before;
      },
      { interval: 1_000, timeout: 20_000 },
    )
    .toBe(true);
  expect(await home.hub.stop()).toBe(0);
  const numbers = opened(home.acme);
  expect(new Set(numbers).size).toBe(numbers.length);
  const db = new Database(join(home.dataDir, 'flow.db'), { readonly: true });
  const withheld = db
    .prepare<[string], number>(`SELECT coalesce(sum(count), 0) FROM stayed WHERE reason = 'store' AND field = ?`)
    .pluck();
  const [live, daily] = [withheld.get('live') ?? 0, withheld.get('daily') ?? 0];
  db.close();
  expect(live).toBeGreaterThan(0);
  expect(numbers.length + live).toBe(said.length);
  expect((await days(home.dataDir)).reduce((sum, [count]) => sum + count, 0) + daily).toBe(said.length);
}

test.skipIf(DISK === undefined)(
  'promise 8: on a disk that is really full the home goes on, and a withdrawal is kept (needs a mount)',
  async () => {
    const dir = DISK ?? '';
    mount(dir);
    const home = await openHome({ dataDir: join(dir, 'data') });
    await home.serves();
    const empty = fill(dir);
    await logged(home, 'not committed', 1);
    await home.serves();
    // Taking back finds room where nothing else does.
    const withdrawn = await home.ask<{ notKept?: string }>('consent withdraw', {
      ...{ recipient: home.acme.recipient, request: 'daily', device: 'meter-2' },
    });
    expect(withdrawn.notKept).toBeUndefined();
    await home.serves();
    await home.kill();
    empty();
    await home.restart();
    const consents = await home.ask<{ device: string; request: string; state: string }[]>('consent list', {});
    const state = (device: string) => consents.find((one) => one.device === device && one.request === 'daily')?.state;
    expect([state('meter-1'), state('meter-2')]).toEqual(['given', 'withdrawn']);
    await home.serves();
  },
  60_000,
);

test('promise 8: while every write is refused sharing stops, the home goes on, and all that was said is accounted for', async () => {
  const home = await openHome();
  const calls = 'pwrite64,fsync,fdatasync,ftruncate,fallocate';
  for (const [index, error] of ['ENOSPC', 'EROFS', 'EIO'].entries()) {
    await home.serves();
    const words = ['-e', `trace=${calls}`, '-e', `inject=${calls}:error=${error}`];
    const broken = await strace(home.hub.process.pid ?? 0, join(home.dir, 'trace'), ...words);
    await logged(home, 'not committed', index + 1);
    await home.serves();
    await broken.detach();
    await logged(home, 'goes on', index + 1);
  }
  await home.serves();
  await accounted(home);
}, 90_000);
