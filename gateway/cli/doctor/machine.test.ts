import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { daysLeft, type Finding, printed } from './finding.ts';
import { architecture, clock, disk, memory, node, wear, written } from './machine.ts';

const RELEASED = Date.UTC(2026, 0, 1);
const NOW = Date.UTC(2026, 10, 20);
const DAY = 86_400_000;

test.each<[Finding, Finding['state'], string]>([
  [architecture('linux', 'arm64'), 'good', 'arm64'],
  [architecture('linux', 'arm'), 'bad', '64-bit'],
  [architecture('darwin', 'arm64'), 'bad', 'Linux'],
  [node('24.21.0'), 'good', '24.21.0'],
  [node('20.19.5'), 'bad', 'Node 24'],
  [memory('MemTotal: 1 kB\nMemAvailable:     512000 kB\n'), 'good', '500 MiB'],
  [memory('MemAvailable:     51200 kB\n'), 'bad', '50 MiB'],
  [memory(''), 'unknown', 'does not say'],
  [disk(5e9, 30e9, 1e6), 'good', '5000 MB of 30000 MB'],
  [disk(100e6, 30e9, 1e6), 'bad', 'sharing stops'],
  [disk(5e9, 30e9, 50), 'bad', '50 more files'],
  [disk(5e9, 30e9, 0), 'good', '5000 MB'],
  [clock(Date.UTC(1970, 0, 2), RELEASED, 'synchronised'), 'bad', 'before this version'],
  [clock(NOW, RELEASED, 'waiting'), 'bad', 'time server'],
  [clock(NOW, RELEASED, 'synchronised'), 'good', 'was told'],
  [clock(NOW, RELEASED, 'unknown'), 'unknown', 'watch'],
  [daysLeft(NOW + 30.5 * DAY, NOW), 'good', '30 days'],
  [daysLeft(NOW + 6.5 * DAY, NOW), 'bad', '6 days'],
  [daysLeft(NOW - DAY, NOW), 'bad', 'has ended'],
  [written('write_bytes: 1000000\n', 86_400), 'good', '1 MB a day'],
  [written('write_bytes: 400000000\n', 7_200), 'bad', '4800 MB a day'],
  [written('write_bytes: 400000000\n', 60), 'unknown', 'less than an hour'],
  [written(undefined, 7_200), 'unknown', 'only who runs the hub'],
])('%o', (finding, state, said) => {
  expect(finding.state).toBe(state);
  expect(`${finding.says} ${finding.todo}`).toContain(said);
  // What is not well comes with one thing to do.
  expect(finding.todo !== undefined || state !== 'bad').toBe(true);
});

test('what an eMMC says of its life is told in hundredths, and that an SD card says nothing', () => {
  const blocks = mkdtempSync(join(tmpdir(), 'hearthgate-blocks-'));
  onTestFinished(() => rmSync(blocks, { recursive: true }));
  expect(wear(blocks).says).toContain('no SD card');
  mkdirSync(join(blocks, 'mmcblk0/device'), { recursive: true });
  mkdirSync(join(blocks, 'mmcblk0boot0'));
  expect(wear(blocks)).toMatchObject({ state: 'unknown', says: expect.stringContaining('does not say') });
  const life = (said: string) => writeFileSync(join(blocks, 'mmcblk0/device/life_time'), said);
  life('0x02 0x03\n');
  expect(wear(blocks)).toMatchObject({ state: 'good', says: expect.stringContaining('30 %') });
  life('0x02 0x09\n');
  expect(wear(blocks)).toMatchObject({ state: 'bad', says: expect.stringContaining('90 %') });
  life('0x02 0x0b\n');
  expect(wear(blocks)).toMatchObject({ state: 'bad', says: expect.stringContaining('100 %') });
});

test('a line each, and below it what to do', () => {
  expect(printed([node('24.1.0'), architecture('linux', 'arm')])).toBe(
    [
      '✔ node          24.1.0',
      '✘ architecture  linux arm',
      '                → use a 64-bit Linux (x64 or arm64); 32-bit Raspberry Pi OS is none',
    ].join('\n'),
  );
});
