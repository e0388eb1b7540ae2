import { join } from 'node:path';
import Database from 'better-sqlite3';
import mqtt from 'mqtt';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { HOUR, type House, openHouse, plugThermostat, telemetry } from './house.ts';

let house: House;
beforeEach(async () => {
  house = await openHouse();
  await house.do('recipient add', { signed: house.acme.signed });
});
afterEach(() => house.stop());

const TABLES = ['route_state', 'outbox_records', 'quarantine'];

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
