import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asks, YEAR } from '../gateway/history/asks.fixture.ts';
import { makeHistory } from '../gateway/history/year.fixture.ts';
import { Flow } from '../gateway/store/flow.ts';

/** How long each question about a year of a large home's history takes: `npm run measure:history`. */
const dir = mkdtempSync(join(tmpdir(), 'hearthgate-history-'));
const file = join(dir, 'flow.db');
makeHistory(file, YEAR);
const flow = new Flow(file);
await flow.start();
console.log(`flow.db: ${Math.round(statSync(file).size / 2 ** 20)} MiB`);
for (const [name, ask] of Object.entries(asks({ flow, timeZone: 'Europe/Berlin' }))) {
  const times: number[] = [];
  for (let i = 0; i < 10; i++) {
    const begun = performance.now();
    await ask();
    times.push(performance.now() - begun);
  }
  const [first = 0, ...rest] = times;
  const median = rest.sort((a, b) => a - b)[Math.floor(rest.length / 2)] ?? 0;
  console.log(
    `${name.padEnd(60)} first ${first.toFixed(1).padStart(6)} ms   median ${median.toFixed(1).padStart(6)} ms`,
  );
}
await flow.stop();
rmSync(dir, { recursive: true });
