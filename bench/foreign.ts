import { readFileSync } from 'node:fs';
import type { Usage } from './child.ts';

/** Clock ticks a second in /proc; Linux has had no other number on any machine Hearthgate runs on. */
const TICKS = 100;

/** What a process that is not ours has used since it started, of proc(5). */
export function usageOf(pid: number): Usage {
  // The name of the program may hold blanks; after its bracket come state (field 3) and the rest.
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ');
  const [user, system] = [Number(fields[11]), Number(fields[12])];
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const mib = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]) / 1024;
  return { cpu: (user + system) / TICKS, rssMiB: mib('VmRSS'), peakMiB: mib('VmHWM') };
}
