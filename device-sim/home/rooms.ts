import type { SeededRandom } from '../random.ts';
import type { Interval } from './intervals.ts';
import type { Role } from './people.ts';

export type Room = 'hall' | 'kitchen' | 'living room' | 'bathroom' | 'bedroom' | 'teenager room' | 'study';

export interface Visit extends Interval {
  readonly room: Room;
}

const MINUTE = 60_000;

/** How long one stays, in minutes. */
const LENGTH: Readonly<Record<Room, readonly [number, number]>> = {
  hall: [1, 3],
  kitchen: [8, 40],
  'living room': [20, 110],
  bathroom: [4, 18],
  bedroom: [8, 35],
  'teenager room': [25, 110],
  study: [40, 120],
};

/** Where somebody sleeps. */
export function sleepsIn(role: Role): Room {
  return role === 'teenager' ? 'teenager room' : 'bedroom';
}

/**
 * The rooms of a waking span at home. Who comes in or goes out passes the hall; in between the hour and the role decide.
 * `hour` gives the local hour of an instant.
 */
export function visits(
  span: Interval & { readonly arrives: boolean; readonly leaves: boolean },
  role: Role,
  hour: (at: number) => number,
  random: SeededRandom,
): Visit[] {
  const found: Visit[] = [];
  const add = (room: Room, from: number, to: number) => {
    if (to > from) found.push({ room, from, to });
  };
  const inside = span.arrives ? Math.min(span.from + Math.round(random.between(1, 3) * MINUTE), span.to) : span.from;
  const outside = span.leaves ? Math.max(span.to - Math.round(random.between(1, 3) * MINUTE), inside) : span.to;

  add('hall', span.from, inside);
  let at = inside;
  let before: Room = 'hall';
  while (at < outside) {
    const room = choose(role, hour(at), before, random);
    const [least, most] = LENGTH[room];
    const until = Math.min(at + Math.round(random.between(least, most) * MINUTE), outside);
    add(room, at, until);
    at = until;
    before = room;
  }
  add('hall', outside, span.to);
  return found;
}

function choose(role: Role, hour: number, before: Room, random: SeededRandom): Room {
  const weights = [...wishes(role, hour)].filter(([room]) => room !== before);
  let left = random.float() * weights.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [room, weight] of weights) {
    left -= weight;
    if (left < 0) return room;
  }
  return 'kitchen';
}

function wishes(role: Role, hour: number): ReadonlyMap<Room, number> {
  const meal = (hour >= 6 && hour < 9) || (hour >= 11.5 && hour < 13.5) || (hour >= 17.5 && hour < 19.5);
  const evening = hour >= 19 || hour < 3;
  const own = sleepsIn(role);
  return new Map<Room, number>([
    ['kitchen', meal ? 6 : 1.5],
    ['bathroom', hour < 9 || hour >= 21.5 ? 2.5 : 0.7],
    ['living room', evening ? 6 : 2],
    [own, role === 'teenager' ? 5 : 0.8],
    ['study', role === 'teenager' || evening || hour < 8 ? 0.2 : 4],
  ]);
}
