import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type House, openHouse, plugThermostat } from './house.ts';
import { environment } from './launcher.ts';

let house: House;
beforeEach(async () => {
  house = await openHouse();
});
afterEach(() => house.stop());

const LAUNCHER = join(import.meta.dirname, '../gateway/cli/hearthgate.sh');

/** `hearthgate ledger …`, while the hub runs. */
function ledger(...words: string[]) {
  const options = { env: environment(house.dataDir), encoding: 'utf8' } as const;
  return spawnSync('sh', [LAUNCHER, 'ledger', ...words], options);
}

test('promise 6: every choice and pinned key stands in the ledger, and a verifier that shares nothing with the hub agrees', async () => {
  await house.do('recipient add', { signed: house.acme.signed });
  await plugThermostat(house);
  const saved = join(house.dataDir, 'saved.txt');
  writeFileSync(saved, ledger('checkpoint').stdout);
  const ask = { device: 'thermostat', field: 'temperature' };
  await house.give('acme-heating', 'heating-tips', ask);
  await house.give('acme-heating', 'heating-tips', { ...ask, lifetime: 3_600_000 });
  await house.do('consent refuse', { recipient: 'acme-heating', request: 'heating-tips', ...ask });
  await house.give('acme-heating', 'heating-tips', ask);
  const purpose = house.hub.manifests.all()[0]?.requests[0]?.purpose;
  const linkable = { recipient: 'acme-heating', purpose, linkable: true, confirmed: true };
  await house.do('recipient codes', linkable);
  await house.do('recipient codes', linkable);
  await house.do('recipient new-codes', { recipient: 'acme-heating' });
  await house.restart();
  await house.do('consent withdraw', { recipient: 'acme-heating' });
  await house.do('recipient remove', { recipient: 'acme-heating' });
  const said = house.hub.ledger.read(0, 100).map(({ entry }) => entry);
  expect(said.map((entry) => entry?.type)).toEqual([
    'manifest.pinned',
    'client.added',
    'consent.given',
    'consent.changed',
    'consent.refused',
    'consent.given',
    'codes.changed',
    'codes.renewed',
    'consent.withdrawn',
    'recipient.removed',
  ]);
  expect(said[3]).toMatchObject({ ...ask, replaces: said[2] && 'consent' in said[2] ? said[2].consent : '' });
  expect(said[2]).toMatchObject({ at: house.clock.now(), by: 'household', form: expect.anything() });
  const verdict = ledger('verify', '--checkpoint', saved, '--key', house.hub.ledger.key);
  expect(verdict.stdout).toContain('The ledger holds: 10 entries');
  expect(verdict.status).toBe(0);
});

test('who may connect, with what, and who may no more stands in the ledger; what was refused does not', async () => {
  const own = { read: [], write: [] };
  await house.do('app add', { name: 'panel', read: ['rooms/#'], write: [] });
  await house.do('device grant', { name: 'panel', read: [], write: ['lights/set'] });
  await house.do('device add', { name: 'plug', dialect: 'native', ...own });
  await expect(house.do('device grant', { name: 'panel', read: ['$SYS/#'], write: [] })).rejects.toThrow('grant');
  await expect(house.do('app add', { name: 'panel', ...own })).rejects.toThrow('taken');
  await house.do('device remove', { name: 'panel' });
  expect(house.hub.ledger.read(0, 100).map(({ entry }) => entry)).toMatchObject([
    { type: 'client.added', client: 'panel', kind: 'app', grants: { read: ['rooms/#'], write: [] }, by: 'household' },
    {
      ...{ type: 'client.changed', client: 'panel' },
      ...{ was: { read: ['rooms/#'], write: [] }, is: { read: ['rooms/#'], write: ['lights/set'] } },
    },
    { type: 'client.added', client: 'plug', kind: 'device', grants: own },
    { type: 'client.removed', client: 'panel' },
  ]);
});

test('promise 6: a choice and its entry are kept together or not at all', async () => {
  await house.do('recipient add', { signed: house.acme.signed });
  await plugThermostat(house);
  const before = house.hub.ledger.checkpoint;
  const ask = { recipient: 'acme-heating', request: 'heating-tips', manifestVersion: 1, device: 'thermostat' };
  const choice = { ...ask, field: '\ud800', state: 'refused', terms: {}, form: { form: 'withheld' }, release: {} };
  expect(() => house.hub.consents.choose([choice as never], house.clock.now())).toThrow('canonical JSON');
  expect(house.hub.consents.all()).toHaveLength(0);
  expect(house.hub.ledger.checkpoint).toBe(before);
  await house.restart();
  expect(house.hub.consents.all()).toHaveLength(0);
});

test('promise 6: over a ledger that was tampered with nothing more is given, and everything can be taken back', async () => {
  await house.do('recipient add', { signed: house.acme.signed });
  await plugThermostat(house);
  await house.give('acme-heating', 'heating-tips', { device: 'thermostat' });
  await house.hub.stop();
  const db = new Database(join(house.dataDir, 'household.db'));
  // The hub checks the hashes that new entries build on; the rest is the verifier's.
  db.exec('DROP TRIGGER ledger_nodes_no_update; UPDATE ledger_nodes SET hash = zeroblob(32)');
  db.exec('DROP TRIGGER ledger_leaves_no_update; UPDATE ledger_leaves SET commitment = zeroblob(32)');
  db.close();
  await house.restart();
  expect(house.logged.join('')).toContain('the ledger is not what was signed');
  const give = house.give('acme-heating', 'heating-tips', { device: 'thermostat' });
  await expect(give).rejects.toThrow('hearthgate ledger verify');
  expect(await house.do('consent withdraw', { recipient: 'acme-heating' })).toMatchObject({
    withdrawn: expect.anything(),
  });
  const verdict = ledger('verify');
  expect(verdict.status).toBe(1);
  expect(verdict.stdout).toContain('was changed');
});
