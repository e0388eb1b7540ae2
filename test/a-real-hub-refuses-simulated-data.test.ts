import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { openHub } from '../gateway/main.ts';
import { systemRandom } from '../gateway/runtime/random.ts';
import { startHub } from './launcher.ts';
import { ManualClock } from './manual-clock.ts';

test('npm start refuses data that the demo made, and says what to do', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'hearthgate-demo-data-'));
  const config = {
    host: '127.0.0.1',
    mqtt: { enabled: false, port: 0 },
    mqtts: { enabled: false, port: 0 },
    https: { enabled: false, port: 0 },
    http: { enabled: false, port: 0 },
    proxy: { trusted: [] },
    names: [],
    timeZone: 'UTC',
    log: 'error' as const,
  };
  const clock = new ManualClock(Date.UTC(2026, 0, 1));
  const log = pino({ level: 'silent' });
  await (await openHub({ dataDir, config, clock, random: systemRandom, log, madeBy: 'demo' })).stop();
  await expect(startHub(dataDir)).rejects.toThrow(
    /ended with 78: .*was made by the simulated home of the demo and is not opened here/,
  );
  rmSync(dataDir, { recursive: true, force: true });
});

test('a second hub on the same folder is refused', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'hearthgate-lock-'));
  const first = await startHub(dataDir);
  await expect(startHub(dataDir)).rejects.toThrow('another hub is running');
  expect(await first.stop()).toBe(0);
  rmSync(dataDir, { recursive: true, force: true });
});
