import { lengthSafe } from '../../../rules/length-safe.ts';
import type { Instant } from '../../../rules/reading.ts';
import type { ConnectionSummary, ReleaseSummary } from './entries.ts';

/** An attempt to reach the outside, as the links tell of it. */
export interface Connection {
  readonly recipient: string;
  readonly host: string;
  readonly opened: boolean;
}

/** A batch that ended, as the outbox tells of it. */
export interface Departed {
  readonly recipient: string;
  readonly purpose: string;
  readonly state: 'sent' | 'possibly received' | 'dropped';
  /** Bytes. */
  readonly size: number;
  readonly records: number;
  /** JSON: records by consent. */
  readonly consents: string;
}

/** One entry for each address: how often it was contacted from `from` to before `to`. */
export function connectionEntries(connections: readonly Connection[], from: Instant, to: Instant): ConnectionSummary[] {
  return grouped(connections, ({ recipient, host }) => [recipient, host]).map((group) => {
    const { recipient, host } = group[0];
    const opened = group.filter((each) => each.opened).length;
    return { type: 'connections', recipient, host, from, to, opened, failed: group.length - opened };
  });
}

/** One entry for each recipient and purpose. What was dropped did not leave and is in none. */
export function releaseEntries(ended: readonly Departed[], from: Instant, to: Instant): ReleaseSummary[] {
  const left = ended.filter(({ state }) => state !== 'dropped');
  return grouped(left, ({ recipient, purpose }) => [recipient, purpose]).map((group) => {
    const { recipient, purpose } = group[0];
    const sent = group.filter(({ state }) => state === 'sent').length;
    const [bytes, records] = [sum(group.map(({ size }) => size)), sum(group.map((each) => each.records))];
    const possiblyReceived = group.length - sent;
    const consents = byConsent(group);
    return { type: 'release.summary', recipient, purpose, from, to, sent, possiblyReceived, bytes, records, consents };
  });
}

function byConsent(group: readonly Departed[]): Record<string, number> {
  const counts: Record<string, number> = Object.create(null);
  for (const { consents } of group) {
    for (const [consent, count] of Object.entries<number>(JSON.parse(consents))) {
      counts[consent] = (counts[consent] ?? 0) + count;
    }
  }
  return counts;
}

function grouped<Item>(items: readonly Item[], keyOf: (item: Item) => string[]): [Item, ...Item[]][] {
  const groups = new Map<string, [Item, ...Item[]]>();
  for (const item of items) {
    const key = lengthSafe(keyOf(item));
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return [...groups.values()];
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
