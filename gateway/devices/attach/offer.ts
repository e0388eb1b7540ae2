import type { Clock } from '../../runtime/clock.ts';
import type { Log } from '../../runtime/log.ts';
import type { Random } from '../../runtime/random.ts';
import { Bucket } from '../../runtime/rate.ts';
import type { Network } from './address.ts';
import { Connection, connect, type Target, type Version } from './connection.ts';
import { Pause } from './pause.ts';

export interface OfferDeps {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly network?: Network;
}

/** How the hub is to be there. */
export interface OfferWish {
  /** What is said for it where its connection breaks. */
  readonly will: { readonly topic: string; readonly payload: string };
  readonly hears: readonly string[];
  /** After which what the broker refused is asked for again. */
  readonly againMs: number;
  /** It is there, again: what the broker kept of before may be gone. */
  onConnected(): void;
  /** Something was said to it now; what the broker kept of before is not told. */
  onHeard(topic: string, payload: string): void;
  /** How it goes is not as it was. */
  onChanged(): void;
}

/** `refused`: the broker lets it in, and does not let it say or hear all of it. */
export type OfferState = 'connecting' | 'offered' | 'refused';

/** Far more than anybody presses; what is beyond waits at the broker. */
const RATE = { perSecond: 100, burst: 500 };
/** Longer than anything that is meant for the hub there. */
const LONGEST_PAYLOAD = 256;

/**
 * A connection of its own, by which the hub speaks of itself on a broker that it reads along on; the one that reads says
 * nothing of it. It leaves no session behind, and is made again for as long as the offer stands.
 */
export class Offer {
  readonly #deps: OfferDeps;
  readonly #target: Target;
  readonly #wish: OfferWish;
  readonly #as: { readonly clientId: string; readonly version: Version };
  readonly #under = new AbortController();
  /** Of all its connections. */
  readonly #pace = new Bucket(RATE, performance.now());
  readonly #pause: Pause;
  /** Topics that this connection was not let hear or say. */
  readonly #refused = new Set<string>();
  #connection: Connection | undefined;
  #cancelAgain: (() => void) | undefined;
  #running: Promise<void> | undefined;
  #state: OfferState = 'connecting';
  #stopped = false;

  constructor(
    deps: OfferDeps,
    target: Target,
    as: { readonly clientId: string; readonly version: Version },
    wish: OfferWish,
  ) {
    this.#deps = deps;
    this.#target = target;
    this.#as = as;
    this.#pause = new Pause(deps);
    this.#wish = wish;
  }

  get state(): OfferState {
    return this.#state;
  }

  start(): void {
    this.#running = this.#run();
  }

  /** Has the broker keep it; an empty payload deletes what it keeps (MQTT-3.3.1-10). False while nobody is there. */
  async keep(topic: string, payload: string): Promise<boolean> {
    const connection = this.#connection;
    if (!connection) return false;
    const taken = await connection.keep(topic, payload);
    this.#note(connection, [topic], taken ? [] : [topic]);
    return taken;
  }

  /** Says goodbye, so that the will is not said. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#pause.end();
    if (this.#connection) await this.#connection.stop();
    else this.#under.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    for (let failures = 0; !this.#stopped; failures++) {
      const was = await this.#speak().catch((error: unknown) => {
        const reason = error instanceof Error ? error.name : 'unknown';
        this.#deps.log.error({ reason }, 'offering itself on an attached broker failed');
        return false;
      });
      if (was) failures = 0;
      this.#connection = undefined;
      this.#refused.clear();
      this.#cancelAgain?.();
      this.#cancelAgain = undefined;
      if (this.#stopped) return;
      this.#tell('connecting');
      await this.#pause.after(failures);
    }
  }

  /** One connection, from its beginning to its end; resolves with whether there was one. */
  async #speak(): Promise<boolean> {
    const { will, hears, onConnected, onHeard } = this.#wish;
    const connection = await connect(
      this.#target,
      {
        ...this.#as,
        ...{ keptForS: 0, signal: this.#under.signal, pace: this.#pace, will },
        onMessage: async ({ topic, payload, retain }) => {
          if (!retain && payload.length <= LONGEST_PAYLOAD) onHeard(topic, payload.toString());
          return true;
        },
      },
      this.#deps.network,
    );
    if (!(connection instanceof Connection)) return false;
    const refused = await connection.subscribe(hears, 1, false);
    if (this.#stopped) {
      await connection.stop();
      return true;
    }
    this.#connection = connection;
    this.#note(connection, hears, refused);
    onConnected();
    await connection.ended;
    return true;
  }

  /** What of it the broker refused, and that it let the hub have the rest. */
  #note(connection: Connection, topics: readonly string[], refused: readonly string[]): void {
    if (connection !== this.#connection) return;
    for (const topic of topics) this.#refused.delete(topic);
    for (const topic of refused) this.#refused.add(topic);
    this.#tell(this.#refused.size === 0 ? 'offered' : 'refused');
    if (this.#refused.size > 0)
      this.#cancelAgain ??= this.#deps.clock.after(this.#wish.againMs, () => void this.#again(connection));
  }

  /** No broker tells a client that it may do more now. */
  async #again(connection: Connection): Promise<void> {
    this.#cancelAgain = undefined;
    const { hears, onConnected } = this.#wish;
    const refused = await connection.subscribe(hears, 1, false);
    this.#note(connection, hears, refused);
    if (connection === this.#connection) onConnected();
  }

  #tell(state: OfferState): void {
    if (this.#state === state) return;
    this.#state = state;
    this.#wish.onChanged();
  }
}
