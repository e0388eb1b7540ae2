import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { classify, type FieldAbout, reasonWords, UNKNOWN } from './classify.ts';
import { parseCatalogue } from './field-catalogue.ts';
import { LABELLED, LABELLED_RARE, type Labelled } from './labelled-fields.fixture.ts';
import { LABELLED_MESSAGES, LABELLED_OTHER_THINGS, LABELLED_WHOLE_MESSAGES } from './labelled-messages.fixture.ts';
import { de } from './words/de.ts';
import { en } from './words/en.ts';

const YAML = readFileSync(new URL('./knowledge/fields.yaml', import.meta.url), 'utf8');
const catalogue = parseCatalogue(parse(YAML));
const rules = [...catalogue.clear, ...catalogue.units, ...catalogue.vague];
const EVERY_LABEL = [
  ...LABELLED,
  ...LABELLED_RARE,
  ...LABELLED_MESSAGES,
  ...LABELLED_OTHER_THINGS,
  ...LABELLED_WHOLE_MESSAGES,
];
const reveals = (field: string | FieldAbout) =>
  classify(typeof field === 'string' ? { name: field } : field, catalogue);

/** What no rule may call low: it tells who is there, where, how they are, or opens something. */
const NEVER_LOW = ['presence', 'location', 'identifier', 'audio/video', 'health', 'access/security', 'unknown'];

describe('what a field reveals', () => {
  it.each([
    ['child_lock', 'state/control', 'low'],
    ['occupancy_timeout', 'state/control', 'low'],
    ['occupied_heating_setpoint', 'climate', 'medium'],
    ['identify', 'state/control', 'low'],
    ['smart_sleep', 'state/control', 'low'],
    ['window_detection', 'state/control', 'medium'],
    ['battery_voltage', 'diagnostics', 'low'],
    ['lock.battery', 'diagnostics', 'low'],
    ['color_temp', 'state/control', 'medium'],
    ['device_temperature', 'diagnostics', 'low'],
    ['doorbell', 'activity', 'high'],
    ['outdoor_temperature', 'climate', 'medium'],
    ['alarm_volume', 'state/control', 'medium'],
    ['blood_pressure', 'health', 'high'],
    ['massage_duration', 'state/control', 'medium'],
    ['linkage_count', 'unknown', 'high'],
    ['presence_detection_options', 'state/control', 'medium'],
    ['motion-sensitivity-l2', 'state/control', 'low'],
    ['smokeSensitivity', 'state/control', 'low'],
    ['door_alarm_delay', 'state/control', 'medium'],
    ['unlock_door_with_timeout.timeout', 'state/control', 'medium'],
    ['door_sensor_battery', 'diagnostics', 'medium'],
    ['firmware_user', 'identifier', 'high'],
    ['last_code_used', 'access/security', 'high'],
    ['key_pressed', 'activity', 'medium'],
    ['current_phase_c', 'energy', 'high'],
    ['StatusSNS.ENERGY.Power.0', 'energy', 'high'],
    ['params.switch:0.aenergy.by_minute.0', 'energy', 'high'],
    ['Türschloss', 'access/security', 'high'],
    ['Bad Fenster offen', 'access/security', 'high'],
    ['Vorlauftemperatur', 'climate', 'medium'],
    ['Détecteur de fumée', 'safety', 'medium'],
    ['Anzahl Personen', 'presence', 'high'],
  ])('%s is %s, %s', (name, category, sensitivity) => {
    expect(reveals(name)).toMatchObject({ category, sensitivity });
  });

  it('is told apart by unit, type, parent, ecosystem and description where the name is the same', () => {
    const alike: readonly [FieldAbout, string][] = [
      [{ name: 'gas', unit: 'm³' }, 'energy'],
      [{ name: 'gas', type: 'binary' }, 'safety'],
      [{ name: 'voltage', unit: 'mV' }, 'diagnostics'],
      [{ name: 'voltage', unit: 'V' }, 'energy'],
      [{ name: 'voltage', unit: 'V', description: 'Voltage of the battery' }, 'diagnostics'],
      [{ name: 'state', parent: 'lock' }, 'access/security'],
      [{ name: 'state', description: 'State of the lock' }, 'access/security'],
      [{ name: 'state', parent: 'light' }, 'state/control'],
      [{ name: 'POWER', ecosystem: 'tasmota' }, 'state/control'],
      [{ name: 'ENERGY.Power', ecosystem: 'tasmota' }, 'energy'],
      [{ name: 'power', type: 'binary' }, 'state/control'],
      [{ name: 'x', parent: 'color' }, 'state/control'],
      [{ name: 'mmwave_targets.x', unit: 'cm' }, 'presence'],
      [{ name: 'volume', unit: 'L' }, 'energy'],
      [{ name: 'volume' }, 'state/control'],
      [{ name: 'Basement', type: 'moisture' }, 'safety'],
      [{ name: 'moisture', unit: '%' }, 'climate'],
      [{ name: 'temperature', parent: 'body' }, 'health'],
      [{ name: 'position', unit: '%' }, 'state/control'],
      [{ name: 'position', parent: 'person' }, 'presence'],
      [{ name: 'position', ecosystem: 'OwnTracks' }, 'location'],
      [{ name: 'temp', ecosystem: 'EMS-ESP' }, 'climate'],
      [{ name: 'temp', ecosystem: 'OpenEVSE' }, 'diagnostics'],
      [{ name: 'RemainingProgramTime', ecosystem: 'Home Connect' }, 'activity'],
    ];
    for (const [field, category] of alike) expect({ field, ...reveals(field) }).toMatchObject({ field, category });
  });

  it('is unknown and sensitive where nothing is known, and for names that are no words', () => {
    for (const name of ['flurb', '', '   ', '17', '__proto__', 'constructor', '😀', '.', 'a'.repeat(100_000)]) {
      expect(reveals(name)).toMatchObject({ category: 'unknown', sensitivity: 'high' });
    }
  });

  it('does not depend on the style a name is written in', () => {
    const styles: readonly ((words: readonly string[]) => string)[] = [
      (words) => words.join('_'),
      (words) => words.join('-'),
      (words) => words.join(' '),
      (words) => words.join('_').toUpperCase(),
      (words) => words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(''),
      (words) => words.map((word, at) => (at === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1))).join(''),
      (words) => `${words.join('_')}_l2`,
      (words) => `${words.join('_')}_3`,
    ];
    for (const name of [
      'occupancy_timeout',
      'heart_rate',
      'door_state',
      'child_lock',
      'device_temperature',
      'water_leak',
    ]) {
      const [first, ...others] = styles.map((style) => reveals(style(name.split('_'))));
      for (const other of others) expect(other).toEqual(first);
    }
  });

  it('always comes with a reason', () => {
    for (const { field } of LABELLED) expect(reveals(field).reason).toMatch(/\w{3}/);
  });

  it('is not low where a sensitive word stands beside a harmless one, but for settings that borrow it', () => {
    const sensitive = [
      'occupancy',
      'lock',
      'camera',
      'latitude',
      'heart_rate',
      'person',
      'mac',
      'pin_code',
      'bed',
      'user',
    ];
    const harmless = ['error', 'update', 'version', 'test', 'led', 'display_light', 'uptime', 'max_level', 'fault'];
    for (const word of sensitive) {
      for (const other of harmless) {
        expect(reveals(`${word}_${other}`)).not.toMatchObject({ sensitivity: 'low' });
        expect(reveals(`${other}_${word}`)).not.toMatchObject({ sensitivity: 'low' });
      }
    }
    expect(reveals('occupancy_threshold')).toMatchObject({ category: 'state/control' });
  });

  it('is no less sensitive for a description than medium', () => {
    expect(reveals({ name: 'flurb', description: 'Firmware of the radio' })).toMatchObject({
      category: 'diagnostics',
      sensitivity: 'medium',
    });
  });
});

describe('against labels given by hand', () => {
  it.each([
    ['common names', LABELLED, 0.95],
    ['rare names', LABELLED_RARE, 0.88],
    ['messages of other ecosystems', LABELLED_MESSAGES, 0.96],
    ['other things', LABELLED_OTHER_THINGS, 0.95],
    ['whole messages', LABELLED_WHOLE_MESSAGES, 0.93],
  ])('%s have the right category', (_, labelled, least) => {
    const wrong = labelled.filter(({ field, category }) => reveals(field).category !== category);
    expect(wrong.length / labelled.length, wrong.map(shown).join('\n')).toBeLessThan(1 - least);
  });

  it('nothing of high sensitivity is called low', () => {
    const sensitive = EVERY_LABEL.filter(({ sensitivity }) => sensitivity === 'high');
    expect(sensitive.filter(({ field }) => reveals(field).sensitivity === 'low').map(shown)).toEqual([]);
  });

  it('nothing of high sensitivity is called low for want of its ecosystem, its type and its unit', () => {
    const sensitive = EVERY_LABEL.filter(({ sensitivity }) => sensitivity === 'high');
    const bare = ({ field }: Labelled) => reveals({ name: field.name, ...(field.parent && { parent: field.parent }) });
    expect(sensitive.filter((label) => bare(label).sensitivity === 'low').map(shown)).toEqual([]);
  });
});

describe('the catalogue', () => {
  it('has no rule that calls low what tells of people or opens something', () => {
    expect(rules.filter((rule) => rule.sensitivity === 'low' && NEVER_LOW.includes(rule.reveals))).toEqual([]);
  });

  it('refuses what it does not understand, with the place', () => {
    const [rule] = parse(YAML).clear;
    const broken = { ...parse(YAML), clear: [{ ...rule, nmae: ['lock'] }] };
    expect(() => parseCatalogue(broken)).toThrow('/clear/0/nmae is not known here');
  });
});

function shown({ field, category }: Labelled): string {
  const told = reveals(field);
  return `${field.ecosystem} ${field.name}: ${category}, but ${told.category} because ${told.reason}`;
}

it('every reason is said in German, too, and nothing is translated that nobody says', () => {
  const said = new Set([UNKNOWN.reason, ...rules.map(({ because }) => because)]);
  expect(new Set(Object.keys(de.reveals.reasons))).toEqual(said);
  for (const reason of said) expect(reasonWords(reason, en)).toBe(reason);
  const described = `by its description: ${UNKNOWN.reason}`;
  expect(reasonWords(described, en)).toBe(described);
  expect(reasonWords(described, de)).toBe(`laut Beschreibung: ${reasonWords(UNKNOWN.reason, de)}`);
});
