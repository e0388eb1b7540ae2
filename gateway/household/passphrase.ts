import { type Argon2Parameters, argon2, timingSafeEqual } from 'node:crypto';
import type { Random } from '../runtime/random.ts';
import { isCommon } from './common-passphrases.ts';

/**
 * Argon2id (RFC 9106) with the first of the parameters that OWASP recommends (Password Storage Cheat Sheet, 2026): 19 MiB,
 * 2 passes. docs/decisions/0018 has what it costs here.
 */
const COST = { memory: 19_456, passes: 2, parallelism: 1 } as const;
const TAG_BYTES = 32;
const SALT_BYTES = 16;
const SHORTEST = 12;
/** Looked at before anything is made of it. */
const LONGEST_BYTES = 1024;
/** 19 MiB each: more at once would be memory, not speed. */
const MOST_AT_ONCE = 2;
const MOST_WAITING = 16;

/** Why this is no passphrase to choose, as the end of a sentence; undefined for one that may be chosen. */
export function unfit(passphrase: string, name: string): string | undefined {
  if ([...passphrase].length < SHORTEST) return `has fewer than ${SHORTEST} characters; a few words are easy to keep`;
  if (Buffer.byteLength(passphrase) > LONGEST_BYTES) return `has more than ${LONGEST_BYTES} bytes`;
  if (isCommon(passphrase, name)) return 'is one of those that are tried first; choose another';
  return undefined;
}

/** Makes and compares what is kept of passphrases: off the event loop, two at once, and a short queue. */
export class Passphrases {
  readonly #random: Random;
  readonly #waiting: (() => void)[] = [];
  #running = 0;
  /** Compared with where nobody has the name, so that both take the same work. */
  readonly #nobodys: string;

  constructor(random: Random) {
    this.#random = random;
    this.#nobodys = phc(random(SALT_BYTES), random(TAG_BYTES));
  }

  /** What is to be kept, in PHC's string format; undefined when too many wait. */
  async made(passphrase: string): Promise<string | undefined> {
    const salt = this.#random(SALT_BYTES);
    const tag = await this.#queued(passphrase, salt, COST);
    return tag && phc(salt, tag);
  }

  /** Whether it is the one that is kept; `kept` is undefined where nobody has the name. `busy` when too many wait. */
  async isRight(passphrase: string, kept: string | undefined): Promise<boolean | 'busy'> {
    if (Buffer.byteLength(passphrase) > LONGEST_BYTES) return false;
    const { salt, tag, cost } = parsed(kept ?? this.#nobodys);
    const found = await this.#queued(passphrase, salt, cost);
    if (found === undefined) return 'busy';
    return timingSafeEqual(found, tag) && kept !== undefined;
  }

  async #queued(passphrase: string, nonce: Buffer, cost: Cost): Promise<Buffer | undefined> {
    if (this.#running >= MOST_AT_ONCE) {
      if (this.#waiting.length >= MOST_WAITING) return undefined;
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    } else this.#running++;
    try {
      // The same letters are the same passphrase, however a keyboard composes them (RFC 8265 §4.2.2).
      const message = passphrase.normalize('NFC');
      return await tagOf({ message, nonce, tagLength: TAG_BYTES, ...cost });
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#running--;
    }
  }
}

type Cost = Pick<Argon2Parameters, 'memory' | 'passes' | 'parallelism'>;

function tagOf(parameters: Argon2Parameters): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    argon2('argon2id', parameters, (error, tag) => (error ? reject(error) : resolve(tag)));
  });
}

function phc(salt: Buffer, tag: Buffer): string {
  const { memory, passes, parallelism } = COST;
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${base64(salt)}$${base64(tag)}`;
}

/** Only ever written by `phc`, perhaps of an earlier Hearthgate with another cost. */
function parsed(kept: string): { readonly salt: Buffer; readonly tag: Buffer; readonly cost: Cost } {
  const [, memory, passes, parallelism, salt, tag] =
    /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([\w+/]+)\$([\w+/]+)$/.exec(kept) ?? [];
  if (salt === undefined || tag === undefined) throw new Error('reading a passphrase: what is kept is no Argon2id');
  return {
    salt: Buffer.from(salt, 'base64'),
    tag: Buffer.from(tag, 'base64'),
    cost: { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) },
  };
}

function base64(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '');
}
