import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createRandom } from '../../device-sim/random.ts';
import { openHome } from './home.ts';

/** `FAULT_KILLS=2000 npx vitest run test/faults/killed` is the long way; the seed that is printed is given the same way. */
const KILLS = Number(process.env.FAULT_KILLS ?? 50);
const SEED = process.env.FAULT_SEED ?? new Date().toISOString();

test(`promises 7 and 8: killed ${KILLS} times at any moment under load (FAULT_SEED=${SEED}), each reading counts once`, {
  timeout: 60_000 + KILLS * 8_000,
  retry: 0,
}, async () => {
  const random = createRandom(SEED);
  const home = await openHome();
  const [first] = home.speakers;
  for (let kill = 1; kill <= KILLS; kill++) {
    await sleep(random.between(0, 400));
    // Now and then the vendor has a batch, or the hub a reading, and the other side does not hear it.
    if (random.chance(0.3)) home.acme.cloud.answer('keep silent');
    // In each fourth life something is certainly acknowledged and heard before.
    if (kill % 4 === 0) await home.serves();
    if (random.chance(0.5)) for (const speaker of home.speakers) speaker.loseAnswers();
    await sleep(random.between(0, 60));
    await home.kill();
    home.acme.cloud.answer('receive');
    if (random.chance(0.15)) await home.killWhileStarting(random.between(50, 700));
    await home.restart();
  }
  await home.check();
  expect(first?.repeated, 'messages that were sent again').toBeGreaterThan(KILLS / 4);
});
