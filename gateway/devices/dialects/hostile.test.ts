import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fieldName } from '../../../rules/reading.ts';
import type { Dialect, Understood } from './dialect.ts';
import type { Ecosystem } from './ecosystem.ts';
import { ecosystemsWith } from './ecosystems.ts';
import { homeAssistant } from './home-assistant.ts';
import { HOSTILE, ODD_TOPICS, TOPICS, TOPICS_OF } from './hostile.testing.ts';
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
  told(homeAssistant()),
];

/** Discovery that `DISCOVERED` topics are known by. */
function told(dialect: Dialect): Dialect {
  const at = (path: string) => `{{ value_json.${path} }}`;
  const cmps = {
    ...{ a: { p: 'sensor', val_tpl: at('a'), json_attr_t: 'ha/a' }, b: { p: 'binary_sensor', val_tpl: at('b') } },
    ...{ c: { p: 'light', schema: 'json' }, d: { p: 'sensor', stat_t: 'ha/b', unit_of_meas: 'W' }, e: { p: 'event' } },
    ...{ f: { p: 'switch', stat_t: 'ha/b' }, g: { p: 'update' }, h: { p: 'device_automation', t: 'ha/b', pl: 'x' } },
  };
  say(dialect, 'homeassistant/device/x/config', { dev: { ids: ['x'] }, stat_t: 'ha/a', cmps });
  return dialect;
}

const DISCOVERED = ['ha/a', 'ha/b'];

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
  test.each([...TOPICS, ...DISCOVERED, ...ODD_TOPICS, 'nobody/knows'])(
    'on %j are survived by every dialect',
    (topic) => {
      for (const payload of HOSTILE) {
        const raw = typeof payload === 'string' ? bytes(payload) : payload;
        for (const dialect of all()) {
          const said = say(dialect, topic, raw);
          if (said !== 'not routed') check(said);
        }
        check(createRouter(all()).understand(topic, raw, NOW));
      }
      expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
    },
  );

  test.each(ecosystems.map(({ name }) => name))('%s is among them with topics that it knows', (name) => {
    const topics = TOPICS_OF[name] ?? [];
    expect(topics).not.toEqual([]);
    const dialects = [{}, { base: 'a' }].map((source) => known(name).dialect(source));
    expect(topics.filter((topic) => dialects.every((dialect) => dialect.route(topic) === undefined))).toEqual([]);
  });
});

const anyTopic = fc.oneof(
  fc.constantFrom(...TOPICS, ...DISCOVERED, ...ODD_TOPICS),
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
