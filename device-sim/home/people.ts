import type { SeededRandom } from '../random.ts';
import type { Calendar } from './calendar.ts';
import { type Interval, union } from './intervals.ts';

export type Role = 'commuter' | 'half-timer' | 'teenager';

/** A person's habits, drawn once for a home; days vary around them. Hours are local and may pass 24. */
export interface Person {
  readonly id: string;
  readonly role: Role;
  readonly wake: { readonly workday: number; readonly free: number };
  readonly bed: { readonly workday: number; readonly free: number };
  /** Work or school: on these weekdays, from leaving home to being back. */
  readonly away: { readonly weekdays: readonly number[]; readonly leave: number; readonly back: number };
  /** Weekdays of training, a choir, friends. */
  readonly evenings: readonly number[];
}

/** One day of one person: from waking up until falling asleep, and the outings in between. */
interface DayPlan {
  readonly wake: number;
  readonly bed: number;
  readonly outings: readonly Interval[];
}

export interface Routines {
  readonly people: readonly Person[];
  /** A pure function of seed and day, so any day can be asked for without those before it. */
  plan(person: Person, day: number): DayPlan;
  /** Times the whole household is gone for days, near this day. */
  holidays(day: number): readonly Interval[];
}

const MINUTE = 60_000;
const MONDAY_TO_FRIDAY = [1, 2, 3, 4, 5];
/** In every block of this many days the household is gone for four nights on average, three whole days: a tenth. */
const HOLIDAY_BLOCK = 30;
const TRIP_BLOCK = 21;

export function createRoutines(random: SeededRandom, calendar: Calendar): Routines {
  const people = [commuter(random), halfTimer(random), teenager(random)];
  // Homes start anywhere in their block, or every home's first month would hold its holidays at the same time.
  const phase = random.fork('holiday phase').int(HOLIDAY_BLOCK);

  function holidays(day: number): Interval[] {
    const block = Math.floor((day + phase) / HOLIDAY_BLOCK);
    return [block - 1, block, block + 1].map((nth) => {
      const draw = random.fork(`holiday/${nth}`);
      const nights = 3 + draw.int(3);
      const first = nth * HOLIDAY_BLOCK - phase + draw.int(HOLIDAY_BLOCK - nights);
      return { from: calendar.at(first, draw.between(8.5, 15)), to: calendar.at(first + nights, draw.between(13, 20)) };
    });
  }

  function plan(person: Person, day: number): DayPlan {
    const draw = random.fork(`plan/${person.id}/${day}`);
    const weekday = calendar.weekday(day);
    const works = person.away.weekdays.includes(weekday);
    const bedFree = weekday === 5 || weekday === 6;
    const outings: Interval[] = [];
    const out = (leave: number, back: number) =>
      outings.push({ from: calendar.at(day, leave), to: calendar.at(day, Math.max(back, leave + 0.3)) });

    let wake = draw.normal(works ? person.wake.workday : person.wake.free, works ? 0.2 : 0.6);
    let bed = draw.normal(bedFree ? person.bed.free : person.bed.workday, 0.4);
    if (works) {
      const leave = draw.normal(person.away.leave, 0.15);
      wake = Math.min(wake, leave - 0.45);
      out(leave, draw.normal(person.away.back, 0.35));
    } else if (draw.chance(0.75)) {
      const leave = Math.max(draw.normal(11, 1.2), wake + 0.5);
      out(leave, leave + draw.between(0.6, 3.5));
    }
    const invited = person.role !== 'teenager' && draw.chance(bedFree ? 0.3 : 0.06);
    if (person.evenings.includes(weekday) || invited) {
      const leave = draw.normal(invited ? 19.3 : 18.2, 0.3);
      const back = invited ? draw.normal(22.8, 0.6) : leave + draw.between(1.5, 2.4);
      out(leave, back);
      bed = Math.max(bed, back + 0.4);
    }
    const trip = businessTrip(person, day);
    return {
      wake: calendar.at(day, Math.min(Math.max(wake, 5), 11.5)),
      bed: calendar.at(day, Math.min(Math.max(bed, 21), 26)),
      outings: union(trip === undefined ? outings : [...outings, trip]),
    };
  }

  /** The commuter is gone for a night every few weeks. */
  function businessTrip(person: Person, day: number): Interval | undefined {
    if (person.role !== 'commuter') return undefined;
    const draw = random.fork(`trip/${Math.floor(day / TRIP_BLOCK)}`);
    const first = Math.floor(day / TRIP_BLOCK) * TRIP_BLOCK + draw.int(TRIP_BLOCK - 1);
    if (day !== first || !draw.chance(0.6) || !MONDAY_TO_FRIDAY.includes(calendar.weekday(first))) return undefined;
    const from = calendar.at(first, person.away.leave);
    return { from, to: from + (34 * 60 + draw.int(180)) * MINUTE };
  }

  return { people, plan, holidays };
}

function commuter(random: SeededRandom): Person {
  const draw = random.fork('commuter');
  const early = draw.normal(0, 0.5);
  const atHome = 1 + draw.int(5);
  return {
    id: 'adult-1',
    role: 'commuter',
    wake: { workday: 6.5 + early, free: draw.normal(8.4, 0.5) },
    bed: { workday: 22.8 + early / 2, free: draw.normal(23.6, 0.4) },
    away: {
      weekdays: MONDAY_TO_FRIDAY.filter((day) => day !== atHome),
      leave: 7.6 + early,
      back: draw.normal(17.3, 0.5),
    },
    evenings: [1 + draw.int(4)],
  };
}

function halfTimer(random: SeededRandom): Person {
  const draw = random.fork('half-timer');
  const first = draw.int(3);
  return {
    id: 'adult-2',
    role: 'half-timer',
    wake: { workday: draw.normal(6.9, 0.3), free: draw.normal(8.1, 0.5) },
    bed: { workday: draw.normal(22.6, 0.4), free: draw.normal(23.4, 0.4) },
    away: {
      weekdays: MONDAY_TO_FRIDAY.slice(first, first + 3),
      leave: draw.normal(8.3, 0.3),
      back: draw.normal(15.8, 0.6),
    },
    evenings: [2 + draw.int(3)],
  };
}

function teenager(random: SeededRandom): Person {
  const draw = random.fork('teenager');
  const training = 1 + draw.int(3);
  return {
    id: 'teen-1',
    role: 'teenager',
    wake: { workday: draw.normal(6.8, 0.2), free: draw.normal(9.8, 0.5) },
    bed: { workday: draw.normal(22.3, 0.3), free: draw.normal(24, 0.4) },
    away: { weekdays: MONDAY_TO_FRIDAY, leave: draw.normal(7.4, 0.15), back: draw.normal(14.6, 0.4) },
    evenings: [training, training + 2],
  };
}
