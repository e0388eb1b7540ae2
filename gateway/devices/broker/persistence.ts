import { Readable } from 'node:stream';
import type { Log } from '../../runtime/log.ts';
import type { Flow, Operation } from '../../store/flow.ts';
import { Incoming, type IncomingRow } from './incoming.ts';
import type { Identified, Message } from './message.ts';
import { type OutgoingRow, type QueueLimits, Queues } from './queues.ts';
import { type Kept, Retained, type RetainedLimits, type RetainedRow } from './retained.ts';
import { type SessionLimits, type SessionRow, Sessions } from './sessions.ts';
import { type Matching, type Subscription, type SubscriptionRow, Subscriptions } from './subscriptions.ts';
import { type Fingerprint, Taken, type TakenRow } from './taken.ts';
import { type LeftWill, type WillRow, Wills } from './wills.ts';

export interface PersistenceDeps {
  readonly flow: Flow;
  readonly log: Log;
  now(): number;
  /** Whether the session may hold the filter. aedes stores all filters of a SUBSCRIBE, the refused ones, too. */
  mayHold(clientId: string, filter: string): boolean;
  /** The credential a connected client id belongs to. */
  owner(clientId: string): string | undefined;
  /** A retained message was delivered and not kept: this credential has its part of the store, or it is full. */
  onFull(owner: string | undefined): void;
}

export interface PersistenceLimits {
  readonly retained: RetainedLimits;
  readonly queue: QueueLimits;
  readonly sessions: SessionLimits;
  /** Filters that all sessions together may hold. */
  readonly filters: number;
}

/** What was written down for a message before aedes knows of it. */
interface Staged {
  readonly rows: ReadonlyMap<string, number>;
  /** The credential that published it. */
  readonly owner: string | undefined;
}

interface ClientId {
  readonly id: string;
}

/**
 * What aedes keeps (its asynchronous persistence interface), in memory for reading and in flow.db for the next start.
 * aedes acknowledges a message before it stores it; so the broker calls `stage` with the reading's own commit, and the
 * calls that aedes makes afterwards only bring memory up to date.
 */
export class Persistence {
  readonly sessions: Sessions;
  readonly taken = new Taken();
  readonly #deps: PersistenceDeps;
  readonly #retained: Retained;
  readonly #subscriptions: Subscriptions;
  readonly #queues: Queues;
  readonly #incoming = new Incoming();
  readonly #wills = new Wills();
  /** Rows already written for a message, by the one object that aedes passes on unchanged: its payload. */
  readonly #staged = new WeakMap<object, Staged>();
  #broker: { id: string } = { id: '' };
  #failing = false;
  /** Wills stay for the next start when it is the hub that goes. */
  #keepWills = false;

  constructor(deps: PersistenceDeps, limits: PersistenceLimits) {
    this.#deps = deps;
    this.#retained = new Retained(limits.retained);
    this.#subscriptions = new Subscriptions(limits.filters);
    this.#queues = new Queues(limits.queue);
    this.sessions = new Sessions(limits.sessions);
  }

  get broker(): { id: string } {
    return this.#broker;
  }

  /** Loads everything; aedes calls it while it starts. */
  async setup(broker: { id: string }): Promise<void> {
    this.#broker = broker;
    const { flow } = this.#deps;
    this.#retained.load(await flow.read<RetainedRow>('broker retained list'));
    this.sessions.load(await flow.read<SessionRow>('broker sessions'), this.#deps.now());
    this.#subscriptions.load(await flow.read<SubscriptionRow>('broker subscriptions'));
    this.#queues.load(await flow.read<OutgoingRow>('broker outgoing list'));
    this.#incoming.load(await flow.read<IncomingRow>('broker incoming list'));
    this.#wills.load(await flow.read<WillRow>('broker wills'));
    this.taken.load(await flow.read<TakenRow>('broker taken list'));
  }

  /** What is being taken in, so that it is known when it comes again. */
  remember(said: Fingerprint, kept: Promise<boolean>): void {
    this.taken.add(said, kept);
    if (this.taken.isFull) this.ageTaken();
  }

  /** What was taken in long ago is not sent again any more. */
  ageTaken(): void {
    this.#write(this.taken.age());
  }

  /** Everything this message changes here, to be committed before it is acknowledged; empty for most readings. */
  stage(message: Message, from: { readonly clientId: string; readonly messageId: number | undefined }): Operation[] {
    const operations: Operation[] = [];
    const owner = this.#deps.owner(from.clientId);
    if (message.retain && this.#retained.fits(message, owner)) {
      operations.push(this.#retained.operation(message, owner));
    }
    const rows = new Map<string, number>();
    if (message.qos > 0) {
      for (const { clientId } of this.#subscriptions.matching(message.topic)) {
        if (rows.has(clientId)) continue;
        const id = this.#queues.newId();
        rows.set(clientId, id);
        operations.push(this.#queues.put(id, clientId, message));
      }
    }
    if (message.qos === 2 && from.messageId !== undefined) {
      operations.push(['broker incoming put', from.clientId, from.messageId]);
    }
    if (typeof message.payload !== 'string' && (rows.size > 0 || message.retain))
      this.#staged.set(message.payload, { rows, owner });
    return operations;
  }

  /** Whether a QoS 2 message was taken in already and this is its repetition. */
  tookIn(clientId: string, messageId: number): boolean {
    return this.#incoming.has(clientId, messageId);
  }

  /** Whether a session that may be away waits for this topic. */
  hasSubscriber(topic: string): boolean {
    return this.#subscriptions.matching(topic).length > 0;
  }

  /** Retained messages of a removed credential stay for who reads them, and say nothing of who has its name next. */
  disown(owner: string): void {
    this.#retained.disown(owner);
    this.#write([['broker retained disown', owner], ...this.#wills.forget(owner)]);
  }

  /** Forgets messages, retained or on their way to sessions that are away; resolves with how many once none is left. */
  async forget(which: (message: Kept) => boolean): Promise<number> {
    const operations = [...this.#retained.forget(which), ...this.#queues.forget(which)];
    await this.#deps.flow.write(operations);
    return operations.length;
  }

  countRetained(which: (message: Kept) => boolean): number {
    return this.#retained.count(which);
  }

  retained(): Iterable<Message> {
    return this.#retained.all();
  }

  async storeRetained(message: Message): Promise<void> {
    const staged = typeof message.payload === 'string' ? undefined : this.#staged.get(message.payload);
    if (!this.#retained.fits(message, staged?.owner)) {
      this.#deps.onFull(staged?.owner);
      // Many are staged before the first is stored, so there was room for this one then.
      if (staged) this.#write([this.#retained.asKept(message.topic)]);
      return;
    }
    this.#retained.store(message, staged?.owner);
    if (!staged) this.#write([this.#retained.operation(message, undefined)]);
  }

  createRetainedStream(filter: string): Readable {
    return this.createRetainedStreamCombi([filter]);
  }

  createRetainedStreamCombi(filters: readonly string[]): Readable {
    return Readable.from(this.#retained.matching(filters));
  }

  async addSubscriptions(client: ClientId, subscriptions: readonly Subscription[]): Promise<void> {
    const allowed = subscriptions.filter(({ topic }) => this.#deps.mayHold(client.id, topic));
    await this.#deps.flow.write(this.#subscriptions.add(client.id, allowed));
  }

  /** Filters of an owner's sessions, without those that are connected. */
  filtersAway(owner: string, isConnected: (clientId: string) => boolean): number {
    let count = 0;
    for (const clientId of this.sessions.ofOwner(owner)) {
      if (!isConnected(clientId)) count += this.#subscriptions.countOf(clientId);
    }
    return count;
  }

  async removeSubscriptions(client: ClientId, filters: readonly string[]): Promise<void> {
    await this.#deps.flow.write(this.#subscriptions.remove(client.id, filters));
  }

  async subscriptionsByClient(client: ClientId): Promise<Subscription[]> {
    return this.#subscriptions.of(client.id);
  }

  async subscriptionsByTopic(topic: string): Promise<readonly Matching[]> {
    return this.#subscriptions.matching(topic);
  }

  async countOffline(): Promise<{ subsCount: number; clientsCount: number }> {
    return this.#subscriptions.counts();
  }

  /** A clean start ends all that was kept for the session (MQTT-3.1.2-6), not its subscriptions only. */
  async cleanSubscriptions(client: ClientId): Promise<void> {
    this.endSession(client.id);
  }

  getClientList(filter: string): Readable {
    return Readable.from(this.#subscriptions.holders(filter));
  }

  async outgoingEnqueue(session: { readonly clientId: string }, message: Message): Promise<void> {
    await this.outgoingEnqueueCombi([session], message);
  }

  async outgoingEnqueueCombi(sessions: readonly { readonly clientId: string }[], message: Message): Promise<void> {
    const staged = typeof message.payload === 'string' ? undefined : this.#staged.get(message.payload)?.rows;
    const operations: Operation[] = [];
    const clientIds = new Set(sessions.map(({ clientId }) => clientId));
    for (const clientId of clientIds) {
      const row = staged?.get(clientId);
      const id = row ?? this.#queues.newId();
      if (row === undefined) operations.push(this.#queues.put(id, clientId, message));
      operations.push(...this.#queues.enqueue(id, clientId, message));
    }
    // Staged for a session that ended or unsubscribed before the commit.
    for (const [clientId, id] of staged ?? [])
      if (!clientIds.has(clientId)) operations.push(['broker outgoing delete', id]);
    this.#write(operations);
  }

  async outgoingUpdate(client: ClientId, packet: Message | Identified): Promise<void> {
    this.#write(this.#queues.update(client.id, packet));
  }

  async outgoingClearMessageId(client: ClientId, packet: Identified): Promise<Message | Identified | undefined> {
    const { removed, operations } = this.#queues.clear(client.id, packet.messageId);
    this.#write(operations);
    return removed;
  }

  outgoingStream(client: ClientId): Readable {
    return Readable.from(this.#queues.of(client.id));
  }

  async incomingStorePacket(client: ClientId, message: Message): Promise<void> {
    if (message.messageId !== undefined) this.#write([this.#incoming.store(client.id, message.messageId, message)]);
  }

  async incomingGetPacket(client: ClientId, packet: Identified): Promise<Message> {
    const found = this.#incoming.get(client.id, packet.messageId ?? 0);
    if (!found) throw new Error('no such packet');
    return found;
  }

  async incomingDelPacket(client: ClientId, packet: Identified): Promise<void> {
    const operation = this.#incoming.delete(client.id, packet.messageId ?? 0);
    if (!operation) throw new Error('no such packet');
    // PUBCOMP says that the identifier may be used again: a former run's must not be found then.
    await this.#write([operation]);
  }

  async putWill(client: ClientId, will: Message): Promise<void> {
    Object.assign(will, { brokerId: this.#broker.id, clientId: client.id });
    this.#write([this.#wills.put(client.id, this.#deps.owner(client.id) ?? '', will)]);
  }

  async getWill(client: ClientId): Promise<Message | undefined> {
    return this.#wills.get(client.id);
  }

  async delWill(client: ClientId): Promise<Message | undefined> {
    const will = this.#wills.get(client.id);
    if (!this.#keepWills) this.#write(this.#wills.delete(client.id));
    return will;
  }

  /** aedes looks here for wills of brokers that died; there is one broker, and `leftWills` serves its restart. */
  streamWill(brokers: Readonly<Record<string, unknown>> = {}): Readable {
    return Readable.from(
      this.#wills
        .all()
        .map(({ will }) => will)
        .filter(({ brokerId }) => brokerId !== undefined && brokers[brokerId] === undefined),
    );
  }

  leftWills(): LeftWill[] {
    return this.#wills.all();
  }

  keepWills(): void {
    this.#keepWills = true;
  }

  /** Removes filters that the credential may not hold any more; called before a session is restored. */
  revise(clientId: string): void {
    const lost = this.#subscriptions.of(clientId).filter(({ topic }) => !this.#deps.mayHold(clientId, topic));
    this.#write(
      this.#subscriptions.remove(
        clientId,
        lost.map(({ topic }) => topic),
      ),
    );
  }

  /** Writes down whose session it is, and ends the owner's longest-gone one where it has too many. */
  claim(clientId: string, owner: string, expiresAfter: number): void {
    for (const other of this.sessions.makeRoom(clientId, owner) ?? []) this.endSession(other);
    this.#write([this.sessions.put(clientId, owner, expiresAfter)]);
  }

  left(clientId: string, expiresAfter: number): void {
    this.#write(this.sessions.left(clientId, expiresAfter, this.#deps.now()));
  }

  endSession(clientId: string): void {
    this.#write([
      ...this.#subscriptions.clear(clientId),
      ...this.#queues.clearAll(clientId),
      ...this.#incoming.clear(clientId),
      ...this.sessions.delete(clientId),
    ]);
  }

  async destroy(): Promise<void> {
    // flow.db belongs to the hub, which closes it.
  }

  /** Follows memory, and never rejects: a disk that cannot be written costs the next start its memory, not the home its messages. */
  async #write(operations: readonly Operation[]): Promise<void> {
    if (operations.length === 0) return;
    await this.#deps.flow.write(operations).then(
      () => {
        this.#failing = false;
      },
      (error: unknown) => {
        if (!this.#failing) this.#deps.log.error({ err: error }, 'keeping the broker state failed');
        this.#failing = true;
      },
    );
  }
}
