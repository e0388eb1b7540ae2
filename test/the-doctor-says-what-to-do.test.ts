import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { startVoltInsight } from '../device-sim/vendors/start-vendors.ts';
import type { Finding } from '../gateway/cli/doctor/finding.ts';
import { systemClock } from '../gateway/runtime/clock.ts';
import { openHouse } from './house.ts';
import { cli, environment, LAUNCHER, type Running, startHub } from './launcher.ts';
import { giveAuthorities, identityOf } from './made-once.ts';

const dir = mkdtempSync(join(tmpdir(), 'hearthgate-zq7doctor-'));
const dataDir = join(dir, 'data');
let hub: Running | undefined;
beforeAll(async () => {
  await giveAuthorities(dataDir);
  hub = await startHub(dataDir);
  cli(dataDir, 'device', 'add', 'zq7-lamp');
  const volt = await startVoltInsight(systemClock, identityOf);
  writeFileSync(join(dir, 'volt.json'), volt.signed);
  await volt.cloud.stop();
  cli(dataDir, 'recipient', 'add', join(dir, 'volt.json'));
});
afterAll(async () => {
  await hub?.stop();
  rmSync(dir, { recursive: true, force: true });
});

function doctor(settings: NodeJS.ProcessEnv = {}, ...words: string[]) {
  const env = { ...environment(dataDir), ...settings };
  const json = spawnSync('sh', [LAUNCHER, 'doctor', '--json', ...words], { env, encoding: 'utf8' });
  const shown = words.length === 0 ? spawnSync('sh', [LAUNCHER, 'doctor'], { env, encoding: 'utf8' }).stdout : '';
  const findings: Finding[] = JSON.parse(json.stdout);
  expect(json.status, json.stdout).toBe(findings.some(({ state }) => state === 'bad') ? 1 : 0);
  const of = (check: string) => findings.find((each) => each.check === check);
  return { of, findings, status: json.status, said: json.stdout + json.stderr + shown };
}

/** What would tell of the home: its names, addresses, folders and ids. */
function tellsNothing(said: string): void {
  const names = ['zq7', 'volt', dataDir, hostname(), 'hearthgate.local', '127.0.0.1', 'localhost'];
  for (const name of names) expect(said.toLowerCase()).not.toContain(name.toLowerCase());
}

/** Every file with its bytes and when it was written. */
function files(): string[] {
  return readdirSync(dataDir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('/cache'))
    .map(({ parentPath, name }) => join(parentPath, name))
    .map((file) => `${file} ${statSync(file).mtimeMs} ${readFileSync(file).toString('base64')}`)
    .sort();
}

test('a hub that runs is asked, and nothing that is said tells of the home', () => {
  const { of, findings, said } = doctor();
  expect(findings.filter(({ state }) => state === 'bad')).toEqual([]);
  expect(of('hub')).toMatchObject({ state: 'good', says: expect.stringMatching(/^runs, with \d+ MiB/) });
  for (const check of ['household.db', 'flow.db']) expect(of(check)).toMatchObject({ state: 'good', says: 'is whole' });
  expect(of('ledger')?.says).toMatch(/^holds, [1-9]\d* entries$/);
  expect(of('recipients')?.says).toBe('nothing is agreed with any');
  expect(of('contact 1')).toBeUndefined();
  tellsNothing(said);
});

test('with --contact each recipient is tried by number alone', () => {
  const { of, said } = doctor({}, '--contact');
  expect(of('contact 1')).toMatchObject({ state: 'bad', says: 'is not reached: ECONNREFUSED' });
  tellsNothing(said);
});

test('a hub that is stopped or was killed is looked at, and no file of it changes', async () => {
  await hub?.stop();
  const before = files();
  const { of, findings, said } = doctor();
  expect(files()).toEqual(before);
  expect(findings.filter(({ state }) => state === 'bad')).toEqual([]);
  expect(of('hub')).toMatchObject({
    state: 'unknown',
    says: 'none runs that this user can ask; the files were looked at',
  });
  expect(of('ledger')?.says).toMatch(/^holds, [1-9]\d* entries$/);
  tellsNothing(said);
  expect(doctor({}, '--contact').of('contact')).toMatchObject({ state: 'unknown', todo: 'start the hub first' });

  hub = await startHub(dataDir);
  cli(dataDir, 'device', 'add', 'zq7-fan');
  hub.process.kill('SIGKILL');
  await once(hub.process, 'exit');
  hub = undefined;
  const killed = files();
  expect(killed.some((file) => file.includes('household.db-wal'))).toBe(true);
  const entries = (ledger: Finding | undefined) => Number(/\d+/.exec(ledger?.says ?? '')?.[0]);
  // What only the journal holds is seen.
  expect(entries(doctor().of('ledger'))).toBe(entries(of('ledger')) + 1);
  expect(files()).toEqual(killed);
});

test('what is wrong is said with what to do, one thing each', async () => {
  await (await startHub(dataDir)).stop();
  const inTheWay = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => void inTheWay.close());
  await once(inTheWay, 'listening');
  const address = inTheWay.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  expect(doctor({ HEARTHGATE_MQTTS_PORT: `${port}` }).of('ports')).toMatchObject({
    ...{ state: 'bad', says: `${port} is taken by another program` },
    todo: 'end it, or choose another with mqtts.port',
  });

  const wrong = doctor({ HEARTHGATE_TIME_ZONE: 'Zq7/Nowhere' });
  expect(wrong.of('configuration')).toMatchObject({ state: 'bad', todo: expect.stringContaining('config show') });
  tellsNothing(wrong.said);

  chmodSync(join(dataDir, 'household.db'), 0o644);
  expect(doctor().of('permissions')).toMatchObject({ state: 'bad', says: '1 files can be seen by other users' });
  chmodSync(join(dataDir, 'household.db'), 0o600);

  const file = join(dataDir, 'household.db');
  const whole = readFileSync(file);
  const damaged = Buffer.from(whole);
  damaged.fill(0x5a, 8192, 12_288);
  writeFileSync(file, damaged);
  const { of, status, said } = doctor();
  expect(status).toBe(1);
  expect(of('household.db')).toMatchObject({ state: 'bad', says: 'is damaged' });
  tellsNothing(said);
  writeFileSync(file, whole);
  expect(doctor().status).toBe(0);
});

test('encrypted databases are looked at where their key is to be had, and nobody is asked for one', async () => {
  const stick = join(dir, 'stick.key');
  cli(dataDir, 'keys', 'move', 'file', stick);
  const before = files();
  const { of, findings } = doctor({ HEARTHGATE_ROOT_KEY_FILE: stick });
  expect(findings.filter(({ state }) => state === 'bad')).toEqual([]);
  for (const check of ['household.db', 'flow.db']) expect(of(check)).toMatchObject({ state: 'good', says: 'is whole' });
  expect(doctor().of('root key')).toMatchObject({
    state: 'unknown',
    todo: 'start the hub and ask again: it has the key',
  });
  const gone = doctor({ HEARTHGATE_ROOT_KEY_FILE: join(dir, 'zq7-no-stick') });
  expect(gone.of('root key')).toMatchObject({ state: 'bad', todo: expect.stringContaining('stick') });
  tellsNothing(gone.said);
  expect(files()).toEqual(before);
});

test('a person who asks for it has recipients contacted that nothing is agreed with, and each attempt is on record', async () => {
  const house = await openHouse();
  onTestFinished(() => house.stop());
  for (const { signed } of [house.acme, house.volt]) await house.do('recipient add', { signed });
  const connections = () => house.hub.flow.read<{ outcome: string }>('connections list');
  expect(await connections()).toEqual([]);
  expect(await house.do('hub contact', {})).toEqual(['reached', 'reached']);
  expect((await connections()).map(({ outcome }) => outcome)).toEqual(['opened', 'opened']);
  // Nobody is shown who this home is, and nobody is sent anything.
  expect(house.acme.receiver.opened()).toEqual([]);
});
