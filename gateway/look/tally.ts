import { entry, lengthSafe } from '../../rules/length-safe.ts';
import { type Identifier, KINDS, type Kind } from './identifiers.ts';
import type { GivenAway } from './look.ts';

/** Different identifiers of one kind that are told apart. */
const MOST_DIFFERENT = 2_000;
/** Places of one kind that are told apart. */
const MOST_PLACES = 40;

/** Counts identifiers by kind and place. Of their values only marks are kept, and only for this one look. */
export class Tally {
  readonly #mark: (text: string) => string;
  readonly #kinds = new Map<Kind, Counted>();

  constructor(mark: (text: string) => string) {
    this.#mark = mark;
  }

  /** All of one message: what stands twice at one place counts once. */
  add(found: readonly Identifier[], place: (where: string) => string, dialect: string | undefined): void {
    const counted = new Set<string>();
    for (const { kind, where, value } of found) {
      const of = entry(this.#kinds, kind, () => ({ different: new Set<string>(), places: new Map(), more: false }));
      this.#tellApart(of, kind, value);
      const placed = place(where);
      const key = lengthSafe([kind, placed]);
      if (counted.has(key)) continue;
      counted.add(key);
      const at = lengthSafe([dialect ?? '', placed]);
      if (!of.places.has(at) && of.places.size >= MOST_PLACES) continue;
      const known = entry(of.places, at, () => ({ where: placed, dialect, messages: 0 }));
      known.messages += 1;
    }
  }

  told(): GivenAway[] {
    return KINDS.flatMap((kind) => {
      const of = this.#kinds.get(kind);
      if (of === undefined) return [];
      const places = [...of.places.values()]
        .sort((a, b) => b.messages - a.messages)
        .map(({ where, dialect, messages }) => ({ where, ...(dialect === undefined ? {} : { dialect }), messages }));
      return [{ kind, different: of.different.size, ...(of.more ? { more: true as const } : {}), places }];
    });
  }

  #tellApart(of: Counted, kind: Kind, value: string): void {
    const mark = this.#mark(lengthSafe([kind, value.toLowerCase()]));
    if (of.different.size < MOST_DIFFERENT) of.different.add(mark);
    else if (!of.different.has(mark)) of.more = true;
  }
}

interface Counted {
  readonly different: Set<string>;
  readonly places: Map<string, { readonly where: string; readonly dialect: string | undefined; messages: number }>;
  more: boolean;
}
