import type { Clock, HomeTime } from './clock.ts';
import type { TimeService } from './time-service.ts';

/** What is kept of time over a restart, in ms since 1970: the latest the home's clock showed, and what was accounted. */
export interface KeptTime {
  readonly seen: number;
  readonly accounted: number;
}

export interface HomeClockDeps {
  /** The machine's, whose wall clock anybody may set at any time. */
  readonly machine: Clock;
  readonly service: () => TimeService;
  /** No true clock shows less. */
  readonly released: number;
  readonly kept: {
    read(): KeptTime | undefined;
    /** False where the disk does not take it now. */
    write(time: KeptTime): boolean;
  };
}

/**
 * The home's time. It never goes back, neither while the hub runs nor over a restart: what has ended stays ended. It
 * follows the wall clock forward once that can be believed; where the wall clock fell behind, it goes on at half the
 * speed of the monotonic clock until the two meet, so that windows, slots and timers come in their order.
 *
 * The wall clock is believed when it shows no less than was seen before and than the release, and no more than any hub of
 * that release may live to see, and the machine's time service, where one is seen, has been told the time or was waited for in vain. `knowsTime` is false until then, and
 * while the wall clock is far behind what it showed: then the hub receives, and nothing leaves.
 */
export class HomeClock implements HomeTime {
  readonly #deps: HomeClockDeps;
  readonly #begun: number;
  readonly #waiting = new Set<{ readonly at: number; ring(): void }>();
  /** The home's time, and the monotonic clock's when it showed that. */
  #seen: number;
  #at: number;
  #believes = false;
  /** Whether the home's time is the wall clock's, and how far that is behind where it is not. */
  #follows = false;
  #behind = 0;
  #accounted: number | undefined;
  /** What `accounting` may reach: what was accounted at the start, and the monotonic time since. */
  #accountedFrom: { readonly at: number; readonly accounted: number } | undefined;
  #keptAt: number | undefined;
  #knew = false;
  #changed: () => void = () => undefined;
  #cancelLook: (() => void) | undefined;
  #looksNow = false;
  #runs = false;

  constructor(deps: HomeClockDeps) {
    this.#deps = deps;
    const { machine, kept, released } = deps;
    const time = kept.read();
    this.#begun = machine.monotonic();
    this.#at = this.#begun;
    this.#seen = Math.max(released, time?.seen ?? 0);
    if (time) {
      this.#accounted = time.accounted;
      this.#accountedFrom = { at: this.#passed(), accounted: time.accounted };
    }
    this.#look();
  }

  /** Looks again by itself from here on; `changed` is called when `knowsTime` did. */
  start(changed: () => void): void {
    this.#changed = changed;
    this.#runs = true;
    this.#lookAgain(0);
  }

  /** Also where it was stopped before, or never started. */
  stop(): void {
    if (!this.#runs) return;
    this.#runs = false;
    this.#cancelLook?.();
    this.#waiting.clear();
    this.#keep();
  }

  now(): number {
    const monotonic = this.monotonic();
    const wall = this.#wall();
    this.#follows &&= wall >= this.#seen;
    const gone = this.#follows ? this.#seen : this.#seen + (monotonic - this.#at) / 2;
    this.#behind = gone - wall;
    this.#follows = this.#believes && this.#behind <= 0;
    if (!this.#follows) return Math.floor(gone);
    this.#seen = wall;
    this.#at = monotonic;
    return wall;
  }

  monotonic(): number {
    return this.#deps.machine.monotonic();
  }

  /** False: nothing may leave, as nobody knows what is over (`clock`). */
  get knowsTime(): boolean {
    this.now();
    const knows = this.#believes && this.#behind <= MOST_BEHIND_MS;
    if (knows !== this.#knew && !this.#looksNow) this.#lookAgain(0);
    return knows;
  }

  /**
   * The time that allowances come back by: it goes no faster than the monotonic clock, is never ahead of a time that is
   * known, never goes back, and stands while the hub is off. Whoever sets the clock, or forges what a time server
   * says, gets nothing back sooner. Undefined before the time was known for the first time.
   */
  accounting(): number | undefined {
    if (!this.knowsTime) return this.#accounted;
    const [now, passed] = [this.now(), this.#passed()];
    this.#accountedFrom ??= { at: passed, accounted: now };
    const { at, accounted } = this.#accountedFrom;
    const reached = Math.min(now, Math.floor(accounted + passed - at));
    this.#accounted = Math.max(this.#accounted ?? reached, reached);
    return this.#accounted;
  }

  #passed(): number {
    const { machine } = this.#deps;
    return machine.passed?.() ?? machine.monotonic();
  }

  at(at: number, call: () => void): () => void {
    let cancel = () => {};
    const waiter = {
      at,
      // The machine's timers go by the wall clock, which may be ahead of the home's time or behind it.
      ring: () => {
        if (this.now() < at || !this.#waiting.delete(waiter)) return;
        cancel();
        call();
      },
    };
    this.#waiting.add(waiter);
    cancel = this.#deps.machine.at(at, waiter.ring);
    return () => {
      this.#waiting.delete(waiter);
      cancel();
    };
  }

  after(ms: number, call: () => void): () => void {
    return this.#deps.machine.after(ms, call);
  }

  #lookAgain(inMs: number): void {
    if (!this.#runs) return;
    this.#cancelLook?.();
    this.#looksNow = inMs === 0;
    this.#cancelLook = this.#deps.machine.after(inMs, () => {
      this.#looksNow = true;
      this.#look();
      this.#lookAgain(this.#knew ? LOOK_MS : EAGER_LOOK_MS);
    });
  }

  /** What is believed once is never taken back, so a clock that shows nonsense counts as one that is behind. */
  #wall(): number {
    const { machine, released } = this.#deps;
    const wall = machine.now();
    return wall > released + LONGEST_LIFE_MS ? Number.NEGATIVE_INFINITY : wall;
  }

  #look(): void {
    const { machine, service } = this.#deps;
    const monotonic = machine.monotonic();
    const isWaitedFor = monotonic - this.#begun < MOST_WAITED_MS && service() === 'waiting';
    const isBehind = this.now() - this.#wall() > MOST_BEHIND_MS;
    this.#believes ||= !isWaitedFor && !isBehind;
    const { knowsTime } = this;
    if (knowsTime && (this.#keptAt === undefined || monotonic - this.#keptAt >= KEEP_MS)) this.#keep();
    if (knowsTime !== this.#knew) {
      this.#knew = knowsTime;
      this.#changed();
    }
    for (const waiter of [...this.#waiting]) waiter.ring();
  }

  #keep(): void {
    const accounted = this.accounting();
    if (accounted === undefined || !this.#believes) return;
    if (this.#deps.kept.write({ seen: this.now(), accounted })) this.#keptAt = this.monotonic();
  }
}

/** How often the wall clock is looked at: as long as the time is not known, and then. */
const EAGER_LOOK_MS = 1_000;
const LOOK_MS = 60_000;
/** A time service that got no answer for so long will get none: a home without internet has a clock, too. */
const MOST_WAITED_MS = 10 * 60_000;
/** A correction; what is more means that one of the two was wrong. */
const MOST_BEHIND_MS = 5 * 60_000;
/** Clocks whose battery or counter failed show such years; so does who wants a hub to stop sharing for good. */
const LONGEST_LIFE_MS = 20 * 365 * 86_400_000;
/** A card wears out by being written: a restart after a cut knows the time to so much. */
const KEEP_MS = 30 * 60_000;
