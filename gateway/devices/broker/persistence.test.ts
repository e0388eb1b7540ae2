import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createLog } from '../../runtime/log.ts';
import { Flow } from '../../store/flow.ts';
import { BROKER_LIMITS } from './limits.ts';
import type { Message } from './message.ts';
import { Persistence } from './persistence.ts';

let dir: string;
let flow: Flow;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'persistence-'));
});
afterEach(async () => {
  await flow.write([]);
  await flow.stop();
  rmSync(dir, { recursive: true });
});

async function open(limits = BROKER_LIMITS.persistence, mayHold = (_id: string, _filter: string) => true) {
  flow = new Flow(join(dir, 'flow.db'));
  await flow.start();
  const deps = {
    flow,
    log: createLog('silent'),
    now: () => 1000,
    mayHold,
    owner: () => 'thermo',
    onFull: () => undefined,
  };
  const persistence = new Persistence(deps, limits);
  await persistence.setup({ id: 'broker' });
  return persistence;
}

async function reopen(): Promise<Persistence> {
  await flow.write([]);
  await flow.stop();
  return open();
}

const message = (topic: string, payload: string, more: Partial<Message> = {}): Message => ({
  cmd: 'publish',
  topic,
  payload: Buffer.from(payload),
  qos: 1,
  retain: false,
  brokerId: 'broker',
  brokerCounter: 1,
  ...more,
});
const drain = async (stream: AsyncIterable<Message>) => {
  const payloads: string[] = [];
  for await (const { payload } of stream) payloads.push(payload.toString());
  return payloads;
};

test('it passes the tests that aedes-persistence ships', async () => {
  await open();
  const file = join(import.meta.dirname, 'abstract.testing.ts');
  const { stdout } = await promisify(execFile)('node', ['--test', '--test-reporter=tap', file]).catch((error) => error);
  const failed = stdout.split('\n').filter((line: string) => line.trim().startsWith('not ok'));
  expect(failed).toEqual([]);
  expect(Number(/^# pass (\d+)$/m.exec(stdout)?.[1])).toBeGreaterThan(40);
}, 60_000);

test('everything survives a restart, properties and binary ones with it', async () => {
  const first = await open();
  const properties = { correlationData: Buffer.from([1, 2, 255]), userProperties: { a: ['b', 'c'] } };
  await first.storeRetained(message('r/1', 'kept', { retain: true, properties, messageExpiry: 5 }));
  await first.storeRetained(message('r/2', 'gone', { retain: true }));
  await first.storeRetained(message('r/2', '', { retain: true }));
  first.claim('s', 'thermo', 60);
  await first.addSubscriptions({ id: 's' }, [{ topic: 'a/#', qos: 2, rh: 1, rap: true, nl: false }]);
  await first.outgoingEnqueueCombi([{ clientId: 's' }], message('a/1', 'one', { qos: 2 }));
  await first.outgoingEnqueueCombi([{ clientId: 's' }], message('a/2', 'two', { qos: 2, brokerCounter: 2 }));
  await first.outgoingUpdate({ id: 's' }, { brokerId: 'broker', brokerCounter: 1, messageId: 7 });
  await first.outgoingUpdate({ id: 's' }, { cmd: 'pubrel', messageId: 7 });
  await first.incomingStorePacket({ id: 's' }, message('b', 'x', { qos: 2, messageId: 9 }));
  await first.putWill({ id: 's' }, message('w', 'offline'));

  const second = await reopen();
  const retained: Message[] = await second.createRetainedStream('#').toArray();
  expect(retained.map(({ topic }) => topic)).toEqual(['r/1']);
  expect(retained[0]).toMatchObject({ properties, messageExpiry: 5 });
  expect(second.sessions.owner('s')).toBe('thermo');
  expect(await second.subscriptionsByClient({ id: 's' })).toEqual([
    { topic: 'a/#', qos: 2, rh: 1, rap: true, nl: false },
  ]);
  const [released, waiting] = await second.outgoingStream({ id: 's' }).toArray();
  expect(released).toEqual({ cmd: 'pubrel', messageId: 7 });
  expect(waiting).toMatchObject({ topic: 'a/2', qos: 2, messageId: undefined });
  expect(second.tookIn('s', 9)).toBe(true);
  expect(second.leftWills()).toMatchObject([{ clientId: 's', owner: 'thermo', will: { topic: 'w' } }]);

  // A session's end takes all of it along, on the disk, too.
  second.endSession('s');
  await second.delWill({ id: 's' });
  await flow.write([]);
  for (const list of ['sessions', 'subscriptions', 'outgoing list', 'incoming list', 'wills'] as const) {
    expect(await flow.read(`broker ${list}`)).toEqual([]);
  }
});

test('what was staged with the commit is neither written nor delivered twice', async () => {
  const first = await open();
  await first.addSubscriptions({ id: 's' }, [{ topic: 'a', qos: 1 }]);
  const sent = message('a', 'once', { retain: true });
  const operations = first.stage(sent, { clientId: 'p', messageId: 3 });
  expect(operations.map(([name]) => name)).toEqual(['broker retained put', 'broker outgoing put']);
  await flow.write(operations);
  await first.storeRetained(sent);
  await first.outgoingEnqueueCombi([{ clientId: 's' }], sent);
  expect(await drain((await reopen()).outgoingStream({ id: 's' }))).toEqual(['once']);
});

test('a crash between the acknowledgement and the routing loses nothing', async () => {
  const first = await open();
  await first.addSubscriptions({ id: 's' }, [{ topic: 'a', qos: 1 }]);
  await flow.write(first.stage(message('a', 'acknowledged'), { clientId: 'p', messageId: 3 }));
  expect(await drain((await reopen()).outgoingStream({ id: 's' }))).toEqual(['acknowledged']);
});

test('a full queue drops its oldest, a full store takes no new topic', async () => {
  const limits = {
    ...BROKER_LIMITS.persistence,
    queue: { messages: 2, bytes: 1000, totalBytes: 10_000 },
    retained: { topics: 1, bytes: 20 },
  };
  const first = await open(limits);
  for (const [index, value] of ['a', 'b', 'c'].entries()) {
    await first.outgoingEnqueueCombi([{ clientId: 's' }], message('t', value, { brokerCounter: index + 1 }));
  }
  await first.outgoingEnqueueCombi([{ clientId: 'big' }], message('t', 'x'.repeat(900)));
  await first.outgoingEnqueueCombi([{ clientId: 'big' }], message('t', 'y'.repeat(900)));
  await first.storeRetained(message('t', 'kept', { retain: true }));
  await first.storeRetained(message('u', 'no room', { retain: true }));
  await first.storeRetained(message('t', 'x'.repeat(30), { retain: true }));
  const second = await reopen();
  expect(await drain(second.outgoingStream({ id: 's' }))).toEqual(['b', 'c']);
  expect(await drain(second.outgoingStream({ id: 'big' }))).toEqual(['y'.repeat(900)]);
  expect(await drain(second.createRetainedStream('#'))).toEqual(['kept']);
});

test('sessions: a credential’s longest-gone one makes room, and a lost right is not restored', async () => {
  const limits = { ...BROKER_LIMITS.persistence, sessions: { total: 3, perOwner: 2 } };
  let allowed = true;
  const first = await open(limits, () => allowed);
  first.claim('one', 'thermo', 60);
  first.left('one', 60);
  first.claim('two', 'thermo', 60);
  await first.addSubscriptions({ id: 'two' }, [{ topic: 'a', qos: 1 }]);
  expect(first.sessions.makeRoom('three', 'thermo')).toEqual(['one']);
  first.claim('three', 'thermo', 60);
  expect(first.sessions.ofOwner('thermo')).toEqual(['two', 'three']);
  first.left('two', 60);
  expect(first.sessions.expired(1000 + 59_999)).toEqual([]);
  expect(first.sessions.expired(1000 + 60_000)).toEqual(['two']);
  allowed = false;
  await first.addSubscriptions({ id: 'two' }, [{ topic: 'b', qos: 1 }]);
  first.revise('two');
  expect(await first.subscriptionsByClient({ id: 'two' })).toEqual([]);
});
