import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { expect, it } from 'vitest';
import { classifyLines } from './field-classify.ts';

const LAUNCHER = join(import.meta.dirname, 'hearthgate.sh');

it('answers each line in its order, and names the ones that are none', async () => {
  const [printed, complained]: [string[], string[]] = [[], []];
  const input = Readable.from([
    '{"name":"occupancy","unit":null}\n\n{"name":7}\nnot json\n{"name":"battery",',
    '"unit":"%","type":["x"]}\r\n[1]',
  ]);
  const code = await classifyLines(
    input,
    (line) => printed.push(line),
    (line) => complained.push(line),
  );
  expect(printed.map((line) => JSON.parse(line))).toEqual([
    { name: 'occupancy', category: 'presence', sensitivity: 'high', reason: expect.any(String) },
    { name: 'battery', category: 'diagnostics', sensitivity: 'low', reason: expect.any(String) },
  ]);
  expect(complained.map((line) => line.slice(0, 6))).toEqual(['line 3', 'line 4', 'line 6']);
  expect(code).toBe(1);
});

it('runs without a hub and opens no household', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'hearthgate-fields-'));
  try {
    const printed = await new Promise<string>((resolve, reject) => {
      const env = { ...process.env, HEARTHGATE_DATA: dataDir };
      const running = execFile('sh', [LAUNCHER, 'field', 'classify'], { env }, (error, stdout) =>
        error ? reject(error) : resolve(stdout),
      );
      running.stdin?.end('{"name":"child_lock"}\n');
    });
    expect(JSON.parse(printed)).toMatchObject({ name: 'child_lock', category: 'state/control', sensitivity: 'low' });
    expect(readdirSync(dataDir).filter((name) => name !== 'cache')).toEqual([]);
  } finally {
    rmSync(dataDir, { recursive: true });
  }
});
