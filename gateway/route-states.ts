import type { Instant, Value } from '../rules/reading.ts';
import type { RouteState } from '../rules/window.ts';
import type { Flow, Operation } from './store/flow.ts';

/** A value that changed a route's state, to be taken again at a start as it was taken then. */
export interface Taken {
  readonly route: string;
  readonly value: Value;
  readonly at: Instant;
  readonly now: Instant;
}

/** The state that a route has once it took this; undefined where it has none. */
export type Take = (taken: Taken, before: RouteState | undefined) => RouteState | undefined;

/**
 * Row `change` of flow.db: a list of what was taken, four elements each (route, value, at, now: a route is written out once and
 * is a number from then on, in order of appearance since the block), or an object of states that count from here.
 */
type Change = readonly (Value | number)[] | Readonly<Record<string, RouteState>>;

/**
 * What routes remember, in memory and in flow.db: there as one compressed block of all states, and behind it what changed
 * since. What a commit took is written, and not the states that it led to: a thousand readings of as many devices change
 * a thousand states, and a state is ten times its reading. Where that would be more than the block itself, the block is
 * written anew, and begins the list behind it again.
 */
export class RouteStates {
  readonly #flow: Flow;
  readonly #states = new Map<string, RouteState>();
  /** Since the last commit: what changed routes in order, and the routes that changed otherwise. */
  #taken: Taken[] = [];
  readonly #changed = new Set<string>();
  /** Routes that were written out since the block, and their numbers. */
  readonly #numbers = new Map<string, number>();
  /** Values behind the block. */
  #behind = 0;
  /** Something stands behind the block on the disk. */
  #isBehind = false;
  /** The next commit holds the block. */
  #isDue = false;

  constructor(flow: Flow) {
    this.#flow = flow;
  }

  get(route: string): RouteState | undefined {
    return this.#states.get(route);
  }

  all(): Iterable<[string, RouteState]> {
    return this.#states;
  }

  /** `state` is what the route has now that it took this. */
  took(taken: Taken, state: RouteState): void {
    this.#states.set(taken.route, state);
    if (this.#isDue) return;
    this.#taken.push(taken);
    if (this.#taken.length > this.#most) this.#isDue = true;
  }

  /** `state` is what the route has now, by something else than a value: its windows begin, or some closed. */
  became(route: string, state: RouteState): void {
    this.#states.set(route, state);
    this.#changed.add(route);
  }

  /** With the next commit all of it stands on the disk as it is, and a start has nothing to take again. */
  settle(): void {
    this.#isDue ||= this.#isBehind || this.#taken.length + this.#changed.size > 0;
  }

  /** Forgets these routes here, and with the next commit on the disk. */
  forget(routes: ReadonlySet<string>): void {
    for (const route of routes) if (this.#states.delete(route)) this.#isDue = true;
  }

  /** Forgets all here and nothing on the disk. */
  clear(): void {
    this.#states.clear();
    this.#begin();
  }

  /** Forgets what is in memory and reads what is on the disk; what `isKept` does not want is deleted there. */
  async read(isKept: (route: string) => boolean, take: Take): Promise<void> {
    const [block] = await this.#flow.read<{ states: string }>('route block');
    const changes = await this.#flow.read<{ change: string }>('route changes');
    this.clear();
    this.#put(JSON.parse(block?.states ?? '{}'));
    const routes: string[] = [];
    for (const { change } of changes) {
      const changed: Change = JSON.parse(change);
      if (Array.isArray(changed)) this.#takeAgain(changed, routes, take);
      else this.#put(changed as Readonly<Record<string, RouteState>>);
    }
    this.forget(new Set([...this.#states.keys()].filter((route) => !isKept(route))));
    const isAnyGone = this.#isDue;
    // The numbers of before are not gone on with.
    this.#isBehind = changes.length > 0;
    this.#isDue ||= this.#isBehind;
    if (isAnyGone) await this.#flow.write(this.changes());
  }

  /**
   * What keeps all that changed since the last call, to be committed with what it led to. Where nobody waits for it (`soon`), a block of
   * a page or two is written once a minute, which is less than any list behind it.
   */
  changes(soon = false): Operation[] {
    const size = this.#taken.length + this.#changed.size * A_STATE;
    this.#behind += size;
    const isSmall = soon && size > 0 && this.#states.size <= FEW;
    if (this.#isDue || isSmall || size > this.#most || this.#behind > MOST_BEHIND + 4 * this.#states.size) {
      const block: Operation = ['route block put', JSON.stringify(this.#of(this.#states.keys()))];
      // Also to delete nothing is to write a page.
      const operations: Operation[] = this.#isBehind ? [['route changes delete'], block] : [block];
      this.#begin();
      return operations;
    }
    const operations: Operation[] = [];
    if (this.#changed.size > 0) {
      // Their states hold what they took, too.
      this.#taken = this.#taken.filter(({ route }) => !this.#changed.has(route));
      operations.push(['route change add', JSON.stringify(this.#of(this.#changed))]);
    }
    if (this.#taken.length > 0) operations.push(['route change add', JSON.stringify(this.#listed(this.#taken))]);
    this.#isBehind ||= operations.length > 0;
    this.#taken = [];
    this.#changed.clear();
    return operations;
  }

  /** More values in one commit cost more than the block. */
  get #most(): number {
    return 2 * this.#states.size;
  }

  /** As after a block. */
  #begin(): void {
    this.#taken = [];
    this.#changed.clear();
    this.#numbers.clear();
    this.#behind = 0;
    this.#isBehind = false;
    this.#isDue = false;
  }

  #of(routes: Iterable<string>): Record<string, RouteState> {
    const states: Record<string, RouteState> = Object.create(null);
    for (const route of routes) {
      const state = this.#states.get(route);
      if (state) states[route] = state;
    }
    return states;
  }

  #put(states: Readonly<Record<string, RouteState>>): void {
    for (const [route, state] of Object.entries(states)) this.#states.set(route, state);
  }

  #listed(taken: readonly Taken[]): (Value | number)[] {
    const list: (Value | number)[] = [];
    for (const { route, value, at, now } of taken) {
      const number = this.#numbers.get(route);
      if (number === undefined) this.#numbers.set(route, this.#numbers.size);
      list.push(number ?? route, value, at, now);
    }
    return list;
  }

  #takeAgain(list: readonly (Value | number)[], routes: string[], take: Take): void {
    for (let i = 0; i < list.length; i += 4) {
      const [which, value = 0, at, now] = list.slice(i, i + 4);
      if (typeof which === 'string') routes.push(which);
      const route = typeof which === 'string' ? which : (routes[Number(which)] ?? '');
      const state = take({ route, value, at: Number(at), now: Number(now) }, this.#states.get(route));
      if (state) this.#states.set(route, state);
    }
  }
}

/** A state is about as long as so many values. */
const A_STATE = 8;
/** States that make a block of a page or two. */
const FEW = 100;
/** Values behind the block, besides four for each state: taken again at a start in well under a second. */
const MOST_BEHIND = 2_000;
