import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startVoltInsight } from '../device-sim/vendors/start-vendors.ts';
import { systemClock } from '../gateway/runtime/clock.ts';
import { environment, LAUNCHER, type Running, startHub } from './launcher.ts';

const dir = mkdtempSync(join(tmpdir(), 'hearthgate-cli-'));
const dataDir = join(dir, 'data');
let hub: Running;
beforeAll(async () => {
  const volt = await startVoltInsight(systemClock);
  writeFileSync(join(dir, 'volt.json'), volt.signed);
  await volt.cloud.stop();
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
    ['device ad', 2, 'after "device" comes one of: add, list, remove, place'],
    ['device add', 2, 'say which name'],
    ['device add Bad_Name', 1, 'lower-case letters, digits and dashes'],
    ['device add meter --dialect tasmota --base tasmota_1', 1, 'that name is taken'],
    ['device add plug --dialect tasmota', 1, 'needs --base'],
    ['device add plug --dialect nope', 1, 'write one of native, zigbee2mqtt'],
    ['device add plug --colour red', 2, "Unknown option '--colour'"],
    ['device remove nope', 1, 'there is no device or app "nope"'],
    ['recipient add /nope', 2, 'there is no file /nope'],
    ['recipient remove nope', 1, 'see "hearthgate recipient list"'],
    ['recipient credentials nope --forget', 1, 'there is no recipient "nope"'],
    ['recipient codes nope dpv:Marketing', 2, 'either --linkable or --monthly'],
    ['consent give a', 2, 'say the recipient and the request'],
    ['consent give a b --for soon', 2, 'once, today or until-changed'],
    ['consent withdraw', 1, 'say which'],
    ['rule add --never nothing', 1, 'write one of presence, activity'],
    ['rule add --never location --visitors', 2, 'say one of'],
    ['rule add --night 25:00-06:00', 1, 'is no time of day'],
    ['sharing stop --device nope', 1, 'see "hearthgate device list"'],
    ['sharing resume', 1, 'no such rule is in force'],
    ['consent give a b --form {', 2, '--form is neither JSON nor YAML'],
    ['quarantine --most x', 2, '--most takes a whole number'],
    ['start', 78, 'another hub is running'],
  ])('%s', (words, code, sentence) => {
    const { status, said, problem } = run(...words.split(' '));
    expect({ status, said }).toEqual({ status: code, said: '' });
    expect(problem).toContain(sentence);
    expect(problem).not.toMatch(/\n\s+at /);
  });
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

test('a password is never taken from the command line and never shown again', () => {
  const { said } = run('device', 'add', 'lamp');
  const [, password = ''] = /password\s+(\S+)/.exec(said) ?? [];
  expect(password.length).toBeGreaterThan(20);
  expect(run('device', 'list', '--json').said).not.toContain(password);
  expect(hub.output()).not.toContain(password);
  expect(run('recipient', 'credentials', 'volt-insight', '--user', 'home', '--password', 'x').status).toBe(2);
});
