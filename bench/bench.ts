import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Forward, forward } from './measures/forward.ts';
import { catchUp, idle, soak } from './measures/home.ts';
import { type Ingest, ingest } from './measures/ingest.ts';
import { AtVendor, CLIENTS } from './measures/runs.ts';
import { costAtScale } from './measures/scale.ts';
import { isMosquittoInstalled } from './mosquitto.ts';
import { median } from './reading-costs.ts';
import { table } from './report.ts';
import type { HubOptions } from './targets/hub.ts';

/**
 * `npm run bench -- [--quick] [--json] [--soak <minutes>]`: each figure beside what it is compared with in the same run;
 * medians of three, of one with --quick. `NODE_RED` names the folder where `npm install node-red` was run.
 */
const { values } = parseArgs({
  options: { quick: { type: 'boolean' }, json: { type: 'boolean' }, soak: { type: 'string' } },
});
const rounds = values.quick ? 1 : 3;
const taken = { messages: values.quick ? 60_000 : 200_000, seconds: values.quick ? 2 : 10 };
const forwarded = { messages: values.quick ? 40_000 : 100_000, seconds: values.quick ? 2 : 10 };

if (!isMosquittoInstalled()) throw new Error('the vendor’s broker is mosquitto: apt-get install mosquitto');
const nodeRed = process.env.NODE_RED;
if (nodeRed !== undefined && !existsSync(join(nodeRed, 'node_modules/node-red/red.js'))) {
  throw new Error(`NODE_RED: there is no node-red in ${nodeRed}; run npm install node-red there`);
}

const vendor = new AtVendor();
const { signed, ...address } = await vendor.start();
const ingested = new Map<string, Ingest[]>();
const went = new Map<string, Forward[]>();
const scales: { small: number; large: number }[] = [];
for (let round = 0; round < rounds; round++) {
  await takeIn('generator alone', './targets/sink.ts', {}, 1);
  await takeIn('bare aedes', './targets/aedes.ts', {}, 1);
  await takeIn('hub, summaries', './targets/hub.ts', hub(['summary']), 1);
  await send('mosquitto bridge', './targets/bridge.ts', address);
  await send('hub, exact and live', './targets/hub.ts', hub(['live']));
  if (nodeRed !== undefined) await send('Node-RED', './targets/node-red.ts', { ...address, folder: nodeRed });
  scales.push(await costAtScale(values.quick ? 40_000 : 200_000));
  if (values.quick) continue;
  await send('aedes and mqtt', './targets/naive.ts', address);
  await takeIn('hub, summaries, encrypted', './targets/hub.ts', { ...hub(['summary']), encrypted: true }, 1);
  await takeIn('bare aedes, QoS 0', './targets/aedes.ts', {}, 0);
  await takeIn('hub, summaries, QoS 0', './targets/hub.ts', hub(['summary']), 0);
}
const resting = await idle();
const caughtUp = values.quick ? undefined : await catchUp(vendor, hub(['live']), 8_000);
const minutes = Number(values.soak ?? 0);
const soaked = minutes > 0 ? await soak(vendor, hub(['live']), minutes, 60) : undefined;
await vendor.stop();

const figures = {
  ingest: medians(ingested),
  forward: medians(went),
  costAtScale: medianOf(scales),
  idle: resting,
  ...(caughtUp === undefined ? {} : { catchUpPerSecond: caughtUp }),
  ...(soaked === undefined ? {} : { soakMiB: soaked }),
};
const ratios = {
  summaryVsBareAedes: ratio(ingested, 'hub, summaries', 'bare aedes', 'perSecond'),
  liveVsMosquittoTls: ratio(went, 'hub, exact and live', 'mosquitto bridge', 'perSecond'),
  liveVsNodeRed: ratio(went, 'hub, exact and live', 'Node-RED', 'perSecond'),
  cpuVsMosquittoTls: ratio(went, 'hub, exact and live', 'mosquitto bridge', 'cpuPer100k'),
  cpuVsNodeRed: ratio(went, 'hub, exact and live', 'Node-RED', 'cpuPer100k'),
  costAtScale: median(scales.map(({ small, large }) => large / small)),
};
console.log(values.json ? JSON.stringify({ figures, ratios }, null, 2) : table(figures, ratios));

function hub(requests: readonly string[]): HubOptions {
  return {
    devices: CLIENTS,
    manifests: [signed],
    choices: requests.map((request) => ({ recipient: 'bench', request })),
  };
}

async function takeIn(target: string, file: string, options: object, qos: 0 | 1): Promise<void> {
  keep(ingested, target, await ingest(file, options, { qos, ...taken }));
}

async function send(target: string, file: string, options: object): Promise<void> {
  keep(went, target, await forward(file, options, vendor, forwarded));
}

function keep<Figures>(all: Map<string, Figures[]>, target: string, figures: Figures): void {
  all.set(target, [...(all.get(target) ?? []), figures]);
}

/** Of the ratios within each round: what slows a round down slows both. Null where one of them was not measured. */
function ratio<Name extends string>(
  all: ReadonlyMap<string, readonly Readonly<Record<Name, number>>[]>,
  target: string,
  to: string,
  name: Name,
): number | null {
  const others = all.get(to);
  if (!others) return null;
  return median((all.get(target) ?? []).map((figures, round) => figures[name] / (others[round]?.[name] ?? Number.NaN)));
}

function medians<Figures extends object>(all: ReadonlyMap<string, readonly Figures[]>): Record<string, Figures> {
  return Object.fromEntries([...all].map(([target, figures]) => [target, medianOf(figures)]));
}

function medianOf<Figures extends object>(all: readonly Figures[]): Figures {
  const [first] = all;
  if (!first) throw new Error('nothing was measured');
  const names = Object.keys(first) as (keyof Figures)[];
  return Object.fromEntries(names.map((name) => [name, median(all.map((each) => Number(each[name])))])) as Figures;
}
