import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { HOUR, type House, openHouse, plugThermostat, telemetry } from './house.ts';

/** Promise 2 where household.db does not take what was taken back, and not for want of space. */
let house: House;
beforeEach(async () => {
  house = await openHouse();
});
afterEach(() => house.stop());

function spoil(sql: string): void {
  const db = new Database(join(house.dataDir, 'household.db'));
  db.exec(sql);
  db.close();
}

const rules = () => house.hub.standing.all().map(({ rule }) => rule);

test('a hub that starts after it shares nothing until somebody resumes, and then what is in force counts', async () => {
  await house.do('recipient add', { signed: house.acme.signed });
  await plugThermostat(house);
  await house.give('acme-heating', 'setpoints');
  spoil(`CREATE TRIGGER spoilt BEFORE UPDATE OF state ON consents BEGIN SELECT RAISE(ABORT, 'spoilt'); END`);
  const ask = { recipient: 'acme-heating', request: 'setpoints' };
  expect(await house.do('consent withdraw', ask)).toMatchObject({
    notKept: expect.stringContaining('nothing is shared'),
  });
  spoil('DROP TRIGGER spoilt');

  await house.restart();
  expect(house.hub.consents.standing().map(({ state }) => state)).toContain('given');
  const thermostat = await house.replug('thermostat');
  const say = (target: number) =>
    thermostat.publishAsync(telemetry('thermostat'), JSON.stringify({ target }), { qos: 1 });
  await say(23.456);
  await house.clock.advance(3 * HOUR);
  expect(rules()).toEqual(['pause']);
  expect(house.everythingOutside().includes('23.456')).toBe(false);

  await house.do('consent withdraw', ask);
  await house.do('sharing resume', { confirmed: true });
  await house.restart();
  expect(rules()).toEqual([]);
  expect(house.hub.consents.standing().map(({ state }) => state)).not.toContain('given');
});
