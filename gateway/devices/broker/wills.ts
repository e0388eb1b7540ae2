import type { Operation } from '../../store/flow.ts';
import { asBuffer, type Message, moreOf, parseMore, payloadBytes } from './message.ts';

export interface WillRow {
  readonly client_id: string;
  readonly owner: string;
  readonly topic: string;
  readonly qos: number;
  readonly retain: number;
  readonly payload: Uint8Array;
  readonly more: string | null;
}

/** A will that nobody has published yet, and whose it is. */
export interface LeftWill {
  readonly clientId: string;
  readonly owner: string;
  readonly will: Message;
}

/** The will of each connection (3.1.2.5), kept until it is published or the client says goodbye. */
export class Wills {
  readonly #wills = new Map<string, { readonly owner: string; readonly will: Message }>();

  load(rows: readonly WillRow[]): void {
    for (const row of rows) {
      const { topic, qos, payload } = row;
      const will: Message = {
        topic,
        qos,
        payload: asBuffer(payload),
        retain: row.retain === 1,
        ...parseMore(row.more),
      };
      this.#wills.set(row.client_id, { owner: row.owner, will });
    }
  }

  /** Forgets the wills of a credential; nobody publishes them. */
  forget(owner: string): Operation[] {
    for (const [clientId, will] of this.#wills) if (will.owner === owner) this.#wills.delete(clientId);
    return [['broker wills forget', owner]];
  }

  put(clientId: string, owner: string, will: Message): Operation {
    this.#wills.set(clientId, { owner, will });
    const { topic, qos, retain, payload } = will;
    return ['broker will put', clientId, owner, topic, qos, retain ? 1 : 0, payloadBytes(payload), moreOf(will)];
  }

  get(clientId: string): Message | undefined {
    return this.#wills.get(clientId)?.will;
  }

  delete(clientId: string): Operation[] {
    return this.#wills.delete(clientId) ? [['broker will delete', clientId]] : [];
  }

  all(): LeftWill[] {
    return [...this.#wills].map(([clientId, { owner, will }]) => ({ clientId, owner, will }));
  }
}
