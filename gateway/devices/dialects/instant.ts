import type { Instant } from '../../../rules/reading.ts';

/** ISO 8601 with its zone. Without one the time is the device's local time, which nobody can place, so it is no instant. */
const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d([.,]\d{1,9})?)?(Z|[+-]\d\d:?\d\d)$/;
/** The furthest time a Date can hold (ECMA-262 §21.4.1.1). */
const MAX_TIME = 8.64e15;

export type TimeUnit = 's' | 'ms' | 'iso';

/** A device's own time as an instant, or undefined when it is none. */
export function instantOf(raw: unknown, unit: TimeUnit): Instant | undefined {
  if (unit === 'iso') {
    if (typeof raw !== 'string' || !ISO.test(raw)) return undefined;
    const parsed = Date.parse(raw.replace(',', '.'));
    return Number.isNaN(parsed) ? undefined : parsed;
  }
  if (typeof raw !== 'number') return undefined;
  const ms = Math.trunc(unit === 's' ? raw * 1000 : raw) + 0;
  return Math.abs(ms) <= MAX_TIME ? ms : undefined;
}
