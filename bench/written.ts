import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Child } from './child.ts';
import type { Load, Loaded } from './load.ts';
import type { HubOptions } from './targets/hub.ts';

export interface Written {
  /** Bytes that went to the disk, for a day of the home's time. */
  readonly perDay: number;
  readonly messages: number;
  readonly files: readonly { readonly name: string; readonly bytes: number }[];
}

const DEVICES = 50;
const EVERY_S = 10;
const DAY_S = 86_400;

/**
 * What a hub writes while 50 devices say something every 10 seconds, with all commits and fsyncs, as the
 * kernel counts it (`write_bytes` of proc(5)). Its time goes `speed` times as fast; the first hours, in which recipients are met, are not counted.
 */
export async function written({
  qos,
  hours,
  speed,
  shared,
  warmHours = 5,
}: {
  readonly qos: 0 | 1;
  readonly hours: number;
  readonly speed: number;
  /** So many of the devices' values leave, in summaries of an hour. */
  readonly shared: number;
  readonly warmHours?: number;
}): Promise<Written> {
  const vendor = new Child('./targets/vendor.ts');
  const hub = new Child('./targets/hub.ts');
  try {
    const { signed } = await vendor.ask<{ signed: string }>({ start: { withinMs: 250, window: 'PT1H' } });
    const ready = await hub.ask<Ready>({
      start: {
        ...{ devices: DEVICES, manifests: [signed], choices: [{ recipient: 'bench', request: 'summary' }] },
        ...{ speed, ofVendor: shared },
      } satisfies HubOptions,
    });
    const rate = (DEVICES / EVERY_S) * speed;
    const load = { port: ready.port, clients: ready.clients, qos, window: 50, rate };
    const say = async (seconds: number) => generate({ ...load, messages: Math.round((rate * seconds) / speed) });
    await say(warmHours * 3600);
    const before = bytesOf(hub.pid);
    await say(hours * 3600);
    const bytes = bytesOf(hub.pid) - before;
    const files = readdirSync(ready.dataDir)
      .filter((name) => /\.db/.test(name))
      .map((name) => ({ name, bytes: statSync(join(ready.dataDir, name)).size }));
    return { perDay: (bytes * DAY_S) / (hours * 3600), messages: (DEVICES / EVERY_S) * hours * 3600, files };
  } finally {
    await hub.stop();
    await vendor.stop();
  }
}

interface Ready {
  readonly port: number;
  readonly clients: Load['clients'];
  readonly dataDir: string;
}

function bytesOf(pid: number): number {
  return Number(/^write_bytes: (\d+)$/m.exec(readFileSync(`/proc/${pid}/io`, 'utf8'))?.[1]);
}

async function generate(load: Load): Promise<void> {
  const child = new Child('./load.ts');
  await child.ask<{ loaded: Loaded }>(load);
  await child.stop();
}
