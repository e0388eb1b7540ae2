import type { Clock } from '../gateway/runtime/clock.ts';

export interface AcceleratedClockOptions {
  /** Home time at which it starts, ms since 1970. */
  readonly start: number;
  /** Home milliseconds for one real millisecond: 3600 lets an hour pass in a second. */
  readonly speed: number;
  /** The time of day: once home time has caught up with it, it runs as real time does. Absent: home time runs ahead for good. */
  readonly today?: number;
  /** Real, monotonic milliseconds. */
  readonly real?: () => number;
}

export interface AcceleratedClock extends Clock {
  /** Home time at which it has caught up with the time of day; infinite where it never does. */
  readonly caughtUpAt: number;
}

const LONGEST_TIMEOUT_MS = 2 ** 31 - 1;

/**
 * A clock whose home time runs `speed` times as fast as real time. `monotonic` and `after` stay real, since sockets, backoff
 * and live batching do not run faster because the home does.
 */
export function createAcceleratedClock({
  start,
  speed,
  today,
  real = () => performance.now(),
}: AcceleratedClockOptions): AcceleratedClock {
  const origin = real();
  /** Real milliseconds until it has caught up. */
  const chase =
    today === undefined || today <= start || speed <= 1 ? Number.POSITIVE_INFINITY : (today - start) / (speed - 1);
  const caughtUpAt = start + chase * speed;
  const now = () => {
    const gone = real() - origin;
    return Math.floor(gone < chase ? start + gone * speed : caughtUpAt + gone - chase);
  };
  /** Real milliseconds after the beginning at which it is that time at home. */
  const realAt = (at: number) => (at < caughtUpAt ? (at - start) / speed : chase + at - caughtUpAt);

  return {
    now,
    caughtUpAt,
    monotonic: real,
    passed: () => now() - start,
    at(at, call) {
      let timer: NodeJS.Timeout;
      const wait = () => {
        // Timers may ring a little early; calling before now() has reached `at` would break the contract.
        if (now() >= at) return call();
        timer = setTimeout(wait, Math.min(Math.max(Math.ceil(realAt(at) - (real() - origin)), 1), LONGEST_TIMEOUT_MS));
      };
      timer = setTimeout(wait, Math.min(Math.max(Math.ceil(realAt(at) - (real() - origin)), 0), LONGEST_TIMEOUT_MS));
      return () => clearTimeout(timer);
    },
    after(ms, call) {
      const timer = setTimeout(call, Math.min(ms, LONGEST_TIMEOUT_MS));
      return () => clearTimeout(timer);
    },
  };
}
