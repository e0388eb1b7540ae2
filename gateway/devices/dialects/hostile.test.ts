import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fieldName } from '../../../rules/reading.ts';
import type { Dialect, Understood } from './dialect.ts';
import type { Ecosystem } from './ecosystem.ts';
import { ecosystemsWith } from './ecosystems.ts';
import { loadProfile } from './profile-file.ts';
import { createRouter } from './router.ts';
import { bytes, NOW, say } from './say.testing.ts';
import { sideBySide } from './side-by-side.ts';

const FOLDER = new URL('../../../rules/knowledge/profiles/', import.meta.url);
const profiles = readdirSync(FOLDER).map((name) => loadProfile(readFileSync(new URL(name, FOLDER), 'utf8'), name));
const ecosystems = ecosystemsWith(profiles);

/** Every ecosystem where it speaks by default and under a base, and all of them side by side. */
const all = (): readonly Dialect[] => [
  ...ecosystems.map(({ dialect }) => dialect({})),
  ...ecosystems.map(({ dialect }) => dialect({ base: 'a' })),
  ...BASES.map(([name, base]) => known(name).dialect({ base })),
  sideBySide(ecosystems),
];

function known(name: string): Ecosystem {
  const found = ecosystems.find((each) => each.name === name);
  if (found === undefined) throw new Error(`no ecosystem is called ${name}`);
  return found;
}

/** Bases that change how a dialect works. */
const BASES = [
  ['tasmota', '%topic%/%prefix%/'],
  ['shelly-gen2', 'x'],
] as const;

/** By ecosystem, one topic for every kind of interpreter there is. */
const TOPICS_OF: Readonly<Record<string, readonly string[]>> = {
  native: ['hearthgate/v1/devices/a/telemetry', 'hearthgate/v1/devices/a/declaration'],
  zigbee2mqtt: ['zigbee2mqtt/a b/ü', 'zigbee2mqtt/lamp', 'zigbee2mqtt/bridge/devices', 'zigbee2mqtt/bridge/groups'],
  tasmota: [
    'tele/a/SENSOR',
    'tele/a/STATE',
    'tele/a/INFO1',
    'tele/a/0x1234/SENSOR',
    'stat/a/RESULT',
    'stat/a/POWER1',
    'stat/a/STATUS0',
    'tasmota/discovery/0000A1B2C3D4/config',
    'tasmota/discovery/0000A1B2C3D4/sensors',
  ],
  'shelly-gen1': ['shellies/a/announce', 'shellies/a/info', 'shellies/a/relay/0', 'shellies/a/light/0/status'],
  'shelly-gen2': ['x/events/rpc', 'x/status/switch:0', 'x/status/sys'],
  owntracks: ['owntracks/a/b', 'owntracks/a/b/event', 'owntracks/a/b/cmd'],
  theengs: [
    'home/a/BTtoMQTT/A4C138000001',
    'home/a/BTtoMQTT/A4C138000001/tempc',
    'home/a/BTtoMQTT',
    'home/a/RTL_433toMQTT/b/1',
    'home/a/SYStoMQTT',
    'home/a/CLIMAtoMQTT/htu',
    'home/a/433toMQTT',
  ],
  frigate: [
    'frigate/events',
    'frigate/reviews',
    'frigate/tracked_object_update',
    'frigate/triggers',
    'frigate/stats',
    'frigate/a/person',
    'frigate/a/birdseye_mode/state',
    'frigate/a/person/snapshot',
  ],
  homie: [
    'homie/5/a/$description',
    'homie/5/a/b/c',
    'homie/a/b/c',
    'homie/a/b/c/$datatype',
    'homie/a/$name',
    'homie/a/$stats/uptime',
    'homie/a/$localip',
  ],
  valetudo: [
    'valetudo/a/StatusStateAttribute/status',
    'valetudo/a/StatusStateAttribute/error',
    'valetudo/a/MapData/map-data',
    'valetudo/a/$name',
    'valetudo/a/state',
  ],
  wled: ['wled/a/g', 'wled/a/c', 'wled/a/v'],
  openevse: ['openevse/announce/55ad', 'openevse-55ad/amp', 'openevse-55ad/limit', 'openevse-55ad/config'],
  'zwave-js-ui': [
    'zwave/a/b/49/0/Air_temperature',
    'zwave/a/color/endpoint_0/currentColor',
    'zwave/a/nodeinfo',
    'zwave/a/status',
    'zwave/a/99/0/userCode/1',
  ],
  'ems-esp': [
    'ems-esp/heartbeat',
    'ems-esp/info',
    'ems-esp/thermostat_data',
    'ems-esp/boiler/syspress',
    'ems-esp/temperaturesensor_data',
    'ems-esp/response',
  ],
  sparkplug: ['spBv1.0/a/NBIRTH/b', 'spBv1.0/a/DDATA/b/c', 'spBv1.0/a/NDEATH/b', 'spBv1.0/STATE/a'],
  espresense: ['espresense/rooms/a/temperature', 'espresense/rooms/a/telemetry', 'espresense/devices/a/b'],
  teslamate: ['teslamate/cars/1/speed', 'teslamate/cars/1/location', 'teslamate/cars/1/geofence'],
  'nuki-hub': ['nukihub/lock/state', 'nukihub/battery/level', 'nukihub/lock/log'],
  'ring-mqtt': ['ring/a/camera/b/motion/state', 'ring/a/camera/b/info/state', 'ring/a/camera/b/snapshot/image'],
  'dsmr-reader': ['dsmr/reading/electricity_currently_delivered', 'dsmr/raw'],
  'tuya-mqtt': ['tuya/a/state', 'tuya/a/DPS/state'],
  roomba: ['/roomba/feedback/a/batPct', '/roomba/feedback/a/map'],
  'kept-home': ['room-assistant/entity/a', 'hermes/intent/a'],
  profile: ['$aws/things/a/shadow/update', '/appliance/a/publish', 'sensors/a/temperature'],
};
const TOPICS = Object.values(TOPICS_OF).flat();

const ODD_TOPICS = [
  '',
  '/',
  '//',
  ' ',
  '/zigbee2mqtt/x',
  'zigbee2mqtt/',
  'zigbee2mqtt//',
  'a/'.repeat(100),
  'zigbee2mqtt/'.repeat(80),
  `zigbee2mqtt/${'ü😀 /'.repeat(40)}`,
  '$aws/things//shadow/update',
  '$SYS/broker',
  '__proto__',
  'zigbee2mqtt/__proto__',
  'zigbee2mqtt/x/constructor',
  'shellies/__proto__/relay/0',
  'tele/__proto__/SENSOR',
  '\ud800',
  'shellies//relay/0',
  'tele/tele/tele/STATE',
  '/events/rpc',
  '/status/switch:0',
];

/** Members that dialects look at; each can be anything. */
const MEMBERS = [
  ...[
    '_type',
    'type',
    'id',
    'mac',
    'model',
    'model_id',
    'brand',
    'state',
    'unit',
    'after',
    'camera',
    'timestamp',
    'tst',
  ],
  ...[
    'name',
    'nodes',
    'mqtt',
    'value',
    'time',
    'severity',
    'version',
    'hc1',
    'src',
    'method',
    'params',
    'sn',
    'cameras',
  ],
];

const HOSTILE: readonly (string | Uint8Array)[] = [
  '['.repeat(10_000) + ']'.repeat(10_000),
  `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`,
  '{"__proto__":{"polluted":1}}',
  '{"state":{"reported":{"__proto__":{"polluted":1}}}}',
  '{"constructor":{"prototype":{"polluted":1}}}',
  '{"a":1,"a":2}',
  '{"Temperature":nan}',
  '{"a":1',
  'nan',
  'inf',
  '1e999',
  '-0',
  'true',
  'null',
  '"text"',
  '[]',
  '{}',
  '[[[[]]]]',
  ' ',
  '\n',
  'x'.repeat(300_000),
  new Uint8Array([0xef, 0xbb, 0xbf, 0x7b, 0x7d]),
  new Uint8Array([0x7b, 0xff, 0x7d]),
  new Uint8Array([0, 1, 2, 3]),
  new Uint8Array(100_000).fill(0xd8),
  JSON.stringify(Object.fromEntries(Array.from({ length: 20_000 }, (_, i) => [`a ${i}`, 'x']))),
  JSON.stringify({ toString: 1, valueOf: 2, hasOwnProperty: 3 }),
  // Whatever makes text of a member without looking at it first throws on these.
  JSON.stringify(Object.fromEntries(MEMBERS.map((member) => [member, { toString: 1, valueOf: 2 }]))),
];

/** Every promise of an outcome that the rest of the line builds on. */
function check(understood: Understood): void {
  if (understood.kind === 'quarantine') expect(understood.shape).toMatch(SHAPE);
  if (understood.kind !== 'readings') return;
  expect(understood.leftOver?.length ?? 0).toBeLessThanOrEqual(200);
  for (const { device, deviceTime, fields } of understood.readings) {
    expect(device.key).not.toBe('');
    expect(fields.length).toBeGreaterThan(0);
    expect(new Set(fields.map(({ name }) => name)).size).toBe(fields.length);
    if (deviceTime !== undefined) expect(Number.isSafeInteger(deviceTime)).toBe(true);
    for (const { name, value } of fields) {
      expect(fieldName(name)).toBe(name);
      if (typeof value === 'number') expect(Number.isFinite(value) && !Object.is(value, -0)).toBe(true);
      if (typeof value === 'string') expect(value.length <= 256 && value.isWellFormed()).toBe(true);
    }
  }
}

/** A shape is made of these words and numbers alone, so nothing of the payload can stand in it. */
const SHAPE =
  /^(empty|over 256 KiB|(binary|not UTF-8|text|string|number|boolean|null|more than 32 levels|object with \d+ members?, depth \d+|list with \d+ items?, depth \d+), \d+ bytes?)$/;

describe('hostile payloads', () => {
  test.each([...TOPICS, ...ODD_TOPICS, 'nobody/knows'])('on %j are survived by every dialect', (topic) => {
    for (const payload of HOSTILE) {
      const raw = typeof payload === 'string' ? bytes(payload) : payload;
      for (const dialect of all()) {
        const said = say(dialect, topic, raw);
        if (said !== 'not routed') check(said);
      }
      check(createRouter(all()).understand(topic, raw, NOW));
    }
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });

  test.each(ecosystems.map(({ name }) => name))('%s is among them with topics that it knows', (name) => {
    const topics = TOPICS_OF[name] ?? [];
    expect(topics).not.toEqual([]);
    expect(topics.filter((topic) => known(name).dialect({}).route(topic) === undefined)).toEqual([]);
  });
});

const anyTopic = fc.oneof(
  fc.constantFrom(...TOPICS, ...ODD_TOPICS),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc
    .array(
      fc.constantFrom(
        'zigbee2mqtt',
        'tele',
        'stat',
        'shellies',
        'status',
        'events',
        'rpc',
        'SENSOR',
        'switch:0',
        'bridge',
        ...[
          'owntracks',
          'BTtoMQTT',
          'frigate',
          'homie',
          '5',
          '$description',
          'valetudo',
          'wled',
          'openevse-55ad',
          'zwave',
        ],
        ...['49', '0', 'ems-esp', 'boiler_data', 'spBv1.0', 'NBIRTH', 'NDATA', 'set', 'g'],
        'a',
      ),
      { maxLength: 8 },
    )
    .map((words) => words.join('/')),
);

/** What an ecosystem's members are called, so that random payloads reach the interpreters' insides. */
const key = fc.oneof(
  fc.constantFrom(
    'state',
    'reported',
    'header',
    'namespace',
    'payload',
    'src',
    'method',
    'params',
    'events',
    'ZbReceived',
    'StatusSNS',
    'POWER',
    'sn',
    'ft',
    'tp',
    't',
    'id',
    'exposes',
    'definition',
    'friendly_name',
    'ieee_address',
    'ts',
    'device',
    'vendor',
    'model',
    'fields',
    'Info1',
    'mac',
    'toString',
    ...[
      '_type',
      'lat',
      'event',
      'steps',
      'type',
      'tempc',
      'temperature_C',
      'prmac',
      'after',
      'before',
      'camera',
      'label',
    ],
    ...['cameras', 'service', 'nodes', 'properties', 'datatype', 'format', 'severity', 'mqtt', 'value', 'time', 'hc1'],
  ),
  fc.string({ maxLength: 8 }),
);
const body = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 5 },
    fc.string({ maxLength: 12 }),
    fc.double(),
    fc.boolean(),
    fc.constantFrom(
      null,
      'location',
      'transition',
      'update',
      'person',
      'enum',
      'NotifyStatus',
      'NotifyEvent',
      '%prefix%/%topic%/',
      'ON',
    ),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(key, tie('value'), { maxKeys: 5 }),
  ),
})).value;

const anyPayload = fc.oneof(
  fc.uint8Array({ maxLength: 200 }),
  body.map((value) => bytes(JSON.stringify(value) ?? '')),
  fc.string().map((text) => bytes(text)),
);

describe('any bytes on any topic', () => {
  test('never throw, keep every promise, and leave nothing in the quarantine', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(anyTopic, anyPayload), { minLength: 1, maxLength: 6 }), (messages) => {
        const dialects = all();
        const router = createRouter(dialects);
        for (const [topic, payload] of messages) {
          // Past the router as well: it would turn an exception into a quarantine and hide it.
          for (const dialect of dialects) {
            const said = dialect.route(topic)?.(payload, NOW);
            if (said !== undefined) check(said);
          }
          check(router.understand(topic, payload, NOW));
        }
      }),
      { numRuns: 2_000 },
    );
  });

  test('a shape holds no six characters of the payload', () => {
    fc.assert(
      // Of an alphabet that no shape uses, so that a match can only come from the payload.
      fc.property(
        anyTopic,
        fc.stringMatching(/^[A-JZ_%&]{6,40}$/),
        fc.constantFrom('', '{', '{"a":', '[1,'),
        (topic, secret, open) => {
          const payload = `${open}"${secret}":"${secret}"`;
          const said = createRouter(all()).understand(topic, bytes(payload), NOW);
          if (said.kind !== 'quarantine') return;
          for (let i = 0; i + 6 <= payload.length; i++) expect(said.shape).not.toContain(payload.slice(i, i + 6));
        },
      ),
    );
  });
});
