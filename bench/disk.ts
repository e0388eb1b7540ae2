import { statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { parseArgs } from 'node:util';
import { written } from './written.ts';

/**
 * `npm run measure:disk -- [--hours 6]`: what a day of 50 devices × a message each 10 s writes to the disk. Some hours are played
 * 120 times as fast, with every commit and fsync of that time, and counted up to a day.
 */
const { values } = parseArgs({ options: { hours: { type: 'string', default: '6' } } });
const hours = Number(values.hours);
const SPEED = 120;
/** Most for a day of QoS 0 where some devices are shared, in bytes. */
const MOST = 20e6;
const TMPFS = 0x01021994;

if (statfsSync(tmpdir()).type === TMPFS) throw new Error('TMPDIR is in memory; set it to a folder on a disk');
let over = false;
for (const [qos, shared] of [
  [0, 15],
  [0, 50],
  [1, 15],
] as const) {
  const { perDay, messages, files } = await written({ qos, shared, hours, speed: SPEED });
  const sizes = files.map(({ name, bytes }) => `${name} ${(bytes / 1e6).toFixed(1)}`).join(', ');
  console.log(
    `QoS ${qos}, ${shared} of 50 devices shared: ${(perDay / 1e6).toFixed(1)} MB a day (from ${hours} h, ${messages} messages; files in MB: ${sizes})`,
  );
  over ||= qos === 0 && shared < 50 && perDay > MOST;
}
process.exit(over ? 1 : 0);
