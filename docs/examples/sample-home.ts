/**
 * A home to try a receiver with: prints a hello and two batches (one of them a dummy), sealed for your public key.
 *
 *     node make-key.ts encryption-key.json > public-key.json
 *     node sample-home.ts public-key.json acme-heating | node receive.ts --key encryption-key.json --aud acme-heating
 *
 * It is written from docs/topics.md alone and shares no code with the hub.
 */
import { randomBytes, randomInt, type webcrypto } from 'node:crypto';
import { readFileSync } from 'node:fs';
import {
  CompactEncrypt,
  CompactSign,
  calculateJwkThumbprint,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JWK,
} from 'jose';
import { type PublicJwk, publicHalf } from './make-key.ts';

export interface SampleHome {
  readonly iss: string;
  readonly privateKey: webcrypto.CryptoKey;
  readonly jwk: JWK;
  readonly kid: string;
  readonly commands: PublicJwk;
}

export async function makeHome(): Promise<SampleHome> {
  const { jwk, kid, privateKey } = await p256();
  const commands = await p256();
  return {
    iss: randomId(),
    privateKey,
    jwk,
    kid,
    commands: publicHalf({ ...commands.jwk, kid: commands.kid } as PublicJwk),
  };
}

export function helloBody(home: SampleHome, to: PublicJwk, aud: string) {
  return {
    ...claims(home, to, aud),
    type: 'hello',
    keys: { commands: home.commands },
    client_certificate: null,
  };
}

export interface Place {
  readonly stream: string;
  readonly epoch: string;
  readonly seq: number;
}

/** A batch with one record, or with none where there is nothing to tell. */
export function batchBody(home: SampleHome, to: PublicJwk, aud: string, place: Place, dummy = false) {
  const hour = new Date(Math.floor(Date.now() / 3_600_000) * 3_600_000);
  const iso = (date: Date) => `${date.toISOString().slice(0, -5)}Z`;
  const record = {
    device: randomId(),
    from: iso(new Date(hour.getTime() - 3_600_000)),
    to: iso(hour),
    fields: { temperature: { form: 'summary', mean: 21.5, unit: '°C' } },
  };
  return {
    ...claims(home, to, aud),
    schema: 1,
    ...place,
    purpose: 'dpv:ServicePersonalisation',
    window: 'PT1H',
    ...(dummy ? { dummy: true } : {}),
    consents: dummy ? [] : [randomId()],
    records: dummy ? [] : [record],
  };
}

const BUCKETS = [4096, 16_384, 65_536, 262_144];

/** Pads, signs, encrypts. `headers` replaces header members, to try what a receiver must refuse. */
export async function seal(
  home: SampleHome,
  to: PublicJwk,
  body: object,
  headers: { readonly jws?: object; readonly jwe?: object } = {},
): Promise<string> {
  const isHello = 'type' in body && body.type === 'hello';
  const typ = `hearthgate-${'type' in body ? 'notice' : 'batch'}+jws`;
  const jws = await new CompactSign(padded(body))
    .setProtectedHeader({ alg: 'ES256', kid: home.kid, typ, ...(isHello ? { jwk: home.jwk } : {}), ...headers.jws })
    .sign(home.privateKey);
  const { kty, crv, x, y, kid } = to;
  return await new CompactEncrypt(new TextEncoder().encode(jws))
    .setProtectedHeader({ alg: 'ECDH-ES', enc: 'A256GCM', kid, cty: 'JWS', typ: 'hearthgate+jwe', ...headers.jwe })
    .encrypt(await importJWK({ kty, crv, x, y }, 'ECDH-ES'));
}

function padded(body: object): Uint8Array {
  const size = Buffer.byteLength(JSON.stringify({ ...body, pad: '' }));
  const bucket = BUCKETS.find((bucket) => bucket >= size);
  if (bucket === undefined) throw new Error('larger than 256 KiB');
  return Buffer.from(JSON.stringify({ ...body, pad: ' '.repeat(bucket - size) }));
}

function claims(home: SampleHome, to: PublicJwk, aud: string) {
  return { v: 1, iss: home.iss, aud, enc_kid: to.kid, jti: randomId(), iat: Math.floor(Date.now() / 1000) };
}

function randomId(): string {
  return randomBytes(16).toString('base64url');
}

async function p256() {
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  const jwk = await exportJWK(publicKey);
  return { jwk, kid: await calculateJwkThumbprint(jwk), privateKey };
}

if (import.meta.main) {
  const [path, aud] = process.argv.slice(2);
  if (path && aud) {
    const to = JSON.parse(readFileSync(path, 'utf8')) as PublicJwk;
    const home = await makeHome();
    const place = { stream: randomId(), epoch: randomId(), seq: randomInt(2 ** 32) };
    const bodies = [
      helloBody(home, to, aud),
      batchBody(home, to, aud, place),
      batchBody(home, to, aud, { ...place, seq: place.seq + 1 }, true),
    ];
    for (const body of bodies) process.stdout.write(`${await seal(home, to, body)}\n`);
  } else {
    process.stderr.write('usage: node sample-home.ts <public key file> <aud>\n');
    process.exitCode = 2;
  }
}
