import type { Operation } from '../../store/flow.ts';
import { matches } from './topics.ts';

/** A subscription as aedes hands it over; the last four are MQTT 5's (3.8.3.1). */
export interface Subscription {
  readonly topic: string;
  readonly qos: number;
  readonly rh?: number | undefined;
  readonly rap?: boolean | undefined;
  readonly nl?: boolean | undefined;
  readonly subscriptionIdentifier?: number;
}

export interface SubscriptionRow {
  readonly client_id: string;
  readonly filter: string;
  readonly qos: number;
  readonly more: string | null;
}

export type Matching = Subscription & { readonly clientId: string };

/** Most topics whose answer is remembered. */
const MAX_REMEMBERED = 10_000;

/** Subscriptions of sessions that outlive their connection. */
export class Subscriptions {
  /** Most filters that all sessions together may hold. */
  readonly #most: number;
  readonly #sessions = new Map<string, Map<string, Subscription>>();
  /** Topic → subscriptions of QoS ≥ 1 that match it; emptied whenever a subscription changes. */
  readonly #remembered = new Map<string, readonly Matching[]>();
  #count = 0;

  constructor(mostFilters: number) {
    this.#most = mostFilters;
  }

  load(rows: readonly SubscriptionRow[]): void {
    for (const row of rows) {
      const more: unknown = row.more === null ? {} : JSON.parse(row.more);
      this.#put(row.client_id, { topic: row.filter, qos: row.qos, ...(typeof more === 'object' ? more : {}) });
    }
  }

  /** Throws when the broker holds too many already. */
  add(clientId: string, added: readonly Subscription[]): Operation[] {
    if (this.#count + added.length > this.#most) throw new Error('too many subscriptions');
    return added.map(({ topic, qos, rh, rap, nl, subscriptionIdentifier }) => {
      const subscription: Subscription = {
        topic,
        qos,
        rh,
        rap,
        nl,
        ...(subscriptionIdentifier === undefined ? {} : { subscriptionIdentifier }),
      };
      this.#put(clientId, subscription);
      const more = JSON.stringify({ rh, rap, nl, subscriptionIdentifier });
      return ['broker subscription put', clientId, topic, qos, more === '{}' ? null : more];
    });
  }

  remove(clientId: string, filters: readonly string[]): Operation[] {
    const held = this.#sessions.get(clientId);
    if (!held) return [];
    this.#remembered.clear();
    for (const filter of filters) if (held.delete(filter)) this.#count -= 1;
    if (held.size === 0) this.#sessions.delete(clientId);
    return filters.map((filter) => ['broker subscription delete', clientId, filter]);
  }

  clear(clientId: string): Operation[] {
    const held = this.#sessions.get(clientId);
    if (!held) return [];
    this.#remembered.clear();
    this.#count -= held.size;
    this.#sessions.delete(clientId);
    return [['broker subscriptions delete', clientId]];
  }

  countOf(clientId: string): number {
    return this.#sessions.get(clientId)?.size ?? 0;
  }

  of(clientId: string): Subscription[] {
    return [...(this.#sessions.get(clientId)?.values() ?? [])];
  }

  /** Subscriptions of QoS 1 and 2 that match, the newest first. */
  matching(topic: string): readonly Matching[] {
    const known = this.#remembered.get(topic);
    if (known) return known;
    const found: Matching[] = [];
    for (const [clientId, held] of this.#sessions) {
      for (const subscription of held.values()) {
        if (subscription.qos > 0 && matches(subscription.topic, topic)) found.push({ clientId, ...subscription });
      }
    }
    found.reverse();
    if (this.#remembered.size >= MAX_REMEMBERED) this.#remembered.clear();
    this.#remembered.set(topic, found);
    return found;
  }

  holders(filter: string): string[] {
    return [...this.#sessions].filter(([, held]) => held.has(filter)).map(([clientId]) => clientId);
  }

  counts(): { subsCount: number; clientsCount: number } {
    let subsCount = 0;
    for (const held of this.#sessions.values()) for (const { qos } of held.values()) if (qos > 0) subsCount += 1;
    return { subsCount, clientsCount: this.#sessions.size };
  }

  #put(clientId: string, subscription: Subscription): void {
    this.#remembered.clear();
    let held = this.#sessions.get(clientId);
    if (!held) {
      held = new Map();
      this.#sessions.set(clientId, held);
    }
    if (!held.has(subscription.topic)) this.#count += 1;
    held.set(subscription.topic, subscription);
  }
}
