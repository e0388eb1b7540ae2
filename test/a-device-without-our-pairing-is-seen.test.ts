import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { cli, type Running, startHub } from './launcher.ts';
import { giveAuthorities } from './made-once.ts';
import { authorityOf, Newcomer, readLink } from './newcomer.ts';

let dir: string;
let dataDir: string;
let hub: Running;
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'hearthgate-pair-'));
  dataDir = join(dir, 'data');
  await giveAuthorities(dataDir);
  hub = await startHub(dataDir);
}, 60_000);
afterEach(async () => {
  await hub.stop();
  rmSync(dir, { recursive: true, force: true });
}, 60_000);

interface Shown {
  readonly newcomers: readonly Record<string, string>[];
}
const run = promisify(execFile);

/** mosquitto_pub as a device of another ecosystem: its will, its names, and the password that a person typed in. */
function plug(user: string, password: string, ...more: string[]) {
  const will = ['--will-topic', 'tele/tasmota_49A3BC/LWT', '--will-payload', 'Offline'];
  const names = ['-i', 'DVES_49A3BC', '-u', user, '-P', password];
  const [topic, payload] = ['tele/tasmota_49A3BC/SENSOR', '{"ENERGY":{"Power":42}}'];
  const reached = ['-h', '127.0.0.1', '-p', String(hub.ports.mqtts), '--cafile', join(dir, 'authority.crt')];
  return run('mosquitto_pub', [...reached, ...names, ...will, '-q', '1', '-t', topic, '-m', payload, ...more]);
}

test('it is refused, seen, named, and comes in with what a person types into it', async () => {
  const { link } = cli<{ link: string }>(dataDir, 'pair');
  writeFileSync(join(dir, 'authority.crt'), await authorityOf(readLink(link)));
  await expect(plug('DVES_USER', 'DVES_PASS')).rejects.toThrow(/not authori[sz]ed|bad user name/i);
  const { newcomers } = cli<Shown>(dataDir, 'pair', 'show');
  expect(newcomers).toMatchObject([
    {
      ...{ came: 'without', clientId: 'DVES_49A3BC', userName: 'DVES_USER', encrypted: true, protocol: '3.1.1' },
      ...{ willTopic: 'tele/tasmota_49A3BC/LWT', dialect: 'tasmota', base: 'tasmota_49A3BC', address: '127.0.0.1' },
    },
  ]);
  const paired = cli<Record<string, string>>(dataDir, 'pair', 'confirm', newcomers[0]?.id ?? '', 'desk-plug');
  await plug('desk-plug', paired.password ?? '');
  const { clients, devices } = cli<{ clients: object[]; devices: object[] }>(dataDir, 'device', 'list');
  expect(clients).toMatchObject([{ name: 'desk-plug', dialect: 'tasmota', base: 'tasmota_49A3BC' }]);
  expect(devices).toHaveLength(1);
  expect(cli(dataDir, 'pair', 'show')).toEqual({ open: false, ended: 'answered', newcomers: [] });

  // Its topic is its own now: whoever comes next is not proposed to have it.
  cli(dataDir, 'pair');
  await expect(plug('stranger', 'x')).rejects.toThrow();
  const [stranger] = cli<Shown>(dataDir, 'pair', 'show').newcomers;
  expect([stranger?.dialect, stranger?.base]).toEqual(['tasmota', undefined]);
  expect(() => cli(dataDir, 'pair', 'confirm', stranger?.id ?? '', 'twin')).toThrow('base is missing');

  // Nor one within it, or the same in other words.
  for (const topic of ['tele/tasmota_49A3BC/x/online', 'tele/tasmota_49A3BC/y/bridge/state']) {
    cli(dataDir, 'pair');
    await expect(plug('nested', 'x', '--will-topic', topic)).rejects.toThrow();
    const [nested] = cli<Shown>(dataDir, 'pair', 'show').newcomers;
    expect([nested?.willTopic, nested?.base]).toEqual([topic, undefined]);
  }
}, 60_000);

test('outside a window it is refused and nothing of it is kept', async () => {
  writeFileSync(join(dir, 'authority.crt'), cli<{ certificate: string }>(dataDir, 'cert', 'show').certificate);
  await expect(plug('DVES_USER', 'DVES_PASS')).rejects.toThrow();
  cli(dataDir, 'pair');
  expect(cli<Shown>(dataDir, 'pair', 'show').newcomers).toEqual([]);
}, 60_000);

test('a hub that is killed while it delivers knows nothing of the credential afterwards, and the code is gone', async () => {
  const { link } = cli<{ link: string }>(dataDir, 'pair');
  const device = await Newcomer.connect(readLink(link), 'a-nonce-of-the-test');
  await device.hello();
  await expect.poll(() => device.answers).toHaveLength(1);
  const [newcomer] = cli<Shown>(dataDir, 'pair', 'show').newcomers;
  // It gets what it is sent and does not acknowledge it.
  device.client.handleMessage = () => undefined;
  const asked = run(
    'sh',
    [join(import.meta.dirname, '../gateway/cli/hearthgate.sh'), 'pair', 'confirm', newcomer?.id ?? '', 'hall'],
    {
      env: { ...process.env, HEARTHGATE_DATA: dataDir },
    },
  ).catch(() => undefined);
  const kept = () => {
    const db = new Database(join(dataDir, 'household.db'), { readonly: true });
    try {
      return db.prepare('SELECT name, delivery FROM clients').all();
    } finally {
      db.close();
    }
  };
  await expect.poll(kept, { timeout: 10_000 }).toEqual([{ name: 'hall', delivery: 'being delivered' }]);
  hub.process.kill('SIGKILL');
  await once(hub.process, 'exit');
  await asked;
  device.end();
  hub = await startHub(dataDir);
  expect(kept()).toEqual([]);
  expect(cli<Shown>(dataDir, 'pair', 'show')).toEqual({ open: false, newcomers: [] });
  const again = { ...readLink(link), port: hub.ports.mqtts };
  await expect(Newcomer.connect(again, 'a-nonce-of-the-test')).rejects.toThrow('Bad username or password');
}, 60_000);
