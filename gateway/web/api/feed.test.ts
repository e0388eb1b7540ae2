import { createServer, get, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Clock } from '../../runtime/clock.ts';
import { systemRandom } from '../../runtime/random.ts';
import { Feed } from './feed.ts';

/** Timers that a test lets ring. */
const timers = new Set<{ readonly ms: number; readonly call: () => void }>();
const clock: Clock = {
  now: () => 0,
  monotonic: () => 0,
  at: () => () => undefined,
  after(ms, call) {
    const timer = { ms, call };
    timers.add(timer);
    return () => timers.delete(timer);
  },
};

let feed: Feed;
let server: Server;
let total = 0;
let responses: ServerResponse[];
beforeEach(async () => {
  timers.clear();
  responses = [];
  feed = new Feed({ clock, random: systemRandom, stayed: () => total });
  server = createServer((_request, response) => {
    responses.push(response.writeHead(200, { 'content-type': 'text/event-stream' }));
    feed.listen(response, { person: 'anna', mayHear: () => true });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(() => {
  feed.stop();
  server.closeAllConnections();
  server.close();
});

const portOf = () => (server.address() as AddressInfo).port;

function ring(ms: number): void {
  for (const timer of [...timers].filter((each) => each.ms === ms)) {
    timers.delete(timer);
    timer.call();
  }
}

test('who does not read is cut off before memory grows, and the others go on', async () => {
  const slow = connect(portOf(), '127.0.0.1', () => slow.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n'));
  slow.pause();
  await expect.poll(() => responses.length).toBe(1);
  let heard = '';
  get({ host: '127.0.0.1', port: portOf() }, (response) =>
    response.setEncoding('utf8').on('data', (text: string) => {
      heard += text;
    }),
  );
  await expect.poll(() => responses.length).toBe(2);
  const [unread] = responses;
  let most = 0;
  let told = 0;
  while (!unread?.destroyed) {
    feed.tell({ event: 'changed', what: 'devices' });
    told++;
    most = Math.max(most, unread?.writableLength ?? 0);
    if (told % 100 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  expect(most).toBeLessThan(128 * 1024);
  feed.tell({ event: 'changed', what: 'settings' });
  await expect.poll(() => heard).toContain('settings');
  slow.destroy();
});

test('nothing is counted and no timer runs while nobody listens', async () => {
  expect(timers.size).toBe(0);
  const asking = get({ host: '127.0.0.1', port: portOf() }, (response) => response.resume());
  asking.on('error', () => undefined);
  await expect.poll(() => timers.size).toBe(2);
  asking.destroy();
  await expect.poll(() => timers.size).toBe(0);
});

test('a quiet stream says now and then that it is there, and what stayed only when it changed', async () => {
  let heard = '';
  get({ host: '127.0.0.1', port: portOf() }, (response) =>
    response.setEncoding('utf8').on('data', (text: string) => {
      heard += text;
    }),
  );
  await expect.poll(() => timers.size).toBe(2);
  for (let i = 0; i < 3; i++) ring(15_000);
  ring(5_000);
  total = 7;
  for (let i = 0; i < 3; i++) ring(5_000);
  await expect.poll(() => heard.match(/event: stayed\ndata: \{"total":7\}/g)?.length).toBe(1);
  expect(heard.match(/: still here/g)).toHaveLength(3);
});
