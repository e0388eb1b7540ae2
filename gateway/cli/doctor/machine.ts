import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TimeService } from '../../runtime/time-service.ts';
import { bad, type Finding, good, unknown } from './finding.ts';

export function architecture(platform: string, arch: string): Finding {
  return platform === 'linux' && (arch === 'x64' || arch === 'arm64')
    ? good('architecture', `${platform} ${arch}`)
    : bad('architecture', `${platform} ${arch}`, 'use a 64-bit Linux (x64 or arm64); 32-bit Raspberry Pi OS is none');
}

export function node(version: string): Finding {
  return Number.parseInt(version, 10) >= 24
    ? good('node', version)
    : bad('node', `${version} is too old`, 'install Node 24 or newer from nodejs.org');
}

/** What can be had without swapping; `/proc/meminfo`. */
export function memory(meminfo: string): Finding {
  const kib = Number(/^MemAvailable:\s+(\d+) kB$/m.exec(meminfo)?.[1] ?? Number.NaN);
  if (Number.isNaN(kib)) return unknown('memory', 'this system does not say how much is free');
  const free = `${Math.round(kib / 1024)} MiB are free`;
  return kib >= 100 * 1024
    ? good('memory', free)
    : bad('memory', free, 'stop what else runs here: a hub needs 130 MiB');
}

/** A hub writes some 23 MB a day (docs/decisions/0037), and needs room for its journals and a copy before an update. */
const ROOM = 200e6;

export function disk(free: number, total: number, files: number): Finding {
  const left = `${Math.round(free / 1e6)} MB of ${Math.round(total / 1e6)} MB are free`;
  // Some file systems have as many as there is room for, and say none.
  if (files > 0 && files < 100) return bad('disk', `only ${files} more files fit`, 'delete what is not needed there');
  return free >= ROOM ? good('disk', left) : bad('disk', left, 'make room: sharing stops when the disk is full');
}

/** By the machine's own clock, where no hub runs that knows better. */
export function clock(now: number, released: number, service: TimeService): Finding {
  const todo = 'connect it to a time server ("timedatectl" says which), or set the clock: nothing is shared until then';
  if (now < released) return bad('clock', 'shows a day before this version was made', todo);
  if (service === 'waiting') return bad('clock', 'the time service was not told the time yet', todo);
  if (service === 'synchronised') return good('clock', 'the time service was told the time');
  return unknown('clock', 'no time service is seen from here', 'compare "date" with a watch');
}

/** `/sys/block`: what an eMMC says of itself (JEDEC 5.0: tenths of its life used). An SD card says nothing. */
export function wear(blocks = '/sys/block'): Finding {
  const cards = existsSync(blocks) ? readdirSync(blocks).filter((name) => /^mmcblk\d+$/.test(name)) : [];
  if (cards.length === 0) return good('storage wear', 'no SD card or eMMC is seen; look after a disk by its own tools');
  const tenths = cards.flatMap((card) => {
    const file = join(blocks, card, 'device/life_time');
    return existsSync(file) ? readFileSync(file, 'utf8').trim().split(/\s+/).map(Number) : [];
  });
  const most = Math.max(0, ...tenths.filter((each) => each >= 1));
  if (most === 0) return unknown('storage wear', 'an SD card does not say how worn it is', 'keep a backup elsewhere');
  return most <= 8
    ? good('storage wear', `at most ${most * 10} % of its life is used`)
    : bad('storage wear', `${Math.min(most, 10) * 10} % of its life is used`, 'make a backup and replace the storage');
}

const HOUR_S = 3600;
const MOST_A_DAY = 1e9;

/** What the hub made the disk write since it started: `/proc/<pid>/io` of the kernel. */
export function written(io: string | undefined, uptimeS: number): Finding {
  const bytes = Number(/^write_bytes: (\d+)$/m.exec(io ?? '')?.[1] ?? Number.NaN);
  if (Number.isNaN(bytes)) return unknown('disk writes', 'only who runs the hub is told how much it writes');
  if (uptimeS < HOUR_S) return unknown('disk writes', 'the hub runs for less than an hour', 'ask again later');
  const aDay = (bytes / uptimeS) * 24 * HOUR_S;
  const says = `${Math.round(aDay / 1e6)} MB a day since the hub was started`;
  return aDay <= MOST_A_DAY
    ? good('disk writes', says)
    : bad('disk writes', says, 'see which device says too much, and keep the log at info: a card wears out');
}
