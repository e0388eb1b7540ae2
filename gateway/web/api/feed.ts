import type { ServerResponse } from 'node:http';
import type { HubEvent } from '../../events.ts';
import { refusal } from '../../operations/refusal.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Random } from '../../runtime/random.ts';

export interface FeedDeps {
  readonly clock: Clock;
  readonly random: Random;
  /** Values that stayed home since the hub was started. */
  readonly stayed: () => number;
}

/** Who listens. */
export interface Listening {
  readonly person: string;
  /** Asked before each event. */
  mayHear(): boolean;
}

/** Events that are kept for those who come back. */
const KEPT = 512;
const MOST_LISTENERS = 16;
/** Of one person; with one more their first ends, and a page of theirs that still wants it comes back. */
const MOST_OF_ONE = 4;
const HEARTBEAT_MS = 15_000;
const STAYED_MS = 5_000;
/** A listener that reads this far behind is cut off; it comes back with the number of what it had. */
const MOST_UNREAD = 64 * 1024;

/**
 * What happens, to any number of pages at once, as server-sent events. Numbers go on from one listener to the next, so
 * that whoever comes back within the kept ones misses nothing; whoever comes later is told so and asks for all anew.
 */
export class Feed {
  readonly #deps: FeedDeps;
  readonly #run: string;
  readonly #listeners = new Map<ServerResponse, Listening>();
  readonly #kept: { readonly number: number; readonly text: string }[] = [];
  #number = 0;
  #stayed = 0;
  #cancels: (() => void)[] = [];

  constructor(deps: FeedDeps) {
    this.#deps = deps;
    this.#run = deps.random(6).toString('base64url').replaceAll('-', '_');
  }

  /** Tells all who listen, and keeps it for those who come back. */
  tell({ event, ...data }: HubEvent | { readonly event: 'stayed'; readonly total: number }): void {
    const number = ++this.#number;
    const text = `id: ${this.#run}-${number}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
    this.#kept.push({ number, text });
    if (this.#kept.length > KEPT) this.#kept.shift();
    for (const listener of this.#listeners.keys()) this.#write(listener, text);
  }

  /** Throws a refusal when there is no room for that person. */
  admit(person: string): void {
    const isFull = this.#listeners.size >= MOST_LISTENERS;
    if (isFull && this.#of(person).length < MOST_OF_ONE) throw refusal('too-many-listeners');
  }

  /** `lastId` is the id of the last event the listener had. The response's head is written. */
  listen(response: ServerResponse, who: Listening, lastId?: string): void {
    for (const oldest of this.#of(who.person).slice(0, 1 - MOST_OF_ONE)) {
      this.#listeners.delete(oldest);
      oldest.end();
    }
    response.once('close', () => this.#leave(response));
    // A socket that breaks is closed, which is told.
    response.on('error', () => undefined);
    this.#listeners.set(response, who);
    if (this.#listeners.size === 1) this.#wakeUp();
    this.#write(response, `retry: 3000\n: this hub is ${this.#run}\n\n`);
    if (lastId === undefined) return;
    const missed = this.#since(lastId);
    if (missed === undefined) this.#write(response, `id: ${this.#run}-${this.#number}\nevent: missed\ndata: {}\n\n`);
    else for (const text of missed) this.#write(response, text);
  }

  stop(): void {
    for (const listener of this.#listeners.keys()) listener.end();
    this.#sleep();
  }

  /** The streams of one person, the longest open first. */
  #of(person: string): ServerResponse[] {
    return [...this.#listeners].flatMap(([response, who]) => (who.person === person ? [response] : []));
  }

  /** The events after that one; undefined where they are not all there. */
  #since(lastId: string): string[] | undefined {
    const [, run, digits] = /^([\w]+)-(\d{1,15})$/.exec(lastId) ?? [];
    const number = Number(digits);
    const first = this.#kept[0]?.number ?? this.#number + 1;
    if (run !== this.#run || number + 1 < first || number > this.#number) return undefined;
    return this.#kept.filter((each) => each.number > number).map(({ text }) => text);
  }

  #write(response: ServerResponse, text: string): void {
    if (this.#listeners.get(response)?.mayHear() !== true) {
      response.destroy();
      return;
    }
    response.write(text);
    if (response.writableLength > MOST_UNREAD) response.destroy();
  }

  #leave(response: ServerResponse): void {
    this.#listeners.delete(response);
    if (this.#listeners.size === 0) this.#sleep();
  }

  /** Only while somebody listens. */
  #wakeUp(): void {
    this.#stayed = this.#deps.stayed();
    this.#every(HEARTBEAT_MS, () => {
      for (const listener of this.#listeners.keys()) this.#write(listener, ': still here\n\n');
    });
    this.#every(STAYED_MS, () => {
      const total = this.#deps.stayed();
      if (total !== this.#stayed) this.tell({ event: 'stayed', total });
      this.#stayed = total;
    });
  }

  #every(ms: number, call: () => void): void {
    const slot = this.#cancels.length;
    const again = () => {
      this.#cancels[slot] = this.#deps.clock.after(ms, () => {
        again();
        call();
      });
    };
    again();
  }

  #sleep(): void {
    for (const cancel of this.#cancels) cancel();
    this.#cancels = [];
  }
}
