import type { ConsentId } from '../../../rules/consent.ts';
import type { OpenDelivery } from '../../../rules/delivery.ts';
import type { Holds } from '../../../rules/hidden-identifiers.ts';
import { entry } from '../../../rules/length-safe.ts';
import type { Purpose, RecipientId } from '../../../rules/manifest.ts';
import type { Permitted } from '../../../rules/permitted.ts';
import type { DeviceId, FieldName } from '../../../rules/reading.ts';
import type { Moved } from '../../events.ts';
import type { Epochs } from '../../keys/epochs.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Log } from '../../runtime/log.ts';
import type { Random } from '../../runtime/random.ts';
import type { Flow, Operation } from '../../store/flow.ts';
import type { Homes } from '../homes.ts';
import {
  acknowledged,
  type Departure,
  type DepartureDeps,
  nextDeparture,
  nextRow,
  refused,
  type Share,
  sweep,
  type Way,
  withdrawFrom,
} from './departures.ts';
import { bound, FULL_BATCH, formLive, formNotices, formSlot, type Stream } from './form.ts';
import { Lanes } from './lanes.ts';
import { liveOperations, queueOperation } from './queue.ts';
import { nextOfSlots, nextSlot } from './slots.ts';

/** A stream with a consent in force; one entry for each slot period, 0 for live. */
export interface ActiveStream {
  readonly recipient: RecipientId;
  readonly purpose: Purpose;
  readonly slotMs: number;
  readonly consents: readonly ConsentId[];
}

export interface OutboxDeps {
  readonly flow: Flow;
  readonly homes: Homes;
  readonly epochs: Epochs;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly inForce: (consent: ConsentId, now: number) => boolean;
  readonly activeStreams: () => readonly ActiveStream[];
  readonly canonical: (device: DeviceId) => string | undefined;
  readonly delivery: (recipient: string) => OpenDelivery | undefined;
  readonly timeZone: string;
  readonly isSensitive: (device: DeviceId, field: FieldName) => boolean;
  readonly keepsSensitive: () => boolean;
  /** Whether an id or name of the home stands in a value. */
  readonly holds: Holds;
  /** The recipient acknowledged records under these consents. */
  readonly left: (consents: readonly string[]) => void;
  /** Called before a slot; resolves when what the recipient is to be told of by then waits with the rest, and never rejects. */
  readonly look: (recipient: string, slot: number) => Promise<void>;
  /** The recipient has all of the notice of this name. */
  readonly told: (notice: string) => void;
  readonly takesData: (recipient: string) => boolean;
  /** A batch was formed, or ended; it is committed. */
  readonly moved: (moved: Moved) => void;
  /** There is something to send. */
  readonly wake: (recipient: string) => void;
}

/** A line of what left or may have left, for the page and the ledger. */
export interface Delivery {
  readonly batch: number;
  readonly recipient: string;
  readonly purpose: string;
  readonly stream: string;
  readonly seq: number;
  readonly at: number;
  readonly ended: number;
  readonly state: 'sent' | 'possibly received' | 'dropped';
  readonly size: number;
  readonly records: number;
  /** JSON: records by consent id. */
  readonly consents: string;
}

/** What permitted records come to; it holds none of them. */
export interface Queued {
  readonly operations: Operation[];
  /** To be called once the operations are on the disk. */
  readonly committed: () => void;
}

const DAY_MS = 86_400_000;
/** Longer than a slow disk takes. */
const LOOK_AHEAD_MS = 5_000;
/** Live records that may wait to be batched before the home is told to go slower, and for how long at most. */
const MOST_BEHIND = 4 * FULL_BATCH;
const SLOWER_MS = 250;
/** A recipient that acknowledged nothing for so long takes nothing. */
const TAKES_MS = 10_000;

/**
 * The durable queue to the recipients. Permitted records wait here for their slot, become one batch per stream and slot,
 * and stay until the recipient acknowledged them or the household withdrew them. Takes nothing but `Permitted`.
 */
export class Outbox {
  readonly #deps: OutboxDeps;
  readonly #steps: DepartureDeps;
  readonly #lanes = new Lanes();
  readonly #slots = new Map<string, { readonly periods: string; readonly cancel: () => void }>();
  readonly #live = new Map<string, { readonly due: number; readonly cancel: () => void }>();
  /** Live records committed since the last batch of their stream was begun. */
  readonly #waiting = new Map<string, number>();
  /** Live records of a stream that are committed and not batched. */
  readonly #behind = new Map<string, { readonly recipient: string; records: number }>();
  /** When a recipient last acknowledged a batch, in monotonic milliseconds. */
  readonly #tookAt = new Map<string, number>();
  readonly #caughtUp = new Set<() => void>();
  /** Streams whose live records wait until a batch of their recipient has ended. */
  readonly #full = new Map<string, Stream>();
  #cancelTidy: (() => void) | undefined;
  #lastBatch = 0;
  #running = false;

  constructor(deps: OutboxDeps) {
    this.#deps = deps;
    this.#steps = {
      ...deps,
      nextBatchId: () => ++this.#lastBatch,
      isActive: (stream) => this.#isActive(stream),
      freed: (stream) => this.#expectLive(stream, 0),
      full: (stream) => this.#full.set(key(stream), stream),
    };
  }

  /** Goes on where the last run ended: batches that were formed are sent, waiting records keep waiting. */
  async start(): Promise<void> {
    const [row] = await this.#deps.flow.read<{ last: number }>('outbox last batch');
    this.#lastBatch = row?.last ?? 0;
    this.#running = true;
    await this.planChanged();
    for (const stream of await this.#deps.flow.read<Stream>('outbox free live streams')) this.#expectLive(stream, 0);
    for (const recipient of await this.#recipients('outbox batch recipients')) this.#deps.wake(recipient);
    this.#tidy();
  }

  /** Stops timers and waits for commits under way; what waits is on the disk. */
  async stop(): Promise<void> {
    this.#running = false;
    this.#cancelTidy?.();
    for (const { cancel } of [...this.#slots.values(), ...this.#live.values()]) cancel();
    this.#slots.clear();
    this.#live.clear();
    await this.#lanes.idle();
  }

  /** Rows to commit together with the reading's other effects; a slot record is due at its recipient's next slot. */
  queue(permitted: readonly Permitted[]): Queued {
    const { clock, homes, delivery } = this.#deps;
    const now = clock.now();
    const operations: Operation[] = [];
    const live: Permitted[] = [];
    const sealed = new Map<RecipientId, boolean>();
    const isSealed = (recipient: RecipientId) => entry(sealed, recipient, () => delivery(recipient) === undefined);
    for (const each of permitted) {
      // What is not sealed is looked at value by value before it leaves.
      if (each.slotMs === 0 && isSealed(each.recipient)) live.push(each);
      else {
        const due = each.slotMs > 0 ? nextSlot(each.slotMs, homes.of(each.recipient).phase, now) : 0;
        operations.push(queueOperation(each, now, due));
      }
    }
    if (live.length > 0) operations.push(...liveOperations(live, now, this.#epochStarts(now)));
    const streams = liveStreams(permitted);
    return { operations, committed: () => this.#committed(streams) };
  }

  /** Live records are batched within the time they allow, or once a batch is full. */
  #committed(streams: Iterable<LiveStream>): void {
    for (const { stream, records, withinMs } of streams) {
      const name = key(stream);
      const waiting = (this.#waiting.get(name) ?? 0) + records;
      this.#waiting.set(name, waiting);
      this.#behindOf(stream).records += records;
      this.#expectLive(stream, waiting < FULL_BATCH ? withinMs : 0);
    }
  }

  /**
   * Resolves when what leaves live is batched again as fast as it comes, or soon; undefined where it is. It is the hub's own work that
   * is waited for, and a recipient that is at it: one that takes nothing delays nobody.
   */
  keepUp(): Promise<void> | undefined {
    if (!this.#isBehind()) return undefined;
    return new Promise((resolve) => {
      const done = () => {
        cancel();
        this.#caughtUp.delete(done);
        resolve();
      };
      const cancel = this.#deps.clock.after(SLOWER_MS, done);
      this.#caughtUp.add(done);
    });
  }

  /** Makes a batch of this slot for a recipient that gets none by itself, where something waits to be told to it. */
  carry(stream: Stream, slot: number, periodMs: number): void {
    const looked = this.#deps.look(stream.recipient, slot);
    this.#form(stream, async () => {
      await looked;
      return formNotices(this.#steps, stream, { at: slot, periodMs });
    });
  }

  /** Resolves when nothing under these consents will be sealed or sent again. */
  async withdraw(consents: readonly ConsentId[]): Promise<void> {
    const ids = JSON.stringify(consents);
    const recipients = await this.#recipients('outbox consent recipients', ids);
    await Promise.all(
      recipients.map((recipient) => this.#lanes.run(recipient, () => withdrawFrom(this.#steps, recipient, consents))),
    );
    for (const recipient of recipients) this.#goOn(recipient);
    this.#tellOn(recipients);
  }

  /** Sets slots anew, and takes out what consents that ended by themselves (expiry, say) left behind. */
  async planChanged(): Promise<void> {
    if (!this.#running) return;
    this.#expectSlots();
    const { clock, inForce } = this.#deps;
    const ended = (await this.waitingConsents()).filter((consent) => !inForce(consent, clock.now()));
    if (ended.length > 0) await this.withdraw(ended);
    const recipients = await this.#recipients('outbox batch recipients');
    for (const recipient of recipients) await this.#lanes.run(recipient, () => sweep(this.#steps, recipient));
    this.#tellOn(recipients);
  }

  /** What was taken out of a batch may have left one that only tells, and goes to whom no data goes any more. */
  #tellOn(recipients: readonly string[]): void {
    if (this.#running) for (const recipient of recipients) this.#deps.wake(recipient);
  }

  /** The slot of the first batch that is not yet acknowledged; undefined where there is none. */
  async firstAt(recipient: string, share: Share = 'all'): Promise<number | undefined> {
    return (await nextRow(this.#deps.flow, recipient, 0, share))?.at;
  }

  /**
   * Closes what may have left to a recipient that was removed, and forgets all the rest: no name that it knew anything by
   * stays, in the rows about what left neither. Call with the stream names of everybody else, after its consents ended.
   */
  async forget(recipient: string, otherStreams: readonly string[]): Promise<void> {
    await this.#lanes.run(recipient, async () => {
      await sweep(this.#steps, recipient);
      await this.#deps.flow.write([
        ['outbox records forget', recipient],
        ['notices forget', recipient],
        ['outbox batches forget', recipient],
        ['outbox lines forget names', recipient],
        ['outbox deliveries forget names', recipient],
        ['outbox streams keep', JSON.stringify(otherStreams)],
      ]);
    });
  }

  next(recipient: string, after: number, way: Way, share: Share = 'all'): Promise<Departure | undefined> {
    return this.#lanes.run(recipient, () => nextDeparture(this.#steps, recipient, after, way, share));
  }

  async refused(recipient: string, batch: number): Promise<void> {
    await this.#lanes.run(recipient, () => refused(this.#steps, batch));
    this.#goOn(recipient);
  }

  async acknowledged(recipient: string, batch: number): Promise<void> {
    await this.#lanes.run(recipient, () => acknowledged(this.#steps, batch));
    this.#tookAt.set(recipient, this.#deps.clock.monotonic());
    this.#goOn(recipient);
  }

  async waitingConsents(): Promise<ConsentId[]> {
    const queued = await this.#deps.flow.read<{ consent: ConsentId }>('outbox consents');
    return queued.map(({ consent }) => consent);
  }

  /** How batches ended since an instant, newest first; those under way count as possibly received. */
  async deliveries(since: number, most: number): Promise<Delivery[]> {
    const { flow, clock } = this.#deps;
    // Asked in one go, so that no batch ends in between and is told twice.
    const [underWay, ended] = await Promise.all([
      flow.read<Omit<Delivery, 'ended' | 'state'>>('outbox deliveries under way'),
      flow.read<Delivery>('outbox deliveries', since, most),
    ]);
    const possibly = underWay.map((each): Delivery => ({ ...each, ended: clock.now(), state: 'possibly received' }));
    return [...possibly, ...ended].slice(0, most);
  }

  /** A batch ended: what waited for that goes on. */
  #goOn(recipient: string): void {
    for (const [name, stream] of this.#full) {
      if (stream.recipient !== recipient) continue;
      this.#full.delete(name);
      this.#expectLive(stream, 0);
    }
    this.#tellCaughtUp();
  }

  /** What a stream has beyond what is batched is too much, and waiting helps. */
  #isBehind(): boolean {
    for (const [name, { recipient, records }] of this.#behind) {
      if (records >= MOST_BEHIND && this.#goesOn(name, recipient)) return true;
    }
    return false;
  }

  #tellCaughtUp(): void {
    if (this.#caughtUp.size === 0 || this.#isBehind()) return;
    for (const done of [...this.#caughtUp]) done();
  }

  #behindOf(stream: Stream): { records: number } {
    return entry(this.#behind, key(stream), () => ({ recipient: stream.recipient, records: 0 }));
  }

  /** Whether waiting helps: no batch has to end before the next one, or one did a moment ago. */
  #goesOn(name: string, recipient: string): boolean {
    const tookAt = this.#tookAt.get(recipient) ?? Number.NEGATIVE_INFINITY;
    return !this.#full.has(name) || this.#deps.clock.monotonic() - tookAt < TAKES_MS;
  }

  /** One timer for each stream, at the first of its periods' slots. */
  #expectSlots(): void {
    const wanted = new Map<string, { stream: Stream; periods: number[] }>();
    for (const { recipient, purpose, slotMs } of this.#deps.activeStreams()) {
      if (slotMs <= 0) continue;
      const entry = wanted.get(key({ recipient, purpose })) ?? { stream: { recipient, purpose }, periods: [] };
      entry.periods.push(slotMs);
      wanted.set(key(entry.stream), entry);
    }
    for (const [name, { cancel, periods }] of this.#slots) {
      if (wanted.get(name)?.periods.join() === periods) continue;
      cancel();
      this.#slots.delete(name);
    }
    for (const [name, { stream, periods }] of wanted) {
      if (!this.#slots.has(name)) this.#expectSlot(stream, periods, this.#deps.clock.now());
    }
  }

  #expectSlot(stream: Stream, periods: readonly number[], after: number): void {
    const { clock, homes } = this.#deps;
    const slot = nextOfSlots(periods, homes.of(stream.recipient).phase, after);
    if (slot === undefined) return;
    // Before it, so that neither to look nor to keep what was found makes a batch leave later than one that tells nothing.
    let looked: Promise<void> | undefined;
    const cancelLook = clock.at(slot - LOOK_AHEAD_MS, () => {
      looked = this.#deps.look(stream.recipient, slot);
    });
    const cancelSlot = clock.at(slot, () => {
      this.#expectSlot(stream, periods, Math.max(slot, clock.now()));
      this.#form(stream, async () => {
        await looked;
        return formSlot(this.#steps, stream, { at: slot, periodMs: Math.min(...periods) });
      });
    });
    const cancel = () => {
      cancelLook();
      cancelSlot();
    };
    this.#slots.set(key(stream), { periods: periods.join(), cancel });
  }

  /** When the epoch of a stream began that records of now belong to; each stream is looked up once. */
  #epochStarts(now: number): (stream: Stream) => number {
    const starts = new Map<string, number>();
    return (stream) => entry(starts, key(stream), () => this.#deps.epochs.since(stream.recipient, stream.purpose, now));
  }

  #expectLive(stream: Stream, withinMs: number): void {
    if (!this.#running) return;
    const { clock } = this.#deps;
    const name = key(stream);
    const due = clock.monotonic() + withinMs;
    const waiting = this.#live.get(name);
    if (waiting && waiting.due <= due) return;
    waiting?.cancel();
    const { recipient, purpose } = stream;
    const cancel = clock.after(withinMs, () => {
      this.#live.delete(name);
      this.#waiting.delete(name);
      this.#form(stream, async () => {
        const behind = this.#behindOf(stream);
        let done = behind.records;
        try {
          const { batched, waits } = await formLive(this.#steps, { recipient, purpose });
          if (waits) done = batched;
          return batched > 0;
        } finally {
          behind.records = Math.max(0, behind.records - done);
          this.#tellCaughtUp();
        }
      });
    });
    this.#live.set(name, { due, cancel });
  }

  #form(stream: Stream, form: () => Promise<boolean>): void {
    const { log, wake } = this.#deps;
    const { recipient } = stream;
    const work = async () => {
      if (!(await this.#lanes.run(recipient, form))) return;
      // The last consent may have ended while it was formed, unseen by the sweep that followed that.
      if (!this.#isActive(stream)) await this.#lanes.run(recipient, () => sweep(this.#steps, recipient));
      if (this.#running) wake(recipient);
    };
    work().catch((error) => log.error({ recipient, reason: reason(error) }, 'forming a batch: not committed'));
  }

  #isActive({ recipient, purpose }: Stream): boolean {
    return this.#deps.activeStreams().some((each) => each.recipient === recipient && each.purpose === purpose);
  }

  /** Once a day: bounds, old epochs. */
  #tidy(): void {
    const { clock, epochs, log } = this.#deps;
    const now = clock.now();
    const work = async () => {
      epochs.prune(now);
      for (const recipient of await this.#recipients('outbox free recipients')) {
        await this.#lanes.run(recipient, () => bound(this.#steps, recipient));
      }
      for (const recipient of await this.#recipients('outbox batch recipients')) {
        await this.#lanes.run(recipient, () => sweep(this.#steps, recipient));
      }
    };
    this.#lanes.run('', work).catch((error) => log.error({ reason: reason(error) }, 'tidying the outbox: not done'));
    this.#cancelTidy = clock.at(now + DAY_MS, () => this.#tidy());
  }

  async #recipients(
    statement: 'outbox batch recipients' | 'outbox free recipients' | 'outbox consent recipients',
    ...parameters: readonly string[]
  ): Promise<string[]> {
    const rows = await this.#deps.flow.read<{ recipient: string }>(statement, ...parameters);
    return rows.map(({ recipient }) => recipient);
  }
}

interface LiveStream {
  readonly stream: Stream;
  records: number;
  /** The shortest that one of them allows. */
  withinMs: number;
}

/** What leaves live of a commit, by stream; most often one follows another of the same. */
function liveStreams(permitted: readonly Permitted[]): Iterable<LiveStream> {
  const streams = new Map<string, LiveStream>();
  let last: LiveStream | undefined;
  for (const { recipient, purpose, slotMs, withinMs } of permitted) {
    if (slotMs > 0) continue;
    if (last?.stream.recipient !== recipient || last.stream.purpose !== purpose) {
      const stream = { recipient, purpose };
      last = entry(streams, key(stream), () => ({ stream, records: 0, withinMs }));
    }
    last.records += 1;
    last.withinMs = Math.min(last.withinMs, withinMs);
  }
  return streams.values();
}

function key({ recipient, purpose }: Stream): string {
  return `${recipient} ${purpose}`;
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : 'unknown';
}
