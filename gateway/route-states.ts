import type { RouteState } from '../rules/window.ts';
import type { Flow, Operation } from './store/flow.ts';

/**
 * What routes remember, in memory and in flow.db. Each has a row, which is written with what must be on the disk now. What may
 * wait is written for all routes at once, as one compressed block: of a home's fifty windows that is a page a minute
 * instead of ten. Rows and block are numbered by commits, so that of a route that stands in both the newer counts.
 */
export class RouteStates {
  readonly #flow: Flow;
  readonly #states = new Map<string, RouteState>();
  /** Routes whose newest state stands in the block, and all that stand in it. */
  #inBlock = new Set<string>();
  #written: ReadonlySet<string> = new Set();
  #number = 0;

  constructor(flow: Flow) {
    this.#flow = flow;
  }

  get(route: string): RouteState | undefined {
    return this.#states.get(route);
  }

  set(route: string, state: RouteState): void {
    this.#states.set(route, state);
  }

  keys(): Iterable<string> {
    return this.#states.keys();
  }

  all(): Iterable<[string, RouteState]> {
    return this.#states;
  }

  clear(): void {
    this.#states.clear();
  }

  /** Forgets what is in memory and reads what is on the disk; what `isKept` does not want is deleted there. */
  async read(isKept: (route: string) => boolean): Promise<void> {
    const rows = await this.#flow.read<{ route: string; state: string; number: number }>('route states');
    const [block] = await this.#flow.read<{ number: number; states: string }>('route block');
    const blocked = new Map(Object.entries<RouteState>(JSON.parse(block?.states ?? '{}')));
    const numbers = new Map(rows.map(({ route, number }) => [route, number]));
    this.#states.clear();
    for (const { route, state } of rows) this.#states.set(route, JSON.parse(state));
    this.#inBlock = new Set();
    this.#written = new Set(blocked.keys());
    for (const [route, state] of blocked) {
      if ((block?.number ?? 0) < (numbers.get(route) ?? 0)) continue;
      this.#states.set(route, state);
      this.#inBlock.add(route);
    }
    this.#number = Math.max(this.#number, block?.number ?? 0, ...numbers.values());
    const gone = this.forget([...this.#states.keys()].filter((route) => !isKept(route)));
    if (gone.length > 0) await this.#flow.write(gone);
  }

  /** What keeps these routes' states: at once with all that is in the commit, or `soon`, where it may wait for the next. */
  kept(routes: Iterable<string>, soon: boolean): Operation[] {
    const known = [...routes].filter((route) => this.#states.has(route));
    if (known.length === 0) return [];
    if (soon) {
      for (const route of known) this.#inBlock.add(route);
      return [this.#block()];
    }
    const number = ++this.#number;
    return known.map((route): Operation => {
      this.#inBlock.delete(route);
      return ['route state put', route, JSON.stringify(this.#states.get(route)), number];
    });
  }

  /** Deletes these routes' states here, and with what is returned from the disk. */
  forget(routes: readonly string[]): Operation[] {
    for (const route of routes) {
      this.#states.delete(route);
      this.#inBlock.delete(route);
    }
    const operations = routes.map((route): Operation => ['route state delete', route]);
    // Else the next start would find what was taken back.
    return routes.some((route) => this.#written.has(route)) ? [...operations, this.#block()] : operations;
  }

  #block(): Operation {
    const states: Record<string, RouteState> = Object.create(null);
    for (const route of this.#inBlock) {
      const state = this.#states.get(route);
      if (state) states[route] = state;
    }
    this.#written = new Set(this.#inBlock);
    return ['route block put', ++this.#number, JSON.stringify(states)];
  }
}
