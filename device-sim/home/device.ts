import type { SeededRandom } from '../random.ts';
import type { Calendar } from './calendar.ts';
import type { Planter } from './canaries.ts';
import type { Load } from './load.ts';
import type { Truth } from './truth.ts';

/** One PUBLISH of one source. */
export interface Message {
  /** Home time in ms; times inside the payload follow it. */
  readonly at: number;
  readonly source: string;
  readonly topic: string;
  readonly payload: string;
  readonly retain: boolean;
  readonly qos: 0 | 1;
}

/** A client of the hub with a credential of its own: a device, or a bridge that speaks for several. */
export interface Source {
  readonly id: string;
  readonly dialect: 'native' | 'zigbee2mqtt' | 'tasmota' | 'shelly-gen1' | 'shelly-gen2' | 'profile';
  readonly protocol: 4 | 5;
  /** The topic its rights are made from, as a person would read it off the device's settings; native devices have none. */
  readonly base?: string;
  readonly will?: { readonly topic: string; readonly payload: string };
}

/** A simulated device. What it says is a pure function of the home's seed and the time. */
export interface Device {
  readonly id: string;
  readonly source: Source;
  /** As its ecosystem names maker and model; what a manifest's product matches on. */
  readonly vendor?: string;
  readonly model?: string;
  /** Stable within its source: MAC, IEEE address or topic name; what the dialect will report as the device's key. */
  readonly key: string;
  /** What it says on connecting: birth, declarations, discovery; retained. */
  greetings(at: number): readonly Message[];
  /** All it says in a local day of the home, in any order. */
  day(day: number): readonly Message[];
}

/** Makes a source's messages; everything but time, topic and content is the same for most of them. */
export function says(source: Source) {
  const message = (at: number, topic: string, payload: unknown, retain: boolean, qos: 0 | 1): Message => ({
    at,
    source: source.id,
    topic,
    payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
    retain,
    qos,
  });
  return {
    now: (at: number, topic: string, payload: unknown) => message(at, topic, payload, false, 0),
    surely: (at: number, topic: string, payload: unknown) => message(at, topic, payload, false, 1),
    retained: (at: number, topic: string, payload: unknown) => message(at, topic, payload, true, 1),
  };
}

/** Instants of a local day on a grid of `everyMs` from 1970 on, shifted, so that devices do not all speak at once. */
export function* ticks(calendar: Calendar, day: number, everyMs: number, shiftMs: number): Generator<number> {
  const end = calendar.dayStart(day + 1);
  const first = Math.ceil((calendar.dayStart(day) - shiftMs) / everyMs) * everyMs + shiftMs;
  for (let at = first; at < end; at += everyMs) yield at;
}

/**
 * A value carried from day to day (a meter's count, a room's temperature): its state at the start of any day, worked out
 * forward from day 0 and remembered. Before day 0 there is nothing to carry.
 */
export function carried<T>(first: T, after: (day: number, before: T) => T): (day: number) => T {
  const states: T[] = [first];
  return (day) => {
    let state = states.at(-1) ?? first;
    for (let next = states.length; next <= day; next++) {
      state = after(next - 1, state);
      states.push(state);
    }
    return states[Math.max(day, 0)] ?? first;
  };
}

export function round(value: number, digits: number): number {
  const scale = 10 ** digits;
  return Math.round(value * scale) / scale;
}

/** What a device is built from. */
export interface Parts {
  readonly calendar: Calendar;
  readonly truth: Truth;
  readonly load: Load;
  readonly planter: Planter;
  readonly random: SeededRandom;
  /** Home time at which everything was switched on. */
  readonly start: number;
}
