import type { Statement } from 'better-sqlite3';
import type { Manifest } from '../../../rules/manifest.ts';
import type { KeyStore } from '../../keys/key-store.ts';
import type { Db } from '../../store/database.ts';
import type { Homes } from '../homes.ts';
import type { HelloAnswer } from './read-answer.ts';

/** How a home stands with a recipient: nothing but what it tells of itself is sent to one where it is not `enrolled`. */
export type Standing =
  | { readonly state: 'enrolled' | 'due' | 'needs a token' }
  | { readonly state: 'refused'; readonly because?: string };

export interface EnrolmentsDeps {
  /** household.db */
  readonly db: Db;
  readonly keys: KeyStore;
  readonly homes: Pick<Homes, 'helloAcknowledged' | 'acknowledgeHello' | 'credentials' | 'keepCredentials'>;
}

/**
 * How every recipient took this home, and the tokens that wait to be told. A token is wrapped, and erased as soon as its
 * recipient answered: what it was for is done then.
 */
export class Enrolments {
  readonly #deps: EnrolmentsDeps;
  readonly #find: Statement<[string], Row>;

  constructor(deps: EnrolmentsDeps) {
    this.#deps = deps;
    this.#find = deps.db.prepare('SELECT refused, linked FROM enrolments WHERE recipient = ?');
  }

  standing({ recipient, enrolment, endpoint }: Manifest, now: number): Standing {
    const { homes } = this.#deps;
    // Who has no key is told no name of this home, and not greeted.
    if (endpoint.delivery !== undefined) return { state: 'enrolled' };
    const { refused, linked } = this.#row(recipient);
    if (refused !== null) return { state: 'refused', ...(refused === '' ? {} : { because: refused }) };
    const needsToken = enrolment === 'token' && linked === 0;
    if (needsToken && this.token(recipient) === undefined) return { state: 'needs a token' };
    const { until } = homes.credentials(recipient) ?? {};
    const isOver = until !== undefined && until <= now;
    return { state: needsToken || isOver || !homes.helloAcknowledged(recipient) ? 'due' : 'enrolled' };
  }

  isEnrolled(manifest: Manifest | undefined, now: number): boolean {
    return manifest !== undefined && this.standing(manifest, now).state === 'enrolled';
  }

  /** The recipient knows, or is about to be told, whose account this home is. */
  hasAccount(recipient: string): boolean {
    return this.#row(recipient).linked === 1 || this.token(recipient) !== undefined;
  }

  token(recipient: string): string | undefined {
    return this.#deps.keys.read(tokenName(recipient))?.toString();
  }

  /** Keeps a token from the recipient's app until the recipient answers; it is asked again then, whatever it said before. */
  keepToken(recipient: string, token: string): void {
    this.#deps.db.transaction(() => {
      this.#deps.keys.keep(tokenName(recipient), Buffer.from(token));
      this.#put(recipient, { refused: null, linked: 0 });
    })();
  }

  /** The next hello is said as if the recipient had not refused. */
  tryAgain(recipient: string): void {
    if (this.#row(recipient).refused !== null) this.#put(recipient, { ...this.#row(recipient), refused: null });
  }

  /** What the recipient answered to the hello, all of it in one commit. */
  answered(recipient: string, answer: HelloAnswer, withToken: boolean): void {
    const { db, keys, homes } = this.#deps;
    db.transaction(() => {
      keys.forget(tokenName(recipient));
      const { linked } = this.#row(recipient);
      if (answer.answer === 'refused') return this.#put(recipient, { refused: answer.because ?? '', linked });
      if (answer.credentials) homes.keepCredentials(recipient, answer.credentials);
      homes.acknowledgeHello(recipient);
      this.#put(recipient, { refused: null, linked: withToken ? 1 : linked });
    })();
  }

  /** No account is told any more, and to share again takes another token. */
  endAccount(recipient: string): void {
    this.#deps.db.transaction(() => {
      this.#deps.keys.forget(tokenName(recipient));
      this.#put(recipient, { ...this.#row(recipient), linked: 0 });
    })();
  }

  forget(recipient: string): void {
    this.#deps.keys.forget(tokenName(recipient));
    this.#deps.db.prepare('DELETE FROM enrolments WHERE recipient = ?').run(recipient);
  }

  #row(recipient: string): Row {
    return this.#find.get(recipient) ?? { refused: null, linked: 0 };
  }

  #put(recipient: string, { refused, linked }: Row): void {
    const put = this.#deps.db.prepare(
      'INSERT OR REPLACE INTO enrolments (recipient, refused, linked) VALUES (?, ?, ?)',
    );
    put.run(recipient, refused, linked);
  }
}

interface Row {
  readonly refused: string | null;
  readonly linked: number;
}

function tokenName(recipient: string): string {
  return JSON.stringify(['home', recipient, 'token']);
}
