import { arch, cpus } from 'node:os';
import type { Forward } from './measures/forward.ts';
import type { Ingest } from './measures/ingest.ts';

interface Figures {
  readonly ingest: Readonly<Record<string, Ingest>>;
  readonly forward: Readonly<Record<string, Forward>>;
  readonly costAtScale: { readonly small: number; readonly large: number };
  readonly idle: { readonly startS: number; readonly rssMiB: number };
  readonly catchUpPerSecond?: number;
  readonly soakMiB?: readonly number[];
}

/** What each ratio has to be, as the requirements have it. */
const TARGETS: Readonly<Record<string, string>> = {
  summaryVsBareAedes: '≥ 0.6',
  liveVsMosquittoTls: '≥ 2',
  liveVsNodeRed: '≥ 5',
  cpuVsMosquittoTls: '≤ 0.6',
  cpuVsNodeRed: '≤ 0.25',
  costAtScale: '≤ 1.2',
};

/** The figures as Markdown, ready for results.md; the machine is told by what makes figures comparable and no more. */
export function table(figures: Figures, ratios: Readonly<Record<string, number | null>>): string {
  const { costAtScale: scale, idle, catchUpPerSecond, soakMiB } = figures;
  return [
    `${cpus().length} cores, ${arch()}, Node ${process.versions.node}`,
    rows(
      ['takes in', 'readings/s', 'CPU s per 100,000', 'PUBACK p50 ms', 'p99 ms', 'MiB', 'generator’s CPU'],
      Object.entries(figures.ingest).map(([target, it]) => [
        ...[target, whole(it.perSecond), it.cpuPer100k.toFixed(2), it.p50.toFixed(2), it.p99.toFixed(2)],
        ...[whole(it.rssMiB), it.generatorShare.toFixed(2)],
      ]),
    ),
    rows(
      ['to the vendor', 'readings/s', 'CPU s per 100,000', 'p50 ms', 'p99 ms', 'bytes', 'at 1,000/s', 'MiB'],
      Object.entries(figures.forward).map(([target, it]) => [
        ...[target, whole(it.perSecond), it.cpuPer100k.toFixed(2), whole(it.p50), whole(it.p99)],
        ...[whole(it.bytesPerReading), whole(it.steadyBytesPerReading), whole(it.rssMiB)],
      ]),
    ),
    rows(
      ['ratio', 'is', 'target'],
      Object.entries(ratios).map(([name, is]) => [
        name,
        is === null ? NOT_INSTALLED : is.toFixed(2),
        TARGETS[name] ?? '',
      ]),
    ),
    `A reading costs ${scale.small.toFixed(1)} µs with 10 devices and 10 consents, ${scale.large.toFixed(1)} µs with 5,000 and 20,000.`,
    `Idle ${whole(idle.rssMiB)} MiB; takes publishes ${idle.startS.toFixed(1)} s after it was started.`,
    ...(catchUpPerSecond === undefined ? [] : [`After an outage ${whole(catchUpPerSecond)} readings/s.`]),
    ...(soakMiB === undefined ? [] : [`Minute by minute under full load, MiB: ${soakMiB.map(whole).join(', ')}.`]),
  ].join('\n\n');
}

const NOT_INSTALLED = 'not installed: npm install node-red in a folder of its own, and NODE_RED=<folder>';

function rows(head: readonly string[], body: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...body].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function whole(value: number): string {
  return Math.round(value).toLocaleString('en');
}
