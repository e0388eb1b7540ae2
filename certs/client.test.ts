import { generateKeyPairSync, type KeyObject, randomBytes, X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Authority, openAuthority } from './authority.ts';
import { certify } from './certificate.ts';
import { unfitFor } from './client.ts';
import { loadRoot, type Root } from './root.ts';

const DAY_MS = 86_400_000;
const now = Date.parse('2027-03-01T12:00:00Z');
const dir = mkdtempSync(join(tmpdir(), 'client-'));
const publicKey = pemOf(generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey);
let authority: Authority;
let root: Root;
beforeAll(async () => {
  authority = await openAuthority({ kind: 'devices', dir: join(dir, 'certs'), now: () => now });
  const found = loadRoot({ kind: 'devices', dir: join(dir, 'certs') }, 'ca');
  if (!found) throw new Error('no root');
  root = found;
});
afterAll(() => rmSync(dir, { recursive: true }));

/** A certificate of a day with these extensions. */
function made(...extensions: object[]): X509Certificate {
  const dates = { notBefore: new Date(now), notAfter: new Date(now + DAY_MS) };
  return new X509Certificate(
    certify({ serial: randomBytes(16), subject: 'lamp', ...dates, extensions }, publicKey, root),
  );
}

const client = { name: 'extKeyUsage', clientAuth: true };

test('fit from its first to its last millisecond', () => {
  const lamp = made(client);
  expect(unfitFor(lamp, authority.roots, now - 1)).toBe('not yet valid');
  expect(unfitFor(lamp, authority.roots, now)).toBeUndefined();
  expect(unfitFor(lamp, authority.roots, now + DAY_MS - 1)).toBeUndefined();
  expect(unfitFor(lamp, authority.roots, now + DAY_MS)).toBe('ended');
});

test('fit for clients alone, and never an authority', () => {
  for (const extensions of [
    [],
    [{ name: 'extKeyUsage', serverAuth: true }],
    [{ name: 'extKeyUsage', emailProtection: true }],
    [client, { name: 'basicConstraints', cA: true }],
  ]) {
    expect(unfitFor(made(...extensions), authority.roots, now)).toBe('not for a client');
  }
});

test('fit by the key of a trusted root, not by its name', async () => {
  const lamp = made(client);
  expect(unfitFor(lamp, [], now)).toBe('another authority');
  const thief = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const key = thief.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const content = { serial: randomBytes(16), notBefore: new Date(now), notAfter: new Date(now + DAY_MS) };
  const name = new X509Certificate(root.cert).subject.replace('CN=', '');
  const namesake = certify(
    { ...content, subject: name, extensions: [{ name: 'basicConstraints', cA: true }] },
    pemOf(thief.publicKey),
    { key },
  );
  const forged = certify({ ...content, subject: 'lamp', extensions: [client] }, publicKey, {
    key,
    cert: namesake,
  });
  expect(unfitFor(new X509Certificate(forged), authority.roots, now)).toBe('another authority');
});

function pemOf(key: KeyObject): string {
  return key.export({ type: 'spki', format: 'pem' }).toString();
}
