import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import mqtt from 'mqtt';
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest';
import { HOUR, type House, openHouse, plugThermostat, telemetry } from './house.ts';
import { cli, environment, LAUNCHER } from './launcher.ts';
import { giveAuthorities } from './made-once.ts';

let house: House;
beforeEach(async () => {
  house = await openHouse();
  await house.do('recipient add', { signed: house.acme.signed });
});
afterEach(() => house.stop());

const TABLES = ['route_changes', 'route_block', 'outbox_records', 'quarantine'];

/** From now on the database takes no window and no record, as on a full disk; the function ends it. */
function fill(): () => void {
  const db = new Database(join(house.dataDir, 'flow.db'));
  for (const table of TABLES) {
    db.exec(
      `CREATE TRIGGER full_${table} BEFORE INSERT ON ${table} BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END`,
    );
  }
  return () => {
    for (const table of TABLES) db.exec(`DROP TRIGGER full_${table}`);
    db.close();
  };
}

test('a full disk stops sharing, not the home; what was said meanwhile is in no window, and it goes on by itself', async () => {
  const thermostat = await plugThermostat(house);
  await house.give('acme-heating', 'heating-tips', { field: 'temperature' });
  await house.give('acme-heating', 'setpoints');
  const { password } = await house.do<{ password: string }>('app add', {
    name: 'home-assistant',
    read: [telemetry('thermostat')],
    write: [],
  });
  const local = await mqtt.connectAsync(`mqtt://127.0.0.1:${house.hub.broker.ports().mqtt}`, {
    username: 'home-assistant',
    password,
    clientId: 'home-assistant',
  });
  const heard: string[] = [];
  local.on('message', (_, payload) => heard.push(payload.toString()));
  await local.subscribeAsync(telemetry('thermostat'), { qos: 1 });
  const say = (values: object) => thermostat.publishAsync(telemetry('thermostat'), JSON.stringify(values), { qos: 1 });

  await say({ temperature: 20 });
  const empty = fill();
  // Acknowledged, and delivered at home.
  await Promise.all([say({ temperature: 30 }), say({ temperature: 31, target: 25 })]);
  await say({ temperature: 32 });
  await expect.poll(() => heard.length).toBe(4);
  expect(thermostat.connected).toBe(true);
  empty();
  await expect.poll(() => house.logged.some((line) => line.includes('goes on')), { timeout: 15_000 }).toBe(true);
  await say({ temperature: 22, target: 19.5 });
  await house.clock.advance(2 * HOUR);
  const { receiver } = house.acme;
  await receiver.until(() => receiver.records.length >= 2);
  const fields = receiver.records.flatMap(({ fields }) => Object.entries(fields));
  expect(fields).toContainEqual(['temperature', expect.objectContaining({ mean: 21 })]);
  expect(JSON.stringify(receiver.records)).not.toContain('25');
  const stayed = await house.hub.flow.read<{ reason: string; count: number; field: string }>('stayed list', '');
  const store = stayed.filter(({ reason }) => reason === 'store');
  expect(Object.fromEntries(store.map(({ field, count }) => [field, count]))).toEqual({ temperature: 3, target: 1 });
  local.end(true);
}, 30_000);

test('who is to do less does less at once, though the disk takes no record of it, and it is kept when it does', async () => {
  const device = await plugThermostat(house);
  await house.plugApp('panel', { read: ['rooms/#', 'lights/#'] });
  const { people, clock } = house.hub;
  const [anna, ben, cleo] = ['Anna', 'Ben', 'Cleo'].map((name) =>
    people.join(name, 'owner', 'a hash', 'invitation', clock.now()),
  );
  await house.give('acme-heating', 'heating-tips', { field: 'temperature' });
  const { db } = house.hub.erasing;
  // Every write of the hub's own connection fails, as on a disk that takes nothing.
  db.pragma('query_only = ON');

  const ended = new Promise<void>((resolve) => device.once('close', () => resolve()));
  for (const [name, input] of [
    ['device revoke', { name: 'panel', read: ['lights/#'], write: [] }],
    ['person role', { person: ben?.id, role: 'viewer' }],
    ['person remove', { person: cleo?.id }],
    ['device remove', { name: 'thermostat' }],
  ] as const) {
    const answer = await house.do<{ notKept?: string }>(name, input);
    expect(answer.notKept, name).toContain('it is in force');
  }
  await ended;
  await expect(house.do('device grant', { name: 'panel', read: ['lights/#'], write: [] })).rejects.toThrow();
  await expect(house.do('person role', { person: ben?.id, role: 'owner' })).rejects.toThrow();
  const inForce = () => {
    expect(house.hub.clients.listClients()).toMatchObject([{ name: 'panel', grants: { read: ['rooms/#'] } }]);
    expect(
      house.hub.people
        .all()
        .map(({ name, role }) => [name, role])
        .sort(),
    ).toEqual([
      [anna?.name, 'owner'],
      ['Ben', 'viewer'],
    ]);
    expect(house.hub.plan.routes.size).toBe(0);
  };
  inForce();
  await expect(house.do('device add', { name: 'thermostat', dialect: 'native', read: [], write: [] })).rejects.toThrow(
    'the disk has not taken that yet; free some space and ask again',
  );
  db.pragma('query_only = OFF');
  await expect.poll(() => house.hub.unsaved, { timeout: 15_000 }).toBeUndefined();
  await house.restart();
  inForce();
  expect(house.hub.registry.known()).toEqual([]);
  expect(house.hub.ledger.problem).toBeUndefined();
}, 30_000);

/** No write to any file succeeds, by any thread of the process: as on a full disk, but for this process alone. */
function limit(pid: number, bytes: '0' | 'unlimited'): void {
  execFileSync('prlimit', ['--pid', String(pid), `--fsize=${bytes}:unlimited`]);
}

test('a real hub whose every write fails, its log too, serves the home and its commands, and takes up its work by itself', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'hearthgate-full-'));
  const dataDir = join(dir, 'data');
  await giveAuthorities(dataDir);
  const log = openSync(join(dir, 'log'), 'a');
  const hub = spawn('sh', [LAUNCHER, 'start'], { env: environment(dataDir), stdio: ['ignore', log, log] });
  onTestFinished(() => {
    hub.kill('SIGKILL');
    closeSync(log);
    rmSync(dir, { recursive: true });
  });
  const logged = () => readFileSync(join(dir, 'log'), 'utf8');
  await expect.poll(logged, { timeout: 15_000 }).toContain('hub started');
  const { ports } = JSON.parse(
    logged()
      .split('\n')
      .find((line) => line.includes('hub started')) ?? '',
  );
  const plug = (username: string, password: string) =>
    mqtt.connectAsync(`mqtt://127.0.0.1:${ports.mqtt}`, { username, password, reconnectPeriod: 0 });
  const add = (...words: string[]) => cli<{ password: string }>(dataDir, ...words).password;

  const lamp = await plug('lamp', add('device', 'add', 'lamp'));
  const fan = await plug('fan', add('device', 'add', 'fan', '--dialect', 'tasmota', '--base', 'fan'));
  const panel = await plug('panel', add('app', 'add', 'panel', '--read', '#'));
  const heard: string[] = [];
  panel.on('message', (topic, payload) => heard.push(`${topic} ${payload}`));
  await panel.subscribeAsync(['hearthgate/v1/devices/+/telemetry', 'tele/#'], { qos: 1 });
  await lamp.publishAsync(telemetry('lamp'), '{"on":true}', { qos: 1 });

  limit(hub.pid ?? 0, '0');
  const said = [
    // A device that is known, something that is not understood, and a device that nobody heard before.
    ...['{"on":false}', 'nonsense'].map((payload) => [lamp, telemetry('lamp'), payload] as const),
    ...['{"POWER":"ON"}', '{"POWER":"OFF"}'].map((payload) => [fan, 'tele/fan/STATE', payload] as const),
  ];
  for (const [device, topic, payload] of said) await device.publishAsync(topic, payload, { qos: 1, retain: true });
  await expect.poll(() => heard.slice(1)).toEqual(said.map(([, topic, payload]) => `${topic} ${payload}`));
  expect(cli<{ devices: number }>(dataDir, 'status').devices).toBe(1);
  expect(() => cli(dataDir, 'device', 'add', 'late')).toThrow(/the hub could not do that/);

  limit(hub.pid ?? 0, 'unlimited');
  await fan.publishAsync('tele/fan/STATE', '{"POWER":"ON"}', { qos: 1 });
  expect(cli<{ devices: number }>(dataDir, 'status').devices).toBe(2);
  await expect.poll(logged, { timeout: 15_000 }).toContain('goes on');
  for (const client of [lamp, fan, panel]) client.end(true);
  hub.kill('SIGTERM');
  expect(await once(hub, 'exit')).toEqual([0, null]);
}, 60_000);
