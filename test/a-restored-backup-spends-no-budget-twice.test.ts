import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { markRestored } from '../gateway/backup/restored.ts';
import { HOUR, type House, openHouse, plugThermostat, signedBy } from './house.ts';

const DAY = 24 * HOUR;
const FORM = { form: 'noised', window: 'PT1H', statistic: 'count', most: 20, useful: 1000, unit: 'home-day' } as const;

let house: House;
beforeEach(async () => {
  house = await openHouse();
  await plugThermostat(house);
  const request = {
    ...{ id: 'counts', purpose: 'dpv:ServiceProvision', sentence: 'For a test.', retention: 'P30D' },
    fields: [{ name: 'target', form: { ...FORM, microEpsilon: 1_000_000 } }],
    ...{ necessity: 'optional', ifRefused: 'Nothing.', release: { release: 'slot', every: 'PT1H' } },
  };
  await house.do('recipient add', { signed: await signedBy(house, { version: 2, requests: [request] }) });
  await house.give('acme-heating', 'counts');
});
afterEach(() => house.stop());

const arrived = () =>
  house.acme.receiver.records.filter(({ fields }) => fields.target && 'count' in fields.target).length;

/** As a restore leaves it: the backup is of `ago` before, and the old hub went on. */
async function restored(ago: number): Promise<void> {
  const made = house.clock.now() - ago;
  await house.hub.stop();
  const db = new Database(join(house.dataDir, 'household.db'));
  markRestored(db, made);
  db.close();
  await house.restart();
  await house.do('sharing resume', { confirmed: true });
}

test('a day whose noise somebody may have had is not drawn for again, and as many days are silent as went by', async () => {
  await house.clock.advance(3 * HOUR);
  await expect.poll(arrived).toBeGreaterThan(0);
  await restored(2 * DAY);
  const before = arrived();
  // Also over a restart, which knows no more than what is written down.
  for (let day = 0; day < 3; day++) {
    await house.clock.advance(DAY);
    await house.restart();
    expect(arrived(), `day ${day}`).toBe(before);
  }
  await house.clock.advance(3 * DAY);
  await expect.poll(arrived).toBeGreaterThan(before);
});
