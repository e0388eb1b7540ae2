import { isBatch, isHello, type PublicJwkClaim } from '../device-sim/vendors/claims.ts';
import type { EncryptionKey } from '../device-sim/vendors/keys.ts';
import { isSignedBy, unseal } from '../device-sim/vendors/open.ts';

/**
 * Opens and verifies batches as docs/makers.md tells a vendor to, and keeps nothing but the homes it knows and the last
 * number of each stream, so that a measurement ends with the memory it began with.
 */
export class Opener {
  readonly #key: EncryptionKey;
  readonly #homes = new Map<string, PublicJwkClaim>();
  readonly #last = new Map<string, number>();
  /** Messages are judged one after another, as they came. */
  #line: Promise<unknown> = Promise.resolve();
  rejected = 0;

  constructor(key: EncryptionKey) {
    this.#key = key;
  }

  /** Calls `take` with the time in each record's field `sent`, which the load generator wrote there. */
  receive(sealed: Buffer, take: (sentAt: number) => void): void {
    this.#line = this.#line.then(() => this.#open(sealed, take)).then((isGood) => (this.rejected += isGood ? 0 : 1));
  }

  async #open(sealed: Buffer, take: (sentAt: number) => void): Promise<boolean> {
    const opening = await unseal(sealed, this.#key);
    if (!opening.ok) return false;
    const { unsealed } = opening;
    const { body } = unsealed;
    if (isHello(body) && unsealed.jwk && (await isSignedBy(unsealed, unsealed.jwk))) {
      this.#homes.set(body.iss, unsealed.jwk);
      return true;
    }
    if (!isBatch(body)) return false;
    const key = this.#homes.get(body.iss);
    if (!key || !(await isSignedBy(unsealed, key))) return false;
    // Neither again nor out of order: what was lost on the way would be missing in the count, what came twice shows here.
    const stream = `${body.stream} ${body.epoch}`;
    if (body.seq <= (this.#last.get(stream) ?? -1)) return false;
    this.#last.set(stream, body.seq);
    for (const { fields } of body.records) {
      const { sent } = fields;
      if (sent?.form === 'exact' && typeof sent.value === 'number') take(sent.value);
    }
    return true;
  }
}
