import { en } from '../../../rules/words/en.ts';
import type { KeyStore } from '../../keys/key-store.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Random } from '../../runtime/random.ts';
import type { Db } from '../../store/database.ts';
import { canonicalJson } from './canonical-json.ts';
import type { Actor, Entry, Recorded } from './entries.ts';
import { makeLedgerKey, openSigner, type Signer } from './signer.ts';
import { completedBy, consistencyProof, inclusionProof, type NodeAt, rootOf } from './tree.ts';
import { commitmentOf, leafData, leafHash } from './verifier/format.ts';
import { linesOf } from './verifier/lines.ts';

export interface LedgerDeps {
  /** household.db */
  readonly db: Db;
  readonly keys: KeyStore;
  readonly clock: Clock;
  readonly random: Random;
}

const KEY = JSON.stringify(['ledger']);
const SALT = 16;
const REMEMBERED_MS = 120_000;

/**
 * The household's append-only record. It holds nothing in memory: every append first asks whether the tree still is what
 * the last checkpoint was signed over, and a tree that is not is never signed again, so that the damage stays in sight.
 */
export class Ledger {
  readonly #deps: LedgerDeps;
  readonly #rows: Rows;
  readonly #nodeAt: NodeAt;
  #signer: Signer | undefined;
  /** When this process wrote its last entries, by the clock that nobody sets. */
  readonly #written = new Map<number, number>();

  constructor(deps: LedgerDeps) {
    this.#deps = deps;
    this.#rows = rowsOf(deps.db);
    this.#nodeAt = nodeAt(this.#rows);
  }

  /** The first start makes the key and signs the empty ledger. */
  start(): void {
    const { db, keys } = this.#deps;
    db.transaction(() => {
      const known = keys.read(KEY);
      const secret = known ?? makeLedgerKey();
      this.#signer = openSigner(secret);
      if (known) return;
      keys.keep(KEY, secret);
      if (this.size === 0 && this.checkpoint === undefined) this.#sign();
    })();
  }

  /** Entries so far. */
  get size(): number {
    return this.#rows.size.get() ?? 0;
  }

  /** The newest signed checkpoint, for keeping elsewhere. */
  get checkpoint(): string | undefined {
    return this.#rows.checkpoint.get();
  }

  /** The public key that checkpoints are checked with. */
  get key(): string {
    return this.#signing().key;
  }

  /** What is wrong with the ledger and what to do, or undefined while it is what was signed. */
  get problem(): string | undefined {
    return this.#isAsSigned() ? undefined : en.hub.ledgerDamaged;
  }

  /** Milliseconds since this process wrote the entry, whatever the wall clock was set to; undefined for one of long ago. */
  writtenAgo(seq: number): number | undefined {
    const at = this.#written.get(seq);
    return at === undefined ? undefined : this.#deps.clock.monotonic() - at;
  }

  /** Records what was done, in the caller's transaction where there is one: both are kept, or neither. */
  append(entries: readonly Entry[], by: Actor): void {
    if (entries.length === 0) return;
    this.#deps.db.transaction(() => {
      const sound = this.#isAsSigned();
      const at = this.#deps.clock.now();
      const stamped = entries.map((entry) => ({ ...entry, at, by }));
      for (const entry of stamped) sound ? this.#add(entry) : this.#addToDamaged(entry);
      if (sound) this.#sign();
    })();
  }

  /** Up to `most` entries from number `from` on; one whose payload was erased has none. */
  read(from: number, most: number): { readonly seq: number; readonly entry: Recorded | undefined }[] {
    return this.#rows.read
      .all(from, most)
      .map(({ seq, bytes }) => ({ seq, entry: bytes ? recorded(bytes) : undefined }));
  }

  /** How many entries that still say something `which` finds. */
  count(which: (entry: Recorded) => boolean): number {
    let found = 0;
    for (const { bytes } of this.#rows.read.iterate(0, -1)) if (bytes && which(recorded(bytes))) found++;
    return found;
  }

  /**
   * The changes before number `before`, newest first: all entries but the hourly summaries. An entry whose payload was
   * erased has none, and is among them only where they are not narrowed to what is about a recipient or device. Nothing
   * else may use the database until the caller is through with them.
   */
  *changes(before: number, about: { readonly recipient?: string; readonly device?: string } = {}): Generator<Change> {
    const { recipient, device } = about;
    const rows = this.#rows;
    if (device !== undefined) yield* entriesOf(rows.changesByDevice.iterate(device, before));
    else if (recipient !== undefined) yield* entriesOf(rows.changesByRecipient.iterate(recipient, before));
    else yield* merged(entriesOf(rows.changes.iterate(before)), erasedBefore(before, rows.erasures.all()));
  }

  /** All of it as an export writes it, for the verifier where it cannot open the database itself; ends with a newline. */
  lines(): string {
    return this.#deps.db.transaction(() => {
      const head = this.#rows.head.get();
      if (!head) throw new Error('reading the ledger: it has no checkpoint');
      const entries = this.#rows.whole.all().map(({ seq, commitment, salt, bytes }) => ({
        seq,
        ...(commitment ? { commitment } : {}),
        ...(salt && bytes ? { payload: { salt, bytes } } : {}),
      }));
      return `${[...linesOf({ ...head, entries })].join('\n')}\n`;
    })();
  }

  /**
   * Deletes what the entries said that `which` finds, salts included, and records that it did; returns how many. The
   * leaves stay, and so does every proof. Not within a transaction: the journal is emptied, too.
   */
  erase(which: (entry: Recorded) => boolean, by: Actor): number {
    const { db } = this.#deps;
    const found: PayloadRow[] = [];
    for (const row of this.#rows.read.iterate(0, -1)) {
      if (row.bytes && which(recorded(row.bytes))) found.push(row);
    }
    if (found.length === 0) return 0;
    db.transaction(() => {
      for (const { seq } of found) this.#rows.erase.run(seq);
      this.append([{ type: 'payloads.erased', ranges: runs(erasedWith(found)) }], by);
    })();
    db.pragma('wal_checkpoint(TRUNCATE)');
    return found.length;
  }

  /** Shows that entry `seq` stands in the ledger of `size` entries (RFC 6962 §2.1.1). */
  inclusionProof(seq: number, size = this.size): Buffer[] {
    return inclusionProof(this.#nodeAt, seq, this.#atMost(size));
  }

  /** Shows that the ledger of `newer` entries continues that of `older` (RFC 6962 §2.1.2). */
  consistencyProof(older: number, newer = this.size): Buffer[] {
    return consistencyProof(this.#nodeAt, older, this.#atMost(newer));
  }

  #add(entry: Recorded): void {
    const { seq, leaf } = this.#addLeaf(entry);
    for (const { level, position, hash } of completedBy(this.#nodeAt, seq, leaf)) {
      this.#rows.addNode.run(level, position, hash);
    }
  }

  /** Kept as far as it goes, since damage must keep nobody from sharing less; a signature would hide the damage. */
  #addToDamaged(entry: Recorded): void {
    try {
      this.#addLeaf(entry);
    } catch {
      // A payload left over from a leaf that was cut off has this number.
    }
  }

  #addLeaf(entry: Recorded): { seq: number; leaf: Buffer } {
    const seq = this.size;
    const salt = this.#deps.random(SALT);
    const bytes = Buffer.from(canonicalJson(entry));
    const commitment = commitmentOf(salt, bytes);
    this.#rows.addLeaf.run(seq, commitment);
    this.#rows.addPayload.run(seq, salt, bytes);
    this.#note(seq);
    return { seq, leaf: leafHash(leafData(seq, commitment)) };
  }

  #note(seq: number): void {
    const now = this.#deps.clock.monotonic();
    for (const [old, at] of this.#written) {
      if (now - at < REMEMBERED_MS) break;
      this.#written.delete(old);
    }
    this.#written.delete(seq);
    this.#written.set(seq, now);
  }

  /** The signature is always the same over the same tree, so one comparison tells of size, root, key and signature. */
  #isAsSigned(): boolean {
    try {
      return this.checkpoint === this.#signed();
    } catch (error) {
      if (error instanceof Missing) return false;
      throw error;
    }
  }

  #sign(): void {
    this.#rows.sign.run(this.key, this.#signed());
  }

  #signed(): string {
    const { size } = this;
    return this.#signing().checkpoint(size, rootOf(this.#nodeAt, size));
  }

  #signing(): Signer {
    if (!this.#signer) throw new Error('the ledger was not started');
    return this.#signer;
  }

  #atMost(size: number): number {
    if (size > this.size) throw new RangeError(`the ledger has ${this.size} entries, not ${size}`);
    return size;
  }
}

/** An entry by its number; without one where its payload was erased. */
export interface Change {
  readonly seq: number;
  readonly entry: Recorded | undefined;
}

interface PayloadRow {
  readonly seq: number;
  readonly bytes: Buffer | null;
}

/** A hash that should be there is not. */
class Missing extends Error {}

type Rows = ReturnType<typeof rowsOf>;

interface WholeRow {
  readonly seq: number;
  readonly commitment: Buffer | null;
  readonly salt: Buffer | null;
  readonly bytes: Buffer | null;
}

function rowsOf(db: Db) {
  return {
    size: db.prepare<[], number>('SELECT coalesce(max(seq) + 1, 0) FROM ledger_leaves').pluck(),
    commitment: db.prepare<[number], Buffer>('SELECT commitment FROM ledger_leaves WHERE seq = ?').pluck(),
    node: db
      .prepare<[number, number], Buffer>('SELECT hash FROM ledger_nodes WHERE level = ? AND position = ?')
      .pluck(),
    checkpoint: db.prepare<[], string>('SELECT checkpoint FROM ledger_head').pluck(),
    /** All from there on where the limit is -1. */
    read: db.prepare<[number, number], PayloadRow>(
      'SELECT seq, bytes FROM ledger_leaves LEFT JOIN ledger_payloads USING (seq) WHERE seq >= ? ORDER BY seq LIMIT ?',
    ),
    head: db.prepare<[], { key: string; checkpoint: string }>('SELECT key, checkpoint FROM ledger_head'),
    whole: db.prepare<[], WholeRow>(
      'SELECT seq, commitment, salt, bytes FROM ledger_leaves FULL JOIN ledger_payloads USING (seq) ORDER BY seq',
    ),
    addLeaf: db.prepare<[number, Buffer]>('INSERT INTO ledger_leaves (seq, commitment) VALUES (?, ?)'),
    addPayload: db.prepare<[number, Buffer, Buffer]>('INSERT INTO ledger_payloads (seq, salt, bytes) VALUES (?, ?, ?)'),
    addNode: db.prepare<[number, number, Buffer]>('INSERT INTO ledger_nodes (level, position, hash) VALUES (?, ?, ?)'),
    sign: db.prepare<[string, string]>(
      `INSERT INTO ledger_head (one, key, checkpoint) VALUES (1, ?, ?)
       ON CONFLICT (one) DO UPDATE SET checkpoint = excluded.checkpoint`,
    ),
    changes: db.prepare<[number], PayloadRow>(
      `SELECT seq, bytes FROM ledger_payloads INDEXED BY ledger_changes WHERE ${IS_CHANGE} AND seq < ? ORDER BY seq DESC`,
    ),
    changesByRecipient: db.prepare<[string, number], PayloadRow>(changesAbout('recipient')),
    changesByDevice: db.prepare<[string, number], PayloadRow>(changesAbout('device')),
    erasures: db.prepare<[], PayloadRow>(
      `SELECT seq, bytes FROM ledger_payloads INDEXED BY ledger_erasures WHERE ${IS_ERASURE}`,
    ),
    erase: db.prepare<[number]>('DELETE FROM ledger_payloads WHERE seq = ?'),
  };
}

/** As the indexes of migration 0008 have it, word for word: otherwise SQLite does not use them. */
const IS_CHANGE = `CASE WHEN json_valid(CAST(bytes AS TEXT))
  THEN json_extract(CAST(bytes AS TEXT), '$.type') NOT IN ('connections', 'release.summary') ELSE 0 END`;

const IS_ERASURE = `CASE WHEN json_valid(CAST(bytes AS TEXT))
  THEN json_extract(CAST(bytes AS TEXT), '$.type') = 'payloads.erased' ELSE 0 END`;

function changesAbout(member: 'recipient' | 'device'): string {
  const [own, is, was] = ['', 'is.', 'was.'].map((at) => `json_extract(CAST(bytes AS TEXT), '$.${at}${member}')`);
  return `SELECT seq, bytes FROM ledger_payloads INDEXED BY ledger_changes_by_${member}
    WHERE ${IS_CHANGE} AND coalesce(${own}, ${is}, ${was}) = ? AND seq < ? ORDER BY seq DESC`;
}

function* entriesOf(rows: Iterable<PayloadRow>): Generator<Change> {
  for (const { seq, bytes } of rows) yield { seq, entry: bytes ? recorded(bytes) : undefined };
}

/** The numbers of entries whose payload is gone, highest first: the erasures that are left tell of all of them. */
function* erasedBefore(before: number, erasures: readonly PayloadRow[]): Generator<number> {
  const ranges = erasures
    .flatMap(({ bytes }) => {
      const entry = bytes && recorded(bytes);
      return entry?.type === 'payloads.erased' ? entry.ranges : [];
    })
    .sort(([, a], [, b]) => b - a);
  let next = before - 1;
  for (const [first, last] of ranges) {
    for (next = Math.min(next, last); next >= first; next--) yield next;
  }
}

/** Both by number, the higher first. */
function* merged(changes: Iterator<Change>, erased: Iterator<number>): Generator<Change> {
  try {
    let change = changes.next();
    let gone = erased.next();
    while (!change.done || !gone.done) {
      if (gone.done || (!change.done && change.value.seq > gone.value)) {
        if (!change.done) yield change.value;
        change = changes.next();
      } else {
        yield { seq: gone.value, entry: undefined };
        gone = erased.next();
      }
    }
  } finally {
    changes.return?.();
    erased.return?.();
  }
}

function nodeAt({ commitment, node }: Rows): NodeAt {
  return (level, position) => {
    const found = level === 0 ? commitment.get(position) : node.get(level, position);
    if (!found) throw new Missing(`the ledger has lost the hash ${level}/${position}`);
    return level === 0 ? leafHash(leafData(position, found)) : found;
  };
}

/** Rows are only ever written by `#add`. */
function recorded(bytes: Buffer): Recorded {
  return JSON.parse(bytes.toString('utf8'));
}

/** The numbers whose payload is gone once these are: an erasure that is erased leaves its list to the next. */
function erasedWith(rows: readonly PayloadRow[]): number[] {
  const gone = new Set<number>();
  for (const { seq, bytes } of rows) {
    gone.add(seq);
    const entry = bytes && recorded(bytes);
    if (entry?.type !== 'payloads.erased') continue;
    for (const [first, last] of entry.ranges) for (let each = first; each <= last; each++) gone.add(each);
  }
  return [...gone].sort((a, b) => a - b);
}

/** Ascending numbers as first and last of each run. */
function runs(numbers: readonly number[]): [first: number, last: number][] {
  const found: [number, number][] = [];
  for (const each of numbers) {
    const run = found.at(-1);
    if (run?.[1] === each - 1) run[1] = each;
    else found.push([each, each]);
  }
  return found;
}
