/**
 * What was made last, kept until something it was made of is another. The parts are lists of things that are replaced
 * when they change, never changed in place; nobody has to say that something changed, and so nobody can forget to.
 */
export class Kept<T> {
  #last: Last<T> | undefined;

  /** `make` says until when the same parts make the same. */
  get(of: Parts, now: number, make: () => { readonly made: T; readonly until: number }): T {
    const last = this.#last;
    if (last && now >= last.from && now < last.until && isSame(of, last.of)) return last.made;
    const { made, until } = make();
    this.#last = { of, from: now, until, made };
    return made;
  }
}

type Parts = readonly (readonly unknown[])[];

interface Last<T> {
  readonly of: Parts;
  readonly from: number;
  readonly until: number;
  readonly made: T;
}

function isSame(one: Parts, other: Parts): boolean {
  return one.length === other.length && one.every((list, i) => isSameList(list, other[i] ?? []));
}

function isSameList(one: readonly unknown[], other: readonly unknown[]): boolean {
  return one === other || (one.length === other.length && one.every((each, i) => each === other[i]));
}
