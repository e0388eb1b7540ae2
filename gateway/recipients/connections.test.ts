import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { systemClock } from '../runtime/clock.ts';
import { Flow } from '../store/flow.ts';
import { Connections } from './connections.ts';
import { MqttLink } from './links/mqtt-link.ts';

let dir: string;
let flow: Flow;
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'hearthgate-connections-'));
  flow = new Flow(join(dir, 'flow.db'));
  await flow.start();
});
afterEach(async () => {
  await flow.stop();
  rmSync(dir, { recursive: true });
});

const outcomes = async () =>
  (await flow.read<{ outcome: string | null }>('connections list')).map(({ outcome }) => outcome);

async function begin(): Promise<Connections> {
  const connections = new Connections(flow, systemClock);
  await connections.start();
  return connections;
}

test('an attempt is on the disk before it is made; what became of it follows, and after a kill it counts as opened', async () => {
  const connections = await begin();
  const ended = await connections.begin('acme', 'data.acme.example');
  expect(await outcomes()).toEqual([null]);
  ended(false);
  expect(await outcomes()).toEqual(['failed']);
  await connections.begin('acme', 'data.acme.example');
  const again = await begin();
  (await again.begin('acme', 'data.acme.example'))(true);
  expect(await outcomes()).toEqual(['failed', 'opened', 'opened']);
});

test('an outcome that the disk did not take is kept as soon as it takes something again', async () => {
  const connections = await begin();
  const ended = await connections.begin('acme', 'data.acme.example');
  const db = new Database(join(dir, 'flow.db'));
  db.exec(`CREATE TRIGGER full BEFORE UPDATE ON connections BEGIN SELECT RAISE(ABORT, 'full'); END`);
  ended(false);
  await connections.settle();
  expect(await outcomes()).toEqual([null]);
  db.exec('DROP TRIGGER full');
  db.close();
  await connections.settle();
  expect(await outcomes()).toEqual(['failed']);
});

test('where the disk takes no record of it, no name is looked up and no connection is made', async () => {
  const reasons: string[] = [];
  const link = new MqttLink({
    endpoint: { url: 'mqtts://no-such-host.invalid:8883' },
    home: { home: 'h', clientId: 'c', tls: { key: '', cert: '' } },
    connecting: () => Promise.reject(new Error('disk full')),
    failed: (reason) => reasons.push(reason),
  });
  expect(await link.connect()).toBe('retry');
  // A look-up would have said ENOTFOUND, and the empty key would have been refused.
  expect(reasons).toEqual(['the disk took no record of it']);
});
