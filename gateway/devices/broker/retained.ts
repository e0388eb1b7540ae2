import type { Operation } from '../../store/flow.ts';
import { asBuffer, type Message, moreOf, ownPayload, parseMore, payloadBytes } from './message.ts';
import { matches } from './topics.ts';

export interface RetainedLimits {
  readonly topics: number;
  readonly bytes: number;
}

export const RETAINED_LIMITS: RetainedLimits = { topics: 10_000, bytes: 32 * 1024 * 1024 };

export interface RetainedRow {
  readonly topic: string;
  readonly qos: number;
  readonly payload: Uint8Array;
  readonly more: string | null;
}

/** A message that is kept for somebody, and whose it is where that is known. */
export type Kept = Pick<Message, 'topic' | 'payload' | 'owner'>;

/** The last retained message of each topic (3.3.1.3), in memory, within limits. */
export class Retained {
  readonly #limits: RetainedLimits;
  readonly #messages = new Map<string, Message>();
  /** Whose a topic's message is, as the database has it. */
  readonly #owners = new Map<string, string>();
  #bytes = 0;

  constructor(limits: RetainedLimits) {
    this.#limits = limits;
  }

  load(rows: readonly RetainedRow[]): void {
    for (const { topic, qos, payload, more } of rows) {
      const { owner } = parseMore(more);
      if (owner !== undefined) this.#owners.set(topic, owner);
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
  fits(message: Message): boolean {
    const old = this.#messages.get(message.topic);
    if (message.payload.length === 0) return true;
    if (!old && this.#messages.size >= this.#limits.topics) return false;
    return this.#bytes - (old ? size(old) : 0) + size(message) <= this.#limits.bytes;
  }

  /** Keeps the message, or forgets the topic's when the payload is empty (MQTT-3.3.1-10). */
  store(message: Message): void {
    if (message.payload.length === 0) this.#delete(message.topic);
    else if (this.fits(message)) this.#set({ ...message, payload: ownPayload(message.payload) });
  }

  /** What the database does for `store`; it also keeps whose message it is. */
  operation(message: Message, owner: string | undefined): Operation {
    this.#owners.delete(message.topic);
    if (owner !== undefined && message.payload.length > 0) this.#owners.set(message.topic, owner);
    if (message.payload.length === 0) return ['broker retained delete', message.topic];
    const more = moreOf(owner === undefined ? message : { ...message, owner });
    return ['broker retained put', message.topic, message.qos, payloadBytes(message.payload), more];
  }

  /** Forgets messages without a word to who reads them; returns what the database does. */
  forget(which: (message: Kept) => boolean): Operation[] {
    const gone = this.#found(which);
    for (const { topic } of gone) {
      this.#delete(topic);
      this.#owners.delete(topic);
    }
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
    return [...this.#messages.values()].filter(({ topic, payload }) => {
      const owner = this.#owners.get(topic);
      return which({ topic, payload, ...(owner === undefined ? {} : { owner }) });
    });
  }

  #set(message: Message): void {
    this.#delete(message.topic);
    this.#messages.set(message.topic, message);
    this.#bytes += size(message);
  }

  #delete(topic: string): void {
    const old = this.#messages.get(topic);
    if (!old) return;
    this.#messages.delete(topic);
    this.#bytes -= size(old);
  }
}

function size(message: Message): number {
  return message.topic.length + message.payload.length;
}
