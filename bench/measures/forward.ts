import { Child, type Usage } from '../child.ts';
import { type AtVendor, generate, loadFor, RATE, type Ready } from './runs.ts';

export interface Forward {
  /** From the first publish to the last reading at the vendor. */
  readonly perSecond: number;
  readonly cpuPer100k: number;
  readonly bytesPerReading: number;
  /** At RATE a second. */
  readonly steadyBytesPerReading: number;
  /** Milliseconds from publish to opened at the vendor, at RATE a second. */
  readonly p50: number;
  readonly p99: number;
  /** Resident when the load has just ended. */
  readonly rssMiB: number;
  readonly generatorShare: number;
}

export interface ForwardOptions {
  readonly messages: number;
  readonly seconds: number;
}

/** How fast readings come to the vendor through a target: QoS 1 in, TLS out, each of them counted there. */
export async function forward(
  file: string,
  options: object,
  vendor: AtVendor,
  { messages, seconds }: ForwardOptions,
): Promise<Forward> {
  const child = new Child(file);
  const ready = await child.ask<Ready>({ start: options });
  const load = loadFor(ready, 1);
  await generate({ ...load, messages: messages / 5 });
  await vendor.opened(messages / 5);
  const before = await child.ask<Usage>({ usage: true });
  const began = performance.now();
  const loaded = await generate({ ...load, messages });
  const { bytes } = await vendor.opened(messages);
  const took = (performance.now() - began) / 1000;
  const after = await child.ask<Usage>({ usage: true });
  await generate({ ...load, messages: RATE * seconds, rate: RATE });
  const steady = await vendor.opened(RATE * seconds);
  await child.stop();
  const cpu = after.cpu - before.cpu;
  return {
    perSecond: messages / took,
    cpuPer100k: (cpu * 100_000) / messages,
    bytesPerReading: bytes / messages,
    steadyBytesPerReading: steady.bytes / (RATE * seconds),
    p50: steady.p50,
    p99: steady.p99,
    rssMiB: after.rssMiB,
    generatorShare: loaded.cpu / cpu,
  };
}
