import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Household, openHousehold, plug } from '../bench/large-household.ts';
import { operateOn } from '../gateway/operations/operations.ts';
import { type AskedApi, openApi, V1 } from './api.ts';

/**
 * 5,000 devices that three recipients ask four fields of each, and 20,000 consents. `npm run measure:answers` has the
 * figures. What is bounded is how much work it is, as the least processor time of several: other programs share the machine.
 */
let household: Household;
let api: AskedApi;
beforeAll(async () => {
  household = await openHousehold({ devices: 5_000, recipients: 3, consents: 20_000 });
  api = await openApi({
    hub: household.hub,
    dataDir: household.dataDir,
    logged: [],
    async do<T>(name: string, input: unknown) {
      const answer = await operateOn(household.hub)(name, input);
      if (!answer.ok) throw new Error(answer.problem);
      return answer.result as T;
    },
  });
}, 120_000);
afterAll(async () => {
  await api?.stop();
  await household?.stop();
});

async function least(path: string, change: (round: number) => Promise<unknown> = async () => undefined) {
  const times: number[] = [];
  for (let round = 0; round < 7; round++) {
    await change(round);
    const before = process.threadCpuUsage();
    expect((await api.ask('GET', V1 + path)).status).toBe(200);
    const { user, system } = process.threadCpuUsage(before);
    times.push((user + system) / 1000);
  }
  return Math.min(...times);
}

test.each(['/requests', '/home'])('of a large household, answering this is under 50 ms of work: %s', async (path) => {
  expect(await least(path)).toBeLessThan(50);
});

test('also right after something changed', async () => {
  const about = { recipient: 'r1', request: 'usage', field: 'a' };
  const withdraw = (i: number) => operateOn(household.hub)('consent withdraw', { ...about, device: `d${3 * i + 1}` });
  // 25 ms where the machine is quiet; 150 ms before.
  expect(await least('/requests', withdraw)).toBeLessThan(100);
  expect(await least('/home', async (i) => void plug(household.hub, `more-${i}`))).toBeLessThan(100);
});

test('what waits is told in a few kilobytes, whatever the number of devices, and one request with each name once a field', async () => {
  const { body } = await api.ask('GET', `${V1}/requests`);
  expect(body.total).toBe(3);
  expect(body.items[0].requests[0].deviceCount).toBeGreaterThan(3_000);
  expect(JSON.stringify(body).length).toBeLessThan(10_000);
  const { body: one } = await api.ask('GET', `${V1}/requests/r0/usage`);
  expect(one.fields.flatMap(({ devices }: { devices: string[] }) => devices).length).toBeGreaterThan(13_000);
  // Its words name each device, too.
  expect(JSON.stringify(one).length).toBeLessThan(400_000);
});
