import type { Manifest, PublicJwk } from '../../../rules/manifest.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Random } from '../../runtime/random.ts';
import { Bucket } from '../../runtime/rate.ts';
import type { Homes } from '../homes.ts';
import { type SealedLink, TIMEOUT_MS } from '../links/link.ts';
import { sealHello } from '../outbox/seal.ts';
import type { Enrolments } from './enrolments.ts';
import { type HelloAnswer, type NoAnswer, readAnswer } from './read-answer.ts';

export interface HelloDeps {
  readonly recipient: string;
  readonly homes: Pick<Homes, 'of'>;
  readonly enrolments: Enrolments;
  readonly clock: Clock;
  readonly random: Random;
  readonly manifest: (recipient: string) => Manifest | undefined;
  /** Writes into the ledger that the recipient refuses this home. */
  readonly refused: (recipient: string) => void;
}

/** What became of a hello; `refused` and `accepted` are kept already. */
export type Said = 'accepted' | 'refused' | 'ended' | { readonly retry: string | undefined };

/** An answer may come down so long after its hello, while the connection lasts. */
const AWAITED_MS = 600_000;
/** Answers that are looked at: only who knows the key in the hello can make what opens as one. */
const MOST_LOOKS = 8;
/** What is tried to be opened: whoever else may publish there must neither use up the looks nor make work without end. */
const OPENED = { perSecond: 50, burst: 200 };

/** Says hello to one recipient, and takes what it answers. */
export class Hello {
  readonly #deps: HelloDeps;
  readonly #opened: Bucket;
  #said: { readonly jti: string; readonly withToken: boolean; readonly until: number; looks: number } | undefined;
  #answered: ((answer: HelloAnswer | undefined) => void) | undefined;

  constructor(deps: HelloDeps) {
    this.#deps = deps;
    this.#opened = new Bucket(OPENED, deps.clock.monotonic());
  }

  /** An answer may still come: over MQTT it comes later than the broker's acknowledgement, and by another way. */
  get isAwaited(): boolean {
    const said = this.#said;
    return said !== undefined && said.looks < MOST_LOOKS && this.#deps.clock.monotonic() < said.until;
  }

  /**
   * `at` stands in the hello as its time; `may` is asked again before anything is sent. A broker's acknowledgement accepts
   * for an open enrolment; a token counts only where the recipient itself says so.
   */
  async say(link: SealedLink, manifest: Manifest, key: PublicJwk, at: number, may: () => boolean): Promise<Said> {
    const { recipient, homes, enrolments, clock, random } = this.#deps;
    const token = manifest.enrolment === 'token' ? enrolments.token(recipient) : undefined;
    const jti = random(16).toString('base64url');
    const home = homes.of(recipient);
    const bytes = sealHello(home, key, { jti, at, ...(token === undefined ? {} : { token }) });
    if (!may()) return { retry: undefined };
    this.#said = { jti, withToken: token !== undefined, until: clock.monotonic() + AWAITED_MS, looks: 0 };
    const heard = token !== undefined && link.answersLater ? this.#nextAnswer() : undefined;
    const { outcome, answer } = await link.hello(bytes);
    if (outcome !== 'acknowledged') this.giveUp();
    if (outcome === 'ended') return 'ended';
    if (outcome === 'refused') return this.#take({ answer: 'refused' });
    if (outcome === 'retry') return { retry: undefined };
    const read = answer === undefined ? await (heard ?? { answer: 'accepted' as const }) : await this.#read(answer);
    if (typeof read === 'string') return { retry: `the answer to hello: ${read}` };
    if (read === undefined) return { retry: 'no answer to hello' };
    return this.#take(read, !link.answersLater || heard !== undefined);
  }

  /** Takes what came down; true for an answer, whatever became of it, false for something else. */
  async hear(sealed: Uint8Array): Promise<boolean> {
    const said = this.#said;
    if (!said || !this.isAwaited) return false;
    this.#opened.refill(this.#deps.clock.monotonic());
    if (this.#opened.waitMs > 0) return false;
    this.#opened.pay(1);
    const read = await this.#read(sealed);
    if (read === 'cannot be opened' || read === 'is no answer') return false;
    said.looks++;
    // What is not the recipient's own word about this hello changes nothing: whoever else may publish there could say it.
    if (typeof read === 'string' || this.#said !== said) return true;
    if (this.#answered) this.#answered(read);
    else this.#take(read);
    return true;
  }

  /** The connection that the answer would come down by is gone. */
  giveUp(): void {
    this.#answered?.(undefined);
  }

  #take(answer: HelloAnswer, isLast = true): 'accepted' | 'refused' {
    const { recipient, enrolments, refused } = this.#deps;
    enrolments.answered(recipient, answer, this.#said?.withToken ?? false);
    if (isLast) this.#said = undefined;
    if (answer.answer === 'refused') refused(recipient);
    return answer.answer;
  }

  async #read(sealed: Uint8Array): Promise<HelloAnswer | NoAnswer> {
    const { recipient, homes, manifest, clock } = this.#deps;
    if (!this.#said) return 'to another hello';
    return readAnswer(sealed, {
      ...{ recipient, home: homes.of(recipient), hello: this.#said.jti, now: clock.now() },
      keys: manifest(recipient)?.keys.commands ?? [],
    });
  }

  /** The next answer that is one; undefined where none comes in time. */
  #nextAnswer(): Promise<HelloAnswer | undefined> {
    return new Promise((resolve) => {
      const cancel = this.#deps.clock.after(TIMEOUT_MS, () => settle(undefined));
      const settle = (answer: HelloAnswer | undefined) => {
        cancel();
        this.#answered = undefined;
        resolve(answer);
      };
      this.#answered = settle;
    });
  }
}
