import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mqtt, { type MqttClient } from 'mqtt';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { MqttCloud } from '../device-sim/vendors/mqtt-cloud.ts';
import { startAcmeHeating, type Vendor } from '../device-sim/vendors/start-vendors.ts';
import { systemClock } from '../gateway/runtime/clock.ts';
import { claimHub, cli, environment, LAUNCHER, type Running, startHub } from './launcher.ts';
import { giveAuthorities, identityOf } from './made-once.ts';

let dir: string;
let file: string;
let words: string[];
let acme: Vendor<MqttCloud>;
let hub: Running | undefined;
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'hearthgate-backup-'));
  file = join(dir, 'home.backup');
  const passphrase = join(dir, 'passphrase');
  writeFileSync(passphrase, 'six words that nobody would guess\n');
  words = ['--passphrase-file', passphrase];
  acme = await startAcmeHeating(systemClock, identityOf);
});
afterEach(async () => {
  hub?.process.kill('SIGKILL');
  hub = undefined;
  await acme.cloud.stop();
  rmSync(dir, { recursive: true, force: true });
});

/** A command that is to be refused; what it said. */
function refused(dataDir: string, ...said: string[]): string {
  const { status, stdout, stderr } = spawnSync('sh', [LAUNCHER, ...said], {
    env: environment(dataDir),
    encoding: 'utf8',
  });
  expect(status, stdout).not.toBe(0);
  return stderr;
}

/** One field, exactly and at once. */
function manifest(): string {
  const { controller, endpoint, keys } = acme.manifest;
  return JSON.stringify({
    ...{ v: 1, recipient: acme.recipient, version: 1, origin: 'household', controller, endpoint },
    keys: { encryption: keys.encryption },
    products: [{ match: { dialect: 'native' }, fields: [{ name: 'live', type: 'number' }] }],
    requests: [
      {
        ...{ id: 'live', purpose: 'dpv:ServiceProvision', sentence: 'For a test.' },
        fields: [{ name: 'live', form: { form: 'exact', grain: 'PT1S' } }],
        release: { release: 'live', within: 'PT0.05S' },
        ...{ retention: 'P1D', necessity: 'optional', ifRefused: 'Nothing.' },
      },
    ],
  });
}

/** A meter that trusts what it was given at first, and says numbers. */
async function plug(running: Running, ca: Buffer, password: string): Promise<MqttClient> {
  return mqtt.connectAsync(`mqtts://localhost:${running.ports.mqtts}`, { ca, username: 'meter', password });
}

const say = (meter: MqttClient, live: number) =>
  meter.publishAsync('hearthgate/v1/devices/meter/telemetry', JSON.stringify({ live }), { qos: 1 });

const got = () =>
  acme.receiver.records.flatMap(({ fields: { live } }) => (live && 'value' in live ? [live.value] : []));
const namesOf = (from: number) => new Set(acme.receiver.records.slice(from).map(({ device }) => device));

test('promises 1 and 2: a home goes on from a backup of its running hub, and nothing leaves until somebody looked', async () => {
  const before = join(dir, 'before');
  await giveAuthorities(before);
  hub = await startHub(before);
  await claimHub(before);
  const { password } = cli<{ password: string }>(before, 'device', 'add', 'meter');
  const ca = readFileSync(join(before, 'certs/authority.crt'));
  let meter = await plug(hub, ca, password);
  await say(meter, 1);
  writeFileSync(join(dir, 'acme.json'), manifest());
  cli(before, 'recipient', 'add', join(dir, 'acme.json'));
  cli(before, 'consent', 'give', acme.recipient, 'live', '--yes');
  await say(meter, 2);
  await expect.poll(got).toEqual([2]);

  // While the hub runs, a device speaks, and what is to leave has to wait: it is in the backup, too.
  acme.cloud.answer('disconnect');
  let next = 3;
  const speaking = setInterval(() => void say(meter, next++).catch(() => undefined), 5);
  const backup = spawn('sh', [LAUNCHER, 'backup', file, ...words], { env: environment(before), stdio: 'ignore' });
  expect(await once(backup, 'exit')).toEqual([0, null]);
  clearInterval(speaking);
  acme.cloud.answer('receive');
  expect(readFileSync(file).includes('acme')).toBe(false);
  expect(refused(before, 'backup', file, ...words)).toContain('is there already');
  expect(existsSync(join(before, 'backup.making'))).toBe(false);
  // All that the old hub sends has come before anything is compared.
  await say(meter, 100_000);
  await expect.poll(got).toContain(100_000);
  await expect.poll(() => got().length).toBe(next - 1);
  const oldNames = namesOf(0);

  // Taken back after the backup was made: the backup does not know.
  cli(before, 'consent', 'withdraw', '--recipient', acme.recipient);
  meter.end(true);
  hub.process.kill('SIGKILL');
  await once(hub.process, 'exit');

  const after = join(dir, 'after');
  const held = cli<object>(after, 'restore', file, '--dry-run', ...words);
  expect(held).toMatchObject({ restored: false, devices: 1, people: 1, recipients: 1, consents: 1 });
  expect(existsSync(join(after, 'household.db'))).toBe(false);
  expect(cli<object>(after, 'restore', file, ...words)).toMatchObject({ restored: true, consents: 1 });
  const leftBefore = acme.receiver.records.length;

  hub = await startHub(after);
  expect(hub.output()).toContain('restored from a backup');
  // The device trusts the same authority and has the same password.
  meter = await plug(hub, ca, password);
  for (let number = 100_001; number <= 100_010; number++) await say(meter, number);
  expect(JSON.stringify(cli(after, 'rule', 'list'))).toContain('sharing is stopped: everything');
  expect(cli<{ holds: boolean }>(after, 'ledger', 'verify').holds).toBe(true);
  expect(JSON.stringify(cli(after, 'activity', 'list'))).toMatch(/A backup of .* was restored/);

  cli(after, 'sharing', 'resume', '--yes');
  await say(meter, 200_000);
  // And nothing of what waited when the backup was made.
  await expect.poll(() => got().slice(leftBefore)).toEqual([200_000]);
  expect(acme.receiver.rejected).toEqual([]);
  // Under names of a new epoch: the old ones have no key any more.
  expect([...namesOf(leftBefore)].filter((name) => oldNames.has(name))).toEqual([]);
  await meter.endAsync();

  // A household is never overwritten by the way, nor while its hub runs.
  expect(refused(after, 'restore', file, ...words)).toContain('a hub is running');
  expect(await hub.stop()).toBe(0);
  expect(refused(after, 'restore', file, ...words)).toContain('--replace');
  const { notes } = cli<{ notes: string[] }>(after, 'restore', file, '--replace', ...words);
  const [, aside = ''] = /what was there lies in (\S+?),/.exec(notes.join('\n')) ?? [];
  expect(existsSync(join(aside, 'household.db'))).toBe(true);
  // And what was moved aside is a household that starts.
  hub = await startHub(aside);
  expect(JSON.stringify(cli(aside, 'rule', 'list'))).not.toContain('sharing is stopped: everything');
  expect(await hub.stop()).toBe(0);
}, 90_000);

test('a backup that is damaged, cut off or has another passphrase changes nothing, and says so in a sentence', () => {
  const dataDir = join(dir, 'data');
  execFileSync('sh', [LAUNCHER, 'setup-code'], { env: environment(dataDir), stdio: 'ignore' });
  cli(dataDir, 'backup', file, ...words);
  const whole = readFileSync(file);
  const target = join(dir, 'target');
  const says = (bytes: Buffer, ...said: string[]) => {
    writeFileSync(file, bytes);
    return refused(target, 'restore', file, ...said);
  };
  const other = join(dir, 'other');
  writeFileSync(other, 'another passphrase altogether\n');
  expect(says(whole, '--passphrase-file', other)).toContain('that is not its passphrase');
  expect(says(whole.subarray(0, whole.length - 9), ...words)).toContain('ends too early');
  const changed = Buffer.from(whole);
  changed.writeUInt8(changed.readUInt8(changed.length >> 1) ^ 4, changed.length >> 1);
  expect(says(changed, ...words)).toContain('is damaged or was changed');
  expect(says(Buffer.from('no such thing'), ...words)).toContain('is no backup of Hearthgate');
  for (const name of ['household.db', 'keys', 'restore.making', 'restore.ready'])
    expect(existsSync(join(target, name)), name).toBe(false);
}, 60_000);

test('a household whose root key lay outside is not written to a card in the clear by mistake', () => {
  const [dataDir, target, stick] = [join(dir, 'data'), join(dir, 'target'), join(dir, 'stick.key')];
  const outside = { ...environment(dataDir), HEARTHGATE_ROOT_KEY_FILE: stick };
  for (const said of [['setup-code'], ['backup', file, ...words]])
    execFileSync('sh', [LAUNCHER, ...said], { env: outside, stdio: 'ignore' });
  const dry = cli<{ notes: string[] }>(target, 'restore', file, '--dry-run', ...words);
  expect(dry.notes.join('\n')).toContain('--on-card');
  expect(refused(target, 'restore', file, ...words)).toContain('set HEARTHGATE_ROOT_KEY_FILE');
  expect(existsSync(join(target, 'household.db'))).toBe(false);
  expect(cli(target, 'restore', file, '--on-card', ...words)).toMatchObject({ restored: true });
  expect(readFileSync(join(target, 'household.db')).subarray(0, 15).toString()).toBe('SQLite format 3');
  // With a place for the key there is nothing to ask, and nothing in the clear.
  const other = { ...environment(join(dir, 'other')), HEARTHGATE_ROOT_KEY_FILE: join(dir, 'other.key') };
  execFileSync('sh', [LAUNCHER, 'restore', file, ...words], { env: other, stdio: 'ignore' });
  expect(readFileSync(join(dir, 'other/household.db')).subarray(0, 15).toString()).not.toBe('SQLite format 3');
}, 60_000);
