import { createHome, type Home } from '../../device-sim/home/home.ts';
import type { Interval } from '../../device-sim/home/intervals.ts';
import { localTimeAt } from '../../rules/calendar.ts';

export const ZONE = 'Europe/Berlin';
/** A Monday at midnight; no clock changes within half a year of it. */
export const START = Date.UTC(2026, 3, 5, 22);
export const HOUR_MS = 3_600_000;

export interface Said {
  readonly at: number;
  readonly value: number;
}

/** One hour of a home, and what really happened in it: attackers are trained on some homes' and measured on others'. */
export interface Hour {
  readonly from: number;
  readonly day: number;
  readonly hour: number;
  readonly weekend: boolean;
  /** Somebody was at home for most of it. */
  readonly occupied: boolean;
  /** Somebody awake was in the living room for a minute of it or more. */
  readonly active: boolean;
}

/** A simulated home over some weeks: what its devices said, and the truth. */
export interface Life {
  readonly hours: readonly Hour[];
  /** The meter's, every minute. */
  readonly watts: readonly Said[];
  /** When the motion sensor of the living room published, 1 for motion. */
  readonly motion: readonly Said[];
}

export function live(seed: string, days: number): Life {
  const home = createHome({ seed, start: START, days, timeZone: ZONE });
  return {
    hours: hoursOf(home),
    watts: said(home, 'meter', ({ ENERGY }) => (ENERGY as { Power?: number } | undefined)?.Power),
    motion: said(home, 'motion', ({ occupancy }) => (typeof occupancy === 'boolean' ? Number(occupancy) : undefined)),
  };
}

export function hoursOf({ start, truth, end }: Home): Hour[] {
  const hours: Hour[] = [];
  for (let from = start; from < end; from += HOUR_MS) {
    const { weekday, minute } = localTimeAt(from, ZONE);
    hours.push({
      from,
      day: Math.floor((from - start) / (24 * HOUR_MS)),
      hour: Math.floor(minute / 60),
      weekend: weekday > 5,
      occupied: lengthOf(truth.occupied(from, from + HOUR_MS)) > HOUR_MS / 2,
      active: lengthOf(truth.active('living room', from, from + HOUR_MS)) >= 60_000,
    });
  }
  return hours;
}

function said(
  home: Home,
  device: string,
  pick: (payload: Readonly<Record<string, unknown>>) => number | undefined,
): Said[] {
  const all: Said[] = [];
  for (const { at, payload } of home.messages(START + 1, home.end, ({ id }) => id === device)) {
    if (!payload.startsWith('{')) continue;
    const value = pick(JSON.parse(payload));
    if (value !== undefined) all.push({ at, value });
  }
  return all;
}

function lengthOf(spans: readonly Interval[]): number {
  return spans.reduce((sum, { from, to }) => sum + to - from, 0);
}
