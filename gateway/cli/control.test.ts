import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { askHub, serveControl } from './control.ts';

test('what the hub cannot do is answered and told to its log, whatever was asked, and it goes on', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'hearthgate-control-'));
  const failed: string[] = [];
  const operate = async (name: string) => {
    if (name === 'status') return { ok: true as const, result: 'well' };
    throw new Error('the disk is full');
  };
  const server = await serveControl(dataDir, operate, (name) => failed.push(name));
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
