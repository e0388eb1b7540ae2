import type { Clock } from '../gateway/runtime/clock.ts';

export interface AcceleratedClockOptions {
  /** Home time at which it starts, ms since 1970. */
  readonly start: number;
  /** Home milliseconds for one real millisecond: 3600 lets an hour pass in a second. */
  readonly speed: number;
  /** Real, monotonic milliseconds. */
  readonly real?: () => number;
}

const LONGEST_TIMEOUT_MS = 2 ** 31 - 1;

/**
 * A clock whose home time runs `speed` times as fast as real time. `monotonic` and `after` stay real, since sockets, backoff
 * and live batching do not run faster because the home does.
 */
export function createAcceleratedClock({
  start,
  speed,
  real = () => performance.now(),
}: AcceleratedClockOptions): Clock {
  const origin = real();
  const now = () => Math.floor(start + (real() - origin) * speed);

  return {
    now,
    monotonic: real,
    at(at, call) {
      let timer: NodeJS.Timeout;
      const wait = () => {
        // Timers may ring a little early; calling before now() has reached `at` would break the contract.
        const left = at - now();
        if (left <= 0) return call();
        timer = setTimeout(wait, Math.min(Math.ceil(left / speed), LONGEST_TIMEOUT_MS));
      };
      timer = setTimeout(wait, Math.min(Math.max(Math.ceil((at - now()) / speed), 0), LONGEST_TIMEOUT_MS));
      return () => clearTimeout(timer);
    },
    after(ms, call) {
      const timer = setTimeout(call, Math.min(ms, LONGEST_TIMEOUT_MS));
      return () => clearTimeout(timer);
    },
  };
}
