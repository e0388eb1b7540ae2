import type { Allowance, AllowanceId } from '../../rules/command.ts';
import { allowanceKey } from '../../rules/decide-command.ts';
import type { RecipientId } from '../../rules/manifest.ts';
import type { DeviceId } from '../../rules/reading.ts';
import type { Random } from '../runtime/random.ts';
import type { Db } from '../store/database.ts';
import { type Actor, allowanceAnswered, allowanceEnded } from './ledger/entries.ts';
import type { Ledger } from './ledger/ledger.ts';
import type { Saver } from './saver.ts';

/** An answer as a person gives it, before it is a record. */
export type NewAllowance = Omit<Allowance, 'id' | 'since' | 'ended' | 'state'> & {
  readonly state: 'given' | 'refused';
};

/**
 * What the household lets recipients make its devices do: each answer durable and in the ledger before it counts. Taking
 * one back counts at once, whatever the disk says.
 */
export class Allowances {
  readonly #db: Db;
  readonly #random: Random;
  readonly #ledger: Ledger;
  readonly #saver: Saver;
  /** The last answer about each command of each recipient for each device. */
  readonly #last = new Map<string, Allowance>();

  constructor(db: Db, random: Random, ledger: Ledger, saver: Saver) {
    this.#db = db;
    this.#random = random;
    this.#ledger = ledger;
    this.#saver = saver;
  }

  start(): void {
    for (const row of this.#db.prepare<[], Row>('SELECT * FROM allowances ORDER BY number').all()) {
      const allowance = fromRow(row);
      this.#last.set(allowanceKey(allowance), allowance);
    }
  }

  /** The answers that count. */
  all(): Allowance[] {
    return [...this.#last.values()];
  }

  /** One that counts, or an older one that is kept. */
  get(id: AllowanceId): Allowance | undefined {
    const older = () => this.#db.prepare<[string], Row>('SELECT * FROM allowances WHERE id = ?').get(id);
    return this.all().find((one) => one.id === id) ?? optional(older());
  }

  /** Every answer ever given, the oldest first. */
  ever(): Allowance[] {
    const kept = this.#db.prepare<[], Row>('SELECT * FROM allowances ORDER BY number').all().map(fromRow);
    // What is in force is so before it is on the disk.
    return [...new Map([...kept, ...this.all()].map((one) => [one.id, one])).values()];
  }

  /** Records answers in one transaction; each ends the one before about the same. */
  answer(answers: readonly NewAllowance[], now: number, by: Actor): Allowance[] {
    const made = answers.map((one): Allowance => ({ ...one, id: this.#newId(), since: now }));
    const replaced = made.map((one) => this.#inEffect(one));
    const keep = this.#db.transaction(() => {
      for (const one of replaced) if (one) this.#end(one, 'withdrawn', now);
      for (const one of made) this.#insert(one);
      const entries = made.map((one, i) => allowanceAnswered(one, replaced[i]));
      this.#ledger.append(entries, by);
    });
    const isLess = made.every(({ state }) => state !== 'given');
    if (!isLess) keep();
    for (const one of made) this.#last.set(allowanceKey(one), one);
    if (isLess) this.#saver.save(keep);
    return made;
  }

  /** Takes back every allowance the filter finds; returns them. */
  withdraw(which: (allowance: Allowance) => boolean, now: number, by: Actor): Allowance[] {
    return this.#finish(which, 'withdrawn', now, by);
  }

  /** Ends for good what is over: setting the clock back brings nothing back. */
  expire(now: number): void {
    this.#finish(({ until }) => until !== undefined && until <= now, 'expired', now, 'hub');
  }

  /** The device or recipient is removed: whatever has its name later was never answered about. */
  forget(which: (allowance: Allowance) => boolean, now: number, by: Actor): void {
    this.withdraw(which, now, by);
    const gone = this.all().filter(which);
    this.#saver.save(
      this.#db.transaction(() => {
        const remove = this.#db.prepare('DELETE FROM allowances WHERE recipient = ? AND command = ? AND device = ?');
        for (const { recipient, command, device } of gone) remove.run(recipient, command, device);
      }),
    );
    for (const one of gone) this.#last.delete(allowanceKey(one));
  }

  #finish(
    which: (allowance: Allowance) => boolean,
    state: 'withdrawn' | 'expired',
    now: number,
    by: Actor,
  ): Allowance[] {
    const ended = this.all().filter((one) => one.state === 'given' && which(one));
    if (ended.length === 0) return [];
    for (const one of ended) this.#last.set(allowanceKey(one), { ...one, state, ended: now });
    this.#saver.save(
      this.#db.transaction(() => {
        for (const one of ended) this.#end(one, state, now);
        const entries = ended.map((one) => allowanceEnded(one, state));
        this.#ledger.append(entries, by);
      }),
    );
    return ended;
  }

  #inEffect(about: Allowance): Allowance | undefined {
    const last = this.#last.get(allowanceKey(about));
    return last?.state === 'given' ? last : undefined;
  }

  #end({ id }: Allowance, state: 'withdrawn' | 'expired', now: number): void {
    this.#db.prepare('UPDATE allowances SET state = ?, ended = ? WHERE id = ?').run(state, now, id);
  }

  #insert({ id, recipient, command, device, state, since, until, schedule, terms }: Allowance): void {
    this.#db
      .prepare(
        `INSERT INTO allowances (id, recipient, command, device, state, since, until, schedule, terms)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(
        ...[id, recipient, command, device, state, since, until ?? null],
        ...[schedule === undefined ? null : JSON.stringify(schedule), JSON.stringify(terms)],
      );
  }

  #newId(): AllowanceId {
    return this.#random(12).toString('base64url') as AllowanceId;
  }
}

interface Row {
  readonly id: string;
  readonly recipient: string;
  readonly command: string;
  readonly device: string;
  readonly state: Allowance['state'];
  readonly since: number;
  readonly until: number | null;
  readonly ended: number | null;
  readonly schedule: string | null;
  readonly terms: string;
}

function optional(row: Row | undefined): Allowance | undefined {
  return row && fromRow(row);
}

/** Rows are only ever written by `#insert`, from parsed values. */
function fromRow(row: Row): Allowance {
  return {
    id: row.id as AllowanceId,
    recipient: row.recipient as RecipientId,
    command: row.command,
    device: row.device as DeviceId,
    state: row.state,
    since: row.since,
    ...(row.until === null ? {} : { until: row.until }),
    ...(row.ended === null ? {} : { ended: row.ended }),
    ...(row.schedule === null ? {} : { schedule: JSON.parse(row.schedule) }),
    terms: JSON.parse(row.terms),
  };
}
