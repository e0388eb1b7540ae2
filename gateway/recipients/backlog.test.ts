import { expect, test } from 'vitest';
import { Backlog } from './backlog.ts';
import { HOUR, ManualClock } from './house.fixture.ts';

const bytes = new Uint8Array(64 * 1024);

test('what is late goes at a megabyte a second after the first four, what is in time at once', async () => {
  const clock = new ManualClock();
  const backlog = new Backlog(clock);
  let gone = 0;
  const month = (async () => {
    for (let n = 0; n < 128; n++) {
      await backlog.inTurn({ at: clock.now() - 30 * 24 * HOUR, bytes });
      gone += bytes.length;
    }
  })();
  const settled = async () => {
    for (let turn = 0; turn < 200; turn++) await Promise.resolve();
  };
  await settled();
  expect(gone / 2 ** 20).toBeCloseTo(4, 0);
  const before = gone;
  for (let ms = 0; ms < 1000; ms += 10) {
    clock.advance(10);
    await settled();
  }
  expect((gone - before) / 2 ** 20).toBeGreaterThan(0.8);
  expect((gone - before) / 2 ** 20).toBeLessThan(1.2);
  let atOnce = false;
  void backlog.inTurn({ at: clock.now() - 1000, bytes }).then(() => {
    atOnce = true;
  });
  await settled();
  expect(atOnce).toBe(true);
  for (let ms = 0; ms < 5000; ms += 10) {
    clock.advance(10);
    await settled();
  }
  await month;
  expect(gone).toBe(128 * bytes.length);
});
