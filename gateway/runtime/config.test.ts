import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { readConfig } from './config.ts';
import { dataDirectory } from './data-directory.ts';

const empty = mkdtempSync(join(tmpdir(), 'hearthgate-config-'));

test('an empty data directory is none: nothing is written beside where somebody stands', () => {
  expect(dataDirectory({ HEARTHGATE_DATA: '' })).toBe(resolve('data'));
});

test('a setting that there is not is refused by name, a misspelt one most of all', () => {
  expect(() => readConfig(empty, { HEARTHGATE_MQTT_ENABELD: 'true' })).toThrow('no setting HEARTHGATE_MQTT_ENABELD');
  expect(readConfig(empty, { HEARTHGATE_MQTT_ENABLED: 'true' }).mqtt.enabled).toBe(true);
});

test('docs/settings.md names every setting', () => {
  const told = readFileSync(join(import.meta.dirname, '../../docs/settings.md'), 'utf8');
  let known: string[] = [];
  try {
    readConfig(empty, { HEARTHGATE_X: '' });
  } catch (error) {
    known = String(error).match(/HEARTHGATE_[A-Z_]+/g) ?? [];
  }
  expect(known.length).toBeGreaterThan(8);
  for (const name of known.filter((each) => each !== 'HEARTHGATE_X')) expect(told).toContain(`\`${name}\``);
});
