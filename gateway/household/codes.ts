import type { Random } from '../runtime/random.ts';
import type { Db } from '../store/database.ts';
import type { Role } from './people.ts';

/** No two of them look alike: no 0 O Q, 1 I L, 2 Z, 5 S, 8 B, U V. */
const LETTERS = 'ACDEFGHJKMNPRTWXY34679';
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const KINDS = {
  /** 36 bits, looked at five times. */
  setup: { length: 8, lastsMs: 30 * MINUTE_MS, tries: 5 },
  /** 53 bits: on paper until the household finds the time, and not used up by a neighbour who tries five. */
  handover: { length: 12, lastsMs: 14 * DAY_MS, tries: Number.POSITIVE_INFINITY },
  /** 53 bits, looked at by anybody while it lasts. */
  invitation: { length: 12, lastsMs: 15 * MINUTE_MS, tries: Number.POSITIVE_INFINITY },
} as const;
export type CodeKind = keyof typeof KINDS;
/** Invitations that can wait at once. */
const MOST_INVITATIONS = 8;

export interface MadeCode {
  /** In groups of four; told once, never kept. */
  readonly code: string;
  readonly until: number;
}

export interface CodesDeps {
  readonly db: Db;
  readonly random: Random;
  /** An HMAC under a wrapped key: whoever has the file alone cannot try codes against it. */
  mark(code: string): Uint8Array;
}

/** Codes that let somebody in, each good once. Tries and uses are on the disk before they are answered. */
export class Codes {
  readonly #deps: CodesDeps;

  constructor(deps: CodesDeps) {
    this.#deps = deps;
  }

  /** A new one; there is one code at a time that makes an owner at the hub, and the oldest invitation makes room. */
  make(kind: CodeKind, role: Role, now: number): MadeCode {
    const { db, random, mark } = this.#deps;
    const { length, lastsMs } = KINDS[kind];
    const code = lettersOf(random, length);
    const until = now + lastsMs;
    db.transaction(() => {
      db.prepare('DELETE FROM codes WHERE until <= ?').run(now);
      if (kind !== 'invitation') this.endOwnersCode();
      db.prepare(
        `DELETE FROM codes WHERE kind = 'invitation' AND mark NOT IN
         (SELECT mark FROM codes WHERE kind = 'invitation' ORDER BY until DESC LIMIT ?)`,
      ).run(MOST_INVITATIONS - 1);
      db.prepare('INSERT INTO codes (mark, kind, role, until, tries) VALUES (?, ?, ?, ?, 0)').run(
        mark(code),
        kind,
        role,
        until,
      );
    })();
    return { code: code.match(/.{4}/g)?.join('-') ?? code, until };
  }

  /** The role that a code is good for, however it was typed; a wrong one counts against the setup code. */
  look(kind: CodeKind, said: string, now: number): Role | undefined {
    const { db, mark } = this.#deps;
    const { lastsMs, tries } = KINDS[kind];
    if (kind === 'setup')
      db.prepare('UPDATE codes SET tries = tries + 1 WHERE kind = ? AND tries <= ?').run(kind, tries);
    const row = db
      .prepare<[Uint8Array, string], { role: Role; until: number; tries: number }>(
        'SELECT role, until, tries FROM codes WHERE mark = ? AND kind = ?',
      )
      .get(mark(plain(said)), kind);
    // A clock that was set back makes no code last longer.
    const isOpen = row && row.until > now && row.until - now <= lastsMs && row.tries <= tries;
    return isOpen ? row.role : undefined;
  }

  /** Which kind of code claims a hub, by its length. */
  static claiming(said: string): 'setup' | 'handover' {
    return plain(said).length > KINDS.setup.length ? 'handover' : 'setup';
  }

  /** Ends what somebody could become an owner by at the hub. */
  endOwnersCode(): void {
    this.#deps.db.prepare(`DELETE FROM codes WHERE kind <> 'invitation'`).run();
  }

  /** Ends all invitations: somebody who could invite may do so no more. */
  endInvitations(): void {
    this.#deps.db.prepare(`DELETE FROM codes WHERE kind = 'invitation'`).run();
  }

  /** Ends it, within the transaction of what it was good for; false when somebody was faster. */
  use(said: string): boolean {
    const { db, mark } = this.#deps;
    return db.prepare('DELETE FROM codes WHERE mark = ?').run(mark(plain(said))).changes === 1;
  }
}

function plain(said: string): string {
  return said.slice(0, 64).toUpperCase().replace(/[\s-]/g, '');
}

/** Each letter as likely as any other: bytes beyond the last whole multiple are drawn again. */
function lettersOf(random: Random, length: number): string {
  let code = '';
  while (code.length < length) {
    const [byte = 255] = random(1);
    if (byte < LETTERS.length * Math.floor(256 / LETTERS.length)) code += LETTERS[byte % LETTERS.length];
  }
  return code;
}
