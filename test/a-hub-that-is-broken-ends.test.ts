import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { environment, LAUNCHER, type Running, startHub } from './launcher.ts';
import { giveAuthorities } from './made-once.ts';

const CANARY = 'zq7canaryzq7';
let dir: string;
let dataDir: string;
let hub: Running | undefined;
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'hearthgate-broken-'));
  dataDir = join(dir, 'data');
  mkdirSync(dataDir, { mode: 0o700 });
  await giveAuthorities(dataDir);
});
afterEach(async () => {
  await hub?.stop();
  hub = undefined;
  rmSync(dir, { recursive: true, force: true });
});

test.each([
  ['an exception that nobody caught', `throw new RangeError('${CANARY}')`, 'RangeError'],
  ['a rejection that nobody handled', `Promise.reject(new TypeError('${CANARY}'))`, 'TypeError'],
  ['a rejection with something else than an error', `Promise.reject('${CANARY}')`, 'string'],
])('%s ends the hub; its log says where, and nothing of what it was about', async (_, breaking, name) => {
  const breaks = join(dataDir, 'breaks.mjs');
  writeFileSync(breaks, `process.once('SIGUSR2', () => { ${breaking} });`);
  hub = await startHub(dataDir, { NODE_OPTIONS: `--import=${breaks}` });
  const exit = once(hub.process, 'close');
  hub.process.kill('SIGUSR2');
  const [code] = await exit;
  expect(code).toBe(70);
  const last = JSON.parse(hub.output().trim().split('\n').at(-1) ?? '');
  expect(last).toMatchObject({ level: 60, name, msg: 'the hub has a defect and ends' });
  expect(hub.output()).not.toContain(CANARY);
});

test('what others may read is closed at the start, and said; keys that others may read are refused', async () => {
  hub = await startHub(dataDir);
  // Nor does a crash leave a copy of its memory.
  expect(readFileSync(`/proc/${hub.process.pid}/limits`, 'utf8')).toMatch(/Max core file size +0 +/);
  await hub.stop();
  chmodSync(dataDir, 0o755);
  chmodSync(join(dataDir, 'household.db'), 0o644);
  hub = await startHub(dataDir);
  expect(statSync(dataDir).mode & 0o777).toBe(0o700);
  expect(statSync(join(dataDir, 'household.db')).mode & 0o777).toBe(0o600);
  expect(hub.output().match(/closed to other users/g)).toHaveLength(2);
  await hub.stop();
  hub = undefined;
  chmodSync(join(dataDir, 'keys', 'root.key'), 0o644);
  // That it is refused is not enough: it must also end, with the databases open already.
  const refused = spawnSync('sh', [LAUNCHER, 'start'], {
    env: environment(dataDir),
    encoding: 'utf8',
    timeout: 15_000,
  });
  expect(refused).toMatchObject({ status: 78, stderr: expect.stringMatching(/^[^\n]*chmod 600[^\n]*\n$/) });
});
