import { LIMITS } from '../../rules/budget.ts';
import { MICRO } from '../../rules/forms/noised.ts';
import type { Language } from '../../rules/words/speak.ts';
import type { Db } from '../store/database.ts';
import type { Actor, Entry } from './ledger/entries.ts';
import type { Ledger } from './ledger/ledger.ts';

/** What the household sets while the hub runs. */
export interface SettingValues {
  /** Days that each delivery is kept with what was in it. */
  readonly detailDays: number;
  /** Days that the sums of what left and what stayed are kept. */
  readonly sumDays: number;
  /** Whether values of high sensitivity are kept in the detail of what left. */
  readonly keepSensitive: boolean;
  /** ε a day that noised values may disclose to one recipient, and to all together. */
  readonly epsilonOfEach: number;
  readonly epsilonOfAll: number;
  /** Whether the hub offers itself to Home Assistant on its own broker, and in whose words. */
  readonly offersItself: 'no' | Language;
}

const DEFAULTS: SettingValues = {
  ...{ detailDays: 7, sumDays: 365, keepSensitive: false },
  ...{ epsilonOfEach: LIMITS.recipient.day / MICRO, epsilonOfAll: LIMITS.all.day / MICRO },
  offersItself: 'no',
};
/** What they are called in the ledger. */
const POLICIES: Readonly<Record<keyof SettingValues, string>> = {
  detailDays: 'days of detail',
  sumDays: 'days of sums',
  keepSensitive: 'values of high sensitivity are kept',
  epsilonOfEach: 'ε a day for one recipient',
  epsilonOfAll: 'ε a day for all recipients',
  offersItself: 'the hub offers itself to Home Assistant, in the words of',
};
/** The limit that an entry of the ledger names by this policy; undefined where it is about something else. */
export function limitNamed(policy: string): 'epsilonOfEach' | 'epsilonOfAll' | undefined {
  return (['epsilonOfEach', 'epsilonOfAll'] as const).find((name) => POLICIES[name] === policy);
}

const NAMES = ['detailDays', 'sumDays', 'keepSensitive', 'epsilonOfEach', 'epsilonOfAll', 'offersItself'] as const;

/** The household's settings: each change stands in the ledger, and is kept together with its entry or not at all. */
export class Settings {
  readonly #db: Db;
  readonly #ledger: Ledger;
  #values = DEFAULTS;

  constructor(db: Db, ledger: Ledger) {
    this.#db = db;
    this.#ledger = ledger;
  }

  start(): void {
    const rows = this.#db.prepare<[], { name: string; value: string }>('SELECT name, value FROM settings').all();
    this.#values = { ...DEFAULTS, ...Object.fromEntries(rows.map(({ name, value }) => [name, JSON.parse(value)])) };
  }

  get values(): SettingValues {
    return this.#values;
  }

  /** Changes what differs; what is not said stays. */
  change(changes: { readonly [Name in keyof SettingValues]?: SettingValues[Name] | undefined }, by: Actor): void {
    const was = this.#values;
    const is: SettingValues = {
      detailDays: changes.detailDays ?? was.detailDays,
      sumDays: changes.sumDays ?? was.sumDays,
      keepSensitive: changes.keepSensitive ?? was.keepSensitive,
      epsilonOfEach: changes.epsilonOfEach ?? was.epsilonOfEach,
      epsilonOfAll: changes.epsilonOfAll ?? was.epsilonOfAll,
      offersItself: changes.offersItself ?? was.offersItself,
    };
    const changed = NAMES.filter((name) => is[name] !== was[name]);
    const entries = changed.map(
      (name): Entry => ({ type: 'policy.changed', policy: POLICIES[name], was: was[name], is: is[name] }),
    );
    const put = this.#db.prepare(
      'INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value',
    );
    this.#db.transaction(() => {
      for (const name of changed) put.run(name, JSON.stringify(is[name]));
      this.#ledger.append(entries, by);
    })();
    this.#values = is;
  }
}
