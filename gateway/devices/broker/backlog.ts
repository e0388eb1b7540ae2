/** A connection that has bytes waiting to be sent. */
export interface Waiting {
  /** Bytes given to the socket that it could not send yet. */
  readonly unsent: number;
  destroy(): unknown;
}

/** What waits in sockets for clients that read slowly, all together; where it is too much the one with the most ends. */
export class Backlog {
  readonly #most: number;
  readonly #waiting = new Set<Waiting>();

  constructor(mostBytes: number) {
    this.#most = mostBytes;
  }

  /** To be called when a connection has more to send than its socket takes. */
  grew(connection: Waiting): void {
    this.#waiting.add(connection);
    let total = 0;
    let largest = connection;
    for (const each of this.#waiting) {
      const { unsent } = each;
      if (unsent === 0) this.#waiting.delete(each);
      total += unsent;
      if (unsent > largest.unsent) largest = each;
    }
    if (total > this.#most) this.#end(largest);
  }

  gone(connection: Waiting): void {
    this.#waiting.delete(connection);
  }

  #end(connection: Waiting): void {
    this.#waiting.delete(connection);
    connection.destroy();
  }
}
