import type { Operation } from '../../store/flow.ts';
import { asBuffer, bytesOf, type Message, moreOf, ownPayload, parseMore, payloadBytes } from './message.ts';
import { matches } from './topics.ts';

export interface RetainedLimits {
  readonly topics: number;
  readonly bytes: number;
}

export interface RetainedRow {
  readonly topic: string;
  readonly qos: number;
  readonly payload: Uint8Array;
  readonly more: string | null;
}

/** A message that is kept for somebody, and whose it is where that is known. */
export type Kept = Pick<Message, 'topic' | 'payload' | 'owner'>;

interface Held {
  topics: number;
  bytes: number;
}

/**
 * The last retained message of each topic (3.3.1.3), in memory, within limits. One credential gets at most half of what
 * all others leave, so that there is room for the next however many are greedy; the hub's own have all of it.
 */
export class Retained {
  readonly #limits: RetainedLimits;
  readonly #messages = new Map<string, Message>();
  readonly #held = new Map<string, Held>();
  #bytes = 0;

  constructor(limits: RetainedLimits) {
    this.#limits = limits;
  }

  load(rows: readonly RetainedRow[]): void {
    for (const { topic, qos, payload, more } of rows) {
      this.#set({
        cmd: 'publish',
        topic,
        payload: asBuffer(payload),
        qos,
        retain: true,
        dup: false,
        ...parseMore(more),
      });
    }
  }

  /** Whether there is still room for the message; an empty payload always has it. */
  fits(message: Message, owner: string | undefined): boolean {
    if (message.payload.length === 0) return true;
    const old = this.#messages.get(message.topic);
    const topics = this.#messages.size + (old ? 0 : 1);
    const bytes = this.#bytes - (old ? bytesOf(old) : 0) + bytesOf(message);
    if (topics > this.#limits.topics || bytes > this.#limits.bytes) return false;
    if (owner === undefined) return true;
    const held = this.#held.get(owner) ?? { topics: 0, bytes: 0 };
    const own = old?.owner === owner ? old : undefined;
    const ownTopics = held.topics + (own ? 0 : 1);
    const ownBytes = held.bytes - (own ? bytesOf(own) : 0) + bytesOf(message);
    return (
      ownTopics <= (this.#limits.topics - (topics - ownTopics)) / 2 &&
      ownBytes <= (this.#limits.bytes - (bytes - ownBytes)) / 2
    );
  }

  /** Keeps the message, or forgets the topic's when the payload is empty (MQTT-3.3.1-10). */
  store(message: Message, owner: string | undefined): void {
    if (message.payload.length === 0) this.#delete(message.topic);
    else if (this.fits(message, owner)) {
      const kept = { ...message, payload: ownPayload(message.payload) };
      this.#set(owner === undefined ? kept : { ...kept, owner });
    }
  }

  /** What a removed credential left is nobody's. */
  disown(owner: string): void {
    for (const message of this.#messages.values()) if (message.owner === owner) delete message.owner;
    this.#held.delete(owner);
  }

  /** What the database does for `store`; it also keeps whose message it is. */
  operation(message: Message, owner: string | undefined): Operation {
    if (message.payload.length === 0) return ['broker retained delete', message.topic];
    const more = moreOf(owner === undefined ? message : { ...message, owner });
    return ['broker retained put', message.topic, message.qos, payloadBytes(message.payload), more];
  }

  /** What the database does so that it keeps what is kept here of a topic. */
  asKept(topic: string): Operation {
    const kept = this.#messages.get(topic);
    return kept ? this.operation(kept, kept.owner) : ['broker retained delete', topic];
  }

  /** Forgets messages without a word to who reads them; returns what the database does. */
  forget(which: (message: Kept) => boolean): Operation[] {
    const gone = this.#found(which);
    for (const { topic } of gone) this.#delete(topic);
    return gone.map(({ topic }) => ['broker retained delete', topic]);
  }

  count(which: (message: Kept) => boolean): number {
    return this.#found(which).length;
  }

  all(): Iterable<Message> {
    return this.#messages.values();
  }

  *matching(filters: readonly string[]): Generator<Message> {
    for (const filter of filters) {
      const one = /[#+]/.test(filter) ? undefined : this.#messages.get(filter);
      if (one) yield one;
      if (one || !/[#+]/.test(filter)) continue;
      for (const [topic, message] of this.#messages) if (matches(filter, topic)) yield message;
    }
  }

  #found(which: (message: Kept) => boolean): Message[] {
    return [...this.#messages.values()].filter(which);
  }

  #set(message: Message): void {
    this.#delete(message.topic);
    this.#messages.set(message.topic, message);
    this.#bytes += bytesOf(message);
    this.#count(message, 1);
  }

  #delete(topic: string): void {
    const old = this.#messages.get(topic);
    if (!old) return;
    this.#messages.delete(topic);
    this.#bytes -= bytesOf(old);
    this.#count(old, -1);
  }

  #count(message: Message, by: 1 | -1): void {
    if (message.owner === undefined) return;
    const held = this.#held.get(message.owner) ?? { topics: 0, bytes: 0 };
    held.topics += by;
    held.bytes += by * bytesOf(message);
    if (held.topics === 0) this.#held.delete(message.owner);
    else this.#held.set(message.owner, held);
  }
}
