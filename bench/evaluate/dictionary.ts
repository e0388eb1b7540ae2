import { createHash, createHmac } from 'node:crypto';
import { createHome } from '../../device-sim/home/home.ts';
import { createRandom, type SeededRandom } from '../../device-sim/random.ts';
import { localTimeAt } from '../../rules/calendar.ts';
import { pseudonym } from '../../rules/pseudonym.ts';
import { HOUR_MS, START, ZONE } from './lives.ts';

/** A8: how many devices somebody names who tries every address that a maker gives, and how many each naming was tried on. */
export interface Named {
  readonly devices: number;
  /** By whoever has no key: unkeyed hashes, and keyed ones with everything as the key that a recipient is told. */
  readonly withoutKey: number;
  /** By whoever was given the key of the epoch as well. */
  readonly withKey: number;
}

/** What stands in a batch beside the pseudonyms, and could have been the key. */
const TOLD = ['', 'acme-heating', 'dpv:ServiceProvision'];
/** A maker's own half of an address. */
const MAKER = '3c6a9d';

type Naming = (address: string, key: Buffer, draw: SeededRandom) => string;

/** Ways to name a device; the hub's is the last, and the others show that the attack finds what there is to find. */
const NAMINGS = {
  'a hash of the address': (address) => hashed('sha256', spellings(address)[1] ?? ''),
  'keyed by what a recipient is told': (address) => keyed(Buffer.from('acme-heating'), address),
  'keyed, of the address': (address, key) => keyed(key, address),
  'as the hub does, keyed, of a random id': (_, key, draw) => keyed(key, draw.bytes(16).toString('hex')),
} satisfies Record<string, Naming>;

export type NamingName = keyof typeof NAMINGS;

/** Tries 2^`bits` addresses of one maker, 24 being all of them, against so many devices of that maker named in each way. */
export function dictionary(seed: string, bits: number, devices: number): Record<NamingName, Named> {
  const draw = createRandom(`dictionary ${seed}`);
  const key = draw.bytes(32);
  const addresses = new Set<string>();
  while (addresses.size < devices) addresses.add(addressOf(draw.int(2 ** bits)));
  const names = mapNamings((naming) => new Set([...addresses].map((address) => naming(address, key, draw))));
  const found = mapNamings(() => ({ withoutKey: new Set<string>(), withKey: new Set<string>() }));
  const all = Object.keys(NAMINGS) as NamingName[];
  for (let n = 0; n < 2 ** bits; n++) {
    const address = addressOf(n);
    const guessed = guesses(address);
    const leaked = spellings(address).map((spelt) => keyed(key, spelt));
    for (const naming of all) {
      if (guessed.some((name) => names[naming].has(name))) found[naming].withoutKey.add(address);
      if (leaked.some((name) => names[naming].has(name))) found[naming].withKey.add(address);
    }
  }
  return mapNamings((_, name) => ({
    devices,
    withoutKey: found[name].withoutKey.size,
    withKey: Math.max(found[name].withKey.size, found[name].withoutKey.size),
  }));
}

function mapNamings<T>(make: (naming: Naming, name: NamingName) => T): Record<NamingName, T> {
  const entries = (Object.entries(NAMINGS) as [NamingName, Naming][]).map(([name, naming]) => [
    name,
    make(naming, name),
  ]);
  return Object.fromEntries(entries);
}

function addressOf(n: number): string {
  return `${MAKER}${n.toString(16).padStart(6, '0')}`;
}

function guesses(address: string): string[] {
  return spellings(address).flatMap((spelt) => [
    ...['sha256', 'sha1', 'md5'].map((algorithm) => hashed(algorithm, spelt)),
    ...TOLD.map((told) => keyed(Buffer.from(told), spelt)),
  ]);
}

function spellings(address: string): string[] {
  const pairs = (address.match(/../g) ?? []).join(':');
  return [address, pairs, pairs.toUpperCase()];
}

function hashed(algorithm: string, text: string): string {
  return createHash(algorithm).update(text).digest().subarray(0, 16).toString('base64url');
}

function keyed(key: Uint8Array, id: string): string {
  return pseudonym((k, data) => createHmac('sha256', k).update(data).digest(), key, 'device', id);
}

const ROOMS = ['hall', 'kitchen', 'living room', 'bathroom', 'bedroom', 'study'] as const;
export const CHANCE = 1 / ROOMS.length;
const DAY_MS = 86_400_000;
const HOURS = 24;

/**
 * What a keyed hash of a word leaves: of each home the share of its rooms that somebody names who knows when rooms are used
 * in some other homes, and sees at which hours each stand-in of this one was said. Stand-ins stay alike, so hours add up.
 */
export function byFrequency(seed: string, known: number, homes: number, days: number): number[] {
  const usual = sumOf(Array.from({ length: known }, (_, n) => uses(`${seed} known ${n}`, days)));
  return Array.from({ length: homes }, (_, n) => {
    const said = uses(`${seed} ${n}`, days);
    return matched(said, usual).filter((room, at) => room === at).length / ROOMS.length;
  });
}

/** For each stand-in the room that it is most like; the pair that is most alike is taken first, and each once. */
function matched(said: readonly Use[], usual: readonly Use[]): number[] {
  const pairs = said.flatMap((use, at) => usual.map((other, room) => ({ at, room, apart: apart(use, other) })));
  const rooms = new Map<number, number>();
  for (const { at, room } of pairs.sort((a, b) => a.apart - b.apart))
    if (!rooms.has(at) && ![...rooms.values()].includes(room)) rooms.set(at, room);
  return said.map((_, at) => rooms.get(at) ?? -1);
}

/** Minutes by the hour of the day, of each of ROOMS. */
type Use = readonly number[];

function apart(a: Use, b: Use): number {
  return a.reduce((sum, minutes, hour) => sum + Math.abs(Math.log1p(minutes) - Math.log1p(b[hour] ?? 0)), 0);
}

function sumOf(homes: readonly (readonly Use[])[]): Use[] {
  return ROOMS.map((_, room) =>
    Array.from(
      { length: HOURS },
      (_, hour) => homes.reduce((sum, home) => sum + (home[room]?.[hour] ?? 0), 0) / homes.length,
    ),
  );
}

function uses(seed: string, days: number): Use[] {
  const { truth } = createHome({ seed, start: START, days, timeZone: ZONE });
  return ROOMS.map((room) => {
    const minutes = new Array<number>(HOURS).fill(0);
    for (let from = START; from < START + days * DAY_MS; from += HOUR_MS) {
      const { minute } = localTimeAt(from, ZONE);
      const used = truth.active(room, from, from + HOUR_MS).reduce((sum, stay) => sum + stay.to - stay.from, 0);
      const hour = Math.floor(minute / 60);
      minutes[hour] = (minutes[hour] ?? 0) + used / 60_000;
    }
    return minutes;
  });
}
