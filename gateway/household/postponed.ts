import type { RecipientId } from '../../rules/manifest.ts';
import type { Db } from '../store/database.ts';

/** Requests that a person put off; a new version of the manifest asks anew. */
export class Postponed {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  add(recipient: RecipientId, request: string, version: number): void {
    this.#db
      .prepare(
        `INSERT INTO postponed_requests (recipient, request, version) VALUES (?, ?, ?)
         ON CONFLICT DO UPDATE SET version = excluded.version`,
      )
      .run(recipient, request, version);
  }

  forget(recipient: RecipientId): void {
    this.#db.prepare('DELETE FROM postponed_requests WHERE recipient = ?').run(recipient);
  }

  has(recipient: RecipientId, request: string, version: number): boolean {
    const row = this.#db
      .prepare('SELECT 1 FROM postponed_requests WHERE recipient = ? AND request = ? AND version = ?')
      .get(recipient, request, version);
    return row !== undefined;
  }
}
