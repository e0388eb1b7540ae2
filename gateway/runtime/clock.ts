/** The two clocks of the hub and its timers. Real in every hub; only device-sim builds another. */
export interface Clock {
  /** The home's wall clock: windows, slots, epochs, lifetimes. Milliseconds since 1970 UTC. */
  now(): number;
  /** Real, monotonic milliseconds: keep-alive, backoff, live batching. */
  monotonic(): number;
  /** Milliseconds that passed in the home; `monotonic()` where it is left out, as only in a simulated home they differ. */
  passed?(): number;
  /** Calls back once when `now()` has reached `at`; returns a function that cancels. */
  at(at: number, call: () => void): () => void;
  /** Calls back once after real milliseconds; returns a function that cancels. */
  after(ms: number, call: () => void): () => void;
}

/** The home's time, as the parts of a hub see it. */
export interface HomeTime extends Clock {
  /** False: nothing may leave, as nobody knows what is over. */
  readonly knowsTime: boolean;
}

/** setTimeout's largest delay; longer waits are cut into pieces. */
const LONGEST_TIMEOUT_MS = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  at(at, call) {
    let timer: NodeJS.Timeout;
    const wait = () => {
      const left = at - systemClock.now();
      if (left <= 0) return call();
      // A look every minute follows steps of the wall clock.
      timer = setTimeout(wait, Math.min(left, 60_000));
    };
    timer = setTimeout(wait, Math.min(Math.max(at - systemClock.now(), 0), 60_000));
    return () => clearTimeout(timer);
  },
  after(ms, call) {
    const timer = setTimeout(call, Math.min(ms, LONGEST_TIMEOUT_MS));
    return () => clearTimeout(timer);
  },
};
