import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type House, openHouse } from '../../test/house.ts';
import { PYTHON } from './python.fixture.ts';

const dir = mkdtempSync(join(tmpdir(), 'hearthgate-pair-'));
let house: House;
beforeAll(async () => {
  house = await openHouse({ mqtts: true });
});
afterAll(async () => {
  await house.stop();
  rmSync(dir, { recursive: true, force: true });
});

/** Plays a device that was given the code; resolves with its exit code and what it printed. */
async function play(link: string, file: string) {
  const child = spawn(PYTHON, [join(import.meta.dirname, 'pair.py'), link, file]);
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { status: child.exitCode, stdout, stderr };
}

const open = async () => (await house.do<{ link: string }>('pair open', {})).link;
async function arrived(): Promise<string> {
  const newcomers = async () => (await house.do<{ newcomers: { id: string }[] }>('pair show', {})).newcomers;
  await expect.poll(newcomers).toHaveLength(1);
  return (await newcomers())[0]?.id ?? '';
}

test('it says hello, waits for a person, keeps its credentials, and says a reading with them', async () => {
  const file = join(dir, 'credentials.json');
  const playing = play(await open(), file);
  await house.do('pair confirm', { newcomer: await arrived(), name: 'try-out' });
  expect(await playing).toEqual({
    status: 0,
    stdout: 'waiting \nconfirmed try-out\nsaid one reading as try-out\n',
    stderr: '',
  });
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ state: 'confirmed', user: 'try-out' });
  expect(statSync(file).mode & 0o077).toBe(0);
  expect(house.hub.registry.known().map(({ id }) => id)).toEqual(['try-out']);
});

test('it ends where a person says no', async () => {
  const playing = play(await open(), join(dir, 'refused.json'));
  await house.do('pair reject', { newcomer: await arrived() });
  expect(await playing).toMatchObject({ status: 1, stdout: 'waiting \nrefused rejected\n' });
});

test('it says nothing to a hub with another authority', async () => {
  const parts = (await open()).split(';');
  const link = [...parts.slice(0, 3), 'A'.repeat(43), parts[4]].join(';');
  const { status, stderr } = await play(link, join(dir, 'other.json'));
  expect([status, stderr]).toEqual([1, 'that is another hub, or none: nothing was said to it\n']);
  expect(await house.do('pair show', {})).toMatchObject({ open: true, newcomers: [] });
});
