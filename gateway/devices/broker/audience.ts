import { matches } from './topics.ts';

const MAX_REMEMBERED = 10_000;

/** Whether anyone connected listens to a topic; most readings have no local listener and need not be routed. */
export class Audience {
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
