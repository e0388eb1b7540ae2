import { dateOf, type Spend } from '../../rules/budget.ts';
import type { Log } from '../runtime/log.ts';
import type { Db } from '../store/database.ts';
import type { Ledger } from './ledger/ledger.ts';

/** The most that is known to be disclosed to a recipient on one day. */
export type Known = Omit<Spend, 'way'>;

/** What is known of spending in household.db and in its ledger, apart from the spends themselves, which stand beside their values in flow.db. */
export class KnownSpending {
  readonly #db: Db;
  readonly #ledger: Ledger;
  readonly #log: Log;

  constructor(db: Db, ledger: Ledger, log: Log) {
    this.#db = db;
    this.#ledger = ledger;
    this.#log = log;
  }

  read(): Known[] {
    return this.#db.prepare<[], Known>('SELECT recipient, day, epsilon FROM spent').all();
  }

  /** A disk that takes nothing now leaves the spends in flow.db alone to be held against the household. */
  keep(known: readonly Known[]): void {
    const put = this.#db.prepare(`INSERT INTO spent (recipient, day, epsilon) VALUES (?, ?, ?)
      ON CONFLICT DO UPDATE SET epsilon = max(epsilon, excluded.epsilon)`);
    try {
      this.#db.transaction(() => {
        for (const { recipient, day, epsilon } of known) {
          put.run(recipient, day, epsilon);
          this.#db.prepare('DELETE FROM spent WHERE day <= ? - 31').run(day);
        }
        this.#ledger.append(
          known.map(({ recipient, day, epsilon }) => ({
            ...{ type: 'budget.checkpoint', recipient, day: dateOf(day), microEps: epsilon },
          })),
          'hub',
        );
      })();
    } catch (error) {
      this.#log.error({ reason: error instanceof Error ? error.message : 'unknown' }, 'keeping what was spent failed');
    }
  }
}
