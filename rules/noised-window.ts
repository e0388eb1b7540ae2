import { windowOf } from './calendar.ts';
import {
  type Noised,
  type NoisedDay,
  type NoisedValue,
  noisedWindows,
  openNoisedDay,
  releaseNoised,
  takeInNoised,
} from './forms/noised.ts';
import type { FieldSpec } from './manifest.ts';
import type { RandomBytes } from './noise.ts';
import type { Instant, Value } from './reading.ts';

/**
 * What a noised route remembers: the days that are not all released, and the next window that is, whatever is said or
 * not. Plain data, one JSON row with the rest of the route's state.
 */
export interface NoisedState {
  readonly days: readonly NoisedDay[];
  readonly from: Instant;
  readonly to: Instant;
}

/** Begins with the first window of which all can still be said. */
export function beginNoised(form: Noised, now: Instant, timeZone: string): NoisedState {
  const running = windowOf(form.window, now, timeZone);
  const first = running.from === now ? running : windowOf(form.window, running.to, timeZone);
  return { days: [], ...first };
}

/** Takes in one value; `late` when its window was released or never will be. Days are changed in place, new ones added. */
export function takeNoised(
  state: NoisedState,
  form: Noised,
  spec: FieldSpec,
  value: Value,
  at: Instant,
  timeZone: string,
): NoisedState | 'late' {
  if (at < state.from) return 'late';
  const known = state.days.find(({ from, to }) => from <= at && at < to);
  const day = known ?? openNoisedDay(form, at, timeZone);
  takeInNoised(day, form, spec, value, at);
  return known ? state : { ...state, days: [...state.days, day] };
}

/** The bytes to draw the noise of the window from that begins at `from`; none where its home-day has no budget. */
export type Draw = (from: Instant) => RandomBytes | undefined;

export interface NoisedWindow {
  readonly from: Instant;
  readonly to: Instant;
  readonly told: NoisedValue;
}

/**
 * Releases every window that ended by `until`, at most those of that day and the one before: what a hub that was off longer
 * did not send was seen to be missing anyway. What may not be drawn is not released, and the time goes on.
 */
export function closeNoised(
  state: NoisedState,
  form: Noised,
  spec: FieldSpec,
  until: Instant,
  timeZone: string,
  draw: Draw | undefined,
): { readonly released: readonly NoisedWindow[]; readonly state: NoisedState } {
  const released: NoisedWindow[] = [];
  const yesterday = windowOf('P1D', windowOf('P1D', until, timeZone).from - 1, timeZone);
  let { days, from, to } =
    state.from < yesterday.from ? { ...state, ...windowOf(form.window, yesterday.from, timeZone) } : state;
  while (to <= until) {
    const at = from;
    const day = days.find((one) => one.from <= at && at < one.to) ?? openNoisedDay(form, at, timeZone);
    const window = noisedWindows(form, day).findIndex((one) => one.from === at);
    const random = draw?.(at);
    if (random !== undefined) released.push({ from, to, told: releaseNoised(form, spec, day, window, random) });
    ({ from, to } = windowOf(form.window, to, timeZone));
    const next = from;
    days = days.filter((one) => one.to > next);
  }
  return { released, state: { days, from, to } };
}
