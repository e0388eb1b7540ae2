import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createEpochs } from '../keys/epochs.ts';
import { KeyStore } from '../keys/key-store.ts';
import { openUnder } from '../keys/move.ts';
import { wrappingOf } from '../keys/private-keys.ts';
import type { Root } from '../keys/unlock.ts';
import { readWhere } from '../keys/where.ts';
import { Unusable } from '../runtime/unusable.ts';
import type { Db } from '../store/database.ts';
import { makeBackup } from './backup.ts';
import { forget, hasHousehold, putInPlace, unpack } from './restore.ts';
import { READY, refuseHalfRestored, restoredFrom } from './restored.ts';

const PASSPHRASE = 'a warm lamp by the door';
const CARD: Root = { place: 'card' };
const OUTSIDE: Root = { place: 'file', key: Buffer.alloc(32, 7) };
const PEM = '-----BEGIN PRIVATE KEY-----\nzq7wyvern\n-----END PRIVATE KEY-----\n';
const MADE = Date.UTC(2026, 10, 2, 8, 0, 0);
let dir: string;
let dataDir: string;
let file: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'hearthgate-restore-'));
  dataDir = join(dir, 'data');
  file = join(dir, 'home.backup');
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

/** A small household with a key, an epoch, somebody signed in, and the broker's and vendors' queues. */
async function household(root: Root): Promise<void> {
  mkdirSync(join(dataDir, 'certs'), { recursive: true, mode: 0o700 });
  writeFileSync(join(dataDir, 'certs/ca.private.pem'), wrappingOf(root, randomBytes).wrap('devices root', PEM), {
    mode: 0o600,
  });
  writeFileSync(join(dataDir, 'certs/authority.crt'), 'zq7wyvern authority');
  writeFileSync(join(dataDir, 'config.yaml'), 'timeZone: Europe/Berlin\n');
  const db = await openUnder(root, 'household', join(dataDir, 'household.db'));
  const keys = new KeyStore({ dataDir, db, random: randomBytes, root: root.key });
  keys.keep('zq7wyvern secret', Buffer.from('zq7wyvern opened'));
  createEpochs({ db, keys, random: randomBytes }).current('zq7wyvern-clinic', 'dpv:ServiceProvision', MADE);
  db.exec(`INSERT INTO people (id, name, role, passphrase, since) VALUES ('p', 'Zq7 Anna', 'owner', 'x', 0);
    INSERT INTO sessions (id, person, device, begun, typed, used) VALUES ('s', 'p', 'phone', 0, 0, 0)`);
  db.close();
  const flow = await openUnder(root, 'flow', join(dataDir, 'flow.db'));
  flow.exec(`INSERT INTO broker_retained (topic, qos, payload) VALUES ('zq7wyvern/retained', 1, x'00');
    INSERT INTO broker_outgoing (client_id, topic, qos, retain, payload) VALUES ('c', 'zq7wyvern/set', 1, 0, x'00')`);
  flow.close();
}

async function backUp(root: Root): Promise<void> {
  const descriptor = openSync(file, 'w');
  try {
    await makeBackup({ dataDir, root, random: randomBytes, now: MADE }, descriptor, PASSPHRASE);
  } finally {
    closeSync(descriptor);
  }
}

const rows = (db: Db, table: string) => db.prepare(`SELECT count(*) FROM ${table}`).pluck().get();

/** Every byte below a folder. */
function bytesBelow(folder: string): Buffer {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((each) => each.isFile());
  return Buffer.concat(files.map(({ parentPath, name }) => readFileSync(join(parentPath, name))));
}

test.each([
  ['card', CARD],
  ['file', OUTSIDE],
] as const)('from a household whose key lies on the %s all comes back but what is not carried', async (_, root) => {
  await household(root);
  await backUp(root);
  // What is beside the data is as it was.
  expect(readdirSync(dataDir).filter((name) => name.startsWith('backup'))).toEqual([]);
  expect(readFileSync(file).includes('zq7wyvern')).toBe(false);
  const target = join(dir, 'target');
  mkdirSync(target);
  const unpacked = await unpack(target, file, PASSPHRASE);
  // Nothing of it lies in the clear while it is looked at, but what everybody is handed and the household wrote itself.
  rmSync(join(unpacked.folder, 'certs/authority.crt'));
  expect(bytesBelow(unpacked.folder).includes('zq7wyvern')).toBe(false);
  expect(unpacked.preface).toMatchObject({ made: MADE, rootKey: root.place });
  const stick = join(dir, 'stick.key');
  const aside = await putInPlace(target, unpacked, { place: 'file', file: stick }, { random: randomBytes, now: MADE });
  expect(aside).toBeUndefined();
  expect(readWhere(target)?.place).toBe('file');
  expect(bytesBelow(target).includes('zq7wyvern')).toBe(false);

  const now: Root = { place: 'file', key: readFileSync(stick) };
  const db = await openUnder(now, 'household', join(target, 'household.db'));
  expect(
    new KeyStore({ dataDir: target, db, random: randomBytes, root: now.key }).read('zq7wyvern secret')?.toString(),
  ).toBe('zq7wyvern opened');
  expect(['people', 'epochs', 'sessions', 'codes', 'receipts'].map((table) => rows(db, table))).toEqual([
    1, 0, 0, 0, 0,
  ]);
  expect(db.prepare(`SELECT name FROM keys WHERE name LIKE '%jitter%'`).all()).toEqual([]);
  expect(restoredFrom(db)).toBe(MADE);
  db.close();
  const flow = await openUnder(now, 'flow', join(target, 'flow.db'));
  expect(['broker_retained', 'broker_outgoing'].map((table) => rows(flow, table))).toEqual([1, 0]);
  flow.close();
  const wrapped = readFileSync(join(target, 'certs/ca.private.pem'), 'utf8');
  expect(wrappingOf(now, randomBytes).unwrap('devices root', wrapped)).toBe(PEM);
  expect(readFileSync(join(target, 'config.yaml'), 'utf8')).toBe('timeZone: Europe/Berlin\n');
});

test('what is there is moved aside whole, and the settings of this machine stay', async () => {
  await household(CARD);
  await backUp(CARD);
  writeFileSync(join(dataDir, 'config.yaml'), 'timeZone: UTC\n');
  const before = bytesBelow(join(dataDir, 'keys'));
  const unpacked = await unpack(dataDir, file, PASSPHRASE);
  const aside = (await putInPlace(dataDir, unpacked, CARD_TO, { random: randomBytes, now: MADE })) ?? '';
  expect(aside).toBe(join(dataDir, 'replaced-2026-11-02T080000'));
  expect(bytesBelow(join(aside, 'keys'))).toEqual(before);
  expect(readdirSync(aside).sort()).toEqual(expect.arrayContaining(['certs', 'flow.db', 'household.db', 'keys']));
  expect(readFileSync(join(dataDir, 'config.yaml'), 'utf8')).toBe('timeZone: UTC\n');
  expect(existsSync(join(dataDir, READY))).toBe(false);
});

test('after a restore that was cut off no hub starts until it is done once more', async () => {
  await household(CARD);
  await backUp(CARD);
  // Killed after the old household was moved aside.
  mkdirSync(join(dataDir, READY));
  rmSync(join(dataDir, 'flow.db'));
  expect(() => refuseHalfRestored(dataDir)).toThrow(Unusable);
  expect(hasHousehold(dataDir)).toBe(false);
  const unpacked = await unpack(dataDir, file, PASSPHRASE);
  await putInPlace(dataDir, unpacked, CARD_TO, { random: randomBytes, now: MADE });
  refuseHalfRestored(dataDir);
  expect(hasHousehold(dataDir)).toBe(true);
});

test('looking at a backup leaves nothing behind', async () => {
  await household(OUTSIDE);
  await backUp(OUTSIDE);
  const there = readdirSync(dataDir).sort();
  const unpacked = await unpack(dataDir, file, PASSPHRASE);
  expect(unpacked.holds).toMatchObject({ people: 1, devices: 0, consents: 0 });
  forget(unpacked);
  expect(readdirSync(dataDir).sort()).toEqual(there);
});

const CARD_TO = { place: 'card' } as const;
