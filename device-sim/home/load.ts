import type { SeededRandom } from '../random.ts';
import type { Calendar } from './calendar.ts';
import { type Interval, intersect, union } from './intervals.ts';
import type { Stay, Truth } from './truth.ts';

/** Length of one sample of the load, in ms. */
export const SAMPLE_MS = 10_000;

/** What the home draws from the mains, made of what people do. */
export interface Load {
  /** Watts in each sample of the local day, from its first instant on. */
  watts(day: number): Float64Array;
  /** When the television (behind the smart plug) is on during the local day. */
  television(day: number): readonly Interval[];
  /** Watts behind the smart plug at an instant of that day. */
  plugWatts(at: number, on: boolean): number;
  /** When the lamp of the living room is on during the local day. */
  lamp(day: number): readonly Interval[];
}

interface Draw extends Interval {
  readonly watts: number;
  /** Seconds on and off in turn; absent: on all the time. */
  readonly cycle?: readonly [number, number];
}

const MINUTE = 60_000;
const FRIDGE: readonly [number, number] = [14 * 60, 28 * 60];

export function createLoad(random: SeededRandom, calendar: Calendar, truth: Truth, standbyWatts: number): Load {
  const base = random.fork('base').between(50, 110);
  const fridge = random.fork('fridge').between(65, 105);
  const screen = random.fork('screen').between(75, 135);
  const cached = new Map<number, Float64Array>();

  const isDark = (at: number) => calendar.hour(at) < 7.7 || calendar.hour(at) >= 17;
  const span = (day: number) => ({ from: calendar.dayStart(day), to: calendar.dayStart(day + 1) });
  const awake = (day: number) => {
    const { from, to } = span(day);
    // A wash started before midnight still runs after it.
    return truth.stays(from - 120 * MINUTE, to).filter((stay) => stay.place !== 'away' && !stay.asleep);
  };

  const television = (day: number) =>
    intersect(
      span(day),
      union(
        awake(day).filter((stay) => stay.place === 'living room' && stay.to - stay.from > 20 * MINUTE && wants(stay)),
      ),
    );
  /** Nearly always in the evening, now and then by day. */
  const wants = (stay: Stay) =>
    random.fork(`television/${stay.person}/${stay.from}`).chance(calendar.hour(stay.from) >= 18 ? 0.85 : 0.25);
  const lamp = (day: number) =>
    intersect(span(day), union(awake(day).filter((stay) => stay.place === 'living room' && isDark(stay.from))));
  const plugWatts = (at: number, on: boolean) =>
    on ? tenth(screen * (1 + 0.12 * wave(at / 1000 / 97) + 0.05 * wave(at / 1000 / 13))) : standbyWatts;

  function draws(day: number): Draw[] {
    const { from, to } = span(day);
    const found: Draw[] = [{ from, to, watts: base }];
    for (const stay of awake(day)) {
      const draw = random.fork(`load/${stay.person}/${stay.from}`);
      if (isDark(stay.from) && stay.place !== 'hall') found.push({ ...stay, watts: draw.between(12, 45) });
      if (stay.place === 'study') found.push({ ...stay, watts: draw.between(60, 110) });
      if (stay.place === 'kitchen') found.push(...kitchen(stay, calendar.hour(stay.from), draw));
      if (stay.place === 'bathroom' && draw.chance(0.07)) found.push(...wash(stay.from, draw));
    }
    return found;
  }

  function watts(day: number): Float64Array {
    const remembered = cached.get(day);
    if (remembered !== undefined) return remembered;
    const { from, to } = span(day);
    const samples = new Float64Array(Math.round((to - from) / SAMPLE_MS));
    for (const draw of draws(day)) add(samples, from, draw);
    add(samples, from, { from, to, watts: fridge, cycle: FRIDGE });
    const noise = random.fork(`noise/${day}`);
    const tv = television(day);
    let next = 0;
    for (let i = 0; i < samples.length; i++) {
      const at = from + i * SAMPLE_MS;
      while ((tv[next]?.to ?? Number.POSITIVE_INFINITY) <= at) next++;
      const plug = plugWatts(at, (tv[next]?.from ?? Number.POSITIVE_INFINITY) <= at);
      samples[i] = Math.max(0, (samples[i] ?? 0) * (1 + (noise.float() - 0.5) * 0.04) + plug);
    }
    // Days are asked for in order; two are enough for those who look across midnight.
    if (cached.size >= 2) cached.clear();
    cached.set(day, samples);
    return samples;
  }

  return { watts, television, plugWatts, lamp };
}

function kitchen(stay: Stay, hour: number, draw: SeededRandom): Draw[] {
  const minutes = (stay.to - stay.from) / MINUTE;
  const found: Draw[] = [];
  if (draw.chance(0.6)) {
    const boil = stay.from + draw.int(3) * MINUTE;
    found.push({ from: boil, to: boil + draw.between(2, 4) * MINUTE, watts: 1950 });
  }
  const meal = (hour >= 11 && hour < 13.5) || (hour >= 17 && hour < 20);
  if (meal && minutes > 14) {
    const from = stay.from + draw.between(2, 6) * MINUTE;
    found.push({ from, to: stay.to, watts: draw.between(1200, 2100), cycle: [40, 30] });
  }
  return found;
}

/** Heating the water, then turning, then spinning. */
function wash(from: number, draw: SeededRandom): Draw[] {
  const warm = from + draw.between(15, 25) * MINUTE;
  const turn = warm + draw.between(35, 55) * MINUTE;
  return [
    { from, to: warm, watts: 2050 },
    { from: warm, to: turn, watts: 160, cycle: [12, 8] },
    { from: turn, to: turn + 9 * MINUTE, watts: 420 },
  ];
}

/** The cycle hangs on the clock and not on the day's begin, so that it runs through midnight. */
function add(samples: Float64Array, dayStart: number, { from, to, watts, cycle }: Draw): void {
  const first = Math.max(0, Math.ceil((from - dayStart) / SAMPLE_MS));
  const last = Math.min(samples.length, Math.ceil((to - dayStart) / SAMPLE_MS));
  for (let i = first; i < last; i++) {
    const second = (dayStart + i * SAMPLE_MS) / 1000;
    if (cycle !== undefined && second % (cycle[0] + cycle[1]) >= cycle[0]) continue;
    samples[i] = (samples[i] ?? 0) + watts;
  }
}

/** Between -1 and 1 with period 1: a triangle, since sines may differ between machines. */
function wave(turns: number): number {
  const part = turns - Math.floor(turns);
  return part < 0.5 ? 4 * part - 1 : 3 - 4 * part;
}

function tenth(watts: number): number {
  return Math.round(watts * 10) / 10;
}
