import type { IPublishPacket } from 'mqtt';
import type { Clock } from '../../runtime/clock.ts';
import type { Log } from '../../runtime/log.ts';
import type { Random } from '../../runtime/random.ts';
import { Bucket } from '../../runtime/rate.ts';
import type { Flow, Operation } from '../../store/flow.ts';
import type { Speaker } from '../clients.ts';
import type { Network } from './address.ts';
import { Connection, connect, type Target, type Version } from './connection.ts';
import { Pause } from './pause.ts';
import type { Problem } from './problem.ts';
import { lookIn } from './retained.ts';
import { type Said, SaidBefore } from './said.ts';

/** A message that a broker sent to the hub as to any of its clients. */
export interface Overheard {
  readonly client: Speaker;
  readonly topic: string;
  readonly payload: Uint8Array;
  readonly qos: 0 | 1;
  readonly receivedAt: number;
}

export interface ReaderDeps {
  readonly flow: Pick<Flow, 'read' | 'write'>;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** A keyed hash. */
  readonly mark: (bytes: Uint8Array) => Uint8Array;
  /** Takes a message in with what is to be committed together with it; resolves with whether the disk took both. */
  readonly keep: (message: Overheard, also: readonly Operation[]) => Promise<boolean>;
  /** At most once, as MQTT has it for QoS 0. */
  readonly take: (message: Overheard) => Promise<void>;
  readonly takesNothing: () => boolean;
  /** What the broker kept of before: it says what devices there are, and is no reading of now. */
  readonly remember: (client: Speaker, topic: string, payload: Uint8Array) => void;
  readonly connected: (broker: string) => void;
  readonly changed: () => void;
  readonly network?: Network;
}

export interface Reading {
  readonly broker: string;
  readonly target: Target;
  readonly clientId: string;
  readonly filters: readonly string[];
  readonly version: Version;
}

/** So long the broker keeps what comes while the hub is away. */
const KEPT_FOR_S = 86_400;
/** As much as a device of the hub's own broker has; what a home keeps and what came within hours is less than the burst. */
const RATE = { perSecond: 500, burst: 10_000 };

/** What a broker is called where the hub hears it; no client can have such a name. */
export function speakerOf(broker: string): Speaker {
  return { name: `broker:${broker}`, kind: 'attached' };
}

/** How reading along goes. */
export type ReadingState =
  | 'connecting'
  | 'connected'
  /** Connected, and these filters were refused. */
  | { readonly mayNotRead: readonly string[] }
  /** Not connected, and why; it is tried again. */
  | { readonly waits: Problem };

/** The client that looks in beside the one whose session is kept. */
export function lookingAs(clientId: string): string {
  return `${clientId}look`;
}

/**
 * Reads along on one broker, for as long as it is started: connects, has itself told what the broker keeps, takes in what
 * is said and acknowledges what is on the disk; begins again where that ends.
 */
export class Reader {
  readonly #deps: ReaderDeps;
  readonly #reading: Reading;
  readonly #speaker: Speaker;
  /** Of all its connections: who hangs up and comes back has no more than who stays. */
  readonly #pace = new Bucket(RATE, performance.now());
  readonly #pause: Pause;
  #state: ReadingState = 'connecting';
  #connection: Connection | undefined;
  #under = new AbortController();
  #running: Promise<void> | undefined;
  #stopped = false;

  constructor(deps: ReaderDeps, reading: Reading) {
    this.#deps = deps;
    this.#reading = reading;
    this.#speaker = speakerOf(reading.broker);
    this.#pause = new Pause(deps);
  }

  get state(): ReadingState {
    return this.#state;
  }

  start(): void {
    this.#running = this.#run();
  }

  /** Acknowledges what is in hand; the broker keeps what comes from then on. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#pause.end();
    if (this.#connection) await this.#connection.stop();
    else this.#under.abort();
    await this.#running;
  }

  /** Says something there, at most once; false while there is no connection. */
  publish(topic: string, payload: Uint8Array, retain: boolean): boolean {
    this.#connection?.publish(topic, payload, retain);
    return this.#connection !== undefined;
  }

  async #run(): Promise<void> {
    let failures = 0;
    while (!this.#stopped) {
      const problem = await this.#read(() => {
        failures = 0;
      }).catch((error: unknown): Problem => {
        const reason = error instanceof Error ? error.name : 'unknown';
        if (!this.#stopped) this.#deps.log.error({ broker: this.#reading.broker, reason }, 'reading along failed');
        return { why: 'the disk' };
      });
      if (this.#stopped) return;
      this.#deps.log.info({ broker: this.#reading.broker, reason: problem.why }, 'not connected to an attached broker');
      this.#tell({ waits: problem });
      await this.#pause.after(failures);
      failures += 1;
    }
  }

  /** One connection, from its beginning to its end; resolves with why it ended. */
  async #read(onConnected: () => void): Promise<Problem> {
    const { flow, takesNothing, connected } = this.#deps;
    const { broker, target, clientId, filters, version } = this.#reading;
    if (takesNothing()) return { why: 'the disk' };
    this.#tell('connecting');
    this.#under = new AbortController();
    const { signal } = this.#under;
    // Before anything that waited for the hub: who speaks must be known when it is taken in.
    const look = { clientId: lookingAs(clientId), version, signal, pace: this.#pace };
    const shown = await lookIn(
      target,
      look,
      filters,
      (topic, payload) => this.#remember(topic, payload),
      this.#deps.network,
    );
    if ('why' in shown || this.#stopped) return 'why' in shown ? shown : { why: 'ended' };
    const rows = await flow.read<Said>('attached said list', broker);
    let said: SaidBefore | undefined;
    const begun = (resumed: boolean) => {
      said ??= this.#begin(rows, resumed);
      return said;
    };
    const connection = await connect(
      target,
      {
        ...{ clientId, keptForS: KEPT_FOR_S, version: shown.version, signal, pace: this.#pace },
        onMessage: (message, resumed) => this.#take(message, begun(resumed)),
      },
      this.#deps.network,
    );
    if (!(connection instanceof Connection)) return connection;
    if (this.#stopped) {
      await connection.stop();
      return { why: 'ended' };
    }
    this.#connection = connection;
    const before = begun(connection.resumed);
    const refused = await connection.subscribe(filters, 1, !connection.resumed);
    if (refused.length === filters.length) connection.close({ why: 'filters', refused, may: [] });
    else {
      onConnected();
      this.#tell(refused.length === 0 ? 'connected' : { mayNotRead: refused });
      connected(broker);
      void connection.caughtUp().then(() => before.caughtUp());
    }
    const problem = await connection.ended;
    this.#connection = undefined;
    // What is on its way to the disk is known to be there, or not to be, before it may come again.
    await connection.settled();
    return problem;
  }

  /** A broker that knows this client no more repeats nothing, and may give any packet id anew. */
  #begin(rows: readonly Said[], resumed: boolean): SaidBefore {
    const { broker } = this.#reading;
    if (resumed) return new SaidBefore(broker, rows, true);
    // In order before everything that is written of the new session: where this fails, that does, too.
    this.#deps.flow.write([['attached said forget', broker]]).catch(() => this.#connection?.close({ why: 'the disk' }));
    return new SaidBefore(broker, [], false);
  }

  async #take(
    { topic, payload: said, qos, retain, dup, messageId }: IPublishPacket,
    before: SaidBefore,
  ): Promise<boolean> {
    const payload = Buffer.from(said);
    if (retain) {
      this.#remember(topic, payload);
      return true;
    }
    const message = { client: this.#speaker, topic, payload, receivedAt: this.#deps.clock.now() };
    if (qos !== 1 || messageId === undefined) {
      await this.#deps.take({ ...message, qos: 0 });
      return true;
    }
    const mark = this.#deps.mark(Buffer.concat([Buffer.from(topic), Buffer.of(0), payload]));
    return (
      before.again(messageId, mark, dup) ??
      before.add(messageId, mark, (also) => this.#deps.keep({ ...message, qos: 1 }, also))
    );
  }

  #remember(topic: string, payload: Uint8Array): void {
    if (!this.#stopped) this.#deps.remember(this.#speaker, topic, payload);
  }

  #tell(state: ReadingState): void {
    if (JSON.stringify(this.#state) === JSON.stringify(state)) return;
    this.#state = state;
    this.#deps.changed();
  }
}
