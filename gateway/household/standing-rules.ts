import { describeHours } from '../../rules/schedule.ts';
import type { StandingId, StandingRule } from '../../rules/standing.ts';
import type { Sentences } from '../../rules/words/speak.ts';
import type { Random } from '../runtime/random.ts';
import type { Db } from '../store/database.ts';
import type { Actor } from './ledger/entries.ts';
import type { Ledger } from './ledger/ledger.ts';
import type { Saver } from './saver.ts';

/** A rule before it has a name. */
export type NewRule = StandingRule extends infer Rule ? (Rule extends StandingRule ? Omit<Rule, 'id'> : never) : never;

/** The rules the household set above all its consents: each change in the ledger. One that is added holds at once. */
export class StandingRules {
  readonly #db: Db;
  readonly #random: Random;
  readonly #ledger: Ledger;
  readonly #saver: Saver;
  readonly #byId = new Map<StandingId, StandingRule>();

  constructor(db: Db, random: Random, ledger: Ledger, saver: Saver) {
    this.#db = db;
    this.#random = random;
    this.#ledger = ledger;
    this.#saver = saver;
  }

  start(): void {
    for (const { rule } of this.#db.prepare<[], { rule: string }>('SELECT rule FROM standing_rules').all()) {
      const parsed: StandingRule = JSON.parse(rule);
      this.#byId.set(parsed.id, parsed);
    }
  }

  all(): StandingRule[] {
    return [...this.#byId.values()];
  }

  add(rule: NewRule, now: number, by: Actor = 'household'): StandingRule {
    const made = { ...rule, id: this.#random(12).toString('base64url') } as StandingRule;
    this.#byId.set(made.id, made);
    this.#saver.save(
      this.#db.transaction(() => {
        this.#db
          .prepare('INSERT INTO standing_rules (id, rule, since) VALUES (?, ?, ?)')
          .run(made.id, JSON.stringify(made), now);
        this.#ledger.append([{ type: 'policy.changed', policy: made.id, was: null, is: { ...made } }], by);
      }),
    );
    return made;
  }

  /** Ends the rules the filter finds; returns them. */
  remove(which: (rule: StandingRule) => boolean, by: Actor = 'household'): StandingRule[] {
    return this.#remove(which, by);
  }

  /** Ends for good what is over: setting the clock back brings no rule back. */
  expire(now: number): void {
    this.#remove(({ until }) => until !== undefined && until <= now, 'hub');
  }

  #remove(which: (rule: StandingRule) => boolean, by: Actor): StandingRule[] {
    const ended = this.all().filter(which);
    if (ended.length === 0) return [];
    this.#db.transaction(() => {
      for (const { id } of ended) this.#db.prepare('DELETE FROM standing_rules WHERE id = ?').run(id);
      const entries = ended.map(
        (was) => ({ type: 'policy.changed', policy: was.id, was: { ...was }, is: null }) as const,
      );
      this.#ledger.append(entries, by);
    })();
    for (const { id } of ended) this.#byId.delete(id);
    return ended;
  }
}

/** A rule as people say it. */
export function describeRule(rule: StandingRule, words: Sentences): string {
  const { standing } = words;
  switch (rule.rule) {
    case 'never this category':
      return standing[rule.rule](rule.category);
    case 'never from this room':
      return standing[rule.rule](rule.room);
    case 'night':
      return standing.night(describeHours(rule.hours, words), rule.device);
    case 'visitors':
    case 'not claimed':
      return standing[rule.rule];
    case 'pause':
      return standing.pause(rule.recipient, rule.device);
  }
}
