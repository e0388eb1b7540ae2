import { networkOf } from '../../runtime/network.ts';
import { guessedBy } from '../dialects/ecosystems.ts';
import { legible } from './legible.ts';

/** A CONNECT that was refused because nobody knows its credentials. */
export interface Attempt {
  readonly address: string;
  readonly clientId: string;
  readonly userName?: string;
  readonly willTopic?: string;
  readonly protocol: '3.1.1' | '5';
  readonly isEncrypted: boolean;
}

/** Attempts of one device, as a person is shown them; what cannot be shown as it is, is left out. */
export interface Knock {
  readonly id: string;
  readonly address: string;
  readonly clientId?: string;
  readonly userName?: string;
  readonly willTopic?: string;
  readonly protocol: '3.1.1' | '5';
  readonly isEncrypted: boolean;
  readonly looksLike?: { readonly dialect: string; readonly base?: string };
  readonly attempts: number;
  readonly last: number;
}

/** How many are seen in all, and of one address: whoever floods takes nobody else's place but the oldest. */
export const MOST_SEEN = 20;
export const MOST_SEEN_OF_ONE = 4;

/** Devices that tried while a window was open; bounded, and in memory alone. */
export class Knocks {
  readonly #seen = new Map<string, Knock>();
  readonly #newId: () => string;

  constructor(newId: () => string) {
    this.#newId = newId;
  }

  /** Whether somebody is there who was not before. */
  add(attempt: Attempt, now: number): boolean {
    const network = networkOf(attempt.address);
    const key = JSON.stringify([network, attempt.clientId, attempt.userName]);
    const before = this.#seen.get(key);
    // The last to try stands at the end, so that the first is who has been silent for longest.
    this.#seen.delete(key);
    const { clientId, userName, willTopic } = attempt;
    const looksLike = willTopic === undefined || !legible(willTopic) ? undefined : guessedBy(willTopic);
    if (!before) this.#makeRoom(network);
    this.#seen.set(key, {
      id: before?.id ?? this.#newId(),
      address: attempt.address,
      protocol: attempt.protocol,
      isEncrypted: attempt.isEncrypted,
      ...shown({ clientId, userName, willTopic }),
      ...(looksLike ? { looksLike } : {}),
      attempts: (before?.attempts ?? 0) + 1,
      last: now,
    });
    return !before;
  }

  all(): Knock[] {
    return [...this.#seen.values()];
  }

  #makeRoom(network: string): void {
    const keys = [...this.#seen].flatMap(([key, { address }]) => (networkOf(address) === network ? [key] : []));
    const [oldestOfOne] = keys;
    const [oldest] = this.#seen.keys();
    if (keys.length >= MOST_SEEN_OF_ONE && oldestOfOne !== undefined) this.#seen.delete(oldestOfOne);
    else if (this.#seen.size >= MOST_SEEN && oldest !== undefined) this.#seen.delete(oldest);
  }
}

function shown(said: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(said).flatMap(([name, text]) => (text !== undefined && legible(text) ? [[name, text]] : [])),
  );
}
