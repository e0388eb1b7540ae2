import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { askHub, serveControl } from './control.ts';

test('what the hub cannot do is answered and told to its log, whatever was asked, and it goes on', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'hearthgate-control-'));
  const failed: string[] = [];
  const operate = async (name: string) => {
    if (name === 'status') return { ok: true as const, result: 'well' };
    throw new Error('the disk is full');
  };
  const server = await serveControl(dataDir, { operate, failed: (name) => failed.push(name), serves: () => true });
  const odd = request({ socketPath: join(dataDir, 'control.sock'), path: '/%', method: 'POST' });
  odd.end('{');
  const [response] = await once(odd, 'response');
  response.resume();
  expect(await askHub(dataDir, 'consent give', {})).toMatchObject({
    ok: false,
    problem: expect.stringContaining('log'),
  });
  expect(await askHub(dataDir, 'status', {})).toEqual({ ok: true, result: 'well' });
  expect(failed).toEqual(['%', 'consent give']);
  server.close();
});

test('the health check is told whether the hub serves, and that nobody is there', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'hearthgate-control-'));
  const env = { ...process.env, HEARTHGATE_DATA: dataDir };
  const exitCode = () =>
    new Promise((resolve) =>
      execFile('sh', [join(import.meta.dirname, 'healthy.sh')], { env }, (error) => resolve(error?.code ?? 0)),
    );
  expect(await exitCode()).toBe(1);
  let serves = false;
  const operate = async () => ({ ok: true as const, result: undefined });
  const server = await serveControl(dataDir, { operate, failed: () => undefined, serves: () => serves });
  expect(await exitCode()).toBe(1);
  serves = true;
  expect(await exitCode()).toBe(0);
  await promisify(server.close.bind(server))();
  expect(await exitCode()).toBe(1);
});
