import { networkOf } from '../runtime/network.ts';
import { Bucket, type Rate } from '../runtime/rate.ts';

/** Whatever is asked, and whatever comes of it, counts. */
const RATES = {
  address: { perSecond: 20, burst: 200 },
  person: { perSecond: 40, burst: 400 },
} as const satisfies Record<string, Rate>;
/** The one that was remembered longest makes room. */
const MOST = 2_000;

/** How much each address and each person may still ask. */
export class Rates {
  readonly #rates: Readonly<Record<'address' | 'person', Rate>>;
  readonly #buckets = new Map<string, Bucket>();

  constructor(rates: Readonly<Record<'address' | 'person', Rate>> = RATES) {
    this.#rates = rates;
  }

  /** Milliseconds until it is worth asking again; 0 when this is answered. `now` is monotonic. */
  waitMs(which: 'address' | 'person', who: string, now: number): number {
    const key = which === 'address' ? networkOf(who) : `person ${who}`;
    const bucket = this.#buckets.get(key) ?? new Bucket(this.#rates[which], now);
    this.#buckets.delete(key);
    this.#buckets.set(key, bucket);
    const [first] = this.#buckets.keys();
    if (this.#buckets.size > MOST && first !== undefined) this.#buckets.delete(first);
    bucket.refill(now);
    const { waitMs } = bucket;
    if (waitMs === 0) bucket.pay(1);
    return waitMs;
  }
}
