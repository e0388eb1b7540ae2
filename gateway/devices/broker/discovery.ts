import { isDiscovery } from './rights.ts';

/**
 * Whose Home Assistant discovery is whose: a config's topic belongs to the credential that first said it, until that
 * takes it back or is removed. Otherwise one bridge could put its own entity in place of another's lock.
 */
export class Discovery {
  readonly #most: number;
  readonly #owners = new Map<string, string>();
  readonly #counts = new Map<string, number>();

  /** `most` topics of one credential; it can have no more of them retained. */
  constructor(most: number) {
    this.#most = most;
  }

  /** Whether the credential may publish there: it is no discovery, or nobody else's. */
  isFreeFor(name: string, topic: string): boolean {
    if (!isDiscovery(topic)) return true;
    const owner = this.#owners.get(topic);
    return owner === undefined ? (this.#counts.get(name) ?? 0) < this.#most : owner === name;
  }

  /** Takes note of a retained message that was allowed; an empty one gives the topic up. */
  said(name: string, topic: string, isEmpty: boolean): void {
    if (!isDiscovery(topic)) return;
    const owner = this.#owners.get(topic);
    if (isEmpty && owner === name) this.#release(name, topic);
    else if (!isEmpty && owner === undefined) {
      this.#owners.set(topic, name);
      this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
    }
  }

  /** A removed credential owns nothing. */
  forget(name: string): void {
    for (const [topic, owner] of this.#owners) if (owner === name) this.#release(name, topic);
  }

  #release(name: string, topic: string): void {
    this.#owners.delete(topic);
    const left = (this.#counts.get(name) ?? 1) - 1;
    if (left > 0) this.#counts.set(name, left);
    else this.#counts.delete(name);
  }
}
