import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Flow } from './flow.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'hearthgate-flow-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

async function open(): Promise<Flow> {
  const flow = new Flow(join(dir, 'flow.db'));
  await flow.start();
  return flow;
}

const put = (route: string, state: string) => [['route state put', route, state, 1]] as const;

test('a read sees every write that was called before it', async () => {
  const flow = await open();
  void flow.write(put('a', '1'));
  void flow.write(put('a', '2'));
  expect(await flow.read('route states')).toEqual([{ route: 'a', state: '2', number: 1 }]);
  await flow.stop();
});

test('stopping commits what is in flight and what waits behind it', async () => {
  const flow = await open();
  const first = flow.write(put('a', '1'));
  await new Promise((resolve) => setImmediate(resolve));
  const second = flow.write(put('b', '2'));
  await flow.stop();
  await Promise.all([first, second]);
  const again = await open();
  expect(await again.read('route states')).toHaveLength(2);
  await again.stop();
});

test('a group that cannot be committed is rejected whole, and the next one is not', async () => {
  const flow = await open();
  const bad = flow.write([...put('a', '1'), ['route state put', 'b', null, 1]]);
  await expect(bad).rejects.toThrow('committing to flow.db');
  await flow.write(put('c', '3'));
  expect(await flow.read('route states')).toEqual([{ route: 'c', state: '3', number: 1 }]);
  await flow.stop();
});

test('after the end, writing and reading say so', async () => {
  const flow = await open();
  await flow.stop();
  await expect(flow.write(put('a', '1'))).rejects.toThrow('closed');
  await expect(flow.read('route states')).rejects.toThrow('closed');
});

test('a file that is no database is named when it is opened', async () => {
  await expect(new Flow(dir).start()).rejects.toThrow();
});
