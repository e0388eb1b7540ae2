import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildIfOld } from '../gateway/web/build.ts';
import { runDemo } from './demo-run.ts';

/**
 * `npm run demo -- [--for 60s] [--json] [--speed 600] [--seed text]`; exit code 0 only when the summary is clean. With
 * `--json` nobody watches: no page is served, and a day of the home passes.
 */
const { values } = parsed(() =>
  parseArgs({
    options: {
      for: { type: 'string' },
      json: { type: 'boolean', default: false },
      speed: { type: 'string' },
      seed: { type: 'string', default: 'hearthgate' },
    },
  }),
);

const dataDir = mkdtempSync(join(tmpdir(), 'hearthgate-demo-'));
const stop = new AbortController();
process.once('SIGINT', () => stop.abort());
process.once('SIGTERM', () => stop.abort());
const seconds = values.for === undefined ? undefined : secondsOf(values.for);
if (seconds !== undefined) setTimeout(() => stop.abort(), seconds * 1000);

try {
  if (!values.json) await buildIfOld();
  const summary = await runDemo({
    dataDir,
    seed: values.seed,
    ...(values.speed === undefined ? {} : { speed: positive(values.speed, '--speed') }),
    page: !values.json,
    signal: stop.signal,
    ...(values.json ? {} : { output: process.stdout }),
  });
  console.log(values.json ? JSON.stringify(summary, null, 2) : inWords(summary));
  process.exitCode = summary.clean ? 0 : 1;
} finally {
  rmSync(dataDir, { recursive: true, force: true });
}
// Nothing is left to do; sockets of simulated devices that are still closing must not hold the summary back.
process.exit();

function secondsOf(text: string): number {
  const match = /^(\d+)(s|m)?$/.exec(text);
  if (!match) return usage('--for takes a time such as 60s or 2m');
  return Number(match[1]) * (match[2] === 'm' ? 60 : 1);
}

function positive(text: string, option: string): number {
  const number = Number(text);
  return number > 0 && number <= 100_000 ? number : usage(`${option} takes a number above 0`);
}

function usage(problem: string): never {
  console.error(problem);
  process.exit(2);
}

function inWords(summary: Awaited<ReturnType<typeof runDemo>>): string {
  const { canaries, vendors } = summary;
  return [
    '',
    `In ${summary.durationS} s, ${Math.round(summary.simulatedS / 360) / 10} simulated hours passed.`,
    `Devices published ${summary.published} messages; ${summary.stayedHome} field values stayed home.`,
    ...Object.entries(vendors).map(
      ([id, { batches, records, rejected }]) =>
        `${id} received ${records} records in ${batches} batches, and rejected ${rejected}.`,
    ),
    `${canaries.planted} canaries were planted where nothing was shared: ${canaries.found} came out. The control canary was ${canaries.controlFound ? 'found' : 'not found'}.`,
    ...summary.problems.map((problem) => `Problem: ${problem}`),
  ].join('\n');
}

function parsed<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    console.error(
      `${error instanceof Error ? error.message : error}\nnpm run demo -- [--for 60s] [--json] [--speed 600] [--seed text]`,
    );
    process.exit(2);
  }
}
