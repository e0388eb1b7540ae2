import type { Db } from '../../store/database.ts';
import { RATE } from './limits.ts';

/** Rows that are kept: longer than any command is in time, and as long as rates count. */
const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const DAY_MS = 24 * HOUR_MS;

/** What did not reach a device, in one hour. */
export interface Stopped {
  readonly recipient: string;
  readonly hour: number;
  readonly what: 'refused' | 'withheld';
  readonly because: string;
  readonly count: number;
}

/** What is known of commands that came, in household.db: a kill brings none back, and no new burst. */
export class LookedAt {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  /** The highest number of this recipient's, and the latest instant that any command was looked at. */
  highest(recipient: string): number | undefined {
    return this.#db
      .prepare<[string], number>('SELECT seq FROM command_sequences WHERE recipient = ?')
      .pluck()
      .get(recipient);
  }

  latest(): number {
    return this.#db.prepare<[], number>('SELECT coalesce(max(looked), 0) FROM command_sequences').pluck().get() ?? 0;
  }

  has(recipient: string, jti: string): boolean {
    const row = this.#db.prepare('SELECT 1 FROM commands_looked_at WHERE recipient = ? AND jti = ?');
    return row.get(recipient, jti) !== undefined;
  }

  /** Whether one more to this device is too many; what a clock set back makes the future counts, too. */
  isTooMany(recipient: string, device: string, now: number): boolean {
    const since = this.#db
      .prepare<[string, string, number], number>(
        'SELECT count(*) FROM commands_looked_at WHERE recipient = ? AND device = ? AND at > ?',
      )
      .pluck();
    const count = (ms: number) => since.get(recipient, device, now - ms) ?? 0;
    return count(MINUTE_MS) >= RATE.minute || count(HOUR_MS) >= RATE.hour;
  }

  /** Keeps that it was looked at, for good, with what `also` writes: both or neither. */
  keep(
    { recipient, seq, jti }: { readonly recipient: string; readonly seq: number; readonly jti: string },
    device: string | undefined,
    now: number,
    also: () => void,
  ): void {
    this.#db.transaction(() => {
      this.#db
        .prepare(
          `INSERT INTO command_sequences (recipient, seq, looked) VALUES (?, ?, ?)
           ON CONFLICT (recipient) DO UPDATE SET seq = excluded.seq, looked = max(looked, excluded.looked)`,
        )
        .run(recipient, seq, now);
      this.#db.prepare('DELETE FROM commands_looked_at WHERE at < ?').run(now - HOUR_MS);
      this.#db
        .prepare('INSERT OR IGNORE INTO commands_looked_at (recipient, jti, device, at) VALUES (?, ?, ?, ?)')
        .run(recipient, jti, device ?? null, now);
      also();
    })();
  }

  /** Adds to the counts of what reached no device. */
  add(stopped: readonly Stopped[]): void {
    const put = this.#db.prepare(
      `INSERT INTO commands_stopped (recipient, hour, what, because, count) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET count = count + excluded.count`,
    );
    this.#db.transaction(() => {
      for (const { recipient, hour, what, because, count } of stopped) put.run(recipient, hour, what, because, count);
    })();
  }

  stopped(since: number): Stopped[] {
    return this.#db
      .prepare<[number], Stopped>(
        'SELECT recipient, hour, what, because, count FROM commands_stopped WHERE hour >= ? ORDER BY hour, recipient, what, because',
      )
      .all(since);
  }

  /** Hands over each hour before `until` once, in one transaction with what `record` writes. */
  sumUp(until: number, record: (stopped: readonly Stopped[]) => void): void {
    const rows = this.#db
      .prepare<[number], Stopped>(
        'SELECT recipient, hour, what, because, count FROM commands_stopped WHERE summed = 0 AND hour < ?',
      )
      .all(until);
    if (rows.length === 0) return;
    this.#db.transaction(() => {
      record(rows);
      this.#db.prepare('UPDATE commands_stopped SET summed = 1 WHERE hour < ?').run(until);
      this.#db.prepare('DELETE FROM commands_stopped WHERE summed = 1 AND hour < ?').run(until - 7 * DAY_MS);
    })();
  }

  /** Forgets a recipient that was removed: with its home go the names that commands to it had. */
  forget(recipient: string): void {
    this.#db.transaction(() => {
      for (const table of ['command_sequences', 'commands_looked_at', 'commands_stopped'] as const)
        this.#db.prepare(`DELETE FROM ${table} WHERE recipient = ?`).run(recipient);
    })();
  }
}
