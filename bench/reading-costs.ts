import { type Household, openHousehold, say } from './large-household.ts';

const READINGS = 20_000;
const SMALL = { devices: 10, recipients: 10, consents: 10 };

/**
 * Microseconds of the processor for one reading on its way down the line, in a home of ten devices and in a large one: medians of rounds
 * that take turns in one process. Both hear as many devices, so that it is the plan that differs and not the cache.
 */
export async function readingCosts(large: Household, rounds: number): Promise<{ small: number; large: number }> {
  const small = await openHousehold(SMALL);
  const names = Array.from({ length: SMALL.devices }, (_, i) => `d${i}`);
  const took = { small: [] as number[], large: [] as number[] };
  for (let round = 0; round < rounds + 2; round++) {
    for (const [key, { hub }] of Object.entries({ small, large }) as ['small' | 'large', typeof small][]) {
      const before = process.threadCpuUsage();
      for (let i = 0; i < READINGS; i++) say(hub, names[i % names.length] ?? '', ONE);
      const { user, system } = process.threadCpuUsage(before);
      // The first rounds are for the compiler.
      if (round > 1) took[key].push((user + system) / READINGS);
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
  await small.stop();
  return { small: median(took.small), large: median(took.large) };
}

const ONE = Buffer.from('{"a":1}');

export function median(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[numbers.length >> 1] ?? 0;
}
