import type { X509Certificate } from 'node:crypto';
import { join } from 'node:path';
import { type Authority, openAuthority } from '../certs/authority.ts';
import { folderOf, type Kind, type Wrapping } from '../certs/private-files.ts';
import type { Entry } from './household/ledger/entries.ts';
import type { Clock } from './runtime/clock.ts';
import type { Log } from './runtime/log.ts';
import type { Random } from './runtime/random.ts';
import type { Db } from './store/database.ts';

export interface AuthoritiesDeps {
  readonly dataDir: string;
  /** What the hub is called and reached by. */
  readonly names: readonly string[];
  readonly db: Db;
  /** The machine's, by which its certificates are checked. */
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** How private keys lie on the card. */
  readonly wrapping: Wrapping;
  /** Makes a change and its entries in the ledger durable together. */
  record(entries: readonly Entry[], change: () => void): void;
}

const DAY_MS = 86_400_000;

/**
 * The household's authorities, each opened (at first: founded) when somebody needs it, and the daily look at what they
 * signed for the hub. Which roots are trusted stands in the ledger whenever it changed, also where a crash came between
 * the file and the entry, or somebody put another file there.
 */
export class Authorities {
  readonly #deps: AuthoritiesDeps;
  readonly #opening = new Map<Kind, Promise<Authority>>();
  readonly #open = new Map<Kind, Authority>();
  readonly #listeners = new Set<() => Promise<void>>();
  #cancel: (() => void) | undefined;

  constructor(deps: AuthoritiesDeps) {
    this.#deps = deps;
  }

  /** Rejects with a sentence when its files are not safe; asking again looks again. */
  open(kind: Kind): Promise<Authority> {
    const opening = this.#opening.get(kind) ?? this.#openAuthority(kind);
    this.#opening.set(kind, opening);
    return opening;
  }

  /** The roots whose certificates devices may show, by what is open. */
  get deviceRoots(): readonly X509Certificate[] {
    return this.#open.get('devices')?.roots ?? [];
  }

  /** Calls back each day and after a root was changed: the time to ask `server()` again and put it in force. */
  onLook(listener: () => Promise<void>): void {
    this.#listeners.add(listener);
  }

  /** From now on there is a look each day. */
  start(): void {
    const { clock } = this.#deps;
    this.#cancel?.();
    this.#cancel = clock.at(clock.now() + DAY_MS, () => this.lookNow());
  }

  /** The clock was set: what was signed meanwhile may begin when nobody else is yet. */
  lookNow(): void {
    this.start();
    this.look().catch((error: unknown) => {
      this.#deps.log.error({ reason: error instanceof Error ? error.name : 'unknown' }, 'certificates not renewed');
    });
  }

  stop(): void {
    this.#cancel?.();
  }

  /** Lets everybody renew who shows a certificate, and notes which roots are trusted now. */
  async look(): Promise<void> {
    for (const listener of this.#listeners) await listener();
    for (const authority of this.#open.values()) this.#note(authority);
  }

  async #openAuthority(kind: Kind): Promise<Authority> {
    const { dataDir, names, clock, random, log, wrapping } = this.#deps;
    try {
      const dir = folderOf(join(dataDir, 'certs'), kind);
      const authority = await openAuthority({ kind, dir, wrapping, names, random, now: () => clock.now() });
      this.#note(authority);
      this.#open.set(kind, authority);
      if (authority.outside.length > 0) log.warn({ count: authority.outside.length }, 'names outside the page’s root');
      return authority;
    } catch (error) {
      this.#opening.delete(kind);
      throw error;
    }
  }

  #note(authority: Authority): void {
    const { db, record } = this.#deps;
    const { kind } = authority;
    const is = authority.roots.map(({ fingerprint256 }) => fingerprint256.replaceAll(':', ''));
    const key = `authority ${kind}`;
    const row = db.prepare<[string], { value: string }>('SELECT value FROM meta WHERE key = ?').get(key);
    const was = row === undefined ? [] : row.value.split(' ');
    if (was.join(' ') === is.join(' ')) return;
    const entries: Entry[] = row === undefined ? [] : [{ type: 'certificate.rotated', authority: kind, was, is }];
    record(entries, () => db.prepare('INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)').run(key, is.join(' ')));
  }
}
