import { createHmac, timingSafeEqual } from 'node:crypto';
import { canonicalJson } from '../../household/ledger/canonical-json.ts';
import type { Random } from '../../runtime/random.ts';

/** What a person was shown before sharing more, and what is to be done then. */
export interface Look {
  readonly operation: string;
  readonly input: unknown;
  /** The answer that was shown, as JSON. */
  readonly shown: unknown;
  readonly by: string;
}

const LASTS_MS = 15 * 60_000;

/**
 * Tokens for what was shown: nobody shares more than was looked at, in the last 15 minutes, by this process, once. The
 * key is made at random and never kept, so that a restart asks everybody to look again.
 */
export class Looks {
  readonly #random: Random;
  readonly #key: Buffer;
  /** Which were used, and when they would have ended. */
  readonly #used = new Map<string, number>();

  constructor(random: Random) {
    this.#random = random;
    this.#key = random(32);
  }

  /** A token for a look that was shown at this instant, and when it ends. */
  token(look: Look, shownAt: number): { readonly token: string; readonly until: string } {
    const begin = `${shownAt.toString(36)}.${this.#random(9).toString('base64url')}`;
    return { token: `${begin}.${this.#sign(begin, look)}`, until: new Date(shownAt + LASTS_MS).toISOString() };
  }

  /** When what the token is for was shown; undefined for one that is over, was used, or is none. */
  shownAt(token: string, now: number): number | undefined {
    const [, said = ''] = /^([0-9a-z]{1,11})\.[\w-]{12}\.[\w-]{43}$/.exec(token) ?? [];
    const at = Number.parseInt(said, 36);
    return at <= now && now < at + LASTS_MS && !this.#used.has(token) ? at : undefined;
  }

  /** True once, for a token of this very look that `shownAt` took. */
  use(token: string, look: Look, now: number): boolean {
    // What was asked twice at once was taken twice by `shownAt`.
    if (this.#used.has(token)) return false;
    const end = token.lastIndexOf('.');
    const [given, right] = [token.slice(end + 1), this.#sign(token.slice(0, end), look)].map((text) =>
      Buffer.from(text),
    );
    if (!given || !right || given.length !== right.length || !timingSafeEqual(given, right)) return false;
    for (const [used, until] of this.#used) if (until <= now) this.#used.delete(used);
    this.#used.set(token, now + LASTS_MS);
    return true;
  }

  #sign(begin: string, { operation, input, shown, by }: Look): string {
    const json: unknown = JSON.parse(JSON.stringify([begin, operation, input, shown, by]));
    return createHmac('sha256', this.#key).update(canonicalJson(json)).digest('base64url');
  }
}
