import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';
import { openHouse } from './house.ts';

test('what was before an update is gone back to with all sharing stopped, until somebody looked', async () => {
  const house = await openHouse();
  onTestFinished(() => house.stop());
  await house.plug('thermostat');
  await house.restart();
  expect(house.hub.stopped).toEqual({ stopped: false });
  // As the copy says of itself that it is one (store/copies.ts).
  const db = new Database(join(house.dataDir, 'household.db'));
  db.pragma(`application_id = ${0x68_67_63_70}`);
  db.close();
  await house.restart();
  expect(house.hub.stopped).toEqual({ stopped: true });
  expect(house.logged.join('')).toContain('household.db is the copy from before an update');
  // Once somebody looked it is a household as any other.
  await house.do('sharing resume', { confirmed: true });
  await house.restart();
  expect(house.hub.stopped).toEqual({ stopped: false });
});
