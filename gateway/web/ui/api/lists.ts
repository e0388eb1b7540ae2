import { type ReadonlySignal, signal, useLayoutEffect, useState } from '../framework.ts';
import { follow, type Shown, type Until, untilAnswered } from './answers.ts';
import { type Answer, type Asked, ask, type Call, NotDone } from './client.ts';
import type { Calls } from './types.ts';

/** An address that gives its lines in pages. */
type ListCall = {
  [C in Call]: Calls[C] extends { answer: { items: readonly unknown[]; total: number } } ? C : never;
}[Call];
type Line<C extends ListCall> = Answer<C>['items'][number];

export interface Lines<T> {
  readonly items: readonly T[];
  readonly total: number;
}

export interface Listing<T> {
  readonly now: ReadonlySignal<Shown<Lines<T>>>;
  /** Asks for as many again as are shown now. */
  again(): void;
  /** Shows a page more. */
  more(): void;
}

export const PAGE = 50;
/** As many as the hub gives at once. */
const MOST = 200;

/** A list of the hub, 50 lines first or as many as said; asked again, with as many as are shown, when one of `until` happens. */
export function useList<C extends ListCall>(
  call: C,
  query: Readonly<Record<string, string | boolean | undefined>>,
  until: readonly Until[],
  least = PAGE,
): Listing<Line<C>> {
  const key = JSON.stringify([call, query]);
  const [listing, setListing] = useState(() => lists(call, query, least));
  const [shownKey, setKey] = useState(key);
  if (shownKey !== key) {
    setKey(key);
    setListing(lists(call, query, least, listing.now.value));
  }
  const kinds = until.join();
  useLayoutEffect(() => {
    listing.again();
    return follow(kinds, listing.again);
  }, [listing, kinds]);
  return listing;
}

/** What stood there before stays until the answer to the new question comes. */
function lists<C extends ListCall>(
  call: C,
  query: object,
  least: number,
  before?: Shown<Lines<Line<C>>>,
): Listing<Line<C>> {
  const now = signal<Shown<Lines<Line<C>>>>({ answer: before?.answer, failed: undefined, isLoading: true });
  let wanted = least;
  let number = 0;
  const again = () => {
    const own = ++number;
    now.value = { ...now.value, isLoading: true };
    const asks = first(call, query, wanted).then(
      (answer) => {
        if (own === number) now.value = { answer, failed: undefined, isLoading: false };
      },
      (error: unknown) => {
        const failed = error instanceof NotDone ? error : new NotDone('defect', 0);
        if (own === number) now.value = { ...now.value, failed, isLoading: false };
      },
    );
    if (own === 1 && !before) void untilAnswered(asks);
  };
  return {
    ...{ now, again },
    more() {
      wanted += PAGE;
      again();
    },
  };
}

/** The first lines, as many as are wanted. */
async function first<C extends ListCall>(call: C, query: object, wanted: number): Promise<Lines<Line<C>>> {
  const items: Line<C>[] = [];
  let cursor: string | undefined;
  for (;;) {
    const paging = { ...query, limit: Math.min(MOST, wanted - items.length), cursor };
    // Every list takes these two; that they are of the query of each is more than the compiler follows.
    const asked: unknown = { query: paging };
    const page: Answer<C> & { readonly next?: string } = await ask(call, asked as Asked<C>);
    items.push(...page.items);
    cursor = page.next;
    if (cursor === undefined || items.length >= wanted) return { items, total: page.total };
  }
}
