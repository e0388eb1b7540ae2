import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import mqtt from 'mqtt';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { authority, serverCertificate } from '../gateway/recipients/links/certificates.fixture.ts';
import { type House, openHouse } from './house.ts';
import { withSbin } from './launcher.ts';
import { Mosquitto } from './mosquitto.ts';
import { furnish, manifestFor, THEIRS, valuesAt } from './their-home.ts';

let dir: string;
let house: House;
let broker: Mosquitto | undefined;
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'hearthgate-attached-'));
  house = await openHouse();
});
afterEach(async () => {
  await house.stop();
  await broker?.end();
  broker = undefined;
  rmSync(dir, { recursive: true, force: true });
});

const attach = (input: object) => house.do<{ state: string; trusts: string }>('attach', { name: 'old', ...input });
const started = async (...settings: string[]) => {
  broker = await Mosquitto.start(join(dir, 'mosquitto'), settings);
  return broker;
};
const state = async () => (await house.do<{ state: string }[]>('attach list', {}))[0]?.state;

/** A user of mosquitto, and what it may do, as docs/attach.md has it. */
function user(name: string, password: string, ...acl: string[]): string[] {
  const [passwords, rights] = [join(dir, 'passwords'), join(dir, 'acl')];
  execFileSync('mosquitto_passwd', ['-c', '-b', passwords, name, password], { env: withSbin });
  writeFileSync(rights, [`user ${name}`, ...acl, ''].join('\n'), { mode: 0o600 });
  return ['allow_anonymous false', `password_file ${passwords}`, `acl_file ${rights}`];
}

test('who cannot be reached, and who is no broker', async () => {
  await expect(attach({ url: 'mqtts://nobody.invalid' })).rejects.toThrow('nobody knows a machine of that name');
  await expect(attach({ url: 'mqtt://127.0.0.1:1' })).rejects.toThrow('nothing listens there at that port');
  await expect(attach({ url: 'mqtt://8.8.8.8' })).rejects.toThrow('not in the home network');
  await expect(attach({ url: 'mqtts://me:secret@broker' })).rejects.toThrow('shell’s history');
  await expect(attach({ url: `mqtt://127.0.0.1:${house.hub.broker.ports().mqtt}` })).rejects.toThrow('this hub’s own');
  const { port } = await started('allow_anonymous true');
  await expect(attach({ url: `mqtts://127.0.0.1:${port}` })).rejects.toThrow(/does not speak TLS/);
  await expect(attach({ url: `mqtt://127.0.0.1:${port}`, filters: ['a/#', 'a/b'] })).rejects.toThrow('counted twice');
  await expect(attach({ url: `mqtt://127.0.0.1:${port}`, filters: ['$SYS/#'] })).rejects.toThrow('broker’s own');
  expect(await house.do('attach list', {})).toEqual([]);
  expect(house.hub.ledger.size).toBe(0);
});

test('a wrong password is told, and a right one is kept where nobody reads it', async () => {
  const { port } = await started(...user('hearthgate', 'correct horse', 'topic read #'));
  const url = `mqtt://hearthgate@127.0.0.1:${port}`;
  await expect(attach({ url, password: 'wrong' })).rejects.toThrow('does not let that user in');
  await attach({ url, password: 'correct horse' });
  await expect.poll(state).toBe('connected');
  await house.restart();
  await expect.poll(state).toBe('connected');
  const kept = ['household.db', 'household.db-wal', 'flow.db', 'flow.db-wal'].map((name) =>
    readFileSync(join(house.dataDir, name)),
  );
  expect(Buffer.concat(kept).includes('correct horse')).toBe(false);
  expect(JSON.stringify([await house.do('attach list', {}), house.logged])).not.toContain('correct horse');
});

test('a user who may not read everything is told what it may read', async () => {
  const other = await openHouse();
  const grants = { read: ['zigbee2mqtt/#', 'tele/+/STATE'], write: [] };
  const { password } = await other.do<{ password: string }>('app add', { name: 'reader', ...grants });
  const access = { url: `mqtt://reader@127.0.0.1:${other.hub.broker.ports().mqtt}`, password };
  await expect(attach(access)).rejects.toThrow(
    "does not let this user read #; it may read zigbee2mqtt/#: read these alone, or let it read more there (--topic 'zigbee2mqtt/#')",
  );
  await attach({ ...access, filters: ['zigbee2mqtt/#', 'tele/+/STATE'] });
  await expect.poll(state).toBe('connected');
  await other.stop();
  await expect.poll(state).toMatch(/^waiting: /);
});

test('a certificate that nobody trusts is shown by its fingerprint, and trusted once it is pinned', async () => {
  const ca = authority(dir, 'ca');
  const { cert } = serverCertificate(dir, 'server', 'ca', 'DNS:elsewhere');
  const files = [`certfile ${dir}/server.pem`, `keyfile ${dir}/server.key`];
  const { port } = await started('allow_anonymous true', ...files);
  const url = `mqtts://127.0.0.1:${port}`;
  await expect(attach({ url })).rejects.toThrow(/SHA-256 fingerprint ([0-9A-F]{2}:){31}[0-9A-F]{2}\. Compare it/);
  // Its authority vouches for the name in it, which is another.
  await expect(attach({ url, ca })).rejects.toThrow('for another name');
  await expect(attach({ url, ca: 'nothing' })).rejects.toThrow('no certificate as PEM');
  expect((await attach({ url, ca: cert })).trusts).toBe('the certificate that was pinned');
  await expect.poll(state).toBe('connected');
});

test('while the disk takes nothing nothing is acknowledged, and all of it is counted afterwards', async () => {
  const { port } = await started('allow_anonymous true');
  const theirs = await mqtt.connectAsync(`mqtt://127.0.0.1:${port}`);
  await furnish(theirs);
  await attach({ url: `mqtt://127.0.0.1:${port}` });
  await expect.poll(state).toBe('connected');
  await house.do('recipient add', { signed: JSON.stringify(manifestFor(house.volt)) });
  const asked = { recipient: house.volt.recipient, request: 'temperature', acceptUnion: true, confirmed: true };
  await house.do('consent give', asked);
  const say = (value: number) => theirs.publishAsync(...THEIRS.sensor(value), { qos: 1 });
  await say(1);
  await expect.poll(() => valuesAt(house.volt, 'temperature')).toEqual([1]);
  const db = new Database(join(house.dataDir, 'flow.db'));
  db.exec(
    `CREATE TRIGGER full BEFORE INSERT ON attached_said BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END`,
  );
  for (const value of [2, 3, 3]) await say(value);
  await expect.poll(state, { timeout: 5_000 }).toMatch(/waiting: the disk takes nothing/);
  db.exec('DROP TRIGGER full');
  db.close();
  await expect.poll(() => valuesAt(house.volt, 'temperature').sort(), { timeout: 20_000 }).toEqual([1, 2, 3, 3]);
  await theirs.endAsync();
}, 40_000);
