import { hash } from 'node:crypto';
import type { Consent, ConsentId } from '../../rules/consent.ts';
import type { Form, Release } from '../../rules/forms/form.ts';
import type { Answer } from '../../rules/inbox.ts';
import { lengthSafe } from '../../rules/length-safe.ts';
import type { RecipientId } from '../../rules/manifest.ts';
import type { DeviceId, FieldName } from '../../rules/reading.ts';
import type { WeeklyHours } from '../../rules/schedule.ts';
import type { Terms } from '../../rules/terms.ts';
import type { Random } from '../runtime/random.ts';
import type { Db } from '../store/database.ts';
import { type Actor, answered, type Entry, expired, kept, reopened, withdrawn } from './ledger/entries.ts';
import type { Ledger } from './ledger/ledger.ts';
import type { Saver } from './saver.ts';

/** A choice as a person makes it, before it is a record. */
export interface Choice {
  readonly recipient: RecipientId;
  readonly request: string;
  readonly manifestVersion: number;
  readonly device: DeviceId;
  readonly field: FieldName;
  readonly state: 'given' | 'refused';
  readonly form: Form;
  readonly release: Release;
  readonly until?: number;
  readonly once?: 'open';
  readonly schedule?: WeeklyHours;
  readonly unionSeen: boolean;
  /** What it is an answer to. */
  readonly terms: Terms;
}

/** Keeps the records of choices that are being made; returns the hash of each consent's record. */
export type KeepRecords = (made: readonly Answer[]) => ReadonlyMap<ConsentId, string>;

/**
 * The household's consents: durable before they are answered (synchronous=FULL), and held in memory for compiling.
 * A new choice about the same (recipient, request, device, field) ends the one before.
 */
export class Consents {
  readonly #db: Db;
  readonly #random: Random;
  readonly #ledger: Ledger;
  readonly #saver: Saver;
  /** In the order they were made. */
  readonly #byId = new Map<ConsentId, Consent>();
  /** The last choice about each ask, the only one that counts, whatever the clock said when it was made. */
  readonly #standing = new Map<string, ConsentId>();
  /** The choices that count, until one of them changes. */
  #listed: readonly Consent[] | undefined;
  /** Every choice with its terms, until one of them changes. */
  #answers: readonly Answer[] | undefined;
  /** What each consent is an answer to; equal terms are one object. */
  readonly #terms = new Map<ConsentId, Terms>();
  readonly #decisions = new Map<ConsentId, string>();
  /** Of devices and recipients that were removed. */
  readonly #closed = new Set<ConsentId>();

  constructor(db: Db, random: Random, ledger: Ledger, saver: Saver) {
    this.#db = db;
    this.#random = random;
    this.#ledger = ledger;
    this.#saver = saver;
  }

  start(): void {
    const shared = new Map<string, Terms>();
    for (const { hash, json } of this.#db.prepare<[], TermsRow>('SELECT hash, json FROM terms').iterate()) {
      shared.set(hash, JSON.parse(json));
    }
    for (const row of this.#db.prepare<[], Row>('SELECT * FROM consents ORDER BY number').all()) {
      const terms = row.terms === null ? undefined : shared.get(row.terms);
      this.#remember(fromRow(row), terms, row.decision ?? undefined);
      if (row.closed === 1) this.#closed.add(fromRow(row).id);
    }
  }

  /** Every choice ever made, oldest first. */
  all(): Consent[] {
    return [...this.#byId.values()];
  }

  get(id: ConsentId): Consent | undefined {
    return this.#byId.get(id);
  }

  /** The answer that ended this one; undefined where it was withdrawn, or is in effect. */
  successorOf(id: ConsentId): Consent | undefined {
    const ended = this.#byId.get(id);
    if (ended?.ended === undefined) return undefined;
    const later = this.all().slice(this.all().indexOf(ended) + 1);
    return later.find((each) => each.since === ended.ended && askKey(each) === askKey(ended));
  }

  /** The answer about the same ask that was made before this one. */
  predecessorOf(id: ConsentId): Consent | undefined {
    const consent = this.#byId.get(id);
    if (!consent) return undefined;
    const all = this.all();
    return all.slice(0, all.indexOf(consent)).findLast((each) => askKey(each) === askKey(consent));
  }

  /** True while no later answer about the same ask took its place. */
  isLast(id: ConsentId): boolean {
    const consent = this.#byId.get(id);
    return consent !== undefined && this.#standing.get(askKey(consent)) === id;
  }

  /** True for a consent whose device or recipient was removed: nothing that has the name later is that. */
  isClosed(id: ConsentId): boolean {
    return this.#closed.has(id);
  }

  /** What the consent is an answer to; undefined for one that was made before terms were kept. */
  termsOf(id: ConsentId): Terms | undefined {
    return this.#terms.get(id);
  }

  /** The consents that were answered in one go with this one. */
  decisionOf(id: ConsentId): Consent[] {
    const decision = this.#decisions.get(id);
    return this.all().filter((each) => each.id === id || (decision && this.#decisions.get(each.id) === decision));
  }

  /** Every choice with what it is an answer to, oldest first; the same list until one of them changes. */
  answers(): readonly Answer[] {
    this.#answers ??= this.all().flatMap((consent) => {
      const terms = this.#terms.get(consent.id);
      return terms === undefined ? [] : [{ consent, terms }];
    });
    return this.#answers;
  }

  /** The choices that count: the last one about each ask; the same list until one of them changes. */
  standing(): readonly Consent[] {
    if (this.#listed) return this.#listed;
    const found: Consent[] = [];
    for (const id of this.#standing.values()) {
      const consent = this.#byId.get(id);
      if (consent) found.push(consent);
    }
    this.#listed = found;
    return found;
  }

  /**
   * True while this consent permits: the outbox asks again at the moment of sending. `version` is the one of the
   * recipient's manifest now; while there is none what was agreed to waits for it.
   */
  inForce(id: ConsentId, now: number, version: (recipient: RecipientId) => number | undefined): boolean {
    const consent = this.#byId.get(id);
    if (consent?.state !== 'given' || consent.since > now) return false;
    if (consent.until !== undefined && now >= consent.until) return false;
    return consent.manifestVersion === (version(consent.recipient) ?? consent.manifestVersion);
  }

  /**
   * Records choices in one transaction (of two about one ask the later), in which `keep` keeps their records; returns the
   * new consents and those that ended.
   */
  choose(
    choices: readonly Choice[],
    now: number,
    by: Actor = 'household',
    keep: KeepRecords = () => new Map(),
  ): { made: Consent[]; ended: ConsentId[] } {
    const last = [...new Map(choices.map((choice) => [askKey(choice), choice])).values()];
    const answers = last.map(
      ({ terms, ...choice }): Answer => ({ consent: { ...choice, id: this.#newId(), since: now }, terms }),
    );
    const made = answers.map(({ consent }) => consent);
    const ended = made.flatMap((consent) => this.#inEffect(consent) ?? []);
    const decision = this.#newId();
    this.#db.transaction(() => {
      for (const { consent, terms } of answers) this.#insert(consent, decision, terms);
      this.#end(ended, 'withdrawn', now);
      const records = keep(answers);
      const entries = made.map((one) => answered(one, this.#inEffect(one), records.get(one.id)));
      this.#ledger.append(entries, by);
    })();
    for (const consent of ended) this.#put({ ...consent, state: 'withdrawn', ended: now });
    for (const { consent, terms } of answers) this.#remember(consent, terms, decision);
    return { made, ended: ended.map(({ id }) => id) };
  }

  /** Withdraws every consent the filter finds (GDPR Art. 7(3): as easy as giving); returns their ids. */
  withdraw(which: (consent: Consent) => boolean, now: number, by: Actor = 'household'): ConsentId[] {
    return this.#finish(which, 'withdrawn', withdrawn, now, by);
  }

  /** Undoes refusals and withdrawals that still count: nothing is shared by it, and the requests wait for an answer again. */
  reopen(ids: readonly ConsentId[], now: number, by: Actor = 'household'): void {
    const undone = ids.flatMap((id) => this.#byId.get(id) ?? []).filter(({ state }) => state !== 'given');
    const put = this.#db.prepare('UPDATE consents SET reopened = ? WHERE id = ?');
    this.#db.transaction(() => {
      for (const { id } of undone) put.run(now, id);
      this.#ledger.append(undone.map(reopened), by);
    })();
    for (const consent of undone) this.#put({ ...consent, reopened: now });
  }

  /** Their device or recipient is removed: none of them is ever restored. */
  close(which: (consent: Consent) => boolean): void {
    const ids = this.all().flatMap((consent) => (which(consent) && !this.#closed.has(consent.id) ? [consent.id] : []));
    const put = this.#db.prepare('UPDATE consents SET closed = 1 WHERE id = ?');
    for (const id of ids) this.#closed.add(id);
    this.#changed();
    this.#saver.save(
      this.#db.transaction(() => {
        for (const id of ids) put.run(id);
      }),
    );
  }

  /** Deletes consents that are over, as if they had never been; returns their ids. */
  forget(which: (consent: Consent) => boolean): ConsentId[] {
    const gone = this.all().filter((consent) => consent.state !== 'given' && which(consent));
    const remove = this.#db.prepare('DELETE FROM consents WHERE id = ?');
    this.#db.transaction(() => {
      for (const { id } of gone) remove.run(id);
    })();
    for (const consent of gone) {
      this.#drop(consent);
    }
    return gone.map(({ id }) => id);
  }

  /** These are good for a newer version of their manifest, too, which says the same. */
  keep(ids: readonly ConsentId[], version: number): void {
    const good = ids.flatMap((id) => this.#byId.get(id) ?? []).map((each) => ({ ...each, manifestVersion: version }));
    const put = this.#db.prepare('UPDATE consents SET manifest_version = ? WHERE id = ?');
    this.#db.transaction(() => {
      for (const { id } of good) put.run(version, id);
      this.#ledger.append(good.map(kept), 'hub');
    })();
    for (const consent of good) this.#put(consent);
  }

  /** The one record of these is made: they permit no other, and end when it has left. */
  spend(ids: readonly ConsentId[]): void {
    const spend = this.#db.prepare('UPDATE consents SET once = ? WHERE id = ?');
    this.#db.transaction(() => {
      for (const id of ids) spend.run(SPENT, id);
    })();
    for (const id of ids) {
      const consent = this.#byId.get(id);
      if (consent) this.#put({ ...consent, once: 'spent' });
    }
  }

  /** Ends for good what is over, so that setting the clock back revives nothing; and those given once whose record `left`. */
  expire(left: ReadonlySet<string>, now: number): ConsentId[] {
    const over = ({ id, until, once }: Consent) =>
      (once === 'spent' && left.has(id)) || (until !== undefined && until <= now);
    return this.#finish(over, 'expired', expired, now, 'hub');
  }

  #finish(
    which: (consent: Consent) => boolean,
    state: 'withdrawn' | 'expired',
    entry: (consent: Consent) => Entry,
    now: number,
    by: Actor,
  ): ConsentId[] {
    const ended = this.standing().filter((consent) => consent.state === 'given' && which(consent));
    if (ended.length === 0) return [];
    for (const consent of ended) this.#put({ ...consent, state, ended: now });
    this.#saver.save(
      this.#db.transaction(() => {
        this.#end(ended, state, now);
        this.#ledger.append(ended.map(entry), by);
      }),
    );
    return ended.map(({ id }) => id);
  }

  /** The answer about the same ask that counts until now. */
  #inEffect(choice: Consent): Consent | undefined {
    const standing = this.#standing.get(askKey(choice));
    const old = standing === undefined ? undefined : this.#byId.get(standing);
    if (old?.state === 'refused') return old.reopened === undefined ? old : undefined;
    return old?.state === 'given' ? old : undefined;
  }

  #insert(c: Consent, decision: string, terms: Terms): void {
    const json = JSON.stringify(terms);
    const termsHash = hash('sha256', json);
    this.#db.prepare('INSERT INTO terms (hash, json) VALUES (?, ?) ON CONFLICT DO NOTHING').run(termsHash, json);
    this.#db
      .prepare(
        `INSERT INTO consents (id, recipient, request, manifest_version, device, field, state, form, release, since, until,
           union_seen, decision, terms, once, schedule)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(
        ...[c.id, c.recipient, c.request, c.manifestVersion, c.device, c.field, c.state],
        ...[JSON.stringify(c.form), JSON.stringify(c.release), c.since, c.until ?? null, c.unionSeen ? 1 : 0],
        ...[decision, termsHash, c.once ? OPEN : 0, c.schedule ? JSON.stringify(c.schedule) : null],
      );
  }

  #end(consents: readonly Consent[], state: 'withdrawn' | 'expired', now: number): void {
    const end = this.#db.prepare('UPDATE consents SET state = ?, ended = ? WHERE id = ?');
    for (const { id } of consents) end.run(state, now, id);
  }

  #drop(consent: Consent): void {
    this.#byId.delete(consent.id);
    this.#terms.delete(consent.id);
    this.#decisions.delete(consent.id);
    this.#closed.delete(consent.id);
    if (this.#standing.get(askKey(consent)) === consent.id) this.#standing.delete(askKey(consent));
    this.#changed();
  }

  #put(consent: Consent): void {
    this.#byId.set(consent.id, consent);
    this.#changed();
  }

  #changed(): void {
    this.#listed = undefined;
    this.#answers = undefined;
  }

  #remember(consent: Consent, terms: Terms | undefined, decision: string | undefined): void {
    this.#standing.set(askKey(consent), consent.id);
    this.#put(consent);
    if (terms !== undefined) this.#terms.set(consent.id, terms);
    if (decision !== undefined) this.#decisions.set(consent.id, decision);
  }

  #newId(): ConsentId {
    return this.#random(12).toString('base64url') as ConsentId;
  }
}

/** How `once` is stored; 0 for a consent to more than one record. */
const OPEN = 1;
const SPENT = 2;

function askKey({ recipient, request, device, field }: Pick<Consent, 'recipient' | 'request' | 'device' | 'field'>) {
  return lengthSafe([recipient, request, device, field]);
}

interface TermsRow {
  readonly hash: string;
  readonly json: string;
}

interface Row {
  readonly id: string;
  readonly recipient: string;
  readonly request: string;
  readonly manifest_version: number;
  readonly device: string;
  readonly field: string;
  readonly state: Consent['state'];
  readonly form: string;
  readonly release: string;
  readonly since: number;
  readonly until: number | null;
  readonly union_seen: number;
  readonly decision: string | null;
  readonly terms: string | null;
  readonly once: number;
  readonly schedule: string | null;
  readonly ended: number | null;
  readonly reopened: number | null;
  readonly closed: number;
}

/** Rows are only ever written by `#insert`, from parsed values. */
function fromRow(row: Row): Consent {
  return {
    id: row.id as ConsentId,
    recipient: row.recipient as RecipientId,
    request: row.request,
    manifestVersion: row.manifest_version,
    device: row.device as DeviceId,
    field: row.field as FieldName,
    state: row.state,
    form: JSON.parse(row.form),
    release: JSON.parse(row.release),
    since: row.since,
    ...(row.until === null ? {} : { until: row.until }),
    ...(row.once === 0 ? {} : { once: row.once === OPEN ? 'open' : 'spent' }),
    ...(row.schedule === null ? {} : { schedule: JSON.parse(row.schedule) }),
    ...(row.ended === null ? {} : { ended: row.ended }),
    ...(row.reopened === null ? {} : { reopened: row.reopened }),
    unionSeen: row.union_seen === 1,
  };
}
