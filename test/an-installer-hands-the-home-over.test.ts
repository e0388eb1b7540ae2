import { spawnSync } from 'node:child_process';
import { hash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { Report } from '../gateway/cli/commissioning/report.ts';
import { askHub } from '../gateway/cli/control.ts';
import { PASSPHRASE } from './api.ts';
import { ask, environment, LAUNCHER, type Running, startHub } from './launcher.ts';
import { giveAuthority } from './made-once.ts';

const dir = mkdtempSync(join(tmpdir(), 'hearthgate-handover-'));
const dataDir = join(dir, 'data');
const file = join(dir, 'home.yaml');
const credentials = join(dir, 'home.credentials.yaml');
let hub: Running;
beforeAll(async () => {
  mkdirSync(dataDir, { mode: 0o700 });
  for (const kind of ['devices', 'page'] as const) await giveAuthority(dataDir, kind);
  hub = await startHub(dataDir);
  writeFileSync(
    file,
    `version: 1
devices:
  - { name: meter, dialect: tasmota, base: tasmota_1 }
apps:
  - { name: panel, read: ['tele/#'] }
`,
  );
});
afterAll(async () => {
  await hub.stop();
  rmSync(dir, { recursive: true, force: true });
});

function run(words: string, input = '') {
  const { status, stdout, stderr } = spawnSync('sh', [LAUNCHER, ...words.split(' ')], {
    ...{ env: environment(dataDir), encoding: 'utf8', input, cwd: dir },
  });
  return { status, said: stdout, problem: stderr.trim() };
}

const passwords = () =>
  (parse(readFileSync(credentials, 'utf8')) as { password: string }[]).map((each) => each.password);
const mode = (path: string) => statSync(path).mode & 0o777;

test('a file is looked at, then made, and its passwords stand in a file for its owner alone', () => {
  expect(run('provision home.yaml --dry-run')).toMatchObject({
    status: 0,
    said: expect.stringContaining('would be done'),
  });
  expect(readdirSync(dir)).toEqual(['data', 'home.yaml']);
  const { status, said } = run('provision home.yaml --json');
  expect([status, JSON.parse(said).credentialsFile]).toEqual([0, 'home.credentials.yaml']);
  expect([mode(credentials), passwords().length]).toEqual([0o600, 2]);
  for (const password of passwords()) expect(said + hub.output()).not.toContain(password);
  const again = run('provision home.yaml');
  expect([again.status, again.said.match(/so already/g)?.length, passwords().length]).toEqual([0, 2, 2]);
  writeFileSync(join(dir, 'bad.yaml'), 'version: 1\ndevices:\n  - { name: meter }\n');
  const bad = run('provision bad.yaml');
  expect([bad.status, bad.said]).toEqual([1, '']);
  expect(bad.problem).toContain('devices.0 (line 3): "meter" is there already with another dialect');
});

test('the report says what was measured, and has no password', () => {
  const { status, said } = run('commissioning --json --html report.html');
  const report = JSON.parse(said) as Report;
  expect(status).toBe(report.doctor.some(({ state }) => state === 'bad') ? 1 : 0);
  expect(report.hub?.clients.map(({ name, seen }) => [name, seen])).toEqual([
    ['meter', true],
    ['panel', true],
  ]);
  const at = (id: string) => report.selfCheck.find((each) => each.id === id);
  // The tests' hub has MQTT without TLS.
  expect(at('5.5-1')).toMatchObject({
    status: 'not met',
    evidence: expect.stringContaining('without TLS is switched on'),
  });
  expect(at('5.5-4')).toMatchObject({ status: 'met', how: 'measured' });
  expect(at('5.13-1')).toMatchObject({ status: 'met', how: 'measured' });
  expect(at('5.6-1')?.evidence).toContain('listens on 4 ports of TCP');
  expect(report.observed?.tls).toEqual(
    ['mqtts', 'https'].map((listener) => ({
      ...{ listener, agreed: ['TLSv1.2', 'TLSv1.3'], refused: ['TLSv1.1'] },
    })),
  );
  const page = readFileSync(join(dir, 'report.html'), 'utf8');
  expect(page).toContain('tasmota_1');
  expect(page).not.toMatch(/<script|https?:\/\//);
  for (const password of passwords()) expect(said + page).not.toContain(password);
});

test('it is handed over with a code and a report whose hash the record holds; then only the household asks', async () => {
  expect(run('handover').said).toContain('Nothing has changed yet');
  const { status, said } = run('handover --to over --language de --yes --json');
  const { code, report, page } = JSON.parse(said);
  const over = join(dir, 'over');
  const text = readFileSync(join(over, 'report.json'), 'utf8');
  expect([status, hash('sha256', text), mode(over)]).toEqual([0, report, 0o700]);
  for (const name of ['report.json', 'report.html', 'letter.html']) expect(mode(join(over, name))).toBe(0o600);
  const letter = readFileSync(join(over, 'letter.html'), 'utf8');
  expect(letter).toContain(code);
  expect(letter).toContain(`Öffnen Sie im Netz zu Hause ${page}`);
  expect(text + readFileSync(join(over, 'report.html'), 'utf8')).not.toContain(code);

  await hub.stop();
  const sealed = run('device add spy');
  expect([sealed.status, sealed.problem]).toEqual([1, expect.stringContaining('was handed over and waits')]);
  hub = await startHub(dataDir);
  expect(hub.output()).not.toContain('Setup code');
  await ask(dataDir, 'claim', { code, name: 'Anna', passphrase: PASSPHRASE });
  expect(run('device add spy').problem).toContain('say --as <name>');
  const renewed = JSON.parse(run('device renew meter --as Anna --json', `${PASSPHRASE}\n`).said);
  expect(passwords()).not.toContain(renewed.password);
  const answer = await askHub(dataDir, 'activity list', {}, { name: 'Anna', passphrase: PASSPHRASE });
  expect(JSON.stringify(answer)).toContain(`begins with ${report.slice(0, 8)}`);
});
