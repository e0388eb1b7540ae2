import { afterEach, beforeEach, expect, test } from 'vitest';
import { messages, TestHome, until } from './home.testing.ts';
import { BROKER_LIMITS } from './limits.ts';

let home: TestHome;
beforeEach(async () => {
  home = await new TestHome({
    framing: { ...BROKER_LIMITS.framing, unsentBytes: 4 * 1024 * 1024, unsentMs: 300 },
  }).start();
  home.add({ name: 'hung', kind: 'device', dialect: 'profile', base: 'x' });
  home.add({ name: 'loud', kind: 'device', dialect: 'profile', base: 'x' });
  home.add({ name: 'good', kind: 'device' });
  home.add({ name: 'home-assistant', kind: 'app', grants: { read: ['hearthgate/#'], write: [] } });
});
afterEach(() => home.close());

test('a subscriber that does not read stops nobody: it is ended, and everybody else hears and is acknowledged', async () => {
  const local = await home.connect('home-assistant');
  const heard = messages(local);
  await local.subscribeAsync('hearthgate/#', { qos: 1 });
  const good = await home.connect('good');
  const hung = await home.connect('hung', { keepalive: 0 });
  await hung.subscribeAsync('x/#');
  let ended = false;
  hung.on('close', () => {
    ended = true;
  });
  hung.stream.pause();
  hung.stream.removeAllListeners('data');
  const loud = await home.connect('loud');
  const big = Buffer.alloc(200_000, 65);
  for (let i = 0; i < 60; i++) loud.publish('x/a', big);
  const begun = performance.now();
  const said = Array.from({ length: 50 }, (_, i) =>
    good.publishAsync('hearthgate/v1/devices/good/telemetry', `{"a":${i}}`, { qos: 1 }),
  );
  await Promise.all(said);
  await until(() => heard.length === 50);
  expect(performance.now() - begun).toBeLessThan(5000);
  // Ended by the broker; the stream only notices once it reads again.
  await until(() => home.broker.connected === 3);
  hung.stream.resume();
  await until(() => ended);
});
