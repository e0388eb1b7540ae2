import { plainNameProblem } from '../../rules/plain-text.ts';
import { type Random, uuid } from '../runtime/random.ts';
import type { Db } from '../store/database.ts';
import type { Actor, Entry } from './ledger/entries.ts';
import type { Ledger } from './ledger/ledger.ts';
import type { Saver } from './saver.ts';

export const ROLES = ['viewer', 'adult', 'owner'] as const;
/** What somebody may do: look; also decide; also say who else may. */
export type Role = (typeof ROLES)[number];

export interface Person {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly since: number;
}

/** Whether a role may do what this one may. */
export function reaches(role: Role, needed: Role): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(needed);
}

/** What a name of a person can be: short, visible, of one alphabet, and the same text for everybody who compares it. */
export function personName(text: string): string | undefined {
  const name = text.normalize('NFC').trim().replace(/ +/g, ' ');
  // Some letters and marks are not shown at all: the filler of Hangul, the joiner of graphemes.
  if (/\p{Default_Ignorable_Code_Point}/u.test(name)) return undefined;
  if (plainNameProblem(name) !== undefined) return undefined;
  return /^[\p{L}\p{N}][\p{L}\p{M}\p{N} .’'-]{0,39}$/u.test(name) ? name : undefined;
}

/**
 * The people of the household: each change in the ledger, and kept together with its entry or not at all. Who is to do
 * less, or nothing, does no more at once, whatever the disk takes.
 */
export class People {
  readonly #db: Db;
  readonly #random: Random;
  readonly #ledger: Ledger;
  readonly #saver: Saver;
  readonly #byId = new Map<string, Known>();

  constructor(db: Db, random: Random, ledger: Ledger, saver: Saver) {
    this.#db = db;
    this.#random = random;
    this.#ledger = ledger;
    this.#saver = saver;
  }

  start(): void {
    for (const row of this.#db.prepare<[], Row>('SELECT * FROM people ORDER BY since, id').all()) {
      const { id, name, role, since, passphrase } = row;
      this.#byId.set(id, { person: { id, name, role, since }, passphrase: passphrase ?? undefined });
    }
  }

  /** Whether somebody has said whose hub this is. */
  get isClaimed(): boolean {
    return this.#byId.size > 0;
  }

  all(): Person[] {
    return [...this.#byId.values()].flatMap(({ person, passphrase }) => (passphrase === undefined ? [] : [person]));
  }

  get(id: string): Person | undefined {
    const known = this.#byId.get(id);
    return known?.passphrase === undefined ? undefined : known.person;
  }

  named(name: string): Person | undefined {
    const key = keyOf(name);
    return this.all().find((person) => keyOf(person.name) === key);
  }

  /** What somebody is or was called; history names also those who left. */
  nameOf(id: string): string | undefined {
    return this.#byId.get(id)?.person.name;
  }

  /** What is kept of the passphrase. */
  passphraseOf(id: string): string | undefined {
    return this.#byId.get(id)?.passphrase;
  }

  /** True for the one owner without whom nobody could say who belongs. */
  isLastOwner(id: string): boolean {
    return this.get(id)?.role === 'owner' && this.all().filter(({ role }) => role === 'owner').length === 1;
  }

  join(name: string, role: Role, passphrase: string, how: 'setup code' | 'invitation', now: number): Person {
    const person: Person = { id: uuid(this.#random), name, role, since: now };
    this.#change([{ type: 'person.joined', person: person.id, role, how }], `person:${person.id}`, () => {
      this.#db
        .prepare('INSERT INTO people (id, name, role, passphrase, since) VALUES (?, ?, ?, ?, ?)')
        .run(person.id, name, role, passphrase, now);
    });
    this.#byId.set(person.id, { person, passphrase });
    return person;
  }

  /** Somebody at the box made this person an owner again, with a new passphrase. */
  reclaim({ id, role }: Person, passphrase: string): void {
    const by: Actor = `person:${id}`;
    const raised: Entry[] = role === 'owner' ? [] : [{ type: 'person.changed', person: id, was: role, is: 'owner' }];
    this.#change([{ type: 'passphrase.changed', person: id, how: 'setup code' }, ...raised], by, () => {
      this.#db.prepare(`UPDATE people SET role = 'owner', passphrase = ? WHERE id = ?`).run(passphrase, id);
    });
    this.#replace(id, { role: 'owner' }, passphrase);
  }

  setRole({ id, role: was }: Person, is: Role, by: Actor): void {
    if (was === is) return;
    const keep = () =>
      this.#change([{ type: 'person.changed', person: id, was, is }], by, () => {
        this.#db.prepare('UPDATE people SET role = ? WHERE id = ?').run(is, id);
      });
    if (reaches(is, was)) keep();
    this.#replace(id, { role: is });
    if (!reaches(is, was)) this.#saver.save(keep);
  }

  setPassphrase({ id }: Person, passphrase: string): void {
    this.#change([{ type: 'passphrase.changed', person: id, how: 'signed in' }], `person:${id}`, () => {
      this.#db.prepare('UPDATE people SET passphrase = ? WHERE id = ?').run(passphrase, id);
    });
    this.#replace(id, {}, passphrase);
  }

  /** Ends what somebody may ask, and every session of theirs. */
  leave({ id }: Person, by: Actor, now: number): void {
    const known = this.#byId.get(id);
    if (known) this.#byId.set(id, { person: known.person, passphrase: undefined });
    this.#saver.save(() =>
      this.#change([{ type: 'person.left', person: id }], by, () => {
        this.#db.prepare('DELETE FROM sessions WHERE person = ?').run(id);
        this.#db.prepare('UPDATE people SET passphrase = NULL, left = ? WHERE id = ?').run(now, id);
      }),
    );
  }

  #change(entries: readonly Entry[], by: Actor, write: () => void): void {
    this.#db.transaction(() => {
      write();
      this.#ledger.append(entries, by);
    })();
  }

  #replace(id: string, changes: Partial<Person>, passphrase = this.#byId.get(id)?.passphrase): void {
    const known = this.#byId.get(id);
    if (known) this.#byId.set(id, { person: { ...known.person, ...changes }, passphrase });
  }
}

interface Known {
  readonly person: Person;
  readonly passphrase: string | undefined;
}

interface Row {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly passphrase: string | null;
  readonly since: number;
}

function keyOf(name: string): string {
  return name.normalize('NFC').trim().toLowerCase();
}
