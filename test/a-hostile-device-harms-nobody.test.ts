import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import fc from 'fast-check';
import type { MqttClient } from 'mqtt';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type House, openHouse, plugThermostat, telemetry } from './house.ts';

let house: House;
let thermostat: MqttClient;
beforeEach(async () => {
  house = await openHouse();
  thermostat = await plugThermostat(house);
});
afterEach(() => house.stop());

/** Random input goes on for this long; what one run does not find another may, and a failure prints its seed. */
const BUDGET_MS = 3_000;

/** One of each dialect, with topics that it may publish on. */
const HOSTILE = {
  native: { added: {}, topics: ['telemetry', 'declaration', 'availability', 'commands/on/result'].map(ownTopic) },
  zigbee2mqtt: {
    added: { dialect: 'zigbee2mqtt', base: 'z' },
    topics: [
      'z/lamp',
      'z/a b/ü',
      'z/bridge/devices',
      'z/bridge/groups',
      'z/bridge/logging',
      'homeassistant/a/b/config',
    ],
  },
  tasmota: {
    added: { dialect: 'tasmota', base: 't' },
    topics: [
      'tele/t/SENSOR',
      't/stat/RESULT',
      'tele/t/0x1/SENSOR',
      'stat/t/STATUS0',
      'tasmota/discovery/0000A1B2C3D4/config',
    ],
  },
  'shelly-gen1': {
    added: { dialect: 'shelly-gen1', base: 's1' },
    topics: ['shellies/s1/relay/0', 'shellies/announce'],
  },
  'shelly-gen2': { added: { dialect: 'shelly-gen2', base: 's2' }, topics: ['s2/events/rpc', 's2/status/switch:0'] },
} as const;
type Kind = keyof typeof HOSTILE;

function ownTopic(last: string): string {
  return `hearthgate/v1/devices/native/${last}`;
}

/** Words that mean something to some dialect, so that random payloads reach the insides. */
const word = fc.oneof(
  fc.constantFrom(
    'state',
    'src',
    'method',
    'params',
    'ZbReceived',
    'StatusSNS',
    'POWER',
    'ft',
    'tp',
    't',
    'id',
    'exposes',
  ),
  fc.constantFrom(
    'definition',
    'friendly_name',
    'ieee_address',
    'ts',
    'fields',
    'vendor',
    'model',
    'Info1',
    '__proto__',
  ),
  fc.string({ unit: 'grapheme', maxLength: 12 }),
);
const { value: json } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 6 },
    word,
    fc.double(),
    fc.boolean(),
    fc.constantFrom(null, 'NotifyStatus', '%prefix%/%topic%/', 'ON', '0x00158d0001a2b3c4'),
    fc.array(tie('value'), { maxLength: 5 }),
    fc.dictionary(word, tie('value'), { maxKeys: 6 }),
  ),
}));
const payload = fc.oneof(
  json.map((value) => Buffer.from(JSON.stringify(value) ?? '')),
  fc.array(json, { maxLength: 5 }).map((values) => Buffer.from(JSON.stringify(values))),
  fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
  fc.nat({ max: 20_000 }).map((levels) => Buffer.from('['.repeat(levels))),
);

/** 3.3: a PUBLISH with QoS 1, so that something is answered. */
function publish(topic: string, body: Buffer, retain: boolean): Buffer {
  const name = Buffer.from(topic);
  return packet(retain ? 0x33 : 0x32, [two(name.length), name, two(1), body]);
}

function packet(first: number, parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  const length: number[] = [];
  for (let rest = body.length; rest > 0 || length.length === 0; rest = Math.floor(rest / 128)) {
    length.push((rest % 128) + (rest >= 128 ? 128 : 0));
  }
  return Buffer.concat([Buffer.from([first, ...length]), body]);
}

function two(value: number): Buffer {
  return Buffer.from([value >> 8, value & 255]);
}

function text(value: string): Buffer {
  return Buffer.concat([two(Buffer.byteLength(value)), Buffer.from(value)]);
}

/** 3.1: a CONNECT of MQTT 3.1.1 with a clean session. */
function connectPacket(name: string, password: string): Buffer {
  const head = Buffer.from([0, 4, 77, 81, 84, 84, 4, 0xc2, 0, 60]);
  return packet(0x10, [head, text(name), text(name), text(password)]);
}

async function open(): Promise<Socket> {
  const socket = connect(house.hub.broker.ports().mqtt ?? 0, '127.0.0.1');
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  return socket;
}

/** Says all of it and waits until each has its PUBACK: what a payload says is no reason to end a connection. */
async function say(name: Kind, password: string, packets: readonly Buffer[]): Promise<void> {
  const socket = await open();
  let answered = 0;
  const all = new Promise<void>((resolve, reject) => {
    socket.on('data', (answer: Buffer) => {
      answered += answer.length;
      // CONNACK and each PUBACK have four bytes.
      if (answered === 4 + 4 * packets.length) resolve();
    });
    socket.once('close', () => reject(new Error('the connection was ended')));
  });
  socket.write(Buffer.concat([connectPacket(name, password), ...packets]));
  await all;
  socket.destroy();
}

/** Sends the pieces and waits until the broker has ended the connection. */
async function send(bytes: readonly Buffer[]): Promise<void> {
  const socket = await open();
  const ended = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  for (const each of bytes) socket.write(each);
  socket.end();
  socket.resume();
  await ended;
}

async function othersAreWell(count: number): Promise<void> {
  const before = performance.now();
  await thermostat.publishAsync(telemetry('thermostat'), JSON.stringify({ temperature: count }), { qos: 1 });
  expect(performance.now() - before).toBeLessThan(5_000);
  expect(thermostat.connected).toBe(true);
}

async function credentials(): Promise<Record<Kind, string>> {
  const passwords: Partial<Record<Kind, string>> = {};
  for (const [name, { added }] of Object.entries(HOSTILE)) {
    const asked = { name, dialect: 'native', read: [], write: [], ...added };
    passwords[name as Kind] = (await house.do<{ password: string }>('device add', asked)).password;
  }
  return passwords as Record<Kind, string>;
}

const limit = { numRuns: 1_000, interruptAfterTimeLimit: BUDGET_MS, markInterruptAsFailure: false };

test('whatever a device says under its own name, in any shape: others are served, and quarantine stays short', async () => {
  const passwords = await credentials();
  const message = fc.constantFrom(...(Object.keys(HOSTILE) as Kind[])).chain((kind) =>
    fc.record({
      kind: fc.constant(kind),
      said: fc.array(fc.tuple(fc.constantFrom(...HOSTILE[kind].topics), payload, fc.boolean()), {
        minLength: 1,
        maxLength: 30,
      }),
    }),
  );
  let count = 0;
  await fc.assert(
    fc.asyncProperty(message, async ({ kind, said }) => {
      const packets = said.map(([topic, body, retain]) => publish(topic, body, retain));
      await say(kind, passwords[kind], packets);
      await othersAreWell(++count);
    }),
    limit,
  );
  expect(count).toBeGreaterThan(20);
  expect(await quarantineIsShort()).toEqual(new Set(Object.keys(HOSTILE)));
  expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  expect(thermostatReadings()).toBe(count);
}, 30_000);

test('whatever bytes come, before a CONNECT or behind one, whole or in pieces: others are served', async () => {
  const passwords = await credentials();
  const good = connectPacket('native', passwords.native);
  const sound = publish(ownTopic('telemetry'), Buffer.from('{"a":1}'), false);
  const bytes = fc.uint8Array({ minLength: 1, maxLength: 600 }).map((raw) => Buffer.from(raw));
  /** Sound packets with a byte changed, one left out, or another length: nearer to the edge than noise. */
  const broken = fc
    .tuple(fc.constantFrom(good, sound), fc.nat(), fc.nat({ max: 255 }), fc.nat({ max: 2 }))
    .map(([of, where, to, how]) => {
      const at = where % of.length;
      const middle = how === 0 ? Buffer.from([to]) : how === 1 ? Buffer.alloc(0) : Buffer.from([of[at] ?? 0, to]);
      return Buffer.concat([of.subarray(0, at), middle, of.subarray(at + 1)]);
    });
  const stream = fc.tuple(
    fc.boolean(),
    fc.array(fc.oneof(bytes, broken, fc.constant(sound)), { minLength: 1, maxLength: 8 }),
  );
  let count = 0;
  await fc.assert(
    fc.asyncProperty(stream, fc.nat({ max: 40 }), async ([known, parts], cut) => {
      const all = Buffer.concat([...(known ? [good] : []), ...parts]);
      await send([all.subarray(0, cut), all.subarray(cut)]);
      await othersAreWell(++count);
    }),
    limit,
  );
  expect(count).toBeGreaterThan(50);
  await quarantineIsShort();
  expect(thermostatReadings()).toBe(count);
}, 30_000);

/** What the thermostat said stayed home, each of it: nobody asks for anything. */
function thermostatReadings(): number {
  return house.hub.line.stayed
    .drain('2026-11-02', () => 'nobody asks')
    .filter(
      ([, , device, field, reason]) => device === 'thermostat' && field === 'temperature' && reason === 'nobody asks',
    )
    .reduce((sum, row) => sum + row[5], 0);
}

/** Whose lines there are. */
async function quarantineIsShort(): Promise<Set<string>> {
  await house.hub.flow.write([]);
  const lines = await house.hub.flow.read<{ source: string; shape: string }>('quarantine list', 100_000);
  const sources = new Set(lines.map(({ source }) => source));
  for (const source of sources) expect(lines.filter((line) => line.source === source).length).toBeLessThanOrEqual(30);
  expect(house.hub.registry.known().length).toBeLessThan(2_000);
  return sources;
}
