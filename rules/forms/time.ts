import { GRAINS, type Grain, WINDOWS, type Window } from './form.ts';

const MINUTE = 60_000;
export const DAY_MS = 86_400_000;

export const GRAIN_MS: Readonly<Record<Grain, number>> = {
  PT1S: 1000,
  PT10S: 10_000,
  PT1M: MINUTE,
  PT5M: 5 * MINUTE,
  PT15M: 15 * MINUTE,
  PT30M: 30 * MINUTE,
  PT1H: 60 * MINUTE,
};

/** Lengths of windows; of days and longer only the usual ones (a day has 23 to 25 hours, a month here 30 days). */
export const WINDOW_MS: Readonly<Record<Window, number>> = {
  PT1M: MINUTE,
  PT5M: 5 * MINUTE,
  PT15M: 15 * MINUTE,
  PT30M: 30 * MINUTE,
  PT1H: 60 * MINUTE,
  P1D: DAY_MS,
  P1W: 7 * DAY_MS,
  P1M: 30 * DAY_MS,
};

export function coarserGrain(a: Grain, b: Grain): Grain {
  return GRAIN_MS[a] >= GRAIN_MS[b] ? a : b;
}

export function finerGrain(a: Grain, b: Grain): Grain {
  return GRAIN_MS[a] <= GRAIN_MS[b] ? a : b;
}

/** Whether windows `a` can be put together from windows `b`. Months are not made of weeks. */
export function windowAtMost(a: Window, b: Window): boolean {
  if (a === 'P1M' && b === 'P1W') return false;
  return WINDOWS.indexOf(a) >= WINDOWS.indexOf(b);
}

/** The finest window that both can be put together to, or none (weeks and months). */
export function meetWindow(a: Window, b: Window): Window | undefined {
  if (windowAtMost(a, b)) return a;
  return windowAtMost(b, a) ? b : undefined;
}

/** The coarsest window that both can be put together from; weeks and months overlap in pieces of days. */
export function joinWindow(a: Window, b: Window): Window {
  if (windowAtMost(a, b)) return b;
  return windowAtMost(b, a) ? a : 'P1D';
}

/** The finest window that events of this grain can be summed up in. */
export function windowForGrain(grain: Grain): Window {
  return grain === 'PT1S' || grain === 'PT10S' ? 'PT1M' : grain;
}

/** The coarsest grain whose events can be summed up in this window. */
export function grainForWindow(window: Window): Grain {
  return GRAINS.find((grain) => grain === window) ?? 'PT1H';
}
