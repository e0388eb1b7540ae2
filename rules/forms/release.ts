import type { Release } from './form.ts';
import { gcd } from './step.ts';
import { DAY_MS } from './time.ts';

/** Slots keep their place from day to day only if the period divides one. */
export function isSlotPeriod(everyMs: number): boolean {
  return Number.isInteger(everyMs) && everyMs >= 60_000 && everyMs <= DAY_MS && DAY_MS % everyMs === 0;
}

/**
 * When both agree that records leave: in slots that belong to both, live only if both say so. Undefined where the
 * common period would not divide a day.
 */
export function meetRelease(asked: Release, agreed: Release): Release | undefined {
  if (asked.release === 'live') {
    if (agreed.release !== 'live') return agreed;
    return asked.withinMs >= agreed.withinMs ? asked : agreed;
  }
  if (agreed.release === 'live') return asked;
  const everyMs = (asked.everyMs / gcd(asked.everyMs, agreed.everyMs)) * agreed.everyMs;
  return isSlotPeriod(everyMs) ? { release: 'slot', everyMs } : undefined;
}
