import { bytes, connect, packet, publish, subscribe, text, two, UNSOUND, variable } from '../abuse/packets.ts';

/** Numbers from 0 to below 1 that one seed always gives in one order (mulberry32). */
export type Chance = () => number;

export function chanceOf(seed: number): Chance {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export interface Credential {
  readonly name: string;
  readonly password: string;
}

/** One connection's life: pieces that are written one after the other, and how it ends. */
export interface Script {
  readonly pieces: readonly Buffer[];
  readonly end: 'end' | 'destroy' | 'wait';
}

/** In every payload and many names; it may stand in no line of the log. */
export const CANARY = 'zq7fuzzcanaryzq7';

/** A script of packets of one version, most of them sound, some of them bent in one place, cut anywhere. */
export function script(chance: Chance, credentials: readonly Credential[]): Script {
  const level = chance() < 0.5 ? 4 : 5;
  const who = pick(chance, credentials);
  const packets = [...Array(1 + below(chance, 12))].map(() => sound(chance, level, who));
  const hello = helloOf(chance, level, who);
  const ordered = chance() < 0.9 ? [hello, ...packets] : shuffled(chance, [hello, ...packets]);
  const bent = ordered.map((each, index) => (chance() < (index === 0 ? 0.2 : 0.25) ? bend(chance, each) : each));
  return { pieces: cut(chance, Buffer.concat(bent)), end: pick(chance, ['end', 'destroy', 'destroy', 'wait']) };
}

function helloOf(chance: Chance, level: 4 | 5, { name, password }: Credential): Buffer {
  const clean = chance() < 0.6;
  const will = chance() < 0.3;
  return connect({
    level,
    flags: 0xc0 | (clean ? 2 : 0) | (will ? 4 | (below(chance, 3) << 3) | (chance() < 0.5 ? 0x20 : 0) : 0),
    keepAlive: pick(chance, [0, 1, 60, 65_535]),
    id: pick(chance, [name, `${name}-${below(chance, 5)}`, '__proto__', 'constructor', '', 'listener', 'good']),
    user: name,
    password: chance() < 0.95 ? password : CANARY,
    properties: properties(chance, CONNECT),
    ...(will
      ? {
          will: Buffer.concat([
            level === 5 ? block(properties(chance, WILL)) : bytes(),
            text(topic(chance, name)),
            text(CANARY),
          ]),
        }
      : {}),
  });
}

function sound(chance: Chance, level: 4 | 5, { name }: Credential): Buffer {
  const id = 1 + below(chance, 20);
  const five = level === 5;
  switch (below(chance, 10)) {
    case 0:
    case 1:
    case 2:
    case 3: {
      const parts = { qos: pick(chance, [0, 1, 2] as const), id, retain: chance() < 0.3, dup: false };
      return publish(
        topic(chance, name),
        payload(chance),
        five ? { ...parts, properties: properties(chance, PUBLISH) } : parts,
      );
    }
    case 4: {
      const filters = [...Array(1 + below(chance, 4))].map(() => topic(chance, name));
      const body = filters.flatMap((filter) => [text(filter), bytes(below(chance, 3))]);
      return five ? packet(0x82, two(id), block(properties(chance, USER)), ...body) : subscribe(filters, 1, id);
    }
    case 5:
      return packet(0xa2, two(id), ...(five ? [block(bytes())] : []), text(topic(chance, name)));
    case 6:
      return packet(
        pick(chance, [0x40, 0x50, 0x62, 0x70]),
        two(id),
        ...(five ? [bytes(pick(chance, [0, 0x10, 0x80, 0x92]))] : []),
      );
    case 7:
      return packet(0xc0);
    case 8:
      return five
        ? packet(0xe0, bytes(pick(chance, [0, 4, 0x81])), block(properties(chance, DISCONNECT)))
        : packet(0xe0);
    default:
      return packet(0x62, two(id));
  }
}

/** A byte changed, left out or put in; another length, type or flag; bytes that are no UTF-8; a piece of itself again. */
function bend(chance: Chance, whole: Buffer): Buffer {
  const at = below(chance, whole.length);
  const noise = below(chance, 256);
  switch (below(chance, 9)) {
    case 0:
      return Buffer.concat([whole.subarray(0, at), bytes(noise), whole.subarray(at + 1)]);
    case 1:
      return Buffer.concat([whole.subarray(0, at), whole.subarray(at + 1)]);
    case 2:
      return Buffer.concat([whole.subarray(0, at), bytes(noise), whole.subarray(at)]);
    case 3:
      return Buffer.concat([whole.subarray(0, 1), pick(chance, LENGTHS), whole.subarray(2)]);
    case 4:
      return Buffer.concat([bytes(noise), whole.subarray(1)]);
    case 5:
      return whole.subarray(0, at);
    case 6:
      return Buffer.concat([whole, whole.subarray(at)]);
    case 7: {
      const bad = pick(chance, Object.values(UNSOUND));
      return Buffer.concat([whole.subarray(0, at), bad, whole.subarray(at + bad.length)]);
    }
    default:
      return Buffer.concat([whole.subarray(0, at), two(pick(chance, [0, 1, 0xff, 0xffff])), whole.subarray(at + 2)]);
  }
}

const LENGTHS = [0, 1, 2, 127, 128, 16_384, 300_000, 268_435_455]
  .map(variable)
  .concat([bytes(0x80, 0), bytes(0xff, 0xff, 0xff, 0xff, 1)]);

function topic(chance: Chance, name: string): string {
  const own = `hearthgate/v1/devices/${name}`;
  return pick(chance, [
    ...['telemetry', 'declaration', 'availability', 'commands/on/result'].map((last) => `${own}/${last}`),
    ...[
      `${own}/commands/+`,
      `${own}/sharing`,
      'x/a',
      'x/a/b',
      'x/#',
      'x/+',
      'z/lamp',
      'z/bridge/devices',
      'z/bridge/logging',
    ],
    ...[
      'homeassistant/sensor/a/config',
      'free/a',
      '$SYS/#',
      '$share/g/x',
      'a//b',
      '/',
      '__proto__',
      'hearthgate/v1/devices/good/telemetry',
    ],
  ]);
}

function payload(chance: Chance): string {
  return pick(chance, [
    '',
    CANARY,
    `{"a":"${CANARY}"}`,
    `{"${CANARY}":1,"b":[1,2,{"c":null}]}`,
    '{"vendor":"v","model":"m"}',
    `[{"ieee_address":"0x00158d0001a2b3c4","friendly_name":"${CANARY}","definition":{"exposes":[]}}]`,
    `{"a":${'['.repeat(below(chance, 80))}`,
    'x'.repeat(below(chance, 3000)),
  ]);
}

type Made = (chance: Chance) => Buffer;
const word: Made = (chance) => text(pick(chance, ['', 'a', CANARY, '__proto__', 'constructor', 'x'.repeat(300)]));
const four: Made = (chance) =>
  pick(chance, [bytes(0, 0, 0, 0), bytes(0, 0, 0, 1), bytes(0, 0, 1, 0), bytes(255, 255, 255, 255)]);
const USER: Readonly<Record<number, Made>> = { 38: (chance) => Buffer.concat([word(chance), word(chance)]) };
const CONNECT = {
  ...USER,
  17: four,
  23: () => bytes(1),
  25: () => bytes(1),
  33: () => two(3),
  34: () => two(9),
  39: four,
  21: word,
};
const WILL = { ...USER, 1: () => bytes(1), 2: four, 3: word, 8: word, 9: word, 24: () => bytes(0, 0, 0, 1) };
const PUBLISH = { ...USER, 1: () => bytes(1), 2: four, 3: word, 8: word, 9: word, 35: () => two(1) };
const DISCONNECT = { ...USER, 17: four, 31: word };

function properties(chance: Chance, table: Readonly<Record<number, Made>>): Buffer {
  const ids = Object.keys(table).map(Number);
  const some = [...Array(below(chance, 4))].map(() => pick(chance, ids));
  const once = chance() < 0.9 ? [...new Set(some)] : some;
  return Buffer.concat(once.map((id) => Buffer.concat([bytes(id), table[id]?.(chance) ?? bytes()])));
}

function block(body: Buffer): Buffer {
  return Buffer.concat([variable(body.length), body]);
}

function cut(chance: Chance, whole: Buffer): Buffer[] {
  if (chance() < 0.5) return [whole];
  const pieces: Buffer[] = [];
  for (let at = 0; at < whole.length; ) {
    const size = 1 + below(chance, chance() < 0.5 ? 8 : 400);
    pieces.push(whole.subarray(at, at + size));
    at += size;
  }
  return pieces;
}

function shuffled<T>(chance: Chance, all: readonly T[]): T[] {
  return all
    .map((each) => [chance(), each] as const)
    .sort(([a], [b]) => a - b)
    .map(([, each]) => each);
}

function below(chance: Chance, most: number): number {
  return Math.floor(chance() * most);
}

function pick<T>(chance: Chance, from: readonly T[]): T {
  const picked = from[below(chance, from.length)];
  if (picked === undefined) throw new Error('nothing to pick from');
  return picked;
}
