import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { systemRandom } from '../runtime/random.ts';
import { type Db, openDatabase } from '../store/database.ts';
import { Clients, type NewClient } from './clients.ts';

let dir: string;
let db: Db;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'clients-'));
  db = openDatabase(join(dir, 'household.db'), 'household');
});
afterEach(() => {
  db.close();
  rmSync(dir, { recursive: true });
});
const add = (clients: Clients, client: NewClient) => clients.addClient(client, systemRandom, 0);

test('the password is shown once, verifies, and stands nowhere in the database', () => {
  const clients = new Clients(db);
  const added = add(clients, { name: 'plug', kind: 'device', dialect: 'tasmota', base: 'plug_1' });
  if (added.kind !== 'added') throw new Error(added.reason);
  expect(added.password).toMatch(/^[A-Za-z0-9_-]{24}$/);
  const again = new Clients(db);
  for (const each of [clients, again]) {
    expect(each.verify('plug', added.password)).toEqual({
      name: 'plug',
      kind: 'device',
      dialect: 'tasmota',
      base: 'plug_1',
      grants: { read: [], write: [] },
    });
    expect(each.verify('plug', Buffer.from(added.password))?.name).toBe('plug');
    expect(each.verify('plug', `${added.password}x`)).toBeUndefined();
    expect(each.verify('', '')).toBeUndefined();
    expect(each.verify('nobody', added.password)).toBeUndefined();
  }
  expect(db.serialize().includes(added.password)).toBe(false);
  expect(clients.removeClient('plug')).toBe(true);
  expect(clients.removeClient('plug')).toBe(false);
  clients.keepRemoved('plug');
  expect(clients.verify('plug', added.password)).toBeUndefined();
  expect(new Clients(db).listClients()).toEqual([]);
});

test.each<[string, NewClient]>([
  ['name not allowed', { name: 'Plug', kind: 'device' }],
  ['name not allowed', { name: 'a/b', kind: 'device' }],
  ['name not allowed', { name: '', kind: 'device' }],
  ['name not allowed', { name: 'constructor', kind: 'device' }],
  ['name not allowed', { name: 'hearthgate', kind: 'device' }],
  ['name not allowed', { name: 'pairing', kind: 'device' }],
  ['name taken', { name: 'taken', kind: 'device' }],
  ['name taken', { name: 'kitchen-lamp', kind: 'device' }],
  ['base not allowed', { name: 'a', kind: 'device', base: 'x/+' }],
  ['base not allowed', { name: 'a', kind: 'device', base: '#' }],
  ['base not allowed', { name: 'a', kind: 'bridge', base: 'hearthgate/v1' }],
  ['base not allowed', { name: 'a', kind: 'device', dialect: 'tasmota', base: '%prefix%' }],
  ['base not allowed', { name: 'a', kind: 'device', dialect: 'tasmota', base: '%prefix%/%prefix%' }],
  ['base not allowed', { name: 'a', kind: 'device', dialect: 'tasmota', base: 'tele/%prefix%' }],
  ['base not allowed', { name: 'a', kind: 'device', dialect: 'tasmota', base: 'home/%topic%/%prefix%' }],
  ['base not allowed', { name: 'a', kind: 'device', base: '$SYS' }],
  ['grant not allowed', { name: 'a', kind: 'app', grants: { read: ['$SYS/#'], write: [] } }],
  ['grant not allowed', { name: 'a', kind: 'app', grants: { read: ['a#'], write: [] } }],
  ['grant not allowed', { name: 'a', kind: 'app', grants: { read: [], write: ['hearthgate/#'] } }],
])('%s: %o', (reason, client) => {
  const clients = new Clients(db);
  add(clients, { name: 'taken', kind: 'app' });
  db.exec(`INSERT INTO devices (id, client, key, canonical, dialect, found)
    VALUES ('kitchen-lamp', 'bridge', '0x1', 'c', 'zigbee2mqtt', 0)`);
  expect(add(clients, client)).toEqual({ kind: 'refused', reason });
});

test.each([
  ['tele/plug_1/SENSOR', true],
  ['plug_1/stat/POWER', true],
  ['cmnd/plug_1/POWER', false],
  ['tele/plug_2/SENSOR', false],
  ['zigbee2mqtt/lamp/set', false],
  ['homeassistant/light/lamp/config', false],
  ['homeassistant/status', false],
  ['hearthgate/v1/devices/thermostat/telemetry', true],
  ['hearthgate/v1/devices/thermostat/commands/start', false],
  ['hearthgate/v1/devices/thermostat/commands/start/result', true],
  ['hearthgate/v1/devices/lamp/telemetry', false],
])('what is said on %s is a device’s: %s', (topic, is) => {
  const clients = new Clients(db);
  add(clients, { name: 'panel', kind: 'app', grants: { read: [], write: ['#'] } });
  expect(clients.isADevices(topic)).toBe(false);
  add(clients, { name: 'plug', kind: 'device', dialect: 'tasmota', base: 'plug_1' });
  add(clients, { name: 'zigbee', kind: 'bridge', dialect: 'zigbee2mqtt', base: 'zigbee2mqtt' });
  add(clients, { name: 'thermostat', kind: 'device', dialect: 'native' });
  expect(clients.isADevices(topic)).toBe(is);
  for (const name of ['plug', 'zigbee', 'thermostat']) clients.removeClient(name);
  expect(clients.isADevices(topic)).toBe(false);
});

test('a name is free again once the disk has taken that its credential is removed', () => {
  const clients = new Clients(db);
  add(clients, { name: 'plug', kind: 'device' });
  clients.removeClient('plug');
  expect(add(clients, { name: 'plug', kind: 'app' })).toEqual({ kind: 'refused', reason: 'name not free yet' });
  clients.keepRemoved('plug');
  expect(add(clients, { name: 'plug', kind: 'app' })).toMatchObject({ kind: 'added' });
});

test('a credential that was on its way when the hub ended is gone, and its name is free', () => {
  const clients = new Clients(db);
  const added = clients.addClient({ name: 'hall', kind: 'device' }, systemRandom, 0, 'being delivered');
  if (added.kind !== 'added') throw new Error(added.reason);
  expect(clients.verify('hall', added.password)?.name).toBe('hall');
  expect(new Clients(db).verify('hall', added.password)).toBeUndefined();
  const again = new Clients(db);
  again.addClient({ name: 'hall', kind: 'device' }, systemRandom, 0, 'being delivered');
  again.delivered('hall');
  expect(new Clients(db).client('hall')?.name).toBe('hall');
});
