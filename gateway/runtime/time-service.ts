import { existsSync } from 'node:fs';

/** What the machine's own time service says of its clock; `unknown`: there is none that can be seen from here. */
export type TimeService = 'synchronised' | 'waiting' | 'unknown';

/**
 * systemd-timesyncd keeps a folder while it runs, and touches `synchronized` in it once it was told the time
 * (systemd-time-wait-sync.service(8)). The kernel says as much by adjtimex(2), which Node does not offer.
 */
export function timeService(folder = '/run/systemd/timesync'): TimeService {
  if (existsSync(`${folder}/synchronized`)) return 'synchronised';
  return existsSync(folder) ? 'waiting' : 'unknown';
}
