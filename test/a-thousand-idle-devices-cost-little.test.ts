import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

test('a thousand connected devices that say nothing need less than 80 MiB', async () => {
  // It says what it measured, and ends with 1 where that is more than may be.
  const { stdout } = await promisify(execFile)(process.execPath, ['bench/idle.ts']);
  expect(stdout).toMatch(/^1000 idle devices: [\d.]+ MiB/);
}, 60_000);
