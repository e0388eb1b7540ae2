import { createHmac, hash } from 'node:crypto';
import type { Random } from '../runtime/random.ts';
import type { Db } from '../store/database.ts';
import type { Saver } from './saver.ts';

export interface Session {
  /** SHA-256 of what the cookie holds: names the session, and opens nothing. */
  readonly id: string;
  readonly person: string;
  /** What was signed in with, in a few words. */
  readonly device: string;
  readonly begun: number;
  /** When the passphrase was last typed in it. */
  readonly typed: number;
  /** Start of the day it was last used on. */
  readonly used: number;
}

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const IDLE_MS = 30 * DAY_MS;
const LONGEST_MS = 90 * DAY_MS;
const FRESH_MS = 15 * MINUTE_MS;
/** The one that was used longest ago makes room. */
const MOST_OF_ONE = 20;
export const SESSION_SECONDS = LONGEST_MS / 1000;

/**
 * Where people are signed in, in memory first and then on the disk: one that takes nothing keeps nobody from coming in to
 * stop sharing, and keeps nobody signed in. What a cookie holds is 256 random bits and is not kept.
 */
export class Sessions {
  readonly #db: Db;
  readonly #random: Random;
  readonly #saver: Saver;
  readonly #byId = new Map<string, Session>();
  readonly #ended = new Set<(id: string) => void>();

  constructor(db: Db, random: Random, saver: Saver) {
    this.#db = db;
    this.#random = random;
    this.#saver = saver;
  }

  start(): void {
    for (const row of this.#db.prepare<[], Session>('SELECT * FROM sessions').all()) this.#byId.set(row.id, row);
  }

  /** Calls back with each session that ended, at once; returns a function that ends it. */
  onEnd(listener: (id: string) => void): () => void {
    this.#ended.add(listener);
    return () => this.#ended.delete(listener);
  }

  /** A new session of somebody who just typed their passphrase, and what its cookie is to hold. */
  begin(person: string, device: string, now: number): { readonly secret: string; readonly session: Session } {
    const secret = this.#random(32).toString('base64url');
    const session: Session = { id: idOf(secret), person, device, begun: now, typed: now, used: dayOf(now) };
    const oldest = this.of(person).slice(MOST_OF_ONE - 1);
    this.#end(oldest);
    this.#byId.set(session.id, session);
    const insert = this.#db.prepare(
      'INSERT INTO sessions (id, person, device, begun, typed, used) VALUES (?, ?, ?, ?, ?, ?)',
    );
    this.#saver.save(() => insert.run(session.id, person, device, now, now, session.used));
    return { secret, session };
  }

  /** The session whose cookie holds this; undefined for one that is over, which is forgotten then. */
  open(secret: string, now: number): Session | undefined {
    if (!/^[\w-]{43}$/.test(secret)) return undefined;
    const session = this.#byId.get(idOf(secret));
    if (!session) return undefined;
    if (!lasts(session, now)) {
      this.#end([session]);
      return undefined;
    }
    return session.used < dayOf(now) ? this.#write({ ...session, used: dayOf(now) }) : session;
  }

  /** The passphrase was typed in it again. */
  typed(session: Session, now: number): void {
    if (this.#byId.has(session.id)) this.#write({ ...session, typed: now });
  }

  /** Whether it is still open, for answers that go on. */
  isOpen(id: string, now: number): boolean {
    const session = this.#byId.get(id);
    return session !== undefined && lasts(session, now);
  }

  get(id: string): Session | undefined {
    return this.#byId.get(id);
  }

  /** Last used first. */
  of(person: string): Session[] {
    const all = [...this.#byId.values()].filter((session) => session.person === person);
    return all.sort((a, b) => b.used - a.used || b.begun - a.begun);
  }

  /** Ends those that the filter finds; returns how many. */
  end(which: (session: Session) => boolean): number {
    const ending = [...this.#byId.values()].filter(which);
    this.#end(ending);
    return ending.length;
  }

  #write(session: Session): Session {
    this.#byId.set(session.id, session);
    const update = this.#db.prepare('UPDATE sessions SET typed = ?, used = ? WHERE id = ?');
    this.#saver.save(() => update.run(session.typed, session.used, session.id));
    return session;
  }

  #end(ending: readonly Session[]): void {
    if (ending.length === 0) return;
    for (const { id } of ending) this.#byId.delete(id);
    for (const { id } of ending) for (const listener of this.#ended) listener(id);
    const remove = this.#db.prepare('DELETE FROM sessions WHERE id = ?');
    this.#saver.save(
      this.#db.transaction(() => {
        for (const { id } of ending) remove.run(id);
      }),
    );
  }
}

/** Whether the passphrase was typed within the last 15 minutes; a clock that was set back gives no more time. */
export function isFresh({ typed }: Session, now: number): boolean {
  return typed <= now && now < typed + FRESH_MS;
}

/** What a page says with each change, made from what no other page can read: the cookie. */
export function tokenOf(secret: string): string {
  return createHmac('sha256', secret).update('hearthgate: this page asks').digest('base64url');
}

function idOf(secret: string): string {
  return hash('sha256', secret, 'base64url');
}

function lasts({ begun, used }: Session, now: number): boolean {
  return now < begun + LONGEST_MS && now < used + DAY_MS + IDLE_MS;
}

function dayOf(now: number): number {
  return now - (now % DAY_MS);
}
