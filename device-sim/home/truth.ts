import type { SeededRandom } from '../random.ts';
import type { Calendar } from './calendar.ts';
import { type Interval, intersect, subtract, union } from './intervals.ts';
import type { Person, Routines } from './people.ts';
import { type Room, sleepsIn, visits } from './rooms.ts';

/** A person in one place for a while. */
export interface Stay extends Interval {
  readonly person: string;
  readonly place: Room | 'away';
  readonly asleep: boolean;
}

interface Presence {
  /** Somebody is at home. */
  readonly occupied: boolean;
  /** Somebody is at home and awake. */
  readonly active: boolean;
  readonly people: readonly Stay[];
}

/** The front door opens: everybody who passes within it, and which way. */
interface Passage extends Interval {
  readonly people: readonly { readonly person: string; readonly way: 'out' | 'in'; readonly at: number }[];
}

/** What really happens in the home; devices are driven by it, attackers are measured against it. */
export interface Truth {
  readonly people: readonly string[];
  /** All stays that overlap the span, whole (not cut to it), by begin. */
  stays(from: number, to: number): readonly Stay[];
  presence(at: number): Presence;
  /** When somebody is at home, cut to the span. */
  occupied(from: number, to: number): readonly Interval[];
  /** When somebody awake is in the room, cut to the span. */
  active(room: Room, from: number, to: number): readonly Interval[];
  /** Openings of the front door that begin in the span. */
  passages(from: number, to: number): readonly Passage[];
}

const DAY = 86_400_000;

export function createTruth(random: SeededRandom, calendar: Calendar, routines: Routines): Truth {
  const known = new Map<number, readonly Stay[]>();

  /** Stays of all from each one's waking up on this day until waking up on the next. */
  function day(nth: number): readonly Stay[] {
    const remembered = known.get(nth);
    if (remembered !== undefined) return remembered;
    const stays = routines.people.flatMap((person) => personDay(person, nth));
    known.set(nth, stays);
    return stays;
  }

  function personDay(person: Person, nth: number): Stay[] {
    const { wake, bed } = routines.plan(person, nth);
    const next = routines.plan(person, nth + 1).wake;
    const gone = union([
      ...[nth - 2, nth - 1, nth, nth + 1].flatMap((other) => routines.plan(person, other).outings),
      ...routines.holidays(nth),
    ]);
    const edges = { starts: new Set(gone.map((i) => i.from)), ends: new Set(gone.map((i) => i.to)) };
    const stays: Stay[] = [];
    for (const away of intersect({ from: wake, to: next }, gone)) {
      stays.push({ ...away, person: person.id, place: 'away', asleep: false });
    }
    for (const span of subtract({ from: wake, to: bed }, gone)) {
      const passing = { ...span, arrives: edges.ends.has(span.from), leaves: edges.starts.has(span.to) };
      const draw = random.fork(`rooms/${person.id}/${span.from}`);
      for (const { room, from, to } of visits(passing, person.role, calendar.hour, draw)) {
        stays.push({ from, to, person: person.id, place: room, asleep: false });
      }
    }
    for (const night of subtract({ from: bed, to: next }, gone)) {
      stays.push({ ...night, person: person.id, place: sleepsIn(person.role), asleep: true });
    }
    return stays;
  }

  function stays(from: number, to: number): Stay[] {
    const found: Stay[] = [];
    for (let nth = calendar.dayOf(from) - 1; nth <= calendar.dayOf(to); nth++) {
      for (const stay of day(nth)) if (stay.to > from && stay.from < to) found.push(stay);
    }
    return found.sort((a, b) => a.from - b.from || (a.person < b.person ? -1 : 1));
  }

  function clipped(from: number, to: number, wanted: (stay: Stay) => boolean): Interval[] {
    return union(intersect({ from, to }, stays(from, to).filter(wanted)));
  }

  return {
    people: routines.people.map((person) => person.id),
    stays,
    presence(at) {
      const people = stays(at, at + 1);
      const home = people.filter((stay) => stay.place !== 'away');
      return { occupied: home.length > 0, active: home.some((stay) => !stay.asleep), people };
    },
    occupied: (from, to) => clipped(from, to, (stay) => stay.place !== 'away'),
    active: (room, from, to) => clipped(from, to, (stay) => stay.place === room && !stay.asleep),
    passages: (from, to) =>
      passages(stays(from - DAY / 24, to + DAY / 24), random).filter((p) => p.from >= from && p.from < to),
  };
}

/** Those who pass within a minute of one another go through one opening. */
function passages(stays: readonly Stay[], random: SeededRandom): Passage[] {
  const crossings = routesOf(stays).sort((a, b) => a.at - b.at || (a.person < b.person ? -1 : 1));
  const groups: (typeof crossings)[] = [];
  for (const crossing of crossings) {
    const group = groups.at(-1);
    const last = group?.at(-1);
    if (group !== undefined && last !== undefined && crossing.at - last.at <= 60_000) group.push(crossing);
    else groups.push([crossing]);
  }
  return groups.flatMap((people) => {
    const [first, last] = [people[0], people.at(-1)];
    if (first === undefined || last === undefined) return [];
    const open = Math.round(random.fork(`door/${first.at}`).between(4, 18) * 1000);
    return [{ from: first.at, to: last.at + open, people }];
  });
}

/** Where a person's stay away begins next to one at home, or ends next to one. */
function routesOf(stays: readonly Stay[]): Passage['people'][number][] {
  const crossings: Passage['people'][number][] = [];
  const before = new Map<string, Stay>();
  for (const stay of stays) {
    const last = before.get(stay.person);
    before.set(stay.person, stay);
    if (last === undefined || last.to !== stay.from || (last.place === 'away') === (stay.place === 'away')) continue;
    crossings.push({ person: stay.person, way: stay.place === 'away' ? 'out' : 'in', at: stay.from });
  }
  return crossings;
}
