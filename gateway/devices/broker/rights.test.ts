import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Client } from '../clients.ts';
import { mayPublish, mayReceive, maySayTheSame, maySubscribe } from './rights.ts';
import { covers, matches, meet, validFilter } from './topics.ts';

const client = (more: Partial<Client>): Client => ({
  name: 'thermo',
  kind: 'device',
  grants: { read: [], write: [] },
  ...more,
});
const native = client({});
const own = 'hearthgate/v1/devices/thermo';
const CLIENTS: Readonly<Record<string, Client>> = {
  native,
  tasmota: client({ dialect: 'tasmota', base: 'plug_1' }),
  'a FullTopic': client({ dialect: 'tasmota', base: 'home/%prefix%/fan' }),
  'shelly-gen1': client({ dialect: 'shelly-gen1', base: 'shelly1-A1' }),
  'shelly-gen2': client({ dialect: 'shelly-gen2', base: 'shellyplus-b2' }),
  profile: client({ dialect: 'profile', base: 'meter/#' }),
  bridge: client({ kind: 'bridge', dialect: 'zigbee2mqtt', base: 'zigbee2mqtt' }),
  esphome: client({ dialect: 'esphome', base: 'esp/porch' }),
  statestream: client({ kind: 'bridge', dialect: 'statestream', base: 'ha-states' }),
  app: client({ kind: 'app', grants: { read: ['#', '$SYS/#'], write: ['#', '$SYS/#'] } }),
  'no base': client({ dialect: 'tasmota' }),
};

describe('publishing', () => {
  const may: [string, string][] = [
    ['native', `${own}/telemetry`],
    ['native', `${own}/commands/on/result`],
    ['tasmota', 'tele/plug_1/SENSOR'],
    ['tasmota', 'plug_1/stat/RESULT'],
    ['tasmota', 'tasmota/discovery/AABBCC/config'],
    ['tasmota', 'homeassistant/sensor/AABBCC_x/config'],
    ['a FullTopic', 'home/tele/fan/LWT'],
    ['a FullTopic', 'home/stat/fan/RESULT'],
    ['shelly-gen1', 'shellies/shelly1-A1/relay/0'],
    ['shelly-gen1', 'shellies/announce'],
    ['shelly-gen2', 'shellyplus-b2/events/rpc'],
    ['profile', 'meter/1/power'],
    ['bridge', 'zigbee2mqtt/lamp'],
    ['bridge', 'homeassistant/light/0x1/light/config'],
    ['esphome', 'esp/porch/sensor/a/state'],
    ['esphome', 'homeassistant/sensor/porch/a/config'],
    ['esphome', 'esphome/discover/porch'],
    ['statestream', 'ha-states/light/desk/state'],
    ['statestream', 'homeassistant/status'],
    ['app', 'hearthgate/v1/devices/thermo/commands/on'],
    ['app', 'zigbee2mqtt/lamp/set'],
  ];
  test.each(may)('%s may on %s', (who, topic) => expect(mayPublish(CLIENTS[who] ?? native, topic)).toBe(true));
  const mayNot: [string, string][] = [
    ['native', 'hearthgate/v1/devices/lamp/telemetry'],
    ['native', `${own}/commands/on`],
    ['native', `${own}/sharing`],
    ['native', `${own}/telemetry/more`],
    ['native', '$SYS/x/new/clients'],
    ['tasmota', 'tele/plug_10/SENSOR'],
    ['tasmota', 'cmnd/plug_1/POWER'],
    ['tasmota', 'homeassistant/status'],
    ['a FullTopic', 'home/cmnd/fan/POWER'],
    ['a FullTopic', 'tele/fan/LWT'],
    ['shelly-gen1', 'shellies/other/relay/0'],
    ['shelly-gen1', 'shellies/command'],
    ['shelly-gen2', 'shellyplus-b3/events/rpc'],
    ['bridge', `${own}/telemetry`],
    ['esphome', 'esp/garage/sensor/a/state'],
    ['esphome', 'esphome/discover/garage'],
    ['esphome', 'homeassistant/status'],
    ['statestream', 'homeassistant/light/desk/config'],
    ['app', `${own}/telemetry`],
    ['app', 'hearthgate/v1/devices/thermo/commands/on/result'],
    ['app', '$SYS/x'],
    ['no base', 'tele/undefined/STATE'],
  ];
  test.each(mayNot)('%s may not on %s', (who, topic) => expect(mayPublish(CLIENTS[who] ?? native, topic)).toBe(false));
});

test('TP-10, TP-12: a filter must be a part of what is granted, not only meet it', () => {
  for (const filter of ['#', '+/#', '+/+', 'hearthgate/#', 'hearthgate/v1/devices/+/sharing', `${own}/#`, `${own}/+`]) {
    expect(maySubscribe(native, filter)).toBe(false);
  }
  expect(maySubscribe(native, `${own}/commands/+`)).toBe(true);
  expect(maySubscribe(native, `${own}/commands/on`)).toBe(true);
  const { app } = CLIENTS;
  for (const filter of ['$SYS/#', '$share/g/a', '$share//x', '$queue/a', 'a#', 'a/#/b', '+a']) {
    expect(maySubscribe(app ?? native, filter)).toBe(false);
  }
  expect(maySubscribe(app ?? native, '#')).toBe(true);
  expect(mayReceive(app ?? native, '$SYS/a')).toBe(false);
});

const level = fc.constantFrom('a', 'b', '', '$x', 'thermo');
const topic = fc.array(level, { minLength: 1, maxLength: 4 }).map((levels) => levels.join('/'));
const filter = fc
  .tuple(fc.array(fc.oneof(level, fc.constant('+')), { minLength: 1, maxLength: 4 }), fc.boolean())
  .map(([levels, rest]) => [...levels, ...(rest ? ['#'] : [])].join('/'))
  .filter(validFilter);

/** The standard's sentence, as simply as it can be written: a second implementation. */
function simplyMatches(pattern: string, name: string): boolean {
  if (name.startsWith('$') && /^[#+]/.test(pattern)) return false;
  const source = pattern
    .split('/')
    .map((part) => (part === '+' ? '[^/]*' : part.replace(/\$/g, '\\$')))
    .join('/')
    .replace(/(^|\/)#$/, (_all, slash: string) => (slash ? '(/.*)?' : '.*'));
  return new RegExp(`^${source}$`, 's').test(name);
}

test('matching agrees with a second, simple implementation', () => {
  fc.assert(
    fc.property(filter, topic, (f, t) => matches(f, t) === simplyMatches(f, t)),
    { numRuns: 5000 },
  );
});

test('a covered filter matches nothing that the grant does not', () => {
  fc.assert(
    fc.property(filter, filter, topic, (grant, f, t) => !(covers(grant, f) && matches(f, t)) || matches(grant, t)),
    { numRuns: 20_000 },
  );
});

test('a filter covers itself, and every topic it matches', () => {
  fc.assert(fc.property(filter, (f) => covers(f, f)));
  fc.assert(
    fc.property(filter, topic, (f, t) => covers(f, t) === matches(f, t)),
    { numRuns: 5000 },
  );
});

test('whatever a client may subscribe to, it may receive what matches', () => {
  const clients = fc.constantFrom(...Object.values(CLIENTS));
  fc.assert(
    fc.property(clients, filter, topic, (who, f, t) => {
      return !(maySubscribe(who, f) && matches(f, t)) || mayReceive(who, t);
    }),
    { numRuns: 5000 },
  );
});

describe('saying the same', () => {
  const z2m = CLIENTS.bridge ?? native;
  const cases: [string, Client, Client, boolean][] = [
    ['a device within a bridge', z2m, client({ dialect: 'shelly-gen2', base: 'zigbee2mqtt/lamp' }), true],
    ['a bridge within a bridge', z2m, client({ kind: 'bridge', dialect: 'zigbee2mqtt', base: 'zigbee2mqtt/x' }), true],
    [
      'what holds a device',
      client({ dialect: 'shelly-gen2', base: 'hall' }),
      client({ base: 'hall/lamp', dialect: 'profile' }),
      true,
    ],
    [
      'a topic and its FullTopic',
      client({ dialect: 'tasmota', base: 'fan' }),
      client({ dialect: 'tasmota', base: '%prefix%/fan' }),
      true,
    ],
    ['two Tasmotas', client({ dialect: 'tasmota', base: 'fan' }), client({ dialect: 'tasmota', base: 'lamp' }), false],
    [
      'two Shellies',
      client({ dialect: 'shelly-gen1', base: 'a' }),
      client({ dialect: 'shelly-gen1', base: 'b' }),
      false,
    ],
    ['a bridge and a Tasmota', z2m, client({ dialect: 'tasmota', base: 'fan' }), false],
  ];
  test.each(cases)('%s', (_, one, other, expected) => {
    expect([maySayTheSame(one, other), maySayTheSame(other, one)]).toEqual([expected, expected]);
  });

  test('two filters meet where a topic matches both', () => {
    const level = fc.constantFrom('a', 'b', '+');
    const filter = fc
      .tuple(fc.array(level, { minLength: 1, maxLength: 3 }), fc.boolean())
      .map(([levels, isOpen]) => [...levels, ...(isOpen ? ['#'] : [])].join('/'));
    const topics = [1, 2, 3, 4].flatMap((length) =>
      Array.from({ length: 2 ** length }, (_, n) =>
        Array.from({ length }, (__, at) => ((n >> at) & 1 ? 'a' : 'b')).join('/'),
      ),
    );
    fc.assert(
      fc.property(filter, filter, (one, other) => {
        expect(meet(one, other)).toBe(topics.some((topic) => matches(one, topic) && matches(other, topic)));
      }),
    );
  });
});
