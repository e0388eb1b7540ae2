import { type KeyObject, randomBytes } from 'node:crypto';
import { CompactEncrypt, CompactSign, compactDecrypt, importJWK } from 'jose';
import type { Home } from '../../gateway/recipients/homes.ts';
import { type Batch, sealBatch, sealNotice } from '../../gateway/recipients/outbox/seal.ts';
import type { PublicJwk } from '../../rules/manifest.ts';
import type { PrivateJwk } from './make-key.ts';

export const HOUR = 3_600_000;

/** Seals as the hub does, with the hub's own code, and takes what was sealed apart to put it together otherwise. */
export class Forge {
  readonly #home: Home;
  readonly #key: PrivateJwk;
  readonly #place = { stream: newId(), epoch: newId() };
  #seq = 2 ** 31;

  constructor(home: Home, key: PrivateJwk) {
    this.#home = home;
    this.#key = key;
  }

  /** The name of the key that is sealed to. */
  get kid(): string {
    return this.#key.kid;
  }

  /** The `seq` of the newest batch. */
  get seq(): number {
    return this.#seq;
  }

  hello(by: Partial<Home> = {}): Promise<string> {
    const notice = { type: 'hello', jti: newId(), at: Date.now() } as const;
    return text(sealNotice({ ...this.#home, ...by }, this.#key, notice));
  }

  /** The next batch: one record of one field of the last full hour, or changed in what the hub itself may choose. */
  batch(change: Partial<Batch> = {}, by: Partial<Home> = {}, to: PublicJwk = this.#key): Promise<string> {
    const at = Math.floor(Date.now() / HOUR) * HOUR;
    const fields = new Map([['temperature', { form: 'summary', mean: 21.5, unit: '°C' } as const]]);
    this.#seq++;
    const batch: Batch = {
      purpose: 'dpv:ServicePersonalisation',
      ...{ ...this.#place, seq: this.#seq, jti: newId(), at, window: 'PT1H', dummy: false },
      consents: [newId()],
      records: [{ device: newId(), from: at - HOUR, to: at, fields }],
      bucket: 4096,
      ...change,
    };
    return text(sealBatch({ ...this.#home, ...by }, to, batch));
  }

  dummy(): Promise<string> {
    return this.batch({ dummy: true, consents: [], records: [] });
  }

  /** A batch whose claims and JWS header were changed, signed again (by the home unless said) and encrypted again. */
  async signedAgain(claims: object, header: object = {}, by: KeyObject = this.#home.signing.key): Promise<string> {
    const [head, body] = partsOf(await this.opened(await this.batch()));
    const jws = new CompactSign(Buffer.from(JSON.stringify({ ...body, ...claims })));
    const kid = this.#home.signing.jwk.kid;
    return this.encrypted(await jws.setProtectedHeader({ alg: 'ES256', kid, ...head, ...header }).sign(by));
  }

  /** A batch signed with HMAC, as if the public key (which is no secret) were a password. */
  async signedWithPassword(password: string): Promise<string> {
    const [head, body] = partsOf(await this.opened(await this.batch()));
    const jws = new CompactSign(Buffer.from(JSON.stringify(body))).setProtectedHeader({ ...head, alg: 'HS256' });
    return this.encrypted(await jws.sign(Buffer.from(password)));
  }

  /** The JWS in a sealed message. */
  async opened(sealed: string): Promise<string> {
    const { kty, crv, x, y, d } = this.#key;
    const key = await importJWK({ kty, crv, x, y, d }, 'ECDH-ES');
    return new TextDecoder().decode((await compactDecrypt(sealed, key)).plaintext);
  }

  /** Anybody can encrypt to a public key. */
  async encrypted(plaintext: string, header: object = {}): Promise<string> {
    const { kty, crv, x, y, kid } = this.#key;
    const outer = { alg: 'ECDH-ES', enc: 'A256GCM', kid, cty: 'JWS', typ: 'hearthgate+jwe', ...header };
    const jwe = new CompactEncrypt(Buffer.from(plaintext)).setProtectedHeader(outer);
    return jwe.encrypt(await importJWK({ kty, crv, x, y }, outer.alg));
  }
}

/** A compact JWE or JWS with another header in front of what was protected by the old one. */
export function withHeader(compact: string, change: object): string {
  const [head = '', ...rest] = compact.split('.');
  return [coded({ ...parsed(head), ...change }), ...rest].join('.');
}

/**
 * A compact JWE or JWS with one character changed, at 40 places of each part; never the last of a part, which may hold
 * bits that mean nothing.
 */
export function oneCharacterOff(compact: string): string[] {
  const parts = compact.split('.');
  return parts.flatMap((part, i) => {
    const step = Math.ceil(part.length / 40);
    const places = Array.from(part.slice(0, -1).matchAll(/./g), ({ index }) => index).filter((at) => at % step === 0);
    const off = (at: number) => `${part.slice(0, at)}${part[at] === 'A' ? 'B' : 'A'}${part.slice(at + 1)}`;
    return places.map((at) => parts.with(i, off(at)).join('.'));
  });
}

/** Header and body of a compact JWS. */
function partsOf(jws: string): [Record<string, unknown>, Record<string, unknown>] {
  const [head = '', body = ''] = jws.split('.');
  return [parsed(head), parsed(body)];
}

function parsed(part: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
}

function coded(json: unknown): string {
  return Buffer.from(JSON.stringify(json)).toString('base64url');
}

async function text(sealed: Promise<Uint8Array>): Promise<string> {
  return Buffer.from(await sealed).toString('latin1');
}

export function newId(): string {
  return randomBytes(16).toString('base64url');
}
