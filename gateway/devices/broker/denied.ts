/** Topics remembered of one client; a device that is set up wrongly tries the same few again and again. */
const MOST = 10;

/**
 * The last topics that a client wanted to publish on, or its will on, without a grant: for whoever sets a device up and
 * wonders why it is silent. Only in memory, because topics can be names of people and rooms.
 */
export class Denied {
  readonly #topics = new Map<string, Set<string>>();

  add(client: string, topic: string): void {
    const topics = this.#topics.get(client) ?? new Set();
    this.#topics.set(client, topics);
    topics.delete(topic);
    topics.add(topic);
    const [oldest] = topics;
    if (topics.size > MOST && oldest !== undefined) topics.delete(oldest);
  }

  of(client: string): readonly string[] {
    return [...(this.#topics.get(client) ?? [])];
  }

  forget(client: string): void {
    this.#topics.delete(client);
  }
}
