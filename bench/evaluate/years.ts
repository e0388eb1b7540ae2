import { createCalendar } from '../../device-sim/home/calendar.ts';
import type { Interval } from '../../device-sim/home/intervals.ts';
import { createLoad, SAMPLE_MS } from '../../device-sim/home/load.ts';
import { createRoutines } from '../../device-sim/home/people.ts';
import { createTruth } from '../../device-sim/home/truth.ts';
import { createRandom } from '../../device-sim/random.ts';
import { type Said, START, ZONE } from './lives.ts';
import { mean } from './measures.ts';

/**
 * The same simulated homes as `live` gives, over so long a time that only what linkage needs is made: the mean power of each
 * quarter of an hour, and answers of each day. The stand-by of one plug is the same in all.
 */
export interface Year {
  readonly watts: readonly Said[];
  /** 1 where somebody is at home at noon, told at noon. */
  readonly noon: readonly Said[];
  /** 1 where nobody is there from midnight to midnight, told at noon. */
  readonly gone: readonly Said[];
}

const STANDBY_WATTS = 2;
const QUARTER_MS = 900_000;

export function yearOf(seed: string, days: number): Year {
  const random = createRandom(`home ${seed}`);
  const calendar = createCalendar(ZONE, START);
  const truth = createTruth(random.fork('truth'), calendar, createRoutines(random.fork('people'), calendar));
  const load = createLoad(random.fork('load'), calendar, truth, STANDBY_WATTS);
  const watts: Said[] = [];
  const noon: Said[] = [];
  const gone: Said[] = [];
  for (let day = 0; day < days; day++) {
    const [from, at, to] = [calendar.dayStart(day), calendar.at(day, 12), calendar.dayStart(day + 1)];
    const samples = load.watts(day);
    const each = QUARTER_MS / SAMPLE_MS;
    for (let i = 0; i < samples.length; i += each)
      watts.push({ at: from + i * SAMPLE_MS, value: mean([...samples.subarray(i, i + each)]) });
    const there = truth.occupied(from, to);
    noon.push({ at, value: Number(there.some((span) => covers(span, at))) });
    gone.push({ at, value: Number(there.length === 0) });
  }
  return { watts, noon, gone };
}

function covers({ from, to }: Interval, at: number): boolean {
  return from <= at && at < to;
}
