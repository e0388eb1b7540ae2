import { Child } from '../child.ts';
import type { Load, Loaded } from '../load.ts';
import type { Vendor, VendorReport } from '../targets/vendor.ts';

/** The same for every target, so that what differs is the target. */
export const CLIENTS = 20;
/** Unacknowledged publishes of one client. */
const WINDOW = 50;
/** Messages a second where it is asked how long something takes. */
export const RATE = 1_000;
const LIVE_WITHIN_MS = 250;

/** A process that takes what the load sends; `clients` where it takes only those it knows. */
export interface Ready {
  readonly port: number;
  readonly clients?: Load['clients'];
}

export function loadFor({ port, clients }: Ready, qos: 0 | 1): Omit<Load, 'messages'> {
  const anybody = Array.from({ length: CLIENTS }, (_, n) => ({ name: `c${n}`, password: 'x', topic: `t/${n}` }));
  return { port, clients: clients ?? anybody, qos, window: WINDOW };
}

export async function generate(load: Load): Promise<Loaded> {
  const child = new Child('./load.ts');
  const { loaded } = await child.ask<{ loaded: Loaded }>(load);
  await child.stop();
  return loaded;
}

type Whole = NonNullable<VendorReport['whole']>;

/** The vendor that all forward to, and how it is asked. */
export class AtVendor {
  readonly #child = new Child('./targets/vendor.ts');

  start(): Promise<Vendor> {
    return this.#child.ask<Vendor>({ start: { withinMs: LIVE_WITHIN_MS } });
  }

  /** Waits until it opened `count` more readings; gives up after half a minute without any. */
  async opened(count: number): Promise<Whole> {
    let [before, heard] = [-1, performance.now()];
    for (;;) {
      const { opened, rejected, whole } = await this.#child.ask<VendorReport>({ more: count });
      if (rejected > 0 || opened > count)
        throw new Error(`opened ${opened} of ${count}, rejected ${rejected} messages`);
      if (whole) return whole;
      if (opened > before) [before, heard] = [opened, performance.now()];
      if (performance.now() - heard > 30_000) throw new Error(`the vendor opened ${opened} of ${count} readings`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  async act(what: 'end' | 'come back'): Promise<void> {
    await this.#child.ask({ act: what });
  }

  stop(): Promise<void> {
    return this.#child.stop();
  }
}
