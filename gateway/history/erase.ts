import { startOf } from '../../rules/calendar.ts';
import type { Consent, ConsentId } from '../../rules/consent.ts';
import type { Actor, Recorded } from '../household/ledger/entries.ts';
import type { Ledger } from '../household/ledger/ledger.ts';
import type { ConsentRecords } from '../household/receipts/records.ts';
import type { Db } from '../store/database.ts';
import type { Flow } from '../store/flow.ts';
import type { SumUp } from './sum-up.ts';
import { sumsBefore } from './trim.ts';

export interface EraseDeps {
  /** household.db */
  readonly db: Db;
  readonly flow: Flow;
  readonly ledger: Ledger;
  readonly receipts: ConsentRecords;
  readonly sumUp: SumUp;
  readonly timeZone: string;
  readonly consents: () => readonly Consent[];
  /** Names of the credentials that open something. */
  readonly clients: () => ReadonlySet<string>;
  /** Recipients whose declarations are in use. */
  readonly recipients: () => ReadonlySet<string>;
}

/** Rows of each kind that erasing takes. */
export interface Erasable {
  readonly deliveries: number;
  readonly lines: number;
  readonly sums: number;
  readonly stayed: number;
  readonly connections: number;
  readonly quarantine: number;
  readonly ledgerEntries: number;
  readonly consentRecords: number;
}

/** How many rows of what go when everything before the day is erased. */
export async function erasable(deps: EraseDeps, day: string): Promise<Erasable> {
  await deps.sumUp.now();
  const at = startOf(day, deps.timeZone);
  const [rows] = await deps.flow.read<Omit<Erasable, 'ledgerEntries' | 'consentRecords'>>('rows before', { day, at });
  if (rows === undefined) throw new Error('counting what would be erased: no answer');
  const ledgerEntries = deps.ledger.count(goes(deps, at));
  return { ...rows, ledgerEntries, consentRecords: deps.receipts.allOver(endedBefore(deps, at)).length };
}

/**
 * Erases what is known of the time before a day: deliveries, sums, counts, quarantine, what the ledger says of it (its
 * proofs stay), and the records of consents that had ended. What is in force stays, however old it is. That it was done
 * is an entry, made first: whoever is interrupted asks again.
 */
export async function erase(deps: EraseDeps, day: string, by: Actor): Promise<Erasable> {
  const { db, flow, ledger, receipts, sumUp, timeZone } = deps;
  const erased = await erasable(deps, day);
  const at = startOf(day, timeZone);
  ledger.append([{ type: 'history.erased', before: day }], by);
  await flow.write([
    ['trim departures', sumUp.upTo('departures')],
    ['trim deliveries', day],
    ['trim connections', at, sumUp.upTo('connections')],
    ['trim quarantine', at],
    ...sumsBefore(day),
  ]);
  receipts.forgetRecords(receipts.allOver(endedBefore(deps, at)));
  ledger.erase(goes(deps, at), by);
  await flow.emptyJournal();
  db.pragma('wal_checkpoint(TRUNCATE)');
  return erased;
}

/** Entries from before, but for those about what is in force: they are not history yet. */
function goes({ consents, clients, recipients }: EraseDeps, at: number): (entry: Recorded) => boolean {
  const standing = new Set<string>(
    consents()
      .filter(({ ended }) => ended === undefined)
      .map(({ id }) => id),
  );
  const known = recipients();
  const open = clients();
  return (entry) => {
    if (entry.at >= at) return false;
    if (entry.type === 'manifest.pinned' || entry.type === 'manifest.replaced') return !known.has(entry.recipient);
    if ('client' in entry) return !open.has(entry.client);
    return !('consent' in entry && standing.has(entry.consent));
  };
}

function endedBefore({ consents }: EraseDeps, at: number): ReadonlySet<ConsentId> {
  const over = consents().filter(({ ended }) => ended !== undefined && ended < at);
  return new Set(over.map(({ id }) => id));
}
