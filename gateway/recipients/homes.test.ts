import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { house } from './house.fixture.ts';

let hub: Awaited<ReturnType<typeof house>>;
beforeAll(async () => {
  hub = await house();
});
afterAll(() => hub.close());

/** All that a recipient can see of the home's own making. */
function seen(recipient: string): Buffer {
  const home = hub.homes.of(recipient);
  const certificate = new X509Certificate(home.tls.cert);
  return Buffer.concat([
    Buffer.from(home.home, 'base64url'),
    Buffer.from(home.clientId, 'base64url'),
    ...[home.signing.jwk, home.commands.jwk].flatMap(({ x, y, kid }) =>
      [x, y, kid].map((part) => Buffer.from(part, 'base64url')),
    ),
    Buffer.from(home.tls.fingerprint, 'hex'),
    Buffer.from(certificate.serialNumber, 'hex'),
    // The point alone: what is before it is the same in every P-256 key there is.
    certificate.publicKey.export({ format: 'der', type: 'spki' }).subarray(-64),
  ]);
}

/** Every run of 8 bytes. */
function runs(bytes: Buffer): Set<string> {
  return new Set(Array.from({ length: bytes.length - 7 }, (_, i) => bytes.toString('hex', i, i + 8)));
}

test('two recipients see no 8 bytes in common', () => {
  const [a, b] = [runs(seen('acme')), runs(seen('other'))];
  expect([...a].filter((run) => b.has(run))).toEqual([]);
});

test('certificates differ in key, serial and signature only, which no home can be told by', () => {
  // With RSA a common signer falls out as a GCD (PRIVACY.md section 0). These are ECDSA, and each is signed by the very
  // key it holds: there is no common signer to find.
  const [a, b] = ['acme', 'other'].map((each) => new X509Certificate(hub.homes.of(each).tls.cert));
  if (!a || !b) throw new Error('there is no certificate');
  for (const each of [a, b]) {
    expect(each.verify(each.publicKey)).toBe(true);
    expect(each.subject).toBe('CN=hearthgate');
    expect(each.issuer).toBe('CN=hearthgate');
    expect(each.publicKey.asymmetricKeyDetails?.namedCurve).toBe('prime256v1');
  }
  expect(a.verify(b.publicKey)).toBe(false);
  expect([a.validFrom, a.validTo]).toEqual([b.validFrom, b.validTo]);
  expect(a.serialNumber).not.toBe(b.serialNumber);
  expect(a.serialNumber).toHaveLength(32);
});

test('phases differ, are whole seconds and lie within a day', () => {
  const phases = Array.from({ length: 20 }, (_, i) => hub.homes.of(`r${i}`).phase);
  expect(new Set(phases).size).toBeGreaterThan(15);
  for (const phase of phases) {
    expect(phase % 1000).toBe(0);
    expect(phase).toBeLessThan(86_400_000);
  }
});

test('a receipt id is the same for one consent and epoch, and differs for every other', () => {
  const id = hub.homes.receiptId('consent', 'epoch');
  expect(hub.homes.receiptId('consent', 'epoch')).toBe(id);
  expect(hub.homes.receiptId('consent', 'epoch2')).not.toBe(id);
  expect(hub.homes.receiptId('consent2', 'epoch')).not.toBe(id);
});

test('a recipient that was forgotten meets another home', () => {
  const before = runs(seen('gone'));
  hub.homes.forget('gone');
  expect([...runs(seen('gone'))].filter((run) => before.has(run))).toEqual([]);
});

test('a home survives a restart, and its keys are in no database in the clear', async () => {
  const { signing, home } = hub.homes.of('acme');
  const { d } = signing.key.export({ format: 'jwk' });
  await hub.close();
  const bytes = readFileSync(join(hub.dir, 'household.db'));
  expect(bytes.includes(Buffer.from(String(d), 'base64url'))).toBe(false);
  hub = await house({ dir: hub.dir });
  expect(hub.homes.of('acme').home).toBe(home);
  expect(hub.homes.of('acme').signing.jwk).toEqual(signing.jwk);
});
