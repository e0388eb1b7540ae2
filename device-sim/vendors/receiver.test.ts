import { generateKeyPairSync } from 'node:crypto';
import { CompactEncrypt } from 'jose';
import { beforeEach, expect, test } from 'vitest';
import { systemClock } from '../../gateway/runtime/clock.ts';
import { createVendorKeys, type VendorKeys } from './keys.ts';
import { Receiver } from './receiver.ts';
import { createTestHub, encrypt, RECORD, type TestHub } from './test-hub.ts';

const RETENTION = 7 * 86_400_000;
const HOUR = 3600;
const NO_CERTIFICATE = { certificate: null };
const rejected = (reason: string) => ({ verdict: 'rejected', reason });
const ACCEPTED = { verdict: 'accepted' };

const homeTime = Date.UTC(2026, 2, 2, 7);
const clock = { ...systemClock, now: () => homeTime };
let keys: VendorKeys;
let receiver: Receiver;
let hub: TestHub;
const receive = (sealed: Buffer, via: { home?: string; certificate: string | null } = NO_CERTIFICATE) =>
  receiver.receive(sealed, via);

beforeEach(async () => {
  keys = await createVendorKeys();
  receiver = new Receiver({ recipient: 'acme-heating', key: keys.encryption, clock, retentionMs: RETENTION });
  hub = await createTestHub('acme-heating', keys.encryption.jwk, clock.now);
});

/** The hello every home begins with. */
const introduce = async () => expect(await receive(await hub.hello())).toEqual(ACCEPTED);

test('a good batch after a hello is accepted, opened and kept', async () => {
  await introduce();
  const sealed = await hub.batch();
  expect(await receive(sealed, { home: hub.home, certificate: null })).toEqual(ACCEPTED);
  expect(receiver.batches).toMatchObject([{ arrivedAt: homeTime, size: sealed.length }]);
  expect(receiver.records).toMatchObject([{ ...RECORD, home: hub.home, stream: 'stream-1' }]);
  expect(receiver.notices).toMatchObject([{ type: 'hello', iss: hub.home }]);
  expect(receiver.opened().join()).toContain('"mean":21.5');
  expect(receiver.wire()).toContain(sealed);
  expect(receiver.rejected).toEqual([]);
});

test('a batch of a home that did not introduce itself is rejected', async () => {
  expect(await receive(await hub.batch())).toEqual(rejected('unknown home'));
});

test('a repeat is acknowledged and not counted again, also when sealed anew', async () => {
  await introduce();
  const claims = { jti: 'same', iat: Math.floor(homeTime / 1000) };
  await receive(await hub.batch(claims));
  expect(await receive(await hub.batch(claims))).toEqual({ verdict: 'duplicate' });
  expect(receiver.duplicates).toBe(1);
  expect(receiver.records).toHaveLength(1);
});

test('an identifier or a sequence number used again for other content is rejected', async () => {
  await introduce();
  await receive(await hub.batch({ jti: 'same', seq: 5 }));
  expect(await receive(await hub.batch({ jti: 'same', seq: 6 }))).toEqual(rejected('jti used for other content'));
  expect(await receive(await hub.batch({ seq: 5, records: [] }))).toEqual(rejected('seq not above the last'));
  expect(await receive(await hub.batch({ seq: 4 }))).toEqual(rejected('seq not above the last'));
});

test('each stream and epoch counts on its own', async () => {
  await introduce();
  for (const claims of [{ seq: 5 }, { seq: 1, stream: 'stream-2' }, { seq: 1, epoch: 'epoch-2' }, { seq: 9 }]) {
    expect(await receive(await hub.batch(claims))).toEqual(ACCEPTED);
  }
});

test('what is signed by another key is rejected, a second hello by another key too', async () => {
  await introduce();
  const other = await createTestHub('acme-heating', keys.encryption.jwk, clock.now);
  expect(await receive(await hub.batch({}, { signing: other.signing }))).toEqual(rejected('bad signature'));
  expect(await receive(await hub.hello({}, { signing: other.signing }))).toEqual(rejected('home known by another key'));
  const sealed = await hub.batch();
  expect(await receive(sealed)).toEqual(ACCEPTED);
});

test('a hello must be signed by the key it carries', async () => {
  const other = await createTestHub('acme-heating', keys.encryption.jwk, clock.now);
  const { kty, crv, x, y } = other.signing.jwk;
  expect(await receive(await hub.hello({}, { jws: { jwk: { kty, crv, x, y } } }))).toEqual(rejected('bad signature'));
  expect(receiver.homes()).toEqual([]);
});

test('what names another recipient, key, topic or time is rejected', async () => {
  await introduce();
  const stale = Math.floor(homeTime / 1000) - RETENTION / 1000;
  expect(await receive(await hub.batch({ aud: 'volt-insight' }))).toEqual(rejected('for another recipient'));
  expect(await receive(await hub.batch({ enc_kid: 'other' }))).toEqual(rejected('names another encryption key'));
  expect(await receive(await hub.batch(), { home: 'other', certificate: null })).toEqual(
    rejected('topic of another home'),
  );
  expect(await receive(await hub.batch({ iat: stale }))).toEqual(rejected('stale'));
  expect(await receive(await hub.batch({ iat: stale + HOUR }))).toEqual(ACCEPTED);
  expect(await receive(await hub.batch({ seq: 2, iat: Math.floor((homeTime + RETENTION) / 1000) }))).toEqual(
    rejected('stale'),
  );
});

test('a hello with a member too many is rejected, and its home stays unknown', async () => {
  expect(await receive(await hub.hello({ hostname: 'pi' }))).toEqual(rejected('unexpected shape'));
  expect(receiver.homes()).toEqual([]);
});

test('the pinned client certificate is demanded on every connection', async () => {
  const certificate = 'ab'.repeat(32);
  await receive(await hub.hello({ client_certificate: certificate }), { certificate });
  expect(await receive(await hub.batch())).toEqual(rejected('other client certificate'));
  expect(await receive(await hub.batch(), { certificate })).toEqual(ACCEPTED);
});

test.each([
  ['another schema', { schema: 2 }],
  ['another version', { v: 2 }],
  ['a member too many', { receivedAt: 1 }],
  ['a field in no form', { records: [{ ...RECORD, fields: { temperature: 21.5 } }] }],
  ['a form with a member too many', { records: [{ ...RECORD, fields: { t: { form: 'exact', value: 1, raw: 2 } } }] }],
  ['a time with milliseconds', { records: [{ ...RECORD, from: '2026-03-02T06:00:00.123Z' }] }],
])('a batch with %s is rejected', async (_what, claims) => {
  await introduce();
  expect(await receive(await hub.batch(claims))).toEqual(rejected('unexpected shape'));
});

test('other algorithms than the one allowed are rejected before a key is used', async () => {
  await introduce();
  const direct = await new CompactEncrypt(Buffer.from('{}'))
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', kid: keys.encryption.jwk.kid, cty: 'JWS' })
    .encrypt(Buffer.alloc(32));
  const rsa = await new CompactEncrypt(Buffer.from('{}'))
    .setProtectedHeader({ alg: 'RSA-OAEP', enc: 'A256GCM', kid: keys.encryption.jwk.kid, cty: 'JWS' })
    .encrypt(generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey);
  for (const sealed of [direct, rsa]) {
    expect(await receive(Buffer.from(sealed))).toEqual(rejected('encryption algorithm not allowed'));
  }
  for (const jwe of [{ alg: 'ECDH-ES+A256KW' }, { enc: 'A128GCM' }, { enc: 'A256CBC-HS512' }]) {
    expect(await receive(await hub.batch({}, { jwe }))).toEqual(rejected('encryption algorithm not allowed'));
  }
});

test('an unsigned JWS inside is rejected', async () => {
  await introduce();
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = { v: 1, iss: hub.home, aud: 'acme-heating', enc_kid: keys.encryption.jwk.kid };
  const unsigned = `${part({ alg: 'none', typ: 'hearthgate-batch+jws' })}.${part(claims)}.`;
  expect(await receive(await encrypt(unsigned, keys.encryption.jwk))).toEqual(
    rejected('signature algorithm not allowed'),
  );
  expect(await receive(await encrypt(JSON.stringify(claims), keys.encryption.jwk))).toEqual(
    rejected('not a compact JWS'),
  );
});

test('zip, crit and p2c are rejected, as is a JWE that does not say it holds a JWS', async () => {
  await introduce();
  // jose itself would not write such headers, so the first part is exchanged by hand.
  const sealed = (await hub.batch()).toString();
  for (const member of [{ zip: 'DEF' }, { crit: ['exp'], exp: 1 }, { p2c: 1e9 }, { cty: 'JSON' }]) {
    const [header = '', ...rest] = sealed.split('.');
    const changed = { ...JSON.parse(Buffer.from(header, 'base64url').toString()), ...member };
    const tricked = [Buffer.from(JSON.stringify(changed)).toString('base64url'), ...rest].join('.');
    expect(await receive(Buffer.from(tricked))).toEqual(rejected('encryption header not allowed'));
  }
});

test('what is sealed for another key, or was changed on the way, is rejected', async () => {
  await introduce();
  const other = await createVendorKeys();
  expect(await receive(await hub.batch({}, { to: other.encryption.jwk }))).toEqual(
    rejected('encrypted to another key'),
  );
  const misnamed = { to: { ...other.encryption.jwk, kid: keys.encryption.jwk.kid } };
  expect(await receive(await hub.batch({}, misnamed))).toEqual(rejected('cannot be decrypted'));
  const sealed = (await hub.batch()).toString().split('.');
  const body = sealed[3] ?? '';
  sealed[3] = `${body.startsWith('A') ? 'B' : 'A'}${body.slice(1)}`;
  expect(await receive(Buffer.from(sealed.join('.')))).toEqual(rejected('cannot be decrypted'));
});

test.each(['', 'garbage', '....', '\u0000', 'e30.e30.e30'])('%j is not a JWE', async (bytes) => {
  expect(await receive(Buffer.from(bytes))).toEqual(rejected('not a compact JWE'));
});
