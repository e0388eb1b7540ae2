import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { profile } from './profile.ts';
import { loadProfile } from './profile-file.ts';
import { readingsOf, say, told } from './say.testing.ts';

const FOLDER = new URL('../../../rules/knowledge/profiles/', import.meta.url);
const shipped = (name: string) => loadProfile(readFileSync(new URL(name, FOLDER), 'utf8'), name);

describe('robot-shadow.yaml', () => {
  const reported = {
    name: 'Rosi',
    batPct: 81,
    bin: { full: false, present: true },
    cleanMissionStatus: { phase: 'hmMidMsn', error: 0, sqft: 100, mssnM: 12 },
    pose: { theta: 1, point: { x: 1, y: 2 } },
    netinfo: { bssid: '02:00:00:00:00:01', addr: 3232261301 },
    country: 'DE',
  };
  const said = say(profile(shipped('robot-shadow.yaml')), '$aws/things/0001AABB/shadow/update', {
    state: { reported },
    timestamp: 1_700_000_000,
  });

  test('reads the listed paths, with units, scale and words of ours', () => {
    expect(told(said)).toEqual({
      '0001AABB': {
        battery: '81 %',
        bin_full: false,
        bin_present: true,
        phase: 'returning',
        error: 0,
        mission_minutes: '12 min',
        area_cleaned: '9.290304 m²',
      },
    });
    expect(readingsOf(said)[0]).toMatchObject({
      device: { key: '0001AABB', name: 'Rosi' },
      deviceTime: 1_700_000_000_000,
    });
  });

  test('everything else is left over', () => {
    expect(said).toMatchObject({ leftOver: Array.from({ length: 6 }, () => 'unexpected shape') });
  });

  test('a word that the map does not know is no value', () => {
    const other = say(profile(shipped('robot-shadow.yaml')), '$aws/things/a/shadow/update', {
      state: { reported: { cleanMissionStatus: { phase: 'Oma' } } },
    });
    expect(other).toEqual({ kind: 'readings', readings: [], leftOver: ['text'] });
  });
});

describe('envelope-plug.yaml', () => {
  const publish = (namespace: string, payload: object) =>
    say(profile(shipped('envelope-plug.yaml')), '/appliance/2005/publish', {
      header: { namespace, messageId: 'm', sign: 's', timestamp: 1_700_000_000 },
      payload,
    });

  test('the namespace decides what a payload means', () => {
    expect(
      told(publish('Appliance.Control.Electricity', { electricity: { power: 1234, voltage: 2301, current: 12 } })),
    ).toEqual({
      '2005': { power: '1.234 W', voltage: '230.1 V', current: '0.012 A' },
    });
    expect(
      told(
        publish('Appliance.Control.ToggleX', {
          togglex: [
            { channel: 0, onoff: 1 },
            { channel: 1, onoff: 0 },
          ],
        }),
      ),
    ).toEqual({
      '2005': { 'on.0': true, 'on.1': false },
    });
  });

  test.each(['Appliance.System.Position', 'Appliance.Config.WifiList', 'Appliance.Control.ElectricityX'])(
    '%s is ignored',
    (namespace) => {
      expect(publish(namespace, { position: { longitude: 1 } })).toEqual({ kind: 'ignored' });
    },
  );

  test('so are commands to the plug', () => {
    expect(say(profile(shipped('envelope-plug.yaml')), '/appliance/2005/subscribe', '{}')).toEqual({ kind: 'ignored' });
  });

  test('what is no JSON at all is not among what is known', () => {
    expect(say(profile(shipped('envelope-plug.yaml')), '/appliance/2005/publish', '{')).toMatchObject({
      kind: 'quarantine',
    });
  });
});

describe('scalar-topics.yaml', () => {
  const dialect = profile(shipped('scalar-topics.yaml'), { base: 'haus/eg' });
  test.each<[string, string, object]>([
    ['flur/temperature', '21.5', { temperature: '21.5 °C' }],
    ['flur/occupancy', 'ON', { occupancy: true }],
    ['flur/state', 'open', { state: 'open' }],
  ])('%s', (path, payload, expected) =>
    expect(told(say(dialect, `haus/eg/${path}`, payload))).toEqual({ flur: expected }),
  );

  test.each([
    ['flur/temperature', 'nan', 'not a number'],
    ['flur/temperature', '{"a":1}', 'not a number'],
    ['flur/state', 'Anna is home', 'unexpected shape'],
    ['flur/unlisted', '1', 'unexpected shape'],
  ])('%s %s is quarantined', (path, payload, reason) => {
    expect(say(dialect, `haus/eg/${path}`, payload)).toMatchObject({ kind: 'quarantine', reason });
  });

  test.each(['haus/eg/flur', 'haus/eg//temperature', 'haus/og/flur/temperature', 'haus/eg/a/b/temperature'])(
    '%s is not routed',
    (topic) => {
      expect(say(dialect, topic, '1')).toBe('not routed');
    },
  );

  test('a base may be written as the filter of a credential', () => {
    const filter = profile(shipped('scalar-topics.yaml'), { base: 'haus/#' });
    expect(told(say(filter, 'haus/a/co2', '600'))).toEqual({ a: { co2: '600 ppm' } });
  });

  test('without a base of the source the profile has one', () => {
    expect(told(say(profile(shipped('scalar-topics.yaml')), 'sensors/a/co2', '600'))).toEqual({
      a: { co2: '600 ppm' },
    });
  });
});

test('a placeholder can tell messages apart, and the device can stand in the body', () => {
  const text = `
name: x
messages:
  - topic: "{kind}/{any}/up"
    when: { placeholder: kind, is: meter }
    device: { key: meta.serial }
    time: { path: at, unit: iso }
    fields: [{ name: total, path: [data, "a.b"], type: number }]
`;
  const dialect = profile(loadProfile(text, 'x.yaml'));
  const said = say(dialect, 'meter/7/up', { meta: { serial: 4711 }, at: '2026-05-04T10:00:00Z', data: { 'a.b': 5 } });
  expect(readingsOf(said)).toEqual([
    { device: { key: '4711' }, deviceTime: Date.parse('2026-05-04T10:00:00Z'), fields: [{ name: 'total', value: 5 }] },
  ]);
  expect(say(dialect, 'meter/7/up', { data: {} })).toMatchObject({ reason: 'unexpected shape' });
  expect(say(dialect, 'other/7/up', '{}')).toBe('not routed');
});

describe('a profile that cannot be read is refused with its file, the place and what to do', () => {
  const field = (rest: string) => `name: x\nmessages: [{ topic: "a/{device}", fields: [{ ${rest} }] }]`;
  test.each<[string, RegExp]>([
    ['name: x\nname: y', /p\.yaml: line 2 .*DUPLICATE_KEY/],
    ['name: [', /p\.yaml: line 1 is not YAML/],
    ['a: &x [1]\nb: *x', /p\.yaml: it uses aliases/],
    ['', /p\.yaml: the file must be a mapping/],
    ['name: x', /messages must be a list/],
    ['name: x\nmessages: []\nfoo: 1', /foo must be left out or renamed: known here are name/],
    ['name: x\nmessages: [{ topic: a/+, fields: [] }]', /messages\[0\]\.topic must be a topic with/],
    ['name: x\nmessages: [{ topic: "a/x{device}", fields: [] }]', /fill a whole word/],
    ['name: x\nmessages: [{ topic: a/b, fields: [] }]', /given a device/],
    ['name: x\nmessages: [{ topic: "{base}/{device}", fields: [] }]', /base must be given/],
    ['name: x\nmessages: [{ topic: "a/{device}", body: scalar, fields: [] }]', /with \{field\}/],
    ['name: x\nmessages: [{ topic: "a/{device}", ignore: false }]', /messages\[0\]\.ignore must be true/],
    ['name: x\nmessages: [{ topic: "a/{device}", ignore: true, fields: [] }]', /fields must be left out/],
    [field('name: a b, path: a, type: number'), /messages\[0\]\.fields\.\[0\]\.name must be a field name/],
    [field('name: __proto__, path: a, type: number'), /must be a field name/],
    [field('name: a, path: a, type: text'), /type must be one of number, boolean, category/],
    [field('name: a, path: a, type: category'), /given `values` or a `map`/],
    [field('name: a, path: a..b, type: number'), /path must be a path like/],
    [field('name: a, path: a, type: number, map: { x: y }'), /map\.x must be a number/],
    [field('name: a, path: a, type: number, scale: .inf'), /scale must be a number/],
    [field('name: a, path: a, type: number }, { name: a, path: b, type: number'), /"a" stands twice/],
  ])('case %#', (text, message) => {
    expect(() => loadProfile(text, 'p.yaml')).toThrow(message);
  });
});
