import type { Consent, ConsentId } from '../../rules/consent.ts';
import type { Form, Release } from '../../rules/forms/form.ts';
import type { RecipientId } from '../../rules/manifest.ts';
import type { DeviceId, FieldName } from '../../rules/reading.ts';
import type { Random } from '../runtime/random.ts';
import type { Db } from '../store/database.ts';
import { answered, type Entry, withdrawn } from './ledger/entries.ts';
import type { Ledger } from './ledger/ledger.ts';

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
  readonly unionSeen: boolean;
}

/**
 * The household's consents: durable before they are answered (synchronous=FULL), and held in memory for compiling.
 * A new choice about the same (recipient, request, device, field) ends the one before.
 */
export class Consents {
  readonly #db: Db;
  readonly #random: Random;
  readonly #ledger: Ledger;
  /** In the order they were made. */
  readonly #byId = new Map<ConsentId, Consent>();
  /** The last choice about each ask, the only one that counts, whatever the clock said when it was made. */
  readonly #standing = new Map<string, ConsentId>();

  constructor(db: Db, random: Random, ledger: Ledger) {
    this.#db = db;
    this.#random = random;
    this.#ledger = ledger;
  }

  start(): void {
    for (const row of this.#db.prepare('SELECT * FROM consents ORDER BY number').all() as Row[]) {
      this.#remember(fromRow(row));
    }
  }

  /** Every choice ever made, oldest first. */
  all(): Consent[] {
    return [...this.#byId.values()];
  }

  /** The choices that count: the last one about each ask. */
  standing(): Consent[] {
    const found: Consent[] = [];
    for (const id of this.#standing.values()) {
      const consent = this.#byId.get(id);
      if (consent) found.push(consent);
    }
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

  /** Records choices in one transaction (of two about one ask the later); returns the new consents and those that ended. */
  choose(choices: readonly Choice[], now: number): { made: Consent[]; ended: ConsentId[] } {
    const last = [...new Map(choices.map((choice) => [askKey(choice), choice])).values()];
    const made = last.map((choice): Consent => {
      const { until, ...rest } = choice;
      return { ...rest, id: this.#newId(), since: now, ...(until === undefined ? {} : { until }) };
    });
    const ended = made.flatMap((consent) => this.#inEffect(consent) ?? []);
    const entries = made.map((consent) => answered(consent, this.#inEffect(consent)));
    this.#write(made, ended, entries);
    return { made, ended: ended.map(({ id }) => id) };
  }

  /** Withdraws every consent the filter finds (GDPR Art. 7(3): as easy as giving); returns their ids. */
  withdraw(which: (consent: Consent) => boolean): ConsentId[] {
    const ended = this.standing().filter((consent) => consent.state === 'given' && which(consent));
    this.#write([], ended, ended.map(withdrawn));
    return ended.map(({ id }) => id);
  }

  /** The answer about the same ask that counts until now. */
  #inEffect(choice: Consent): Consent | undefined {
    const standing = this.#standing.get(askKey(choice));
    const old = standing === undefined ? undefined : this.#byId.get(standing);
    return old?.state === 'given' || old?.state === 'refused' ? old : undefined;
  }

  #write(made: readonly Consent[], ended: readonly Consent[], entries: readonly Entry[]): void {
    const insert = this.#db.prepare(
      `INSERT INTO consents (id, recipient, request, manifest_version, device, field, state, form, release, since, until, union_seen)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    const end = this.#db.prepare(`UPDATE consents SET state = 'withdrawn' WHERE id = ?`);
    this.#db.transaction(() => {
      for (const { id } of ended) end.run(id);
      for (const c of made) {
        insert.run(
          c.id,
          c.recipient,
          c.request,
          c.manifestVersion,
          c.device,
          c.field,
          c.state,
          JSON.stringify(c.form),
          JSON.stringify(c.release),
          c.since,
          c.until ?? null,
          c.unionSeen ? 1 : 0,
        );
      }
      this.#ledger.append(entries, 'household');
    })();
    for (const consent of ended) this.#byId.set(consent.id, { ...consent, state: 'withdrawn' });
    for (const consent of made) this.#remember(consent);
  }

  #remember(consent: Consent): void {
    this.#byId.set(consent.id, consent);
    this.#standing.set(askKey(consent), consent.id);
  }

  #newId(): ConsentId {
    return this.#random(12).toString('base64url') as ConsentId;
  }
}

function askKey({ recipient, request, device, field }: Pick<Consent, 'recipient' | 'request' | 'device' | 'field'>) {
  return JSON.stringify([recipient, request, device, field]);
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
}

/** Rows are only ever written by `#write`, from parsed values. */
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
    unionSeen: row.union_seen === 1,
  };
}
