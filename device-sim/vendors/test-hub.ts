import { createHash, randomUUID } from 'node:crypto';
import { CompactEncrypt, type CompactJWEHeaderParameters, CompactSign, type CryptoKey, importJWK } from 'jose';
import type { PublicJwk } from '../../rules/manifest.ts';
import { createVendorKeys, type SigningKey } from './keys.ts';

/** A hub as small as can be, for tests of what receives: it seals whatever it is told to, right or wrong. */
export interface TestHub {
  readonly home: string;
  readonly signing: SigningKey;
  hello(changes?: Claims, how?: How): Promise<Buffer>;
  batch(changes?: Claims, how?: How): Promise<Buffer>;
}

type Claims = Readonly<Record<string, unknown>>;

/** Deviations from the contract. */
export interface How {
  readonly signing?: SigningKey;
  readonly to?: PublicJwk;
  readonly jwe?: Partial<CompactJWEHeaderParameters> & Claims;
  readonly jws?: Claims;
}

export async function createTestHub(recipient: string, to: PublicJwk, now: () => number): Promise<TestHub> {
  const keys = await createVendorKeys();
  const signing = keys.commands;
  const home = createHash('sha256').update(signing.jwk.kid).digest('base64url').slice(0, 22);
  const envelope = () => ({
    v: 1,
    iss: home,
    aud: recipient,
    enc_kid: to.kid,
    jti: randomUUID(),
    iat: Math.floor(now() / 1000),
  });
  const publicPart = ({ jwk: { kty, crv, x, y } }: SigningKey) => ({ kty, crv, x, y });

  return {
    home,
    signing,
    hello: (changes = {}, how = {}) =>
      seal(
        {
          ...envelope(),
          type: 'hello',
          keys: { commands: keys.encryption.jwk },
          client_certificate: null,
          pad: '',
          ...changes,
        },
        { typ: 'hearthgate-notice+jws', jwk: publicPart(how.signing ?? signing) },
        { signing, to, ...how },
      ),
    batch: (changes = {}, how = {}) =>
      seal(
        {
          ...envelope(),
          schema: 1,
          stream: 'stream-1',
          purpose: 'dpv:ServicePersonalisation',
          epoch: 'epoch-1',
          seq: 1,
          window: 'PT1H',
          consents: ['receipt-1'],
          records: [RECORD],
          pad: '   ',
          ...changes,
        },
        { typ: 'hearthgate-batch+jws' },
        { signing, to, ...how },
      ),
  };
}

export const RECORD = {
  device: 'pseudonym-1',
  from: '2026-03-02T06:00:00Z',
  to: '2026-03-02T07:00:00Z',
  fields: { temperature: { form: 'summary', mean: 21.5, unit: '°C' } },
};

async function seal(body: Claims, header: Claims, how: How & { signing: SigningKey; to: PublicJwk }): Promise<Buffer> {
  const jws = await new CompactSign(Buffer.from(JSON.stringify(body)))
    .setProtectedHeader({ alg: 'ES256', kid: how.signing.jwk.kid, ...header, ...how.jws })
    .sign(how.signing.privateKey);
  return encrypt(jws, how.to, how.jwe);
}

export async function encrypt(text: string, to: PublicJwk, changes: How['jwe'] = {}): Promise<Buffer> {
  const key: CryptoKey | Uint8Array = await importJWK({ ...to }, 'ECDH-ES');
  const header = { alg: 'ECDH-ES', enc: 'A256GCM', kid: to.kid, cty: 'JWS', ...changes };
  return Buffer.from(await new CompactEncrypt(Buffer.from(text)).setProtectedHeader(header).encrypt(key));
}
