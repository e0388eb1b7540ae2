import type { Hub } from '../gateway/main.ts';
import { operateOn } from '../gateway/operations/operations.ts';
import { LARGE, manifestOf, openHousehold, plug } from './large-household.ts';
import { median, readingCosts } from './reading-costs.ts';

/** `npm run measure:plan`: how long changes take in a large household until they are in force, and what a reading costs. */
const ROUNDS = 9;
const household = await openHousehold(LARGE);
const { hub } = household;
const { devices, recipients, consents } = LARGE;
console.log(`${devices} devices, ${recipients} recipients, ${consents} consents; ms`);
console.log(`${''.padEnd(28)}   least  median  median of processor time\n`);

const ask = asking(hub);
const about = (i: number) => ({ recipient: `r${i}`, request: 'usage', device: `d${i}`, field: 'a' });
await measure('a consent is withdrawn', (i) => ask('consent withdraw', about(i)));
await measure('a consent is given', (i) =>
  ask('consent give', { ...about(i), acceptUnion: false, lifetime: 'until changed', confirmed: true }),
);
await measure('a request is refused', (i) => ask('consent refuse', about(i)));
await measure('a rule is added: night', () =>
  ask('rule add', { rule: 'night', hours: { from: '23:00', to: '23:30' } }),
);
await measure('and removed', () => ask('rule remove', { id: hub.standing.all()[0]?.id, confirmed: true }));
await measure('one recipient is stopped', (i) => ask('sharing stop', { recipient: `r${i}` }));
await measure('and resumed', (i) => ask('sharing resume', { recipient: `r${i}`, confirmed: true }));
await measure('a device is added', async (i) => {
  plug(hub, `new-${i}`);
  await hub.replanDevices();
});
await measure('a manifest says the same', (i) => ask('recipient add', { signed: manifestOf(`r${i}`, 2) }));
await measure('a manifest asks for less', (i) =>
  ask('recipient add', { signed: manifestOf(`r${i}`, 3, { retention: 'P3D' }) }),
);
await measure('a manifest asks for more', (i) =>
  ask('recipient add', { signed: manifestOf(`r${i}`, 4, { retention: 'P3Y' }) }),
);

const { small, large } = await readingCosts(household, 15);
await household.stop();
console.log(`\na reading costs ${small.toFixed(2)} µs with 10 devices, ${large.toFixed(2)} µs here`);
console.log(`ratio ${(large / small).toFixed(2)}`);

function asking(of: Hub) {
  const operate = operateOn(of);
  return async (name: string, input: unknown) => {
    const answer = await operate(name, input);
    if (!answer.ok) throw new Error(answer.problem);
  };
}

async function measure(what: string, act: (round: number) => Promise<void>): Promise<void> {
  const took: number[] = [];
  const worked: number[] = [];
  for (let i = 0; i < ROUNDS; i++) {
    const [began, before] = [performance.now(), process.threadCpuUsage()];
    await act(i);
    took.push(performance.now() - began);
    const { user, system } = process.threadCpuUsage(before);
    worked.push((user + system) / 1000);
    // What follows a change and nobody waits for is no part of the next one.
    await hub.flow.read('outbox consents');
  }
  const figures = [Math.min(...took), median(took), median(worked)];
  console.log(`${what.padEnd(28)} ${figures.map((ms) => ms.toFixed(0).padStart(7)).join(' ')}`);
}
