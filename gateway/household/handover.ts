import type { Db } from '../store/database.ts';
import type { Actor } from './ledger/entries.ts';
import type { Ledger } from './ledger/ledger.ts';

/** Whether whoever set the hub up gave it out of their hands, and when; each change in the ledger. */
export class Handover {
  readonly #db: Db;
  readonly #ledger: Ledger;
  #at: number | undefined;

  constructor(db: Db, ledger: Ledger) {
    this.#db = db;
    this.#ledger = ledger;
  }

  start(): void {
    const kept = this.#db.prepare<[], string>(`SELECT value FROM meta WHERE key = 'handed over'`).pluck().get();
    if (kept !== undefined) this.#at = Number(kept);
  }

  /** Milliseconds since 1970 UTC; undefined while it is in the hands of whoever sets it up. */
  get at(): number | undefined {
    return this.#at;
  }

  /** `report` is the SHA-256 of the report that was handed over with it, in hex. */
  handOver(at: number, report: string, by: Actor): void {
    this.#db.transaction(() => {
      this.#db
        .prepare(
          `INSERT INTO meta (key, value) VALUES ('handed over', ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value`,
        )
        .run(String(at));
      this.#ledger.append([{ type: 'hub.handed-over', report }], by);
    })();
    this.#at = at;
  }

  takeBack(by: Actor): void {
    this.#db.transaction(() => {
      this.#db.prepare(`DELETE FROM meta WHERE key = 'handed over'`).run();
      this.#ledger.append([{ type: 'hub.taken-back' }], by);
    })();
    this.#at = undefined;
  }
}
