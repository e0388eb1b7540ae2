import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { LeftPage } from '../gateway/history/left.ts';
import type { StayedSum } from '../gateway/history/sums.ts';
import { HOUR, type House, openHouse, plugThermostat, telemetry } from './house.ts';
import { cli } from './launcher.ts';

let house: House;
beforeEach(async () => {
  house = await openHouse();
  await house.do('recipient add', { signed: house.acme.signed });
});
afterEach(() => house.stop());

const DAY = 24 * HOUR;
type Settings = { detailDays: number; sumDays: number; keepSensitive: boolean };

/** A day on which the thermostat said something, and it left; values that are found again in no other. */
async function share(thermostat: Awaited<ReturnType<typeof plugThermostat>>, target: number): Promise<void> {
  const { receiver } = house.acme;
  const before = receiver.records.length;
  await thermostat.publishAsync(telemetry('thermostat'), JSON.stringify({ target, noise: 1 }), { qos: 1 });
  await house.clock.advance(2 * HOUR);
  await receiver.until(() => receiver.records.length > before);
  await expect.poll(async () => (await left({ state: 'possibly received' })).batches).toEqual([]);
  await house.clock.advance(DAY - 2 * HOUR);
}

function left(filter: object = {}): Promise<LeftPage> {
  return house.do('left list', filter);
}

async function daysOf(operation: 'left sums' | 'stayed list'): Promise<string[]> {
  const sums = await house.do<{ of: string }[]>(operation, { by: 'day' });
  return sums.map(({ of }) => of);
}

test('detail is kept seven days and sums a year; what is set lower is gone at once, and each change is an entry', async () => {
  const thermostat = await plugThermostat(house);
  await house.give('acme-heating', 'setpoints', { lifetime: 'until changed' });
  for (let day = 0; day < 3; day++) await share(thermostat, 19 + day / 2);
  expect(await house.do('settings show', {})).toMatchObject({ detailDays: 7, sumDays: 365, keepSensitive: false });
  const device = { device: 'thermostat' };
  expect((await left(device)).batches).toHaveLength(3);
  expect(await house.do<Settings>('settings set', { detailDays: 1 })).toMatchObject({ detailDays: 1, sumDays: 365 });
  expect((await left(device)).batches).toHaveLength(1);
  expect((await daysOf('left sums')).length).toBeGreaterThanOrEqual(3);
  expect(await daysOf('stayed list')).toHaveLength(3);
  await house.restart();
  expect(await house.do('settings show', {})).toMatchObject({ detailDays: 1 });
  await house.clock.advance(40 * DAY);
  await expect.poll(async () => (await daysOf('left sums'))[0], { timeout: 15_000 }).toMatch(/^2026-12/);
  await house.do('settings set', { sumDays: 30 });
  const oldest = (await daysOf('left sums')).at(-1) ?? '';
  expect(oldest >= '2026-11-14').toBe(true);
  expect(await daysOf('stayed list')).toEqual([]);
  const policies = house.hub.ledger
    .read(0, 10_000)
    .flatMap(({ entry }) => (entry?.type === 'policy.changed' ? [[entry.policy, entry.was, entry.is]] : []));
  expect(policies).toEqual([
    ['days of detail', 7, 1],
    ['days of sums', 365, 30],
  ]);
  await expect(house.do('settings set', { detailDays: 91 })).rejects.toThrow('/detailDays');
  await expect(house.do('settings set', { sumDays: 29 })).rejects.toThrow('/sumDays');
}, 60_000);

test('history before a day is counted first and then erased: from the tables, the files and the ledger, whose proofs stay', async () => {
  const thermostat = await plugThermostat(house, 'thermostat');
  await house.give('acme-heating', 'setpoints');
  await share(thermostat, 18.5);
  const [first] = house.hub.consents.all();
  await house.do('consent withdraw', { recipient: 'acme-heating' });
  await house.clock.advance(DAY);
  await house.give('acme-heating', 'setpoints');
  await share(thermostat, 24.5);
  const before = '2026-11-04';
  const asked = await house.do<{ rows: Record<string, number> }>('history erase', { before, confirmed: false });
  expect(asked).toMatchObject({ before, erased: false });
  for (const [what, rows] of Object.entries(asked.rows).filter(([each]) => each !== 'quarantine'))
    expect(rows, what).toBeGreaterThan(0);
  expect((await left({ device: 'thermostat' })).batches).toHaveLength(2);
  const { size, checkpoint } = house.hub.ledger;
  const kept = () =>
    ['flow.db', 'flow.db-wal', 'household.db', 'household.db-wal']
      .map((name) => readFileSync(join(house.dataDir, name)).toString('latin1'))
      .join();
  expect(kept()).toContain('"value":18.5');
  expect(kept()).toContain(first?.id);

  expect(await house.do('history erase', { before, confirmed: true })).toEqual({ ...asked, erased: true });
  expect(kept()).not.toContain('"value":18.5');
  expect(kept()).toContain('"value":24.5');
  expect((await left({ device: 'thermostat' })).batches).toHaveLength(1);
  expect((await daysOf('left sums')).every((day) => day >= before)).toBe(true);
  expect((await daysOf('stayed list')).every((day) => day >= before)).toBe(true);
  expect(house.hub.receipts.of(first?.id ?? ('' as never))).toBeUndefined();
  const said = house.hub.ledger.read(0, 1000);
  expect(said.slice(size).map(({ entry }) => entry?.type)).toEqual(['history.erased', 'payloads.erased']);
  // What is in force is no history yet: the pinned key, the credential, and the consent that stands.
  expect(
    said.slice(0, size).flatMap(({ entry }) => (entry && entry.at < house.clock.now() - 2 * DAY ? entry.type : [])),
  ).toEqual(['manifest.pinned', 'client.added']);
  expect(house.hub.ledger.checkpoint).not.toBe(checkpoint);
  const again = await house.do<typeof asked>('history erase', { before, confirmed: false });
  expect(Object.values(again.rows).every((rows) => rows === 0)).toBe(true);
  expect(cli<{ holds: boolean }>(house.dataDir, 'ledger', 'verify').holds).toBe(true);
  await expect(house.do('history erase', { before: '2026-12-31', confirmed: true })).rejects.toThrow('to come');
  const reasons = await house.do<StayedSum[]>('stayed list', {});
  expect(reasons.map(({ of }) => of)).toContain('nobody asks');
}, 60_000);
