import { Child, type Usage } from '../child.ts';
import type { HubOptions } from '../targets/hub.ts';
import { type AtVendor, CLIENTS, generate, loadFor, RATE, type Ready } from './runs.ts';

const EMPTY: HubOptions = { devices: 1, manifests: [], choices: [] };

/** Seconds from nothing to a hub that takes publishes, and what it needs when nothing happens. */
export async function idle(): Promise<{ readonly startS: number; readonly rssMiB: number }> {
  const began = performance.now();
  const child = new Child('./targets/hub.ts');
  await child.ask({ start: EMPTY });
  const startS = (performance.now() - began) / 1000;
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  const { rssMiB } = await child.ask<Usage>({ usage: true });
  await child.stop();
  return { startS, rssMiB };
}

/** Readings a second once a vendor is back that was away while `messages` were said. */
export async function catchUp(vendor: AtVendor, options: HubOptions, messages: number): Promise<number> {
  const child = new Child('./targets/hub.ts');
  const load = loadFor(await child.ask<Ready>({ start: options }), 1);
  await generate({ ...load, messages: CLIENTS });
  await vendor.opened(CLIENTS);
  await vendor.act('end');
  await generate({ ...load, messages, rate: 4 * RATE });
  await vendor.act('come back');
  const { during } = await vendor.opened(messages);
  await child.stop();
  return messages / (during / 1000);
}

/** Resident memory under full load, once for each of so many times. */
export async function soak(vendor: AtVendor, options: HubOptions, times: number, seconds: number): Promise<number[]> {
  const child = new Child('./targets/hub.ts');
  const load = loadFor(await child.ask<Ready>({ start: options }), 1);
  const rss: number[] = [];
  for (let time = 0; time < times; time++) {
    const until = performance.now() + seconds * 1000;
    while (performance.now() < until) {
      await generate({ ...load, messages: SOAKED });
      await vendor.opened(SOAKED);
    }
    rss.push((await child.ask<Usage>({ usage: true })).rssMiB);
  }
  await child.stop();
  return rss;
}

const SOAKED = 100_000;
