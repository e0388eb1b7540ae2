import { createHash } from 'node:crypto';
import type { Clock } from '../../gateway/runtime/clock.ts';
import {
  type BatchClaims,
  type BatchRecord,
  type Envelope,
  isBatch,
  isHello,
  isNotice,
  type NoticeClaims,
  type PublicJwkClaim,
} from './claims.ts';
import type { EncryptionKey } from './keys.ts';
import { isSignedBy, type OpenProblem, type Unsealed, unseal } from './open.ts';

export interface ReceiverOptions {
  /** The vendor's own id: the `aud` it answers to. */
  readonly recipient: string;
  readonly key: EncryptionKey;
  /** The home's clock, accelerated or not: slots are its times. */
  readonly clock: Clock;
  /** How far `iat` may be from now. */
  readonly retentionMs: number;
}

/** What the transport knows of a message beside its bytes. */
export interface Via {
  /** `{home}` of the topic; an HTTPS request has none. */
  readonly home?: string;
  /** SHA-256 of the client certificate in lower-case hex, or null where none was shown. */
  readonly certificate: string | null;
}

export type Problem =
  | OpenProblem
  | 'unexpected shape'
  | 'unknown home'
  | 'home known by another key'
  | 'bad signature'
  | 'for another recipient'
  | 'names another encryption key'
  | 'topic of another home'
  | 'other client certificate'
  | 'stale'
  | 'jti used for other content'
  | 'seq not above the last';

export type Verdict =
  | { readonly verdict: 'accepted' | 'duplicate' }
  | { readonly verdict: 'rejected'; readonly reason: Problem };

export interface ReceivedBatch {
  readonly claims: BatchClaims;
  /** Home time. */
  readonly arrivedAt: number;
  /** Bytes of ciphertext as they came. */
  readonly size: number;
}

export interface ReceivedRecord extends BatchRecord {
  readonly home: string;
  readonly stream: string;
  readonly purpose: string;
  readonly epoch: string;
  readonly arrivedAt: number;
}

/** `iat` is that of the message that made it whole. */
export type ReceivedNotice = NoticeClaims & { readonly jti: string; readonly iat: number; readonly iss: string };

interface KnownHome {
  readonly signing: PublicJwkClaim;
  readonly certificate: string | null;
  readonly commands: PublicJwkClaim;
  /** Digest of what was signed, by `jti`. */
  readonly seen: Map<string, string>;
  /** Highest `seq`, by stream and epoch. */
  readonly highest: Map<string, number>;
  /** Parts of notices that are not whole yet, by name. */
  readonly parts: Map<string, Map<number, string>>;
  /** Notices that are. */
  readonly told: Set<string>;
}

/**
 * What stands behind a vendor's endpoint: opens, verifies and keeps what arrives, exactly as PRIVACY.md section 3 tells
 * a recipient to. It shares no code with the hub, so that each is a check on the other.
 */
export class Receiver {
  readonly batches: ReceivedBatch[] = [];
  readonly records: ReceivedRecord[] = [];
  readonly rejected: { readonly reason: Problem; readonly arrivedAt: number }[] = [];
  /** Hello, and what the parts in batches were put together to. */
  readonly notices: ReceivedNotice[] = [];
  duplicates = 0;

  readonly #options: ReceiverOptions;
  readonly #homes = new Map<string, KnownHome>();
  readonly #opened: string[] = [];
  readonly #wire: Buffer[] = [];
  readonly #waiting = new Set<() => void>();
  /** Messages are judged one after the other: `seq` and `jti` need an order. */
  #line: Promise<unknown> = Promise.resolve();

  constructor(options: ReceiverOptions) {
    this.#options = options;
  }

  receive(sealed: Buffer, via: Via): Promise<Verdict> {
    const judged = this.#line.then(() => this.#judge(sealed, via));
    this.#line = judged.catch(() => undefined);
    return judged;
  }

  /** Anything else the vendor's server saw: client ids, topics, certificates, request headers. */
  witness(seen: Buffer | string): void {
    this.#wire.push(typeof seen === 'string' ? Buffer.from(seen) : seen);
  }

  /** All plaintext this vendor could ever read, rejected or not. */
  opened(): string[] {
    return [...this.#opened];
  }

  /** All bytes that reached it, sealed as they were, and what connecting told. */
  wire(): Buffer[] {
    return [...this.#wire];
  }

  /** The homes that introduced themselves, and the keys commands to them are sealed for. */
  homes(): { readonly home: string; readonly commands: PublicJwkClaim }[] {
    return [...this.#homes].map(([home, { commands }]) => ({ home, commands }));
  }

  /** Resolves once the condition holds; looked at after each message. */
  until(condition: () => boolean): Promise<void> {
    if (condition()) return Promise.resolve();
    return new Promise((resolve) => {
      const look = () => {
        if (!condition()) return;
        this.#waiting.delete(look);
        resolve();
      };
      this.#waiting.add(look);
    });
  }

  async #judge(sealed: Buffer, via: Via): Promise<Verdict> {
    this.#wire.push(sealed);
    const opening = await unseal(sealed, this.#options.key);
    const arrivedAt = this.#options.clock.now();
    let verdict: Verdict;
    if (opening.ok) {
      const { unsealed } = opening;
      this.#opened.push(unsealed.text, JSON.stringify({ kid: unsealed.kid, jwk: unsealed.jwk }));
      verdict = await this.#verify(unsealed, via, arrivedAt, sealed.length);
    } else {
      this.#opened.push(...opening.read);
      verdict = reject(opening.reason);
    }
    if (verdict.verdict === 'rejected') this.rejected.push({ reason: verdict.reason, arrivedAt });
    if (verdict.verdict === 'duplicate') this.duplicates++;
    for (const look of [...this.#waiting]) look();
    return verdict;
  }

  async #verify(unsealed: Unsealed, via: Via, now: number, size: number): Promise<Verdict> {
    const { body, typ } = unsealed;
    if (typ === 'hearthgate-batch+jws' ? !isBatch(body) : !isHello(body)) return reject('unexpected shape');
    // Both kinds have the envelope; the second look is what tells the compiler so.
    if (!isHello(body) && !isBatch(body)) return reject('unexpected shape');

    const known = this.#homes.get(body.iss);
    const key = known?.signing ?? (isHello(body) ? unsealed.jwk : undefined);
    if (key === undefined) return reject('unknown home');
    if (!(await isSignedBy(unsealed, key))) {
      return reject(known !== undefined && isHello(body) ? 'home known by another key' : 'bad signature');
    }
    const problem = this.#misaddressed(body, via, now);
    if (problem !== undefined) return reject(problem);

    const home = known ?? (isHello(body) ? introduced(body, key) : undefined);
    if (home === undefined) return reject('unknown home');
    if (home.certificate !== null && home.certificate !== via.certificate) return reject('other client certificate');
    this.#homes.set(body.iss, home);

    const digest = createHash('sha256').update(unsealed.text).digest('hex');
    const before = home.seen.get(body.jti);
    if (before !== undefined)
      return before === digest ? { verdict: 'duplicate' } : reject('jti used for other content');
    if (isBatch(body)) {
      const told = putTogether(home, body);
      if (told === undefined) return reject('unexpected shape');
      const stream = JSON.stringify([body.stream, body.epoch]);
      if (body.seq <= (home.highest.get(stream) ?? -1)) return reject('seq not above the last');
      home.highest.set(stream, body.seq);
      this.#keep(body, now, size);
      this.notices.push(...told);
    } else {
      this.notices.push(body);
    }
    home.seen.set(body.jti, digest);
    return { verdict: 'accepted' };
  }

  #misaddressed(body: Envelope, via: Via, now: number): Problem | undefined {
    const { recipient, key, retentionMs } = this.#options;
    if (body.aud !== recipient) return 'for another recipient';
    if (body.enc_kid !== key.jwk.kid) return 'names another encryption key';
    if (via.home !== undefined && via.home !== body.iss) return 'topic of another home';
    if (Math.abs(now - body.iat * 1000) >= retentionMs) return 'stale';
    return undefined;
  }

  #keep(claims: BatchClaims, arrivedAt: number, size: number): void {
    this.batches.push({ claims, arrivedAt, size });
    const { iss: home, stream, purpose, epoch } = claims;
    for (const record of claims.records) this.records.push({ ...record, home, stream, purpose, epoch, arrivedAt });
  }
}

function introduced(
  hello: { keys: { commands: PublicJwkClaim }; client_certificate: string | null },
  signing: PublicJwkClaim,
): KnownHome {
  return {
    signing,
    certificate: hello.client_certificate,
    commands: hello.keys.commands,
    seen: new Map(),
    highest: new Map(),
    parts: new Map(),
    told: new Set(),
  };
}

/** Notices that this batch makes whole; undefined where one is none. A part that is there already comes again after a lost answer. */
function putTogether(home: KnownHome, { iss, iat, notices = [] }: BatchClaims): ReceivedNotice[] | undefined {
  const whole: ReceivedNotice[] = [];
  for (const { jti, part, of, text } of notices) {
    if (home.told.has(jti)) continue;
    const parts = home.parts.get(jti) ?? new Map<number, string>();
    home.parts.set(jti, parts.set(part, text));
    const texts = Array.from({ length: of }, (_, i) => parts.get(i + 1));
    if (texts.includes(undefined)) continue;
    const notice: unknown = parse(texts.join(''));
    if (!isNotice(notice)) return undefined;
    home.parts.delete(jti);
    home.told.add(jti);
    whole.push({ ...notice, jti, iat, iss });
  }
  return whole;
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

function reject(reason: Problem): Verdict {
  return { verdict: 'rejected', reason };
}
