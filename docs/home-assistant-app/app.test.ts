import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { parse } from 'yaml';
import { copyOf, ignored, stagesOf } from '../../.ci/dockerfile.ts';
import { putTogether } from '../../.ci/home-assistant-app.ts';
import { AppOptionsSchema, appOptions, withAppOptions } from '../../gateway/runtime/app-options.ts';
import { readConfig } from '../../gateway/runtime/config.ts';
import { startHub, withSbin } from '../../test/launcher.ts';

const ROOT = join(import.meta.dirname, '../..');
const text = (name: string) => readFileSync(join(import.meta.dirname, name), 'utf8');
const config = parse(text('config.yaml'));

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'hearthgate-app-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

describe('config.yaml', () => {
  test('has what the Supervisor wants of every app, and no key that it does not know', () => {
    expect(config).toMatchObject({
      name: expect.any(String),
      version: JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).version,
      slug: expect.stringMatching(/^[-_.a-z0-9]+$/),
      description: expect.any(String),
      arch: ['amd64', 'aarch64'],
    });
    const known = [
      ...['name', 'version', 'slug', 'description', 'arch', 'startup', 'boot', 'stage', 'ingress', 'ingress_port'],
      ...['panel_icon', 'panel_title', 'panel_admin', 'services', 'ports', 'watchdog', 'apparmor', 'timeout'],
      ...['backup', 'environment', 'options', 'schema'],
    ];
    expect(Object.keys(config).filter((key) => !known.includes(key))).toEqual([]);
    expect(config.startup).toMatch(/^(initialize|system|services|application|once)$/);
    expect(config.services).toEqual(['mqtt:want']);
    expect(config.timeout).toBeGreaterThan(18);
  });

  test('asks for no right on the machine, and opens no port by itself', () => {
    const rights =
      /^(host_|privileged|full_access|docker_api|hassio_|homeassistant_api|auth_api|devices|map|usb|uart|gpio)/;
    expect(Object.keys(config).filter((key) => rights.test(key))).toEqual([]);
    expect(config.apparmor).toBe(true);
    expect(Object.values(config.ports)).toEqual([null, null, null]);
  });

  test('sets what the hub has, and its ports are the hub’s', () => {
    const hub = readConfig(newFolder(), config.environment);
    expect(hub.ingress).toMatchObject({ enabled: true, port: config.ingress_port, from: '172.30.32.2' });
    expect(hub.https.enabled).toBe(true);
    expect(Object.keys(config.ports).sort()).toEqual(
      [hub.mqtts.port, hub.https.port, hub.http.port].map((port) => `${port}/tcp`).sort(),
    );
    expect(config.watchdog).toBe(`http://[HOST]:[PORT:${hub.http.port}]/healthz`);
  });

  test('its options are what the hub reads, and can be used as they are', () => {
    expect(Object.keys(config.schema).sort()).toEqual(Object.keys(AppOptionsSchema.properties).sort());
    const dataDir = newFolder();
    writeFileSync(join(dataDir, 'options.json'), JSON.stringify(config.options));
    const app = { SUPERVISOR_TOKEN: 'x' };
    expect(appOptions(dataDir, app)).toEqual({ attach: true, shows_itself: 'no', names: ['hearthgate.local'] });
    const [, words = ''] = /^list\((.*)\)\?$/.exec(config.schema.log) ?? [];
    for (const log of words.split('|')) {
      writeFileSync(join(dataDir, 'options.json'), JSON.stringify({ ...config.options, log }));
      expect(readConfig(dataDir, withAppOptions(dataDir, app)).log).toBe(log);
    }
  });
});

test('started with what it sets, the hub looks for its broker, and its page is there for the Supervisor', async () => {
  const dataDir = newFolder();
  writeFileSync(join(dataDir, 'options.json'), JSON.stringify({ ...config.options, names: ['hub.home'] }));
  const free = { HEARTHGATE_INGRESS_PORT: '0', HEARTHGATE_INGRESS_FROM: '127.0.0.1' };
  const hub = await startHub(dataDir, { ...config.environment, ...free, SUPERVISOR_TOKEN: 'x' });
  onTestFinished(async () => void (await hub.stop()));
  // Nobody is called that here.
  await expect.poll(() => hub.output(), { timeout: 15_000 }).toContain('the Supervisor does not answer');
  expect(hub.output()).toContain('https://hub.home:');
  const { ingress } = hub.ports as { ingress?: number };
  const headers = { 'x-ingress-path': '/api/hassio_ingress/x', 'x-forwarded-host': 'ha' };
  expect((await fetch(`http://127.0.0.1:${ingress}/`, { headers })).status).toBe(200);
  expect((await fetch(`http://127.0.0.1:${ingress}/`)).status).toBe(403);
});

test.each(['en', 'de'])('%s.yaml names every option and port', (language) => {
  const words = parse(text(`translations/${language}.yaml`));
  expect(Object.keys(words.configuration).sort()).toEqual(Object.keys(config.schema).sort());
  expect(Object.keys(words.network).sort()).toEqual(Object.keys(config.ports).sort());
  for (const { name, description } of Object.values<{ name: string; description: string }>(words.configuration))
    expect([name.length > 0, description.length > 0]).toEqual([true, true]);
});

describe('apparmor.txt', () => {
  const profile = text('apparmor.txt');
  const rules = [...profile.matchAll(/^ {2}(\/\S+) (\w+),$/gm)].map(([, path = '', may = '']) => ({ path, may }));

  test('is the app’s, and names what the image has', () => {
    expect(profile).toContain(`profile ${config.slug} `);
    for (const { path } of rules) {
      if (path.startsWith('/hearthgate/'))
        expect(existsSync(join(ROOT, path.replace('/hearthgate/', '').replace(/\*.*/, ''))), path).toBe(true);
      else if (path.startsWith('/usr/bin/')) expect(existsSync(path), path).toBe(true);
      else if (path.startsWith('/usr/local/bin/'))
        expect(readFileSync(join(ROOT, 'Dockerfile'), 'utf8'), path).toContain(path.slice(1));
    }
  });

  test('lets run what starts the hub, and has nothing written but the data and what ends with the container', () => {
    const runs = rules.filter(({ may }) => may.includes('x')).map(({ path }) => path.split('/').at(-1));
    const needed = (script: string) =>
      ['install', 'setpriv', 'hearthgate', 'node', 'readlink', 'dirname', 'grep', 'sed', 'bash', 'env', 'perl'].filter(
        (each) => new RegExp(`(^|[ ;(/])${each} `, 'm').test(script),
      );
    const ours = ['hearthgate.sh', 'healthy.sh'].map((name) => readFileSync(join(ROOT, 'gateway/cli', name), 'utf8'));
    const scripts = [text('run.sh'), ...ours];
    const programs = scripts.flatMap(needed);
    expect(programs).toEqual(
      expect.arrayContaining(['install', 'setpriv', 'readlink', 'dirname', 'grep', 'sed', 'node', 'perl']),
    );
    expect(runs).toEqual(expect.arrayContaining(programs));
    const written = rules.filter(({ may }) => may.includes('w')).map(({ path }) => path.split('/')[1]);
    expect([...new Set(written)].sort()).toEqual(['data', 'dev', 'tmp']);
  });

  test('is one that AppArmor takes', ({ skip }) => {
    const { error, status, stderr } = spawnSync(
      'apparmor_parser',
      ['-Q', '-K', join(import.meta.dirname, 'apparmor.txt')],
      {
        env: withSbin,
        encoding: 'utf8',
      },
    );
    if (error && process.env.CI === undefined) skip('no apparmor_parser here');
    expect(status, stderr).toBe(0);
  });
});

test('put together, the app has all that its image is made of, and begins as root only to stop being it', () => {
  const folder = join(newFolder(), 'app');
  putTogether(folder);
  for (const name of [
    'config.yaml',
    'DOCS.md',
    'README.md',
    'CHANGELOG.md',
    'apparmor.txt',
    'run.sh',
    'translations/de.yaml',
  ])
    expect(existsSync(join(folder, name)), name).toBe(true);
  // The Supervisor looks for these below every folder.
  const configs = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((each) =>
    /(^|\/)config\.ya?ml$/.test(each),
  );
  expect(configs).toEqual(['config.yaml']);
  const stages = stagesOf(readFileSync(join(folder, 'Dockerfile'), 'utf8'));
  const isIgnored = ignored(readFileSync(join(folder, '.dockerignore'), 'utf8'));
  for (const { steps } of stages)
    for (const { does, words } of steps) {
      const { from, sources } = does === 'COPY' ? copyOf(words) : { from: '', sources: [] };
      if (from !== undefined) continue;
      for (const source of sources)
        expect([existsSync(join(folder, source)), isIgnored(source)], source).toEqual([true, false]);
    }
  const last = stages.at(-1)?.steps ?? [];
  expect(last.filter(({ does }) => does === 'USER').at(-1)?.words).toBe('root');
  expect(last.at(-2)).toEqual({ does: 'ENTRYPOINT', words: '["/run.sh"]' });
  expect(text('run.sh')).toMatch(
    /exec setpriv --reuid 10001 .*--no-new-privs .*--bounding-set=-all hearthgate start\n$/,
  );
  expect(() => putTogether(folder)).toThrow('empty');
});
