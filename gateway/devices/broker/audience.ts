import type { Aedes, PublishPacket } from 'aedes';
import { PAIRING_TOPICS } from './newcomer.ts';
import { matches } from './topics.ts';

const MAX_REMEMBERED = 10_000;

/**
 * Counts who listens, and spares aedes what nobody would get: readings that neither a connected client nor a session that
 * is away waits for, its own `$SYS` messages (with client ids in them), and what newcomers say, which is for the hub alone.
 * Gives what tells whether anybody would get what is said on a topic.
 */
export function narrowRouting(aedes: Aedes, isAwaited: (topic: string) => boolean): (topic: string) => boolean {
  const audience = new Audience();
  const { publish, subscribe, unsubscribe } = aedes;
  aedes.subscribe = (filter, ...rest) => {
    audience.joined(filter);
    Reflect.apply(subscribe, aedes, [filter, ...rest]);
  };
  aedes.unsubscribe = (filter, ...rest) => {
    audience.left(filter);
    Reflect.apply(unsubscribe, aedes, [filter, ...rest]);
  };
  const hears = (topic: string) => audience.hears(topic) || isAwaited(topic);
  aedes.publish = (packet: PublishPacket, ...rest: readonly unknown[]) => {
    const heard =
      !packet.topic.startsWith('$SYS/') &&
      !packet.topic.startsWith(PAIRING_TOPICS) &&
      (packet.retain || hears(packet.topic));
    if (heard) return Reflect.apply(publish, aedes, [packet, ...rest]);
    const done = rest.at(-1);
    if (typeof done === 'function') done();
  };
  return hears;
}

/** Whether anyone connected listens to a topic; most readings have no local listener and need not be routed. */
class Audience {
  readonly #filters = new Map<string, number>();
  readonly #remembered = new Map<string, boolean>();

  joined(filter: string): void {
    this.#filters.set(filter, (this.#filters.get(filter) ?? 0) + 1);
    this.#remembered.clear();
  }

  left(filter: string): void {
    const count = (this.#filters.get(filter) ?? 0) - 1;
    if (count > 0) this.#filters.set(filter, count);
    else this.#filters.delete(filter);
    this.#remembered.clear();
  }

  hears(topic: string): boolean {
    const known = this.#remembered.get(topic);
    if (known !== undefined) return known;
    let heard = false;
    for (const filter of this.#filters.keys()) heard ||= matches(filter, topic);
    if (this.#remembered.size >= MAX_REMEMBERED) this.#remembered.clear();
    this.#remembered.set(topic, heard);
    return heard;
  }
}
