import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { HOUR, type House, openHouse, plugThermostat, signedBy, slotsUntil, telemetry } from './house.ts';

const DAY = 24 * HOUR;
const COUNT = { form: 'noised', window: 'P1D', statistic: 'count', most: 20, useful: 100, unit: 'home-day' } as const;
const asks = (id: string, purpose: string, form: object) => ({
  ...{ id, purpose, sentence: 'For a test.', fields: [{ name: 'target', form }], retention: 'P30D' },
  ...{ necessity: 'optional', ifRefused: 'Nothing.', release: { release: 'slot', every: 'PT1H' } },
});

let house: House;
let thermostat: Awaited<ReturnType<typeof plugThermostat>>;
beforeEach(async () => {
  house = await openHouse();
  thermostat = await plugThermostat(house);
});
afterEach(() => house.stop());

async function ask(...requests: object[]): Promise<void> {
  await house.do('recipient add', { signed: await signedBy(house, { version: 2, requests }) });
}

const say = (target: number) =>
  thermostat.publishAsync(telemetry('thermostat'), JSON.stringify({ target }), { qos: 1 });

/** Everything noised that arrived, oldest first. */
const arrived = () =>
  house.acme.receiver.records.flatMap(({ fields, from }) =>
    fields.target && 'count' in fields.target ? [{ from, ...fields.target }] : [],
  );

/** So many have come, and no more. */
async function come(count: number): Promise<void> {
  await slotsUntil(house, () => arrived().length >= count);
  expect(arrived()).toHaveLength(count);
}

interface Shown {
  readonly dayEnds?: string;
  readonly all: Balance;
  readonly recipients: readonly (Balance & { readonly recipient: string; readonly noised: readonly object[] })[];
}
interface Balance {
  readonly freeAt?: string;
  readonly day: { readonly spent: number; readonly left: number };
  readonly month: { readonly spent: number };
  readonly reserved: number;
}
const shown = () => house.do<Shown>('budget show', {});
const spends = () => {
  const db = new Database(join(house.dataDir, 'flow.db'), { readonly: true });
  const rows = db.prepare('SELECT recipient, day, epsilon FROM spends ORDER BY day').all();
  db.close();
  return rows;
};

test('each day is told once with noise, also one in which nothing was said, and each is spent on once', async () => {
  await ask(asks('counts', 'dpv:ServiceProvision', { ...COUNT, microEpsilon: 500_000 }));
  await house.give('acme-heating', 'counts');
  expect((await shown()).recipients).toMatchObject([{ recipient: 'acme-heating', reserved: 0.5, day: { spent: 0 } }]);
  await house.clock.advance(DAY);
  for (let i = 0; i < 5; i++) await say(20 + i);
  await house.clock.advance(3 * DAY);
  await come(3);
  expect(arrived()).toMatchObject(Array(3).fill({ form: 'noised', epsilon: 0.5, per: 'home-day' }));
  expect(arrived().some(({ count }) => !Number.isInteger(count))).toBe(false);
  expect(spends()).toEqual(spends().map((row) => ({ ...(row as object), epsilon: 500_000 })));
  expect(spends()).toHaveLength(3);
  expect((await shown()).all).toMatchObject({ month: { spent: 1.5 }, reserved: 0.5 });
  const [{ id }] = await house.do<[{ id: string }]>('consent list', {});
  const { receipt } = await house.do<{ receipt: string }>('consent record', { id });
  expect(String(Buffer.from(receipt.split('.')[1] ?? '', 'base64url'))).toContain(
    '"hearthgate:spent":{"epsilon":1.5,"homeDays":3,"unit":"home-day"}',
  );
  expect(await house.do('recipient learns', { recipient: 'acme-heating' })).toMatchObject({
    constant: true,
    learnt: [{ topic: 'traffic' }, { topic: 'again', way: 'noised', field: 'target' }],
  });
});

test('what does not fit beside what was agreed to is refused, with what is left', async () => {
  await ask(
    asks('one', 'dpv:ServiceProvision', { ...COUNT, microEpsilon: 700_000 }),
    asks('two', 'dpv:Marketing', { ...COUNT, microEpsilon: 400_000 }),
  );
  await house.give('acme-heating', 'one');
  await expect(house.give('acme-heating', 'two', { acceptUnion: true })).rejects.toThrow('0.3 left');
  await house.do('consent withdraw', { recipient: 'acme-heating', request: 'one' });
  await house.give('acme-heating', 'two', { acceptUnion: true });
});

test('a restart neither spends again nor tells a day twice', async () => {
  await ask(asks('counts', 'dpv:ServiceProvision', { ...COUNT, microEpsilon: 1_000_000 }));
  await house.give('acme-heating', 'counts');
  for (let day = 0; day < 4; day++) {
    await house.clock.advance(DAY);
    await house.restart();
  }
  await come(3);
  expect(new Set(arrived().map(({ from }) => from)).size).toBe(3);
  expect(spends()).toHaveLength(3);
});

test('a clock that is set ahead refills nothing: what has no budget stays home, and is counted', async () => {
  await ask(
    asks('counts', 'dpv:ServiceProvision', { ...COUNT, window: 'PT1H', useful: 1000, microEpsilon: 1_000_000 }),
  );
  await house.give('acme-heating', 'counts');
  await house.clock.advance(2 * HOUR);
  const before = arrived().length;
  for (let times = 0; times < 5; times++) {
    house.clock.turnBack(-DAY);
    await house.clock.advance(2 * HOUR);
  }
  await slotsUntil(house, () => arrived().length > before);
  // One home-day for each day that passed, however many the clock showed.
  expect(spends().length).toBeLessThanOrEqual(2);
  await house.hub.line.keepStayed();
  const stayed = await house.do<{ because?: string; reason?: string }[]>('stayed list', { by: 'reason' });
  expect(JSON.stringify(stayed)).toContain('budget');
});

test('a flow.db that is older than what the household knows tells no day again that may have been told', async () => {
  await ask(
    asks('counts', 'dpv:ServiceProvision', { ...COUNT, window: 'PT1H', useful: 1000, microEpsilon: 1_000_000 }),
  );
  await house.give('acme-heating', 'counts');
  await house.clock.advance(3 * HOUR);
  await slotsUntil(house, () => arrived().length > 0);
  const told = arrived().length;
  await house.hub.stop();
  const db = new Database(join(house.dataDir, 'flow.db'));
  db.exec('DELETE FROM spends');
  db.close();
  await house.restart();
  await house.clock.advance(10 * HOUR);
  await house.hub.flow.read('spends');
  expect(arrived()).toHaveLength(told);
  expect((await shown()).all.day).toMatchObject({ spent: 1 });
  await house.clock.advance(DAY);
  await slotsUntil(house, () => arrived().length > told);
});

test('what is held against the household a second time is added to the first, and the hub goes on', async () => {
  await ask(asks('counts', 'dpv:ServiceProvision', { ...COUNT, window: 'PT1H', useful: 1000, microEpsilon: 500_000 }));
  await house.give('acme-heating', 'counts');
  await house.clock.advance(3 * HOUR);
  await slotsUntil(house, () => arrived().length > 0);
  for (const left of ['DELETE FROM spends', 'UPDATE spends SET epsilon = 200000']) {
    await house.hub.stop();
    const db = new Database(join(house.dataDir, 'flow.db'));
    db.exec(left);
    db.close();
    await house.restart();
    await house.clock.advance(HOUR);
    await house.hub.flow.read('spends');
    expect(spends()).toMatchObject([{ epsilon: 500_000 }]);
  }
  expect(house.hub.line.takesNothing).toBe(false);
});

test('a limit that the household lowers stops what is over it at once; the noise is never made less', async () => {
  await ask(asks('counts', 'dpv:ServiceProvision', { ...COUNT, microEpsilon: 800_000 }));
  await house.give('acme-heating', 'counts');
  await house.clock.advance(2 * DAY);
  await come(1);
  await house.do('settings set', { epsilonOfEach: 0.7 });
  await house.clock.advance(2 * DAY);
  await house.do('settings set', { epsilonOfEach: 1 });
  await house.clock.advance(DAY);
  await come(2);
  expect(arrived()).toMatchObject([{ epsilon: 0.8 }, { epsilon: 0.8 }]);
});

test('the balance says what is noised, with ε where nothing else leaves that device, and when some is free again', async () => {
  await ask(asks('counts', 'dpv:ServiceProvision', { ...COUNT, microEpsilon: 1_000_000 }), {
    ...asks('exact', 'dpv:ServiceProvision', { form: 'exact', grain: 'PT1S' }),
    fields: [{ name: 'temperature', form: { form: 'exact', grain: 'PT1S' } }],
  });
  await house.give('acme-heating', 'counts');
  const leaves =
    'the number of readings of every day, up to 20, with noise added, also when there was nothing, usually off by about 20';
  const noised = { device: 'thermostat', field: 'target', leaves };
  expect((await shown()).recipients[0]?.noised).toEqual([{ ...noised, epsilon: 1 }]);
  await house.give('acme-heating', 'exact');
  expect((await shown()).recipients[0]?.noised).toEqual([noised]);

  const { all, dayEnds } = await shown();
  expect([all.freeAt, dayEnds]).toEqual([undefined, '2026-11-02T23:00:00.000Z']);
  await house.clock.advance(2 * DAY);
  await expect.poll(async () => (await shown()).all.day.spent).toBe(1);
  const [used] = (await shown()).recipients;
  expect(used).toMatchObject({ day: { left: 0 }, freeAt: '2026-11-04T23:00:00.000Z' });
  await house.do('settings set', { epsilonOfEach: 0.03 });
  // ε = 1 is more than 31 days of that may tell.
  expect((await shown()).recipients[0]?.freeAt).toBe('2026-12-04T23:00:00.000Z');
  await house.do('settings set', { epsilonOfEach: 0 });
  expect((await shown()).recipients[0]).not.toHaveProperty('freeAt');
});
