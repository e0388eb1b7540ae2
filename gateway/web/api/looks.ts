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
  readonly #key: Buffer;
  readonly #used = new Map<string, number>();

  constructor(random: Random) {
    this.#key = random(32);
  }

  /** The token for a look that was shown at this instant, and when it ends. */
  token(look: Look, shownAt: number): { readonly token: string; readonly until: string } {
    const until = new Date(shownAt + LASTS_MS).toISOString();
    return { token: `${shownAt.toString(36)}.${this.#sign(look, shownAt)}`, until };
  }

  /** When what the token is for was shown; undefined for one that is over, was used, or is none. */
  shownAt(token: string, now: number): number | undefined {
    const [, said = ''] = /^([0-9a-z]{1,11})\.[\w-]{43}$/.exec(token) ?? [];
    const at = Number.parseInt(said, 36);
    return at <= now && now < at + LASTS_MS && !this.#used.has(token) ? at : undefined;
  }

  /** True once, for the token of this very look. */
  use(token: string, look: Look, shownAt: number): boolean {
    const [given, right] = [Buffer.from(token), Buffer.from(this.token(look, shownAt).token)];
    if (given.length !== right.length || !timingSafeEqual(given, right)) return false;
    for (const [used, until] of this.#used) if (until <= shownAt) this.#used.delete(used);
    this.#used.set(token, shownAt + 2 * LASTS_MS);
    return true;
  }

  #sign({ operation, input, shown, by }: Look, shownAt: number): string {
    const json: unknown = JSON.parse(JSON.stringify([operation, input, shown, by, shownAt]));
    return createHmac('sha256', this.#key).update(canonicalJson(json)).digest('base64url');
  }
}
