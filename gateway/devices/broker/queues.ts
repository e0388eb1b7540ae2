import type { Operation } from '../../store/flow.ts';
import {
  asBuffer,
  bytesOf,
  copyMessage,
  type Identified,
  type Message,
  moreOf,
  parseMore,
  payloadBytes,
} from './message.ts';

export interface QueueLimits {
  /** Messages that wait for one session; the oldest is dropped for a newer one. */
  readonly messages: number;
  readonly bytes: number;
  /** Of all sessions together; the session with the most gives up its oldest. */
  readonly totalBytes: number;
}

export interface OutgoingRow {
  readonly id: number;
  readonly client_id: string;
  readonly topic: string;
  readonly qos: number;
  readonly retain: number;
  readonly payload: Uint8Array;
  readonly more: string | null;
  readonly message_id: number | null;
  readonly released: number;
}

interface Waiting {
  readonly id: number;
  readonly bytes: number;
  packet: Message | Identified;
}

interface Queue {
  waiting: Waiting[];
  bytes: number;
}

/** What brokers' own counters cannot be equal to: aedes finds a queued message by broker and counter. */
const RESTORED = 'restored';

/** Messages of QoS 1 and 2 on their way to sessions, in order, until they are acknowledged (MQTT-4.4.0-1). */
export class Queues {
  readonly #limits: QueueLimits;
  readonly #queues = new Map<string, Queue>();
  #nextId = 1;
  #bytes = 0;

  constructor(limits: QueueLimits) {
    this.#limits = limits;
  }

  load(rows: readonly OutgoingRow[]): void {
    for (const row of rows) {
      const messageId = row.message_id ?? undefined;
      const message: Message = {
        cmd: 'publish',
        brokerId: RESTORED,
        brokerCounter: row.id,
        topic: row.topic,
        payload: asBuffer(row.payload),
        qos: row.qos,
        retain: row.retain === 1,
        dup: messageId !== undefined,
        messageId,
        ...parseMore(row.more),
      };
      const packet = row.released === 1 ? { cmd: 'pubrel', messageId } : message;
      this.#append(row.client_id, { id: row.id, bytes: bytesOf(message), packet });
      this.#nextId = Math.max(this.#nextId, row.id + 1);
    }
  }

  newId(): number {
    return this.#nextId++;
  }

  /** What the database does for one waiting message. */
  put(id: number, clientId: string, message: Message): Operation {
    const payload = payloadBytes(message.payload);
    const retain = message.retain ? 1 : 0;
    return ['broker outgoing put', id, clientId, message.topic, message.qos, retain, payload, moreOf(message)];
  }

  /** Appends; returns what the database does about the ones dropped for it. */
  enqueue(id: number, clientId: string, message: Message): Operation[] {
    const { messages, bytes, totalBytes } = this.#limits;
    const queue = this.#append(clientId, { id, bytes: bytesOf(message), packet: copyMessage(message) });
    const dropped: Operation[] = [];
    while (queue.waiting.length > messages || (queue.bytes > bytes && queue.waiting.length > 1)) {
      dropped.push(...this.#dropOldest(queue));
    }
    while (this.#bytes > totalBytes) {
      let largest = queue;
      for (const each of this.#queues.values()) if (each.bytes > largest.bytes) largest = each;
      if (largest.waiting.length <= 1) break;
      dropped.push(...this.#dropOldest(largest));
    }
    return dropped;
  }

  /** Gives a message the identifier it is sent under, or puts its PUBREL in its place. One dropped meanwhile is nothing. */
  update(clientId: string, packet: Message | Identified): Operation[] {
    for (const waiting of this.#queues.get(clientId)?.waiting ?? []) {
      const { packet: held } = waiting;
      if (held.brokerId !== undefined && held.brokerId === packet.brokerId) {
        if (held.brokerCounter !== packet.brokerCounter) continue;
        waiting.packet = Object.assign(held, { messageId: packet.messageId });
        return this.#sent(waiting);
      }
      if (held.messageId !== undefined && held.messageId === packet.messageId) {
        waiting.packet = packet;
        return this.#sent(waiting);
      }
    }
    return [];
  }

  /**
   * Forgets the message with the identifier. Without one aedes means a second delivery of the same message, which we
   * queued once, so nothing is forgotten.
   */
  clear(clientId: string, messageId: number | undefined): { removed?: Message | Identified; operations: Operation[] } {
    const queue = this.#queues.get(clientId);
    const index =
      messageId === undefined ? -1 : (queue?.waiting.findIndex((w) => w.packet.messageId === messageId) ?? -1);
    const [removed] = index === -1 ? [] : (queue?.waiting.splice(index, 1) ?? []);
    if (!queue || !removed) return { operations: [] };
    queue.bytes -= removed.bytes;
    this.#bytes -= removed.bytes;
    if (queue.waiting.length === 0) this.#queues.delete(clientId);
    return { removed: removed.packet, operations: [['broker outgoing delete', removed.id]] };
  }

  /** Forgets what waits for any session; returns what the database does. */
  forget(which: (message: Message) => boolean): Operation[] {
    const operations: Operation[] = [];
    for (const queue of this.#queues.values()) {
      for (const waiting of queue.waiting.filter(({ packet }) => 'topic' in packet && which(packet))) {
        queue.waiting.splice(queue.waiting.indexOf(waiting), 1);
        queue.bytes -= waiting.bytes;
        operations.push(['broker outgoing delete', waiting.id]);
      }
    }
    return operations;
  }

  clearAll(clientId: string): Operation[] {
    this.#bytes -= this.#queues.get(clientId)?.bytes ?? 0;
    return this.#queues.delete(clientId) ? [['broker outgoing delete all', clientId]] : [];
  }

  of(clientId: string): (Message | Identified)[] {
    return this.#queues.get(clientId)?.waiting.map(({ packet }) => packet) ?? [];
  }

  #append(clientId: string, waiting: Waiting): Queue {
    let queue = this.#queues.get(clientId);
    if (!queue) {
      queue = { waiting: [], bytes: 0 };
      this.#queues.set(clientId, queue);
    }
    queue.waiting.push(waiting);
    queue.bytes += waiting.bytes;
    this.#bytes += waiting.bytes;
    return queue;
  }

  #dropOldest(queue: Queue): Operation[] {
    const oldest = queue.waiting.shift();
    if (!oldest) return [];
    queue.bytes -= oldest.bytes;
    this.#bytes -= oldest.bytes;
    return [['broker outgoing delete', oldest.id]];
  }

  /** QoS 1 may be repeated under another identifier, so only QoS 2 is written down: half the writes. */
  #sent({ id, packet }: Waiting): Operation[] {
    if (packet.cmd === 'pubrel') return [['broker outgoing sent', packet.messageId ?? null, 1, id]];
    return 'qos' in packet && packet.qos === 2 ? [['broker outgoing sent', packet.messageId ?? null, 0, id]] : [];
  }
}
