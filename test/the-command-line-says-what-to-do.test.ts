import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startVoltInsight } from '../device-sim/vendors/start-vendors.ts';
import { programs } from '../gateway/cli/programs.ts';
import { systemClock } from '../gateway/runtime/clock.ts';
import { environment, LAUNCHER, type Running, startHub } from './launcher.ts';
import { giveAuthorities, identityOf } from './made-once.ts';

const dir = mkdtempSync(join(tmpdir(), 'hearthgate-cli-'));
const dataDir = join(dir, 'data');
let hub: Running;
beforeAll(async () => {
  const volt = await startVoltInsight(systemClock, identityOf);
  writeFileSync(join(dir, 'volt.json'), volt.signed);
  await volt.cloud.stop();
  await giveAuthorities(dataDir);
  hub = await startHub(dataDir);
  run('device', 'add', 'meter', '--dialect', 'tasmota', '--base', 'tasmota_49A3BC');
});
afterAll(async () => {
  await hub.stop();
  rmSync(dir, { recursive: true, force: true });
});

function run(...words: string[]) {
  const { status, stdout, stderr } = spawnSync('sh', [LAUNCHER, ...words], {
    env: environment(dataDir),
    encoding: 'utf8',
    input: '',
  });
  return { status, said: stdout, problem: stderr.trim() };
}

describe('what cannot be done as asked is answered in one sentence that says what to do', () => {
  test.each<[string, number, string]>([
    ['foo', 2, '"hearthgate --help" lists them all'],
    ['devcie list', 2, 'did you mean "device list"?'],
    ['device list --jsn', 2, 'there is no option --jsn; did you mean --json?'],
    ['quarantine --most 0', 1, '--most is 0; write a number from 1 to 1000'],
    ['device add Bad_Name', 1, 'lower-case letters, digits and dashes'],
    ['device add meter --dialect tasmota --base tasmota_1', 1, 'that name is taken'],
    ['device add plug --dialect tasmota', 1, '--base is missing'],
    ['device add plug --dialect nope', 1, 'write one of native, zigbee2mqtt'],
    ['device add plug --dialect tasmota --base home/%topic%/%prefix%', 1, 'all but %prefix% is filled in'],
    ['device grant nope --read a', 1, 'there is no device or app "nope"; see "hearthgate device list"'],
    ['device revoke meter --read a', 1, '"a" is not granted'],
    ['device remove nope', 1, 'there is no device or app "nope"'],
    ['recipient add /nope', 2, 'there is no file /nope'],
    ['consent apply /tmp', 2, '/tmp is no file'],
    ['recipient remove nope', 1, 'see "hearthgate recipient list"'],
    ['recipient credentials nope --forget', 1, 'there is no recipient "nope"'],
    ['recipient new own', 2, 'say --purpose'],
    ['recipient new own --purpose dpv:ServiceProvision', 2, 'say --field'],
    ['recipient new own --purpose dpv:ServiceProvision --field power', 2, '"hearthgate recipient profiles" lists them'],
    [
      'recipient new own --profile influx --purpose dpv:A --field power:number',
      1,
      'it is one of energyid, grafana-cloud',
    ],
    ['recipient new own --profile mqtt --purpose dpv:A --field power', 1, 'no device has said power yet'],
    [
      'recipient new own --profile mqtt --purpose dpv:A --field power:number',
      1,
      '--at has no "server"; give it: the broker',
    ],
    ['recipient new own --profile mqtt --at server --purpose dpv:A --field p:number', 2, '--at takes two words'],
    ['recipient credentials volt-insight', 2, '--secret-file for a secret without one'],
    ['recipient change nope --profile mqtt --purpose dpv:A --field p:number', 1, 'there is no recipient "nope"'],
    ['consent withdraw', 1, 'say which'],
    ['rule add --never nothing', 1, 'write one of presence, activity'],
    ['rule add --night 25:00-06:00', 1, 'is no time of day'],
    ['sharing stop --device nope', 1, 'see "hearthgate device list"'],
    ['sharing resume', 1, 'no such rule is in force'],
    ['start', 78, 'another hub is running'],
  ])('%s', (words, code, sentence) => {
    const { status, said, problem } = run(...words.split(' '));
    expect({ status, said }).toEqual({ status: code, said: '' });
    expect(problem).toContain(sentence);
    expect(problem).not.toMatch(/\n\s+at /);
  });
});

test.each(programs.map(({ name }) => name.join(' ')))('%s refuses an option that there is not', (words) => {
  const { status, said, problem } = run(...words.split(' '), '--zq7-nothing');
  expect({ status, said }).toEqual({ status: 2, said: '' });
  expect(problem).toMatch(/(there is no option|Unknown option) '?--zq7-nothing/);
  expect(problem).not.toMatch(/\n\s+at /);
});

test('a household shares in two steps and takes back in one, with the hub running or not', async () => {
  expect(run('recipient', 'add', join(dir, 'volt.json'), '--json').status).toBe(0);
  const meter = ['volt-insight', 'energy-report', '--device', 'tasmota-49a3bc'];
  expect(run('consent', 'give', ...meter).problem).toContain('no device here fits that request');
  expect(JSON.parse(run('rule', 'add', '--never', 'location', '--json').said)).toMatchObject({
    says: 'nothing that may reveal location leaves',
  });
  expect(run('sharing', 'stop').said).toContain('sharing is stopped: everything');
  const asked = run('sharing', 'resume');
  expect(asked.said).toContain('Nothing has changed yet. Say it again with --yes');
  expect(run('sharing', 'resume', '--yes').said).toContain('sharing is stopped: everything');
  await hub.stop();
  const rules = JSON.parse(run('rule', 'list', '--json').said);
  expect(rules).toHaveLength(1);
  expect(run('rule', 'remove', rules[0].id, '--yes').status).toBe(0);
  hub = await startHub(dataDir);
  expect(run('rule', 'list').said.trim()).toBe('(nothing)');
});

test('a household adds a dashboard of its own with one command; its secret is shown nowhere', () => {
  writeFileSync(join(dir, 'token'), 'a-token-of-influx\n');
  const words = (...more: string[]) => [
    ...['our-influx', '--profile', 'influxdb', '--at', 'server=http://192.168.1.9:8086', '--at', 'org=home'],
    ...['--at', 'bucket=home', '--purpose', 'dpv:ServiceProvision', '--field', 'power:number:W', ...more],
  ];
  const { said, problem } = run('recipient', 'new', ...words('--secret-file', join(dir, 'token')));
  expect(problem).toBe('');
  expect(said).toContain('not protected on the way; sent to addresses at home alone');
  expect(said).toContain('nothing is shared yet');
  const often = run(
    'recipient',
    'change',
    ...words('--field', 'humidity:number', '--field', 'count:number', '--every', 'PT1M'),
  );
  expect(often.said).toContain('send less often');
  expect(said).not.toContain('send less often');
  expect(run('recipient', 'new', ...words()).problem).toContain('there is a recipient "our-influx" already');
  const changed = JSON.parse(run('recipient', 'change', ...words('--every', 'PT15M', '--json')).said);
  expect(changed).toMatchObject({ version: 3, credentials: 'kept', fingerprint: 'written by the household' });
  const everything = run('recipient', 'list', '--json').said + run('status', '--json').said + said + hub.output();
  expect(everything).not.toContain('a-token-of-influx');
  expect(JSON.parse(run('recipient', 'profiles', '--json').said)).toHaveLength(8);
  expect(run('recipient', 'remove', 'our-influx').status).toBe(0);
});

test('what a machine reads keeps its form', () => {
  expect(JSON.parse(run('device', 'grant', 'meter', '--read', 'home/#', '--json').said)).toEqual({
    name: 'meter',
    read: ['home/#'],
    write: [],
  });
  expect(JSON.parse(run('device', 'list', '--json').said)).toEqual({
    clients: [
      { name: 'meter', kind: 'device', dialect: 'tasmota', base: 'tasmota_49A3BC', read: ['home/#'], write: [] },
    ],
    devices: [],
  });
  expect(run('device', 'revoke', 'meter', '--read', 'home/#').status).toBe(0);
  expect(JSON.parse(run('consent', 'list', '--json').said)).toEqual([]);
  expect(run('--version').said).toMatch(/^hearthgate \d+\.\d+\.\d+\n$/);
  expect(run('device', '--help').said).toContain('hearthgate device grant <name>');
  expect(run('device', '--help').said).not.toContain('consent');
});

test('commands that come at once, with no hub running, wait for each other', async () => {
  await hub.stop();
  const added = await Promise.all(
    ['one', 'two', 'three'].map((name) => {
      const command = spawn('sh', [LAUNCHER, 'app', 'add', name, '--json'], { env: environment(dataDir) });
      return once(command, 'exit').then(([code]) => code);
    }),
  );
  expect(added).toEqual([0, 0, 0]);
  for (const name of ['one', 'two', 'three']) expect(run('app', 'remove', name).status).toBe(0);
  hub = await startHub(dataDir);
});

test('a folder that cannot be the data directory is named, with what to do', () => {
  const env = { ...environment('/dev/null/data'), NODE_COMPILE_CACHE: join(dir, 'cache') };
  const { status, stderr } = spawnSync('sh', [LAUNCHER, 'device', 'add', 'x'], { env, encoding: 'utf8' });
  expect(status).toBe(78);
  expect(stderr).toMatch(/^\/dev\/null\/data cannot be used: .*HEARTHGATE_DATA.*\n$/);
  const nowhere = { ...environment(join(dir, 'nothing-here')) };
  const looked = spawnSync('sh', [LAUNCHER, 'status'], { env: nowhere, encoding: 'utf8' });
  expect([looked.status, looked.stdout]).toEqual([2, '']);
  expect(looked.stderr).toContain('there is no household in');
});

test('a password is never taken from the command line and never shown again', () => {
  const { said } = run('device', 'add', 'lamp');
  const [, password = ''] = /password\s+(\S+)/.exec(said) ?? [];
  expect(password.length).toBeGreaterThan(20);
  expect(run('device', 'list', '--json').said).not.toContain(password);
  expect(hub.output()).not.toContain(password);
  expect(run('recipient', 'credentials', 'volt-insight', '--user', 'home', '--password', 'x').status).toBe(2);
});
