import { execFileSync } from 'node:child_process';
import { createPublicKey } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { house, manifestFor, NOON, open, openHello, recipientKeys } from '../house.fixture.ts';
import { type Batch, BUCKETS, encryptionKey, sealBatch, sealHello } from './seal.ts';

let home: Awaited<ReturnType<typeof house>>;
beforeAll(async () => {
  home = await house();
});
afterAll(() => home.close());

const recipient = recipientKeys();
const batch: Batch = {
  purpose: 'dpv:ServiceProvision',
  stream: 's'.repeat(22),
  epoch: 'e'.repeat(22),
  seq: 41,
  jti: 'j'.repeat(22),
  at: NOON,
  window: 'PT1H',
  dummy: false,
  consents: ['c'.repeat(22)],
  records: [
    {
      device: 'd'.repeat(22),
      from: NOON - 3_600_000,
      to: NOON,
      fields: new Map([['temperature', { form: 'summary', mean: 21.5, unit: '°C' }]]),
    },
  ],
  notices: [],
  bucket: 4096,
};

test('a batch opens to exactly the contract of DESIGN.md section 5', async () => {
  const acme = home.homes.of('acme');
  const { header, inner, json, claims } = await open(
    sealBatch(acme, recipient.jwk, batch),
    recipient.privateKey,
    home.verifier('acme'),
  );
  const { epk, ...rest } = header;
  expect(rest).toEqual({
    alg: 'ECDH-ES',
    enc: 'A256GCM',
    kid: recipient.jwk.kid,
    cty: 'JWS',
    typ: 'hearthgate+jwe',
  });
  expect(epk).toBeDefined();
  expect(inner).toEqual({ alg: 'ES256', kid: acme.signing.jwk.kid, typ: 'hearthgate-batch+jws' });
  const { pad, ...body } = claims;
  expect(body).toEqual({
    v: 1,
    iss: acme.home,
    aud: 'acme',
    enc_kid: recipient.jwk.kid,
    schema: 1,
    stream: batch.stream,
    purpose: batch.purpose,
    epoch: batch.epoch,
    seq: 41,
    jti: batch.jti,
    iat: NOON / 1000,
    window: 'PT1H',
    consents: batch.consents,
    records: [
      {
        device: 'd'.repeat(22),
        from: '2026-11-23T11:00:00Z',
        to: '2026-11-23T12:00:00Z',
        fields: { temperature: { form: 'summary', mean: 21.5, unit: '°C' } },
      },
    ],
  });
  expect(String(pad).length).toBeGreaterThan(0);
  expect(Buffer.byteLength(json)).toBe(4096);
});

test('every batch of a bucket has the same length', async () => {
  const acme = home.homes.of('acme');
  const { length } = sealBatch(acme, recipient.jwk, batch);
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 2 ** 40 }),
      fc.boolean(),
      fc.array(fc.record({ name: fc.string({ unit: 'grapheme', maxLength: 12 }), value: fc.double({ noNaN: true }) }), {
        maxLength: 20,
      }),
      fc.array(fc.string({ maxLength: 600 }), { maxLength: 2 }),
      async (seq, dummy, fields, texts) => {
        const shaped = fields.map(({ name, value }) => [name, { form: 'exact', value } as const] as const);
        const record = { device: 'd'.repeat(22), from: NOON, to: NOON, fields: new Map(shaped) };
        const notices = texts.map((text, i) => ({ jti: 'n'.repeat(22), part: i + 1, of: texts.length, text }));
        const records = dummy ? [] : [record];
        const sealed = sealBatch(acme, recipient.jwk, { ...batch, seq, dummy, records, notices });
        expect(sealed.length).toBe(length);
      },
    ),
    { numRuns: 40 },
  );
});

test('a batch that does not fit its bucket is not sealed', async () => {
  const fields = new Map([['text', { form: 'category', value: 'x'.repeat(BUCKETS[0]) } as const]]);
  const record = { device: 'd', from: NOON, to: NOON, fields };
  const tooLarge = { ...batch, records: [record] };
  expect(() => sealBatch(home.homes.of('acme'), recipient.jwk, tooLarge)).toThrow('does not fit');
});

test('hello carries the signing key, the key for commands and the certificate, and is of the smallest bucket', async () => {
  const acme = home.homes.of('acme');
  const sealed = sealHello(acme, recipient.jwk, { jti: 'j', at: NOON });
  const { jwk, claims } = await openHello(sealed, recipient.privateKey);
  expect(jwk).toEqual(expect.objectContaining({ kty: 'EC', crv: 'P-256', x: acme.signing.jwk.x }));
  expect(claims).toMatchObject({
    v: 1,
    type: 'hello',
    iss: acme.home,
    aud: 'acme',
    keys: { commands: acme.commands.jwk },
    client_certificate: acme.tls.fingerprint,
  });
  expect(Buffer.byteLength(JSON.stringify(claims))).toBe(4096);
});

test('a key of our own, a misnamed key, or none is refused', () => {
  const own = home.homes.of('other').commands.jwk;
  const owns = (key: { x: string; y: string }) => home.homes.owns(key);
  const because = (encryption: (typeof own)[]) =>
    encryptionKey(manifestFor('acme', 'https://a', recipient, { keys: { encryption } }), owns);
  expect(because([own])).toEqual({ because: 'the encryption key is one of this home' });
  expect(because([{ ...recipient.jwk, kid: 'x' }])).toHaveProperty('because');
  expect(because([])).toHaveProperty('because');
  expect(because([recipient.jwk])).toEqual({ key: recipient.jwk });
});

test('an independent program opens a batch (jwcrypto)', async () => {
  const acme = home.homes.of('acme');
  const sealed = sealBatch(acme, recipient.jwk, batch);
  const program = `
import sys, json
try:
    from jwcrypto import jwk, jwe, jws
except ImportError:
    sys.exit("jwcrypto is missing: apt-get install python3-jwcrypto")
given = json.load(sys.stdin)
outer = jwe.JWE()
outer.allowed_algs = ["ECDH-ES", "A256GCM"]
outer.deserialize(given["jwe"], key=jwk.JWK(**given["key"]))
inner = jws.JWS()
inner.allowed_algs = ["ES256"]
inner.deserialize(outer.payload.decode(), key=jwk.JWK(**given["signer"]))
sys.stdout.write(inner.payload.decode())
`;
  const input = JSON.stringify({
    jwe: Buffer.from(sealed).toString(),
    key: recipient.privateKey.export({ format: 'jwk' }),
    signer: createPublicKey(acme.signing.key).export({ format: 'jwk' }),
  });
  const opened = JSON.parse(execFileSync('/usr/bin/python3', ['-c', program], { input, encoding: 'utf8' }));
  expect(opened).toMatchObject({ iss: acme.home, aud: 'acme', seq: 41 });
});
