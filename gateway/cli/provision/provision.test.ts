import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { Answer } from '../../operations/operations.ts';
import { provision } from './provision.ts';

test('new passwords go into no file that somebody else owns', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'hearthgate-provision-'));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  const file = join(dir, 'home.yaml');
  writeFileSync(file, 'version: 1\ndevices: [{ name: meter }]\n');
  const made: string[] = [];
  const ask = async (name: string): Promise<Answer> => {
    made.push(name);
    const step = { what: 'device', name: 'meter', state: 'to do' };
    return { ok: true, result: { problems: [], steps: [step], credentials: [{ name: 'meter', password: 'secret' }] } };
  };
  const run = () => provision(ask, { file, dryRun: false }, (path) => readFileSync(path, 'utf8'));
  const kept = join(dir, 'home.credentials.yaml');
  writeFileSync(kept, '', { mode: 0o600 });
  const own = process.geteuid?.() ?? 0;
  const whoever = vi.spyOn(process, 'geteuid').mockReturnValue(own + 1);
  onTestFinished(() => whoever.mockRestore());
  await expect(run()).rejects.toThrow('can be read by others');
  expect([made, readFileSync(kept, 'utf8')]).toEqual([['provision check'], '']);
  whoever.mockReturnValue(own);
  expect(await run()).toMatchObject({ credentialsFile: kept });
  expect(readFileSync(kept, 'utf8')).toContain('secret');
});
