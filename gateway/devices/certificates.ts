import type { X509Certificate } from 'node:crypto';
import { unfitFor } from '../../certs/client.ts';
import type { Db } from '../store/database.ts';

/** A certificate that was made for a credential. Times are milliseconds since 1970. */
export interface Issued {
  /** Hex. */
  readonly serial: string;
  /** The credential's name. */
  readonly client: string;
  /** SHA-256 of the certificate, hex. */
  readonly fingerprint: string;
  readonly since: number;
  readonly until: number;
  readonly revoked?: number;
}

export interface CertificatesDeps {
  readonly db: Db;
  now(): number;
  /** Roots whose certificates devices may show; none while the authority was not opened. */
  roots(): readonly X509Certificate[];
}

/**
 * The certificates of the household's devices: which there are, and whose a shown one is. Asked at each connection and
 * answered by the database, so that there is no second memory of what was revoked; only what the disk did not take is
 * kept here, and revoked all the same.
 */
export class Certificates {
  readonly #deps: CertificatesDeps;
  readonly #revoked = new Set<string>();

  constructor(deps: CertificatesDeps) {
    this.#deps = deps;
  }

  /** The name of the credential that the certificate is, or undefined where it opens nothing. */
  holder(certificate: X509Certificate): string | undefined {
    const { db, now, roots } = this.#deps;
    if (unfitFor(certificate, roots(), now()) !== undefined) return undefined;
    const row = db.prepare<[string], Row>(`${SELECT} WHERE fingerprint = ?`).get(hex(certificate.fingerprint256));
    return row && row.revoked === null && !this.#revoked.has(row.serial) ? row.client : undefined;
  }

  /** Takes note of a certificate, without which it opens nothing; for a transaction with its entry in the ledger. */
  add({ serial, client, fingerprint, since, until }: Issued, certificate: string): void {
    this.#deps.db.prepare(INSERT).run(serial, client, fingerprint, certificate, since, until);
  }

  /** From now on these open nothing. Whoever calls also tells the broker (`Broker.checkCertificates`). */
  revoke(serials: readonly string[]): void {
    for (const serial of serials) this.#revoked.add(serial);
  }

  /** Makes it durable; for a transaction with its entries in the ledger. */
  keepRevoked(serials: readonly string[]): void {
    const update = this.#deps.db.prepare('UPDATE certificates SET revoked = ? WHERE serial = ? AND revoked IS NULL');
    for (const serial of serials) update.run(this.#deps.now(), serial);
  }

  /** All that were made, the last one first. */
  list(): (Issued & { readonly certificate: string })[] {
    return this.#deps.db.prepare<[], Row>(`${SELECT} ORDER BY since DESC, serial`).all().map(issuedOf);
  }

  /** Those of one credential that open it now. */
  inForce(client: string): (Issued & { readonly certificate: string })[] {
    const now = this.#deps.now();
    return this.list().filter(
      (each) =>
        each.client === client && each.revoked === undefined && !this.#revoked.has(each.serial) && now < each.until,
    );
  }
}

const INSERT =
  'INSERT INTO certificates (serial, client, fingerprint, certificate, since, until) VALUES (?, ?, ?, ?, ?, ?)';

interface Row {
  readonly serial: string;
  readonly client: string;
  readonly fingerprint: string;
  readonly certificate: string;
  readonly since: number;
  readonly until: number;
  readonly revoked: number | null;
}

const SELECT = 'SELECT serial, client, fingerprint, certificate, since, until, revoked FROM certificates';

function issuedOf({ revoked, ...row }: Row) {
  return { ...row, ...(revoked === null ? {} : { revoked }) };
}

function hex(fingerprint: string): string {
  return fingerprint.replaceAll(':', '');
}
