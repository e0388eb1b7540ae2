import { tickOf, windowOf } from './calendar.ts';
import type { Form, ShapedField, Summary } from './forms/form.ts';
import { expectedError, MICRO, type Noised, type NoisedValue } from './forms/noised.ts';
import { closeRollUp, openRollUp, type RollUp, roll } from './forms/roll-up.ts';
import { asAgreed, shapeEvent } from './forms/shape.ts';
import { type Accumulator, add, close, openAccumulator } from './forms/summary.ts';
import { beginNoised, closeNoised, type Draw, type NoisedState, takeNoised } from './noised-window.ts';
import { type Permitted, permit } from './permitted.ts';
import type { Route } from './plan.ts';
import type { Instant, Value } from './reading.ts';
import { dropsWhatWaits, type HoldRule, outOfHours } from './standing.ts';

/** How long after its end a window stays open for readings that are on their way. */
export const GRACE_MS = 30_000;

/**
 * What one route remembers between readings: plain data, one JSON row. Shaping changes it in place, so a reading costs
 * no copy; whoever wants the state from before keeps its JSON. It belongs to exactly this route: when the route leaves
 * the plan the row is deleted, and its open windows with it.
 */
export interface RouteState {
  readonly route: string;
  /** Start of the last grain tick that let a value through; -1 before the first. Never moves backwards. */
  tick: Instant;
  /** End of the newest window that was closed; -1 before the first. No window opens twice, whatever the clock does. */
  closed: Instant;
  /** Windows of readings, oldest first: the agreed windows where a summary was agreed, else the released ones. */
  open: Accumulator[];
  /** Released windows that are put together from agreed ones, oldest first. */
  rolled: RollUp[];
  /** The one record of a consent that is given once has left. */
  spent?: true;
  /** Of noised routes: their days, and the window that is released next. */
  noised?: NoisedState;
}

/**
 * Why a value went no further: its window is closed; its tick had its one record; it is not of the declared type; the
 * consent has ended; the household holds it back. Only counted, never logged with the value.
 */
export type Dropped = 'late' | 'thinned' | 'type' | 'expired' | HoldRule;

export interface Applied {
  readonly state: RouteState | undefined;
  readonly permitted?: Permitted;
  readonly dropped?: Dropped;
}

/**
 * Takes one value down one route: as declared, then as the agreed form alone would release it, then in the released
 * form. `state` is changed in place. A time ahead of the hub's counts as now: nothing was measured in the future, and
 * so only the current window and the one in its grace are ever open.
 */
export function apply(
  route: Route,
  state: RouteState | undefined,
  value: Value,
  at: Instant,
  now: Instant,
  timeZone: string,
): Applied {
  if (now >= route.until || isSpent(route, state)) return { state, dropped: 'expired' };
  const when = at < now ? at : now;
  const held = route.held ?? outside(route, when, now, timeZone);
  if (held !== undefined) return { state, dropped: held };
  const known = asAgreed(route.spec, route.agreed, value);
  if (known === undefined) return { state, dropped: 'type' };
  const applied = shape(route, state, known, when, now, timeZone);
  return applied.permitted && route.consent.once ? { ...applied, state: spent(route, applied.state) } : applied;
}

function shape(
  route: Route,
  state: RouteState | undefined,
  known: Value,
  when: Instant,
  now: Instant,
  timeZone: string,
): Applied {
  const { released } = route;
  switch (released.form) {
    case 'withheld':
      return { state };
    case 'exact': {
      const tick = tickOf(released.grain, when, timeZone);
      return { state, permitted: permitted(route, tick, tick, shapeEvent(released, known, unitOf(route))) };
    }
    case 'rounded':
    case 'category': {
      const kept = state ?? emptyState(route.id);
      const tick = tickOf(released.grain, when, timeZone);
      if (tick <= kept.tick) return { state: kept, dropped: 'thinned' };
      kept.tick = tick;
      return { state: kept, permitted: permitted(route, tick, tick, shapeEvent(released, known, unitOf(route))) };
    }
    case 'noised':
      return takeInNoise(route, released, stateFor(route, state, now, timeZone), known, when, timeZone);
    case 'summary':
      return takeIn(route, released, state ?? emptyState(route.id), known, when, now, timeZone);
  }
}

export interface Closed {
  readonly permitted: readonly Permitted[];
  /** The same object when nothing was due, another when something closed; undefined when the consent ended or is held. */
  readonly state: RouteState | undefined;
}

/**
 * Closes the windows that ended at least GRACE_MS ago, agreed ones first, and gives what they release. The shell calls
 * it at `closesAt`, and at the start for what ended while the hub was off. `draw` is asked once for each noised window, and what it
 * gives was spent: without it nothing noised is released.
 */
export function closeDue(route: Route, state: RouteState, now: Instant, timeZone: string, draw?: Draw): Closed {
  const { agreed, released } = route;
  if (now >= route.until || takesBack(route) || route.consent.once === 'spent')
    return { permitted: [], state: undefined };
  if (released.form === 'noised') return closeNoise(route, released, state, now, timeZone, draw);
  if (released.form !== 'summary') return { permitted: [], state };
  const out: Permitted[] = [];
  if (!due(state, now)) return { permitted: out, state };
  const [ended, open] = split(state.open, now);
  const rest: RouteState = { ...state, open };
  for (const acc of ended) {
    rest.closed = Math.max(rest.closed, acc.to);
    if (agreed.form === 'summary') rollIn(route, rest, acc, agreed, released, timeZone);
    else emit(out, route, acc.from, acc.to, close(acc, released, unitOf(route)));
  }
  if (agreed.form === 'summary') {
    const [full, filling] = split(rest.rolled, now);
    rest.rolled = filling;
    for (const up of full) emit(out, route, up.from, up.to, closeRollUp(up, agreed, released, unitOf(route)));
  }
  const [first] = out;
  return first && route.consent.once
    ? { permitted: [first], state: spent(route, rest) }
    : { permitted: out, state: rest };
}

/** By its own time and by the hub's: a device cannot date itself out of the night, nor a late plan let it out. */
function outside({ hours }: Route, when: Instant, now: Instant, timeZone: string): HoldRule | undefined {
  if (hours === undefined) return undefined;
  return outOfHours(hours, when, timeZone) ?? outOfHours(hours, now, timeZone);
}

function isSpent({ consent }: Route, state: RouteState | undefined): boolean {
  return consent.once === 'spent' || state?.spent === true;
}

/** Whether the household took back what waits of this route. */
export function takesBack({ held }: Route): boolean {
  return held !== undefined && dropsWhatWaits(held);
}

function spent(route: Route, state: RouteState | undefined): RouteState {
  const { noised: _, ...rest } = state ?? emptyState(route.id);
  return { ...rest, open: [], rolled: [], spent: true };
}

/** When `closeDue` next has something to do, or undefined while no window is open. */
export function closesAt(state: RouteState): Instant | undefined {
  let first: Instant | undefined;
  for (const { to } of state.open) if (first === undefined || to < first) first = to;
  for (const { to } of state.rolled) if (first === undefined || to < first) first = to;
  if (state.noised && (first === undefined || state.noised.to < first)) first = state.noised.to;
  return first === undefined ? undefined : first + GRACE_MS;
}

export function due(state: RouteState, now: Instant): boolean {
  const at = closesAt(state);
  return at !== undefined && at <= now;
}

/**
 * A value's way into its window. What was agreed as events comes in as these events would tell it: at most one a tick
 * below exact, and at the tick's time.
 */
function takeIn(
  route: Route,
  released: Summary,
  state: RouteState,
  value: Value,
  when: Instant,
  now: Instant,
  timeZone: string,
): Applied {
  const { agreed } = route;
  const at = agreedTime(agreed, state, when, timeZone);
  if (at === undefined) return { state, dropped: 'thinned' };
  const form = agreed.form === 'summary' ? agreed : released;
  const acc = windowAt(state, form, at, timeZone);
  if (acc.to + GRACE_MS <= now || acc.to <= state.closed) return { state, dropped: 'late' };
  // Also when it is new: an accumulator is only kept once it is known that it is not late.
  if (acc.count === 0) keep(state.open, acc);
  add(acc, value, at, form.categories);
  return { state };
}

/** When the agreed form alone would have told of it; undefined when it would not have. */
function agreedTime(agreed: Form, state: RouteState, when: Instant, timeZone: string): Instant | undefined {
  if (agreed.form !== 'exact' && agreed.form !== 'rounded' && agreed.form !== 'category') return when;
  const at = tickOf(agreed.grain, when, timeZone);
  if (agreed.form !== 'exact') {
    if (at <= state.tick) return undefined;
    state.tick = at;
  }
  return at;
}

/** A noised route’s state from the first moment on: its windows are released whether anything is said or not. Undefined for others. */
export function begin({ id, released }: Route, now: Instant, timeZone: string): RouteState | undefined {
  if (released.form !== 'noised') return undefined;
  return { ...emptyState(id), noised: beginNoised(released, now, timeZone) };
}

function stateFor(route: Route, state: RouteState | undefined, now: Instant, timeZone: string): RouteState {
  return state ?? begin(route, now, timeZone) ?? emptyState(route.id);
}

function takeInNoise(
  route: Route,
  released: Noised,
  state: RouteState,
  value: Value,
  when: Instant,
  timeZone: string,
): Applied {
  const at = agreedTime(route.agreed, state, when, timeZone);
  if (at === undefined) return { state, dropped: 'thinned' };
  if (state.noised === undefined) return { state, dropped: 'late' };
  const taken = takeNoised(state.noised, released, route.spec, value, at, timeZone);
  if (taken === 'late') return { state, dropped: 'late' };
  state.noised = taken;
  return { state };
}

function closeNoise(
  route: Route,
  released: Noised,
  state: RouteState,
  now: Instant,
  timeZone: string,
  draw: Draw | undefined,
): Closed {
  if (state.noised === undefined || !due(state, now)) return { permitted: [], state };
  const closed = closeNoised(state.noised, released, route.spec, now - GRACE_MS, timeZone, draw);
  const all = closed.released.map(({ from, to, told }) =>
    permitted(route, from, to, shapedNoise(route, released, told)),
  );
  const rest: RouteState = { ...state, noised: closed.state, closed: closed.state.from };
  const [first] = all;
  if (first === undefined || !route.consent.once) return { permitted: all, state: rest };
  return { permitted: [first], state: spent(route, rest) };
}

/** ε is only said where it says all: where nothing of the device leaves without noise. */
function shapedNoise(route: Route, released: Noised, told: NoisedValue): ShapedField {
  const error = Number(expectedError(released, route.spec).toPrecision(3));
  const unit = released.statistic === 'mean' || released.statistic === 'sum' ? unitOf(route) : undefined;
  return {
    ...{ form: 'noised', ...told, error },
    ...(route.covered && { epsilon: released.microEpsilon / MICRO, per: released.unit }),
    ...(unit !== undefined && { unit }),
  };
}

function windowAt(state: RouteState, form: Summary, at: Instant, timeZone: string): Accumulator {
  for (const acc of state.open) if (acc.from <= at && at < acc.to) return acc;
  const { from, to } = windowOf(form.window, at, timeZone);
  return openAccumulator(from, to);
}

/** The result of an agreed window becomes part of the released window that its last instant lies in: all of it does. */
function rollIn(route: Route, state: RouteState, acc: Accumulator, agreed: Summary, released: Summary, zone: string) {
  const result = close(acc, agreed, unitOf(route));
  if (result === undefined || result.form !== 'summary') return;
  const { from, to } = windowOf(released.window, acc.to - 1, zone);
  let up = state.rolled.find((known) => known.from === from);
  if (up === undefined) {
    up = openRollUp(from, to);
    keep(state.rolled, up);
  }
  roll(up, result, acc.to, agreed, released);
}

function emit(out: Permitted[], route: Route, from: Instant, to: Instant, shaped: ShapedField | undefined): void {
  if (shaped !== undefined) out.push(permitted(route, from, to, shaped));
}

function permitted(route: Route, from: Instant, to: Instant, shaped: ShapedField): Permitted {
  return permit({
    recipient: route.recipient,
    purpose: route.purpose,
    consent: route.consent.id,
    slotMs: route.slotMs,
    withinMs: route.withinMs,
    device: route.device,
    from,
    to,
    field: route.field,
    shaped,
  });
}

function unitOf(route: Route): string | undefined {
  return route.spec.type === 'number' ? route.spec.unit : undefined;
}

function keep<T extends { readonly from: Instant }>(windows: T[], window: T): void {
  windows.push(window);
  windows.sort((a, b) => a.from - b.from);
}

function split<T extends { readonly to: Instant }>(windows: T[], now: Instant): [ended: T[], open: T[]] {
  const ended = windows.filter(({ to }) => to + GRACE_MS <= now);
  return ended.length === 0 ? [ended, windows] : [ended, windows.filter(({ to }) => to + GRACE_MS > now)];
}

function emptyState(route: string): RouteState {
  return { route, tick: -1, closed: -1, open: [], rolled: [] };
}
