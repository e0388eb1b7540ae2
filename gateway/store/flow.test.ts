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

const add = (change: string) => [['route change add', change]] as const;
const changes = (...all: string[]) => all.map((change) => ({ change }));

test('a read sees every write that was called before it', async () => {
  const flow = await open();
  void flow.write(add('1'));
  void flow.write(add('2'));
  expect(await flow.read('route changes')).toEqual(changes('1', '2'));
  await flow.stop();
});

test('stopping commits what is in flight and what waits behind it', async () => {
  const flow = await open();
  const first = flow.write(add('1'));
  await new Promise((resolve) => setImmediate(resolve));
  const second = flow.write(add('2'));
  await flow.stop();
  await Promise.all([first, second]);
  const again = await open();
  expect(await again.read('route changes')).toEqual(changes('1', '2'));
  await again.stop();
});

test('a group that cannot be committed is rejected whole, and the next one is not', async () => {
  const flow = await open();
  const bad = flow.write([...add('1'), ['route change add', null]]);
  await expect(bad).rejects.toThrow('committing to flow.db');
  await flow.write(add('3'));
  expect(await flow.read('route changes')).toEqual(changes('3'));
  await flow.stop();
});

test('after the end, writing and reading say so', async () => {
  const flow = await open();
  await flow.stop();
  await expect(flow.write(add('1'))).rejects.toThrow('closed');
  await expect(flow.read('route changes')).rejects.toThrow('closed');
});

test('a file that is no database is named when it is opened', async () => {
  await expect(new Flow(dir).start()).rejects.toThrow();
});
