import { join } from 'node:path';
import { YEAR } from '../gateway/history/asks.fixture.ts';
import { makeHistory } from '../gateway/history/year.fixture.ts';
import { operateOn } from '../gateway/operations/operations.ts';
import { openApi, V1 } from '../test/api.ts';
import { openHousehold } from './large-household.ts';

/**
 * How long a page waits for what it shows first in a large household with a year of history, over HTTPS:
 * `npm run measure:answers`. After each change what is kept is made anew.
 */
const ROUNDS = 100;
const SIZE = { devices: 5_000, recipients: 3, consents: 20_000 };
const household = await openHousehold(SIZE);
makeHistory(join(household.dataDir, 'flow.db'), YEAR);
const { hub, dataDir } = household;
const operate = operateOn(hub);
const rates = { perSecond: 1e6, burst: 1e6 };
const api = await openApi({ hub, dataDir, logged: [], do: done }, { rates: { address: rates, person: rates } });
console.log(`${SIZE.devices} devices, ${SIZE.recipients} recipients, ${SIZE.consents} consents, a year of history; ms`);
console.log(`${''.padEnd(32)} least  median     p95   bytes`);
for (const path of ['/requests', '/home']) {
  await measure(path, path, async () => undefined);
  const field = path === '/home' ? 'b' : 'a';
  await measure(`${path} after a change`, path, (i) =>
    done('consent withdraw', { recipient: `r${i % 3}`, request: 'usage', field, device: `d${i + 99}` }),
  );
}
await api.stop();
await household.stop();

async function done<T>(name: string, input: unknown): Promise<T> {
  const answer = await operate(name, input);
  if (!answer.ok) throw new Error(answer.problem);
  return answer.result as T;
}

async function measure(what: string, path: string, change: (round: number) => Promise<unknown>): Promise<void> {
  const times: number[] = [];
  let bytes = 0;
  for (let i = 0; i < ROUNDS; i++) {
    await change(i);
    const begun = performance.now();
    const { body } = await api.ask('GET', V1 + path);
    times.push(performance.now() - begun);
    bytes = JSON.stringify(body).length;
  }
  times.sort((a, b) => a - b);
  const at = (share: number) => (times[Math.floor(share * (times.length - 1))] ?? 0).toFixed(1).padStart(7);
  console.log(`${what.padEnd(30)} ${at(0)} ${at(0.5)} ${at(0.95)} ${String(bytes).padStart(7)}`);
}
