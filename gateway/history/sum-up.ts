import type { Instant } from '../../rules/reading.ts';
import type { Entry } from '../household/ledger/entries.ts';
import type { Ledger } from '../household/ledger/ledger.ts';
import { type Connection, connectionEntries, type Departed, releaseEntries } from '../household/ledger/summaries.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Log } from '../runtime/log.ts';
import type { Db } from '../store/database.ts';
import type { Flow } from '../store/flow.ts';

export interface SumUpDeps {
  /** household.db */
  readonly db: Db;
  readonly flow: Flow;
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly log: Log;
  /** How connections came out that is not on the disk yet. */
  readonly settleConnections: () => Promise<void>;
}

type What = 'departures' | 'connections';
const TABLES: Readonly<Record<What, string>> = { departures: 'outbox_departures', connections: 'connections' };
const HOUR_MS = 3_600_000;
/** Rows that are read for one transaction; where there are more, a slot has more than one entry of a kind. */
const MOST = 10_000;

/**
 * Sums what left, and whom the hub contacted, into the ledger: every full hour, at the start and at the stop, and each
 * batch and connection exactly once: a batch as soon as it may have left, as possibly received where nothing more is
 * known by then. They stand in flow.db, the ledger in household.db; so the transaction of the
 * entries also keeps the number up to which they go, and a kill leaves both or neither.
 */
export class SumUp {
  readonly #deps: SumUpDeps;
  #work: Promise<void> = Promise.resolve();
  #cancel: (() => void) | undefined;

  constructor(deps: SumUpDeps) {
    this.#deps = deps;
  }

  /** Before anything new has a number: where flow.db is newer than the ledger, numbers go on after what was summed. */
  async goOn(): Promise<void> {
    for (const what of ['departures', 'connections'] as const) {
      const [row] = await this.#deps.flow.read<{ last: number }>(
        what === 'departures' ? 'last departure' : 'last connection',
      );
      const { number } = this.#summed(what);
      if ((row?.last ?? 0) >= number) continue;
      await this.#deps.flow.write([
        ['numbers forget', TABLES[what]],
        ['numbers go on', TABLES[what], number],
      ]);
    }
  }

  /** Sums up what the last run left, and from then on every full hour. */
  async start(): Promise<void> {
    await this.now();
    this.#expect();
  }

  /** When nothing more ends. */
  async stop(): Promise<void> {
    this.#cancel?.();
    await this.now();
  }

  /** Never rejects: what could not be kept is summed the next time, and nothing twice. */
  now(): Promise<void> {
    const to = this.#deps.clock.now();
    this.#work = this.#work.then(() => this.#sumUp(to));
    return this.#work;
  }

  /** The number up to which all is in the ledger; only that far may what it was summed from be forgotten. */
  upTo(what: What): number {
    return this.#summed(what).number;
  }

  async #sumUp(slotEnd: Instant): Promise<void> {
    const { flow, log, settleConnections } = this.#deps;
    try {
      await settleConnections();
      for (;;) {
        const number = this.upTo('departures');
        const rows = await flow.read<DepartureRow>('departures after', { number, most: MOST });
        this.#keep('departures', rows, slotEnd, releaseEntries);
        if (rows.length < MOST) break;
      }
      for (;;) {
        const rows = await flow.read<ConnectionRow>('connections after', this.upTo('connections'), MOST);
        const connections = rows.map((row) => ({ ...row, opened: row.opened === 1 }));
        this.#keep('connections', connections, slotEnd, connectionEntries);
        if (rows.length < MOST) break;
      }
    } catch (error) {
      log.error({ reason: error instanceof Error ? error.message : 'unknown' }, 'summing up for the ledger: not done');
    }
  }

  /** One transaction: the entries, and that these are in them. */
  #keep<Row extends Numbered>(
    what: What,
    rows: readonly Row[],
    slotEnd: Instant,
    entriesOf: (rows: readonly Row[], from: Instant, to: Instant) => Entry[],
  ): void {
    const last = rows.at(-1);
    if (last === undefined) return;
    const { db, ledger } = this.#deps;
    const times = rows.map(({ at }) => at);
    const [earliest, latest] = [Math.min(...times), Math.max(...times)];
    const { until } = this.#summed(what);
    // From the hour it began in, but after the last entry; a clock that was set back tells its own time.
    const from = until <= earliest ? Math.max(until, Math.floor(earliest / HOUR_MS) * HOUR_MS) : earliest;
    const to = Math.max(slotEnd, latest + 1);
    db.transaction(() => {
      ledger.append(entriesOf(rows, from, to), 'hub');
      db.prepare(
        `INSERT INTO ledger_summed (what, number, until) VALUES (?, ?, ?)
         ON CONFLICT DO UPDATE SET number = excluded.number, until = excluded.until`,
      ).run(what, last.number, to);
    })();
  }

  #summed(what: What): { readonly number: number; readonly until: Instant } {
    const find = this.#deps.db.prepare<[string], { number: number; until: number }>(
      'SELECT number, until FROM ledger_summed WHERE what = ?',
    );
    return find.get(what) ?? { number: 0, until: 0 };
  }

  #expect(): void {
    const { clock } = this.#deps;
    const next = (Math.floor(clock.now() / HOUR_MS) + 1) * HOUR_MS;
    this.#cancel = clock.at(next, () => {
      void this.now();
      this.#expect();
    });
  }
}

interface Numbered {
  readonly number: number;
  readonly at: Instant;
}
type DepartureRow = Departed & Numbered;
type ConnectionRow = Omit<Connection, 'opened'> & Numbered & { readonly opened: 0 | 1 };
