import type { Operation } from '../../store/flow.ts';
import { copyMessage, type Message } from './message.ts';

export interface IncomingRow {
  readonly client_id: string;
  readonly message_id: number;
}

/** QoS 2 messages a client may have open towards the hub; CONNACK announces it to MQTT 5 (receive maximum). */
export const MAX_INCOMING = 1000;

/** QoS 2 messages that were taken in and whose PUBREL has not come (MQTT-4.3.3-2). */
export class Incoming {
  readonly #clients = new Map<string, Map<number, Message>>();

  load(rows: readonly IncomingRow[]): void {
    for (const { client_id, message_id } of rows) {
      const restored: Message = { topic: '', payload: Buffer.alloc(0), qos: 2, retain: false, messageId: message_id };
      this.#of(client_id).set(message_id, restored);
    }
  }

  has(clientId: string, messageId: number): boolean {
    return this.#clients.get(clientId)?.has(messageId) ?? false;
  }

  get(clientId: string, messageId: number): Message | undefined {
    return this.#clients.get(clientId)?.get(messageId);
  }

  /** Throws when the client has too many open: it is disconnected. */
  store(clientId: string, messageId: number, message: Message): Operation {
    const open = this.#of(clientId);
    if (open.size >= MAX_INCOMING) throw new Error('too many unreleased messages');
    // Only that it came counts; its content went on already.
    open.set(messageId, Object.assign(copyMessage(message), { messageId }));
    return ['broker incoming put', clientId, messageId];
  }

  delete(clientId: string, messageId: number): Operation | undefined {
    const open = this.#clients.get(clientId);
    if (!open?.delete(messageId)) return undefined;
    if (open.size === 0) this.#clients.delete(clientId);
    return ['broker incoming delete', clientId, messageId];
  }

  clear(clientId: string): Operation[] {
    return this.#clients.delete(clientId) ? [['broker incoming delete all', clientId]] : [];
  }

  #of(clientId: string): Map<number, Message> {
    let open = this.#clients.get(clientId);
    if (!open) {
      open = new Map();
      this.#clients.set(clientId, open);
    }
    return open;
  }
}
