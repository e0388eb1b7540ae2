import { createPrivateKey, createPublicKey, generateKeyPairSync, hash, type KeyObject } from 'node:crypto';
import { calculateJwkThumbprint } from 'jose';
import type { ConsentId } from '../../../rules/consent.ts';
import type { KeyStore } from '../../keys/key-store.ts';
import type { Clock } from '../../runtime/clock.ts';
import { type Random, uuid } from '../../runtime/random.ts';
import type { Db } from '../../store/database.ts';
import { canonicalJson } from '../ledger/canonical-json.ts';
import { type Decided, type Decision, decidedOf } from './decided.ts';
import { householdReceipt } from './household-receipt.ts';
import { type ReceiptSigner, signReceipt } from './jws.ts';
import type { ConsentsNow, SpentUnder } from './outcome.ts';

export interface ConsentRecordsDeps {
  /** household.db */
  readonly db: Db;
  readonly keys: KeyStore;
  readonly clock: Clock;
  readonly random: Random;
}

/** A receipt as it is handed to the household. */
export interface HouseholdReceipt {
  /** The record's id. */
  readonly record: string;
  /** Thumbprint of the key that signed it, to be kept elsewhere. */
  readonly key: string;
  /** JWS compact. */
  readonly receipt: string;
}

const KEY = JSON.stringify(['receipts']);

/** One durable record for each decision, and the household's signed receipts of them. */
export class ConsentRecords {
  readonly #deps: ConsentRecordsDeps;

  constructor(deps: ConsentRecordsDeps) {
    this.#deps = deps;
  }

  /**
   * Keeps decisions, in the caller's transaction where there is one. Returns for each consent the SHA-256, in hex, of the
   * record that it stands in, for the ledger.
   */
  keep(decisions: readonly Decision[]): Map<ConsentId, string> {
    const { db, random } = this.#deps;
    const record = db.prepare('INSERT INTO consent_records (id, decided) VALUES (?, ?)');
    const line = db.prepare('INSERT INTO consent_record_lines (consent, record) VALUES (?, ?)');
    const hashes = new Map<ConsentId, string>();
    db.transaction(() => {
      for (const decision of decisions) {
        const decided = decidedOf(decision, { id: uuid(random), copy: uuid(random) });
        const json = canonicalJson(decided);
        const sha256 = hash('sha256', json);
        record.run(decided.id, json);
        for (const { consent } of decided.lines) {
          line.run(consent, decided.id);
          hashes.set(consent, sha256);
        }
      }
    })();
    return hashes;
  }

  /** What was decided in one go with this consent; undefined for one that was made before records were kept. */
  of(consent: ConsentId): Decided | undefined {
    const find = this.#deps.db.prepare<[string], string>(
      'SELECT decided FROM consent_records JOIN consent_record_lines ON record = id WHERE consent = ?',
    );
    const json = find.pluck().get(consent);
    return json === undefined ? undefined : JSON.parse(json);
  }

  /** Every record. */
  all(): Decided[] {
    const rows = this.#deps.db.prepare<[], string>('SELECT decided FROM consent_records ORDER BY id').pluck().all();
    return rows.map((json): Decided => JSON.parse(json));
  }

  /** The ids of records in which every consent is one of these. */
  allOver(ended: ReadonlySet<ConsentId>): string[] {
    const lines = this.#deps.db
      .prepare<[], { consent: ConsentId; record: string }>('SELECT consent, record FROM consent_record_lines')
      .all();
    const records = Map.groupBy(lines, ({ record }) => record);
    return [...records].filter(([, of]) => of.every(({ consent }) => ended.has(consent))).map(([record]) => record);
  }

  /** Deletes records, with what was shown and said in them. */
  forgetRecords(ids: readonly string[]): void {
    const { db } = this.#deps;
    const forget = db.prepare('DELETE FROM consent_records WHERE id = ?');
    db.transaction(() => {
      for (const id of ids) forget.run(id);
    })();
  }

  /** How many records speak of these consents, and how many of those of others, too. */
  count(consents: readonly ConsentId[]): { readonly records: number; readonly shared: number } {
    const found = this.#deps.db
      .prepare<[string, string], { records: number; shared: number }>(
        `SELECT count(*) AS records, coalesce(sum(EXISTS (SELECT 1 FROM consent_record_lines AS other
             WHERE other.record = id AND other.consent NOT IN (SELECT value FROM json_each(?)))), 0) AS shared
           FROM (SELECT DISTINCT record AS id FROM consent_record_lines
             WHERE consent IN (SELECT value FROM json_each(?)))`,
      )
      .get(JSON.stringify(consents), JSON.stringify(consents));
    return found ?? { records: 0, shared: 0 };
  }

  /** Deletes the records that speak of these consents, whole: one that is changed would look like one tampered with. */
  forget(consents: readonly ConsentId[]): void {
    this.#deps.db
      .prepare(
        `DELETE FROM consent_records WHERE id IN (SELECT record FROM consent_record_lines
           WHERE consent IN (SELECT value FROM json_each(?)))`,
      )
      .run(JSON.stringify(consents));
  }

  /** The household's receipt of a decision as things stand now; signed with a key that no recipient ever sees. */
  async receipt(decided: Decided, consents: ConsentsNow, spent: SpentUnder): Promise<HouseholdReceipt> {
    const { clock, random } = this.#deps;
    const signer = await this.#signer();
    const receipt = householdReceipt(decided, consents, uuid(random), clock.now(), spent);
    return { record: decided.id, key: signer.jwk.kid, receipt: await signReceipt(receipt, signer) };
  }

  async #signer(): Promise<ReceiptSigner> {
    const key = this.#key();
    const { x = '', y = '' } = createPublicKey(key).export({ format: 'jwk' });
    const jwk = { kty: 'EC', crv: 'P-256', x, y } as const;
    return { key, jwk: { ...jwk, kid: await calculateJwkThumbprint(jwk) } };
  }

  /** Made at the first receipt. */
  #key(): KeyObject {
    const { keys } = this.#deps;
    const kept = keys.read(KEY);
    if (kept) return createPrivateKey({ key: kept, format: 'der', type: 'pkcs8' });
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    keys.keep(KEY, privateKey.export({ format: 'der', type: 'pkcs8' }));
    return privateKey;
  }
}
