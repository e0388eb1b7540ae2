import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { openHub } from '../../gateway/main.ts';
import { operateOn } from '../../gateway/operations/operations.ts';
import { systemClock } from '../../gateway/runtime/clock.ts';
import { systemRandom } from '../../gateway/runtime/random.ts';
import { memoryInUse } from '../memory-in-use.ts';

/** What the parent is told once the hub listens: its port, and passwords by name. */
export interface Ready {
  readonly port: number;
  readonly passwords: Readonly<Record<string, string>>;
}

/** A real hub in a process of its own; an error that nobody caught ends it, and its log goes to standard output. */
const dataDir = mkdtempSync(join(tmpdir(), 'hearthgate-fuzz-'));
// A parent that failed stops nothing.
process.once('disconnect', () => process.exit(1));
process.once('exit', () => rmSync(dataDir, { recursive: true, force: true }));
const hub = await openHub({
  dataDir,
  config: {
    host: '127.0.0.1',
    mqtt: { enabled: true, port: 0 },
    mqtts: { enabled: false, port: 0 },
    https: { enabled: false, port: 0 },
    http: { enabled: false, port: 0 },
    proxy: { trusted: [] },
    names: [],
    timeZone: 'Europe/Berlin',
    log: 'debug',
  },
  clock: systemClock,
  random: systemRandom,
  log: pino({ level: 'debug', base: null }, pino.destination({ fd: 1, sync: true })),
  madeBy: 'demo',
});
await hub.start();
const operate = operateOn(hub);
const passwords: Record<string, string> = {};
for (const [operation, asked] of [
  ['device add', { name: 'good', dialect: 'native' }],
  ['device add', { name: 'fuzzed', dialect: 'native' }],
  ['device add', { name: 'profiled', dialect: 'profile', base: 'x' }],
  ['device add', { name: 'bridged', dialect: 'zigbee2mqtt', base: 'z' }],
  ['app add', { name: 'listener', read: ['#'], write: ['free/#'] }],
] as const) {
  const added = await operate(operation, { read: [], write: [], ...asked });
  if (!added.ok) throw new Error(added.problem);
  passwords[asked.name] = (added.result as { password: string }).password;
}
process.on('message', async (question: 'memory' | 'stop') => {
  if (question === 'stop') {
    await hub.stop();
    process.exit(0);
  }
  process.send?.(memoryInUse() / 2 ** 20);
});
process.send?.({ port: hub.broker.ports().mqtt ?? 0, passwords } satisfies Ready);
