import type { Clock } from '../gateway/runtime/clock.ts';

/** A machine all of whose time goes `speed` times as fast, from now on: what happens in an hour happens in an hour's share. */
export function fastClock(speed: number): Clock {
  const begun = { wall: Date.now(), real: performance.now() };
  const monotonic = () => (performance.now() - begun.real) * speed;
  const now = () => Math.floor(begun.wall + monotonic());
  return {
    now,
    monotonic,
    at(at, call) {
      let timer: NodeJS.Timeout;
      const wait = () => {
        if (now() >= at) return call();
        timer = setTimeout(wait, (at - now()) / speed);
      };
      timer = setTimeout(wait, Math.max(at - now(), 0) / speed);
      return () => clearTimeout(timer);
    },
    after(ms, call) {
      const timer = setTimeout(call, ms / speed);
      return () => clearTimeout(timer);
    },
  };
}
