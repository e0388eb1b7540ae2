import { X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Authority, openAuthority } from '../../certs/authority.ts';
import { systemRandom } from '../runtime/random.ts';
import { type Db, openDatabase } from '../store/database.ts';
import { Certificates, type Issued } from './certificates.ts';
import { Clients } from './clients.ts';

const now = Date.parse('2027-03-01T12:00:00Z');
const dir = mkdtempSync(join(tmpdir(), 'certificates-'));
let authority: Authority;
let lamp: X509Certificate;
let db: Db;
let certificates: Certificates;
beforeAll(async () => {
  authority = await openAuthority({ kind: 'devices', dir: join(dir, 'certs'), now: () => now });
  lamp = new X509Certificate((await authority.issueClient('lamp')).cert);
});
afterAll(() => rmSync(dir, { recursive: true }));
beforeEach(() => {
  db = openDatabase(':memory:', 'household');
  certificates = opened();
});
afterEach(() => db.close());

function opened(): Certificates {
  return new Certificates({ db, now: () => now, roots: () => authority.roots });
}

function issued(): Issued {
  return {
    serial: lamp.serialNumber,
    client: 'lamp',
    fingerprint: lamp.fingerprint256.replaceAll(':', ''),
    since: lamp.validFromDate.getTime(),
    until: lamp.validToDate.getTime(),
  };
}

test('what the root signed opens nothing before it was noted', () => {
  expect(certificates.holder(lamp)).toBeUndefined();
  certificates.add(issued(), lamp.toString());
  expect(certificates.holder(lamp)).toBe('lamp');
  expect(certificates.inForce('lamp')).toMatchObject([issued()]);
});

test('a revocation is in force before the disk has it, and for good once it has', () => {
  certificates.add(issued(), lamp.toString());
  certificates.revoke([lamp.serialNumber]);
  expect(certificates.holder(lamp)).toBeUndefined();
  expect(certificates.inForce('lamp')).toEqual([]);
  expect(opened().holder(lamp)).toBe('lamp');
  certificates.keepRevoked([lamp.serialNumber]);
  expect(opened().holder(lamp)).toBeUndefined();
  expect(() => db.exec('UPDATE certificates SET revoked = NULL')).toThrow('stays revoked');
});

test('whoever takes a credential back takes its certificates back', () => {
  const clients = new Clients(db);
  clients.addClient({ name: 'lamp', kind: 'device' }, systemRandom, now);
  certificates.add(issued(), lamp.toString());
  clients.removeClient('lamp');
  clients.keepRemoved('lamp');
  clients.addClient({ name: 'lamp', kind: 'device' }, systemRandom, now);
  expect(certificates.holder(lamp)).toBeUndefined();
});
