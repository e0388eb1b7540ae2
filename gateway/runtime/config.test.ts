import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readConfig, readSettings } from './config.ts';
import { CONFIG_VERSION, migrated } from './config-file.ts';
import { configPage, exampleFile } from './config-page.ts';
import { dataDirectory } from './data-directory.ts';

/** A data directory with this config.yaml. */
function having(file?: string): string {
  const dir = mkdtempSync(join(tmpdir(), 'hearthgate-config-'));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  if (file !== undefined) writeFileSync(join(dir, 'config.yaml'), file);
  return dir;
}

test('an empty data directory is none: nothing is written beside where somebody stands', () => {
  expect(dataDirectory({ HEARTHGATE_DATA: '' })).toBe(resolve('data'));
});

test('what the environment says wins over the file, the file over what is at first, and neither is written', () => {
  const file = 'version: 1\nhost: 192.168.1.10\nmqtts:\n  port: 9883\n';
  const dir = having(file);
  const { config, sources } = readSettings(dir, { HEARTHGATE_HOST: '127.0.0.1', HEARTHGATE_NAMES: 'a.local, b.local' });
  expect(config).toMatchObject({
    ...{ host: '127.0.0.1', names: ['a.local', 'b.local'] },
    ...{ mqtts: { enabled: true, port: 9883 }, http: { enabled: true, port: 7080 } },
  });
  const from = (name: string) => sources.find(({ setting }) => setting === name);
  expect(from('host')).toEqual({
    ...{ setting: 'host', value: '127.0.0.1', from: 'environment', where: 'HEARTHGATE_HOST' },
  });
  expect(from('mqtts.port')).toMatchObject({ value: 9883, from: 'file', where: join(dir, 'config.yaml:4') });
  expect(from('mqtts.enabled')).toEqual({ setting: 'mqtts.enabled', value: true, from: 'default' });
  expect(from('rootKeyFile')).toBeUndefined();
  expect(readdirSync(dir)).toEqual(['config.yaml']);
  expect(readFileSync(join(dir, 'config.yaml'), 'utf8')).toBe(file);
});

test.each<[string, string, Record<string, string>, string]>([
  ['a misspelt group', 'mqtss: { port: 1 }', {}, /* line */ 'mqtss in FILE, line 1, is not known here'],
  ['… and what was meant', 'mqtss: { port: 1 }', {}, 'perhaps mqtts'],
  ['a word for a number', 'host: x\nmqtts:\n  port: many', {}, 'mqtts.port in FILE, line 3, is "many"; write a number'],
  ['a number too large', 'https: { port: 70000 }', {}, 'is 70000; write a number from 0 to 65535'],
  ['no group', 'mqtts: 8883', {}, 'mqtts in FILE, line 1, is 8883; write an object'],
  [
    'no group, though a variable sets a member',
    'mqtts: 8883',
    { HEARTHGATE_MQTTS_PORT: '1' },
    'is 8883; write an object',
  ],
  ['a choice', 'log: verbose', {}, 'log in FILE, line 1, is "verbose"; write one of debug, info, warn, error'],
  ['no zone', 'timeZone: Europe/Berln', {}, 'is "Europe/Berln", which is no zone; write one such as Europe/Berlin'],
  ['no address', 'proxy: { trusted: [proxy.local] }', {}, 'proxy.trusted.0 in FILE, line 1, is "proxy.local"'],
  ['one port twice', 'http: { port: 7443 }', {}, 'is 7443, as https.port is; choose another'],
  ['a text in a variable', '', { HEARTHGATE_HTTP_PORT: 'x' }, 'HEARTHGATE_HTTP_PORT is "x"; write a number\n'],
  ['yes for true', '', { HEARTHGATE_MQTT_ENABLED: 'yes' }, 'HEARTHGATE_MQTT_ENABLED is "yes"; write true or false'],
  ['a misspelt variable', '', { HEARTHGATE_MQTT_ENABELD: 'true' }, 'did you mean HEARTHGATE_MQTT_ENABLED?'],
  ['no YAML', 'host: [', {}, 'FILE is not YAML'],
  ['a name twice', 'host: a\nhost: b', {}, 'FILE is not YAML'],
  ['a list', '- host', {}, 'FILE must hold settings'],
])('refused by where it stands: %s', (_, file, environment, sentence) => {
  const dir = having(file);
  let message = '';
  try {
    readConfig(dir, environment);
  } catch (error) {
    message = `${error instanceof Error ? error.message : error}\n`;
  }
  expect(message.replaceAll(join(dir, 'config.yaml'), 'FILE')).toContain(sentence);
});

test('everything that is wrong is said at once', () => {
  const dir = having('mqtss: {}\nlog: loud');
  const wrong = () => readConfig(dir, { HEARTHGATE_HTTP_PORT: 'x', HEARTHGATE_NOTHING: '1' });
  for (const each of ['mqtss', 'log', 'HEARTHGATE_HTTP_PORT', 'HEARTHGATE_NOTHING']) expect(wrong).toThrow(each);
});

test('a file of every version there was is read as what it means today', () => {
  const golden = join(import.meta.dirname, 'config-versions');
  for (let version = 1; version <= CONFIG_VERSION; version++) {
    const dir = having(readFileSync(join(golden, `${version}.yaml`), 'utf8'));
    expect(readConfig(dir, {})).toEqual(JSON.parse(readFileSync(join(golden, `${version}.json`), 'utf8')));
  }
});

test('a file is brought forward from its version step by step; one without a version is of the first', () => {
  const steps = [
    ({ old, ...rest }: Readonly<Record<string, unknown>>) => ({ ...rest, renamed: old }),
    ({ renamed, ...rest }: Readonly<Record<string, unknown>>) => ({ ...rest, group: { renamed } }),
  ];
  expect(migrated({ old: 5, log: 'info' }, 1, 'f', steps)).toEqual({ log: 'info', group: { renamed: 5 } });
  expect(migrated({ renamed: 5 }, 2, 'f', steps)).toEqual({ group: { renamed: 5 } });
  expect(migrated({ group: {} }, 3, 'f', steps)).toEqual({ group: {} });
  expect(readConfig(having('log: warn'), {}).log).toBe('warn');
});

test('a file of a version that this program does not know is refused with what to do', () => {
  expect(() => readConfig(having(`version: ${CONFIG_VERSION + 1}`), {})).toThrow(/start the newer one/);
  expect(() => readConfig(having('version: first'), {})).toThrow(`write "version: ${CONFIG_VERSION}"`);
});

const docs = join(import.meta.dirname, '../../docs');

test('docs/config.md and docs/config.example.yaml say what the schema says: npm run config-docs', () => {
  expect(readFileSync(join(docs, 'config.md'), 'utf8')).toBe(configPage());
  expect(readFileSync(join(docs, 'config.example.yaml'), 'utf8')).toBe(exampleFile());
});

test('a copy of the example changes nothing, with the # or, where there is something at first, without', () => {
  const example = readFileSync(join(docs, 'config.example.yaml'), 'utf8');
  expect(readConfig(having(example), {})).toEqual(readConfig(having(), {}));
  const { rootKeyFile, passphraseFile, timeZone, ...same } = readConfig(
    having(example.replaceAll(/^#(?=\S| {2})/gm, '')),
    {},
  );
  expect({ ...same, timeZone: expect.any(String) }).toEqual({
    ...readConfig(having(), {}),
    timeZone: expect.any(String),
  });
  expect([rootKeyFile, passphraseFile, timeZone]).not.toContain(undefined);
});
