import { Child, type Usage } from '../child.ts';
import { generate, loadFor, RATE, type Ready } from './runs.ts';

export interface Ingest {
  readonly perSecond: number;
  /** CPU seconds of the target for 100,000 messages. */
  readonly cpuPer100k: number;
  /** Milliseconds from publish to PUBACK at RATE a second. */
  readonly p50: number;
  readonly p99: number;
  /** Resident when the load has just ended. */
  readonly rssMiB: number;
  /** The generator's own CPU seconds for each of the target's. */
  readonly generatorShare: number;
}

export interface IngestOptions {
  readonly qos: 0 | 1;
  readonly messages: number;
  /** Seconds at RATE. */
  readonly seconds: number;
}

/** How fast a target takes messages in, and how late it acknowledges them. */
export async function ingest(
  file: string,
  options: object,
  { qos, messages, seconds }: IngestOptions,
): Promise<Ingest> {
  const child = new Child(file);
  const ready = await child.ask<Ready>({ start: options });
  const load = loadFor(ready, qos);
  await generate({ ...load, messages: messages / 5 });
  const before = await child.ask<Usage>({ usage: true });
  const loaded = await generate({ ...load, messages });
  const after = await child.ask<Usage>({ usage: true });
  const steady = await generate({ ...load, messages: RATE * seconds, rate: RATE });
  await child.stop();
  const cpu = after.cpu - before.cpu;
  return {
    perSecond: loaded.perSecond,
    cpuPer100k: (cpu * 100_000) / messages,
    p50: steady.p50,
    p99: steady.p99,
    rssMiB: after.rssMiB,
    generatorShare: loaded.cpu / cpu,
  };
}
