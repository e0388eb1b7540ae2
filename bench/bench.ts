import { parseArgs } from 'node:util';
import { Child, type Usage } from './child.ts';
import type { Load, Loaded } from './load.ts';
import type { HubOptions } from './targets/hub.ts';
import type { VendorReport } from './targets/vendor.ts';

/** `npm run bench -- [--quick] [--json]`: each figure beside the bare broker's in the same run. */
const { values } = parseArgs({ options: { quick: { type: 'boolean' }, json: { type: 'boolean' } } });
const MESSAGES = values.quick ? 60_000 : 300_000;
const CLIENTS = 20;
const WINDOW = 50;
const RATE = 1_000;
const LIVE_WITHIN_MS = 250;

interface Row {
  readonly target: string;
  readonly qos: 0 | 1;
  readonly perSecond: number;
  readonly cpuPer100k: number;
  readonly p50: number;
  readonly p99: number;
  readonly rssMiB: number;
  /** The generator's own CPU seconds for each of the target's: far below 1, or it was the bottleneck. */
  readonly generatorShare: number;
}

const vendor = new Child('./targets/vendor.ts');
const { signed } = await vendor.ask<{ signed: string }>({ start: { withinMs: LIVE_WITHIN_MS } });
const rows: Row[] = [];
for (const qos of [0, 1] as const) {
  rows.push(await measure('bare aedes', './targets/aedes.ts', {}, qos));
  rows.push(await measure('hub, nothing shared', './targets/hub.ts', hub([]), qos));
  rows.push(await measure('hub, summaries', './targets/hub.ts', hub(['summary']), qos));
  rows.push(await measure('hub, encrypted', './targets/hub.ts', { ...hub(['summary']), encrypted: true }, qos));
}
const live = await measureLive();
const idle = await idleMemory();
await vendor.stop();
report();

function hub(requests: readonly string[]): HubOptions {
  return {
    devices: CLIENTS,
    manifests: [signed],
    choices: requests.map((request) => ({ recipient: 'bench', request })),
  };
}

async function measure(target: string, file: string, options: object, qos: 0 | 1): Promise<Row> {
  const child = new Child(file);
  const ready = await child.ask<{ port: number; clients?: Load['clients'] }>({ start: options });
  const clients =
    ready.clients ?? Array.from({ length: CLIENTS }, (_, n) => ({ name: `c${n}`, password: 'x', topic: `t/${n}` }));
  const load = { port: ready.port, clients, qos, window: WINDOW };
  await generate({ ...load, messages: MESSAGES / 10 });
  const before = await child.ask<Usage>({ usage: true });
  const loaded = await generate({ ...load, messages: MESSAGES });
  const after = await child.ask<Usage>({ usage: true });
  const steady = await generate({ ...load, messages: RATE * (values.quick ? 3 : 10), rate: RATE });
  await child.stop();
  const cpu = after.cpu - before.cpu;
  return {
    target,
    qos,
    perSecond: loaded.perSecond,
    cpuPer100k: (cpu * 100_000) / MESSAGES,
    p50: steady.p50,
    p99: steady.p99,
    rssMiB: after.rssMiB,
    generatorShare: loaded.cpu / cpu,
  };
}

/** Exact and live, sealed and over TLS: how fast readings are opened at the vendor, and how late. */
async function measureLive() {
  const child = new Child('./targets/hub.ts');
  const ready = await child.ask<{ port: number; clients: Load['clients'] }>({ start: hub(['live']) });
  const load = { ...ready, qos: 1 as const, window: WINDOW };
  await generate({ ...load, messages: 2_000 });
  await opened(2_000);
  const messages = MESSAGES / 3;
  const before = await child.ask<Usage>({ usage: true });
  const began = performance.now();
  await generate({ ...load, messages });
  const { rejected } = await opened(messages);
  const perSecond = messages / ((performance.now() - began) / 1000);
  const after = await child.ask<Usage>({ usage: true });
  const count = RATE * (values.quick ? 3 : 10);
  await generate({ ...load, messages: count, rate: RATE });
  const steady = await opened(count);
  await child.stop();
  return {
    perSecond,
    cpuPer100k: ((after.cpu - before.cpu) * 100_000) / messages,
    p50: steady.p50,
    p99: steady.p99,
    rssMiB: after.rssMiB,
    rejected,
  };
}

/** Waits until the vendor has opened `count` more readings; gives up after a minute without any. */
async function opened(count: number): Promise<VendorReport> {
  let sum = 0;
  let quiet = performance.now();
  for (;;) {
    const report = await vendor.ask<VendorReport>({ more: true });
    if (report.opened > 0) quiet = performance.now();
    sum += report.opened;
    if (sum >= count) return report;
    if (performance.now() - quiet > 60_000) throw new Error(`the vendor opened ${sum} of ${count} readings`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function idleMemory(): Promise<number> {
  const child = new Child('./targets/hub.ts');
  await child.ask({ start: { devices: 1, manifests: [], choices: [] } satisfies HubOptions });
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  const { rssMiB } = await child.ask<Usage>({ usage: true });
  await child.stop();
  return rssMiB;
}

async function generate(load: Load): Promise<Loaded> {
  const child = new Child('./load.ts');
  const { loaded } = await child.ask<{ loaded: Loaded }>(load);
  await child.stop();
  return loaded;
}

function report(): void {
  const ceiling = (qos: 0 | 1) => rows.find((row) => row.qos === qos)?.perSecond ?? Number.NaN;
  if (values.json) {
    const ratio = (target: string, qos: 0 | 1) =>
      (rows.find((row) => row.target === target && row.qos === qos)?.perSecond ?? Number.NaN) / ceiling(qos);
    const ratios = {
      summaryVsBareAedes: ratio('hub, summaries', 1),
      summaryVsBareAedesQos0: ratio('hub, summaries', 0),
    };
    console.log(JSON.stringify({ figures: { rows, live, idleMiB: idle }, ratios }, null, 2));
    return;
  }
  console.log(
    '| target | QoS | readings/s | of bare aedes | CPU s per 100,000 | p50 ms | p99 ms | RSS MiB | generator CPU |',
  );
  console.log('|---|---|---|---|---|---|---|---|---|');
  for (const row of rows) {
    const share = (row.perSecond / ceiling(row.qos)).toFixed(2);
    console.log(
      `| ${row.target} | ${row.qos} | ${Math.round(row.perSecond).toLocaleString('en')} | ${share} | ${row.cpuPer100k.toFixed(2)} | ${row.qos ? row.p50.toFixed(2) : '–'} | ${row.qos ? row.p99.toFixed(2) : '–'} | ${Math.round(row.rssMiB)} | ${row.generatorShare.toFixed(2)} |`,
    );
  }
  console.log(
    `\nExact and live, opened at the vendor over TLS: ${Math.round(live.perSecond).toLocaleString('en')} readings/s, ${live.cpuPer100k.toFixed(2)} CPU s per 100,000; at ${RATE}/s publish → opened p50 ${Math.round(live.p50)} ms, p99 ${Math.round(live.p99)} ms (micro-batches within ${LIVE_WITHIN_MS} ms); RSS ${Math.round(live.rssMiB)} MiB.`,
  );
  console.log(`Idle: ${Math.round(idle)} MiB.`);
}
