import { pseudonym } from '../../rules/pseudonym.ts';
import type { Random } from '../runtime/random.ts';
import type { Db } from '../store/database.ts';
import { hmac } from './hash.ts';
import type { KeyStore } from './key-store.ts';

/** The time in which a stream's stand-in names mean the same. All of it is random and shared with no other epoch. */
export interface Epoch {
  readonly epoch: string;
  /** What the recipient sees as the stream's name while the epoch lasts. */
  readonly stream: string;
  /** The same for what leaves live: it goes by itself, so that it needs an order of its own. */
  readonly liveStream: string;
  readonly firstSeq: number;
  /** Pseudonyms are made with it; 32 random bytes, never derived, so that deleting it ends what can be mapped. */
  readonly key: Uint8Array;
  readonly starts: number;
  readonly ends: number;
}

export interface Epochs {
  /** The epoch at `now`, made if it is the first look at it. */
  current(recipient: string, purpose: string, now: number): Epoch;
  /** When the epoch at `now` began, without its key, which costs more than all the rest. */
  since(recipient: string, purpose: string, now: number): number;
  /** The epoch that a record of `time` belongs to, so that no batch mixes epochs; `time` counts as `now` at the latest. */
  at(recipient: string, purpose: string, time: number, now: number): Epoch;
  /** An epoch by its id, or undefined when its key was deleted. */
  find(recipient: string, purpose: string, epoch: string): Epoch | undefined;
  /** True where the household chose a code that stays (*linkable*, like an account); such an epoch has no end. */
  isLinkable(recipient: string, purpose: string): boolean;
  /** Begins or ends that; a code that was left is never used again. */
  setLinkable(recipient: string, purpose: string, linkable: boolean, now: number): void;
  /** Ends what a recipient's codes mean now, in every stream: the next record has a new one. */
  renew(recipient: string, now: number): void;
  /** Deletes keys 90 days after their epoch's end, and whatever the journal still holds of them. */
  prune(now: number): void;
  /** A purpose that the recipient has a stream for, or had in the last months. */
  purpose(recipient: string): string | undefined;
  /** The names of all streams that there are. */
  streams(): string[];
  /** Deletes every epoch of a recipient the household removed. */
  forget(recipient: string): void;
}

export interface EpochsDeps {
  /** household.db */
  readonly db: Db;
  readonly keys: KeyStore;
  readonly random: Random;
}

const HOUR_MS = 3_600_000;
const JITTER_MS = 72 * HOUR_MS;
const RETENTION_MS = 90 * 24 * HOUR_MS;
const NEVER = 8_640_000_000_000_000;

interface Row {
  readonly epoch: string;
  readonly stream: string;
  readonly starts: number;
  readonly ends: number;
  readonly first_seq: number;
  readonly wrapped: Buffer;
}

export function createEpochs({ db, keys, random }: EpochsDeps): Epochs {
  const newest = db.prepare<[string, string, number], Row>(
    'SELECT * FROM epochs WHERE recipient = ? AND purpose = ? AND stable = ? ORDER BY starts DESC LIMIT 1',
  );
  const covering = db.prepare<[string, string, number, number], Row>(
    'SELECT * FROM epochs WHERE recipient = ? AND purpose = ? AND stable = ? AND ends > ? ORDER BY starts LIMIT 1',
  );
  const byId = db.prepare<[string, string, string], Row>(
    'SELECT * FROM epochs WHERE recipient = ? AND purpose = ? AND epoch = ?',
  );
  const insert = db.prepare(
    `INSERT INTO epochs (recipient, purpose, epoch, stream, stable, starts, ends, first_seq, wrapped)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const cut = db.prepare('UPDATE epochs SET ends = ? WHERE recipient = ? AND purpose = ? AND stable = 0 AND ends > ?');
  const leave = db.prepare('UPDATE epochs SET ends = ? WHERE recipient = ? AND purpose = ? AND ends > ?');
  const purposes = db.prepare<[string], string>('SELECT DISTINCT purpose FROM epochs WHERE recipient = ?').pluck();
  const linkable = db.prepare<[string, string]>('SELECT 1 FROM linkable_streams WHERE recipient = ? AND purpose = ?');
  const redate = db.prepare('UPDATE epochs SET starts = ?, ends = ? WHERE recipient = ? AND purpose = ? AND epoch = ?');

  function opened(recipient: string, purpose: string, row: Row): Epoch {
    const key = keys.unwrap(keyName(recipient, purpose, row.epoch), row.wrapped);
    const { epoch, stream, first_seq: firstSeq, starts, ends } = row;
    return { epoch, stream, liveStream: liveName(key), firstSeq, key, starts, ends };
  }

  function make(recipient: string, purpose: string, stable: number, starts: number, ends: number): Epoch {
    const epoch = random(16).toString('base64url');
    const stream = random(16).toString('base64url');
    const key = random(32);
    const firstSeq = 1 + (random(4).readUInt32BE() % (2 ** 31 - 1));
    const wrapped = keys.wrap(keyName(recipient, purpose, epoch), key);
    insert.run(recipient, purpose, epoch, stream, stable, starts, ends, firstSeq, wrapped);
    return { epoch, stream, liveStream: liveName(key), firstSeq, key, starts, ends };
  }

  /** A month (UTC) moved by the recipient's own hours: epochs that end together would be linked by it. */
  function bounds(recipient: string, time: number): { starts: number; ends: number } {
    const shift = jitter(keys, random, recipient);
    const day = new Date(time - shift);
    const month = (offset: number) => Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + offset, 1) + shift;
    return { starts: month(0), ends: month(1) };
  }

  /**
   * The clock went back behind the newest epoch's start: the epoch stays the newest, its time now runs from here, and
   * what was before it has ended. An epoch that was left is never entered again.
   */
  function steppedBack(recipient: string, purpose: string, row: Row, now: number): Row {
    const ends = row.ends === NEVER ? NEVER : bounds(recipient, now).ends;
    db.transaction(() => {
      cut.run(now, recipient, purpose, now);
      redate.run(now, ends, recipient, purpose, row.epoch);
    })();
    return { ...row, starts: now, ends };
  }

  const kind = (recipient: string, purpose: string) => (linkable.get(recipient, purpose) === undefined ? 0 : 1);

  const epochs: Epochs = {
    current(recipient, purpose, now) {
      const stable = kind(recipient, purpose);
      const last = newest.get(recipient, purpose, stable);
      if (last && last.starts > now) return opened(recipient, purpose, steppedBack(recipient, purpose, last, now));
      if (last && last.ends > now) return opened(recipient, purpose, last);
      const { starts, ends } = stable ? { starts: now, ends: NEVER } : bounds(recipient, now);
      return make(recipient, purpose, stable, Math.max(starts, last?.ends ?? starts), ends);
    },
    since(recipient, purpose, now) {
      const last = newest.get(recipient, purpose, kind(recipient, purpose));
      const isCurrent = last !== undefined && last.starts <= now && last.ends > now;
      return isCurrent ? last.starts : epochs.current(recipient, purpose, now).starts;
    },
    at(recipient, purpose, time, now) {
      const current = epochs.current(recipient, purpose, now);
      if (time >= current.starts) return current;
      const row = covering.get(recipient, purpose, kind(recipient, purpose), time);
      return row ? opened(recipient, purpose, row) : current;
    },
    find(recipient, purpose, epoch) {
      const row = byId.get(recipient, purpose, epoch);
      return row && opened(recipient, purpose, row);
    },
    isLinkable: (recipient, purpose) => kind(recipient, purpose) === 1,
    setLinkable(recipient, purpose, wanted, now) {
      if (epochs.isLinkable(recipient, purpose) === wanted) return;
      db.transaction(() => {
        leave.run(now, recipient, purpose, now);
        const change = wanted
          ? 'INSERT INTO linkable_streams (recipient, purpose) VALUES (?, ?)'
          : 'DELETE FROM linkable_streams WHERE recipient = ? AND purpose = ?';
        db.prepare(change).run(recipient, purpose);
        // Made at once: were the clock to go back, the one that was left would be current again.
        epochs.current(recipient, purpose, now);
      })();
    },
    renew(recipient, now) {
      db.transaction(() => {
        for (const purpose of purposes.all(recipient)) {
          leave.run(now, recipient, purpose, now);
          epochs.current(recipient, purpose, now);
        }
      })();
    },
    prune(now) {
      const gone = db.prepare('DELETE FROM epochs WHERE ends < ?').run(now - RETENTION_MS);
      db.prepare('DELETE FROM receipts WHERE epoch NOT IN (SELECT epoch FROM epochs)').run();
      // Deleted, not destroyed: flash keeps old blocks. But neither the file (secure_delete) nor the journal has it.
      if (gone.changes > 0) db.pragma('wal_checkpoint(TRUNCATE)');
    },
    purpose: (recipient) => purposes.get(recipient),
    streams: () =>
      db
        .prepare<[], Row & { recipient: string; purpose: string }>('SELECT * FROM epochs')
        .all()
        .map((row) => opened(row.recipient, row.purpose, row))
        .flatMap(({ stream, liveStream }) => [stream, liveStream]),
    forget(recipient) {
      db.prepare('DELETE FROM epochs WHERE recipient = ?').run(recipient);
      db.prepare('DELETE FROM linkable_streams WHERE recipient = ?').run(recipient);
      keys.forget(jitterName(recipient));
      epochs.prune(0);
      db.pragma('wal_checkpoint(TRUNCATE)');
    },
  };
  return epochs;
}

/** The name an epoch's key is wrapped under. */
export function keyName(recipient: string, purpose: string, epoch: string): string {
  return JSON.stringify(['epoch', recipient, purpose, epoch]);
}

function liveName(key: Uint8Array): string {
  return pseudonym(hmac, key, 'stream', 'live');
}

function jitterName(recipient: string): string {
  return JSON.stringify(['epoch jitter', recipient]);
}

function jitter(keys: KeyStore, random: Random, recipient: string): number {
  let secret = keys.read(jitterName(recipient));
  if (!secret) {
    secret = random(6);
    keys.keep(jitterName(recipient), secret);
  }
  return Math.floor((secret.readUIntBE(0, 6) / 2 ** 48) * JITTER_MS);
}
