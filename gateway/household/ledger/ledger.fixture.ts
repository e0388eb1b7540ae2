import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RecipientId } from '../../../rules/manifest.ts';
import { KeyStore } from '../../keys/key-store.ts';
import { systemClock } from '../../runtime/clock.ts';
import { systemRandom } from '../../runtime/random.ts';
import { type Db, openDatabase } from '../../store/database.ts';
import type { Entry } from './entries.ts';
import { Ledger } from './ledger.ts';

export interface Opened {
  readonly ledger: Ledger;
  readonly db: Db;
  readonly keys: KeyStore;
  readonly file: string;
  /** The same ledger as after a restart. */
  again(): Ledger;
}

export const AT = Date.UTC(2026, 10, 23, 12);

/** A ledger in a household.db of its own. */
export function openLedger(): Opened {
  const dataDir = mkdtempSync(join(tmpdir(), 'hearthgate-ledger-'));
  const file = join(dataDir, 'household.db');
  const db = openDatabase(file, 'household');
  const keys = new KeyStore({ db, dataDir, random: systemRandom });
  const again = () => {
    const ledger = new Ledger({ db, keys, clock: { ...systemClock, now: () => AT }, random: systemRandom });
    ledger.start();
    return ledger;
  };
  return { ledger: again(), db, keys, file, again };
}

/** An entry for each name. */
export function removals(...names: readonly string[]): Entry[] {
  return names.map((name) => ({ type: 'recipient.removed', recipient: name as RecipientId }));
}
