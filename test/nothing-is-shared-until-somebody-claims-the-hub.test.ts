import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Hub, openHub } from '../gateway/main.ts';
import { operateOn } from '../gateway/operations/operations.ts';
import { systemRandom } from '../gateway/runtime/random.ts';
import { openDatabase } from '../gateway/store/database.ts';
import { type AskedApi, openApi, PASSPHRASE, V1 } from './api.ts';
import { HOUR, type House, openHouse, plugThermostat, slotsUntil, telemetry } from './house.ts';
import { ManualClock } from './manual-clock.ts';

let house: House;
let api: AskedApi;
beforeEach(async () => {
  house = await openHouse({ madeBy: 'hub' });
  api = await openApi(house, {}, false);
});
afterEach(async () => {
  await api.stop();
  await house.stop();
});

const setupCode = async () => (await house.do<{ code: string }>('setup-code', {})).code;
const claim = (code: string, name = 'Anna', passphrase = PASSPHRASE) =>
  api.askAs(undefined, 'POST', `${V1}/setup`, { code, name, passphrase });

test('a consent that was given at the hub shares nothing until somebody claims it, and then what is said from then on', async () => {
  await house.do('recipient add', { signed: house.acme.signed });
  const thermostat = await plugThermostat(house);
  await house.give('acme-heating', 'setpoints');
  await thermostat.publishAsync(telemetry('thermostat'), '{"target":20}', { qos: 1 });
  await slotsUntil(house, () => house.acme.receiver.batches.length > 1);
  expect(house.acme.receiver.records).toEqual([]);
  const why = await house.do<{ says: string[] }[]>('consent explain', {
    recipient: 'acme-heating',
    request: 'setpoints',
  });
  expect(JSON.stringify(why)).toContain('Nobody has claimed this hub yet');

  expect((await claim(await setupCode())).status).toBe(200);
  await thermostat.publishAsync(telemetry('thermostat'), '{"target":21}', { qos: 1 });
  await house.clock.advance(2 * HOUR);
  await house.acme.receiver.until(() => house.acme.receiver.records.length > 0);
  expect(house.acme.receiver.records.map(({ fields }) => fields.target)).toMatchObject([{ value: 21 }]);
});

test('an unclaimed hub answers setup and health alone', async () => {
  for (const path of ['/healthz', '/readyz']) expect((await api.askAs(undefined, 'GET', path)).status).toBe(200);
  for (const [method, path] of [
    ['GET', `${V1}/home`],
    ['GET', `${V1}/openapi.json`],
    ['GET', `${V1}/events`],
    ['GET', '/nothing'],
    ['POST', `${V1}/session`],
    ['POST', `${V1}/people/acceptance`],
  ] as const) {
    const said = await api.askAs(undefined, method, path, method === 'POST' ? {} : undefined);
    expect([said.status, said.body.code]).toEqual([403, 'not-claimed']);
  }
});

test('a setup code claims once, makes an owner, and the first of its kind is in no log and no file', async () => {
  const code = await setupCode();
  const said = await claim(code.toLowerCase().replace('-', ' '));
  expect(said.body).toMatchObject({ name: 'Anna', role: 'owner' });
  expect(said.body.secret).toBeUndefined();
  expect(said.headers.get('set-cookie')).toMatch(
    /^__Host-hearthgate=[\w-]{43}; Max-Age=\d+; Path=\/; Secure; HttpOnly; SameSite=Strict$/,
  );
  expect((await claim(code, 'Ben')).body.code).toBe('wrong-code');
  expect(house.logged.join()).not.toContain(code.slice(0, 4));
  const kept = openDatabase(join(house.dataDir, 'household.db'), 'household').serialize();
  for (const secret of [PASSPHRASE, code, code.replace('-', ''), cookieOf(said.headers)])
    expect(kept.includes(secret)).toBe(false);
});

test('a setup code ends after 30 minutes, with the next one, and with the fifth wrong try', async () => {
  const first = await setupCode();
  const second = await setupCode();
  expect((await claim(first)).body.code).toBe('wrong-code');
  await house.clock.advance(30 * 60_000);
  expect((await claim(second)).body.code).toBe('wrong-code');
  const third = await setupCode();
  for (const wrong of ['AAAA-AAAA', 'CCCC-CCCC', 'DDDD-DDDD'])
    expect((await claim(wrong)).body.code).toBe('wrong-code');
  // The address is made to wait by now, so that somebody else takes the last tries.
  for (const wrong of ['EEEE-EEEE', 'FFFF-FFFF'])
    await expect(house.do('claim', { code: wrong, name: 'Anna', passphrase: PASSPHRASE })).rejects.toThrow('not right');
  await expect(house.do('claim', { code: third, name: 'Anna', passphrase: PASSPHRASE })).rejects.toThrow('not right');
  expect(house.hub.people.isClaimed).toBe(false);
});

test('four wrong tries leave the fifth', async () => {
  const code = await setupCode();
  for (const wrong of ['AAAA-AAAA', 'CCCC-CCCC', 'DDDD-DDDD', 'EEEE-EEEE']) await claim(wrong);
  expect((await claim(code)).status).toBe(200);
});

test.each([
  ['short1234', 'fewer than 12'],
  ['passwordpassword', 'tried first'],
  ['correct horse battery staple', 'tried first'],
  ['123123123123', 'tried first'],
  ['aaaaaaaaaaaaaaaa', 'tried first'],
  ['Anna Anna Anna', 'tried first'],
  ['x'.repeat(1025), 'more than 1024 bytes'],
])('the passphrase %.20s is not taken, and the code is good for another try', async (passphrase, why) => {
  const code = await setupCode();
  const said = await claim(code, 'Anna', passphrase);
  expect([said.status, said.body.code]).toEqual([422, 'passphrase-refused']);
  expect(said.body.detail).toContain(why);
  expect((await claim(code)).status).toBe(200);
});

test('whoever has the box comes back as an owner, and every adult sees it', async () => {
  const anna = await claim(await setupCode());
  const again = await claim(await setupCode(), 'anna', 'another lamp by the door');
  expect(again.body).toMatchObject({ person: anna.body.person, role: 'owner' });
  const before = { cookie: `__Host-hearthgate=${cookieOf(anna.headers)}`, token: anna.body.token };
  expect((await api.askAs(before, 'GET', `${V1}/session`)).status).toBe(401);
  const now = { cookie: `__Host-hearthgate=${cookieOf(again.headers)}`, token: again.body.token };
  const { changes } = (await api.askAs(now, 'GET', `${V1}/activity`)).body;
  expect(changes.slice(0, 3).map(({ who, what }: { who: string; what: string }) => [who, what])).toEqual([
    ['Anna', 'Anna came back with a new passphrase, by the setup code at the hub'],
    ['the household', 'A new setup code was made at the hub; whoever has it can come in as an owner'],
    ['Anna', 'Anna joined by the setup code at the hub'],
  ]);
});

test('whoever claims the hub is signed in alone before anything else is done', async () => {
  const { hub } = house;
  const anna = (await claim(await setupCode())).body.person;
  await api.signIn('Anna');
  const open: [number, number][] = [];
  const claimed = vi.spyOn(hub, 'claimed').mockImplementation(async () => {
    open.push([hub.people.all().length, hub.sessions.of(anna).length]);
  });
  await claim(await setupCode(), 'Anna', 'another lamp by the door');
  expect(open).toEqual([[1, 1]]);
  claimed.mockRestore();
});

test('a household that shared before there were people goes on, and is claimed the same way', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'hearthgate-test-'));
  const old = new Database(join(dataDir, 'household.db'));
  const folder = join(import.meta.dirname, '../gateway/store/migrations/household');
  const all = readdirSync(folder).sort();
  const before = all.slice(
    0,
    all.findIndex((name) => name.endsWith('-people.sql')),
  );
  for (const name of before) old.exec(readFileSync(join(folder, name), 'utf8'));
  old.pragma(`user_version = ${before.length}`);
  old.exec(`INSERT INTO consents (id, recipient, request, manifest_version, device, field, state, form, release, since)
    VALUES ('c', 'acme', 'tips', 1, 'lamp', 'on', 'given', '{"form":"exact","grain":"PT1M"}', '{"release":"slot","everyMs":3600000}', 0)`);
  old.close();
  const hub: Hub = await openHub({
    dataDir,
    config: {
      ...{ host: '127.0.0.1', mqtt: { enabled: false, port: 0 }, mqtts: { enabled: false, port: 0 } },
      ...{ https: { enabled: false, port: 0 }, http: { enabled: false, port: 0 }, proxy: { trusted: [] } },
      ...{ names: [], timeZone: 'Europe/Berlin', log: 'error' },
    },
    clock: new ManualClock(Date.UTC(2026, 10, 2)),
    random: systemRandom,
    log: pino({ level: 'silent' }),
    madeBy: 'hub',
  });
  expect([hub.sharesYet, hub.people.isClaimed]).toEqual([true, false]);
  const made = await operateOn(hub)('setup-code', {});
  expect(made).toMatchObject({ ok: true, result: { claimed: false } });
  await hub.stop();
  rmSync(dataDir, { recursive: true });
});

function cookieOf(headers: Headers): string {
  return /=([\w-]{43});/.exec(headers.get('set-cookie') ?? '')?.[1] ?? '';
}
