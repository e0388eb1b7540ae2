import { networkOf } from './network.ts';

export interface AttemptLimits {
  /** Wrong answers of one address about one name, and of one address in all, that are answered at once. */
  readonly freePerName: number;
  readonly freePerAddress: number;
  /** The first delay; each further failure doubles it, up to the longest. */
  readonly firstMs: number;
  readonly longestMs: number;
  /** After so long without a failure all is forgotten. */
  readonly forgottenMs: number;
  /** Names and addresses remembered; the longest-known makes room. */
  readonly remembered: number;
}

interface Failures {
  count: number;
  at: number;
}

/**
 * How long somebody waits until a password is looked at: longer with each failure of its address, and of its address
 * about its name. Never by the name alone, so that a stranger cannot keep the true one out from another address, and
 * before the look, so that hanging up at once gains nothing.
 */
export class Attempts {
  readonly #limits: AttemptLimits;
  readonly #failures = new Map<string, Failures>();

  constructor(limits: AttemptLimits) {
    this.#limits = limits;
  }

  /** Milliseconds to wait; `now` is monotonic. */
  waitMs(address: string, name: string, now: number): number {
    const { freePerName, freePerAddress } = this.#limits;
    const network = networkOf(address);
    return Math.max(this.#delay(named(network, name), freePerName, now), this.#delay(network, freePerAddress, now));
  }

  /** How much of that wait is left, where whoever asks is sent away meanwhile and not made to wait. */
  leftMs(address: string, name: string, now: number): number {
    const { freePerName, freePerAddress } = this.#limits;
    const network = networkOf(address);
    const left = (key: string, free: number) =>
      this.#delay(key, free, now) - (now - (this.#failures.get(key)?.at ?? Number.NEGATIVE_INFINITY));
    return Math.max(0, left(named(network, name), freePerName), left(network, freePerAddress));
  }

  failed(address: string, name: string, now: number): void {
    const network = networkOf(address);
    this.#count(named(network, name), now);
    this.#count(network, now);
  }

  /** Right about this name; what the address tried about others stays known. */
  succeeded(address: string, name: string): void {
    this.#failures.delete(named(networkOf(address), name));
  }

  /** A failure that was counted before the look, and was none. */
  takeBack(address: string, name: string): void {
    const network = networkOf(address);
    for (const key of [named(network, name), network]) {
      const failures = this.#failures.get(key);
      if (failures) failures.count--;
    }
  }

  #delay(key: string, free: number, now: number): number {
    const { firstMs, longestMs, forgottenMs } = this.#limits;
    const failures = this.#failures.get(key);
    if (!failures || failures.count < free || now - failures.at > forgottenMs) return 0;
    return Math.min(longestMs, firstMs * 2 ** Math.min(30, failures.count - free));
  }

  #count(key: string, now: number): void {
    const { remembered, forgottenMs } = this.#limits;
    const failures = this.#failures.get(key);
    const count = failures && now - failures.at <= forgottenMs ? failures.count + 1 : 1;
    this.#failures.delete(key);
    this.#failures.set(key, { count, at: now });
    const [oldest] = this.#failures.keys();
    if (this.#failures.size > remembered && oldest !== undefined) this.#failures.delete(oldest);
  }
}

function named(network: string, name: string): string {
  return `${network} ${name}`;
}
