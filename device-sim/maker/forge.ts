import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { CompactEncrypt, CompactSign, compactDecrypt, importJWK } from 'jose';
import type { Home } from '../../gateway/recipients/homes.ts';
import { publicJwk } from '../../gateway/recipients/jwk.ts';
import {
  type Batch,
  type BatchRecord,
  BUCKETS,
  type HelloToSeal,
  type NoticePart,
  sealBatch,
  sealHello,
} from '../../gateway/recipients/outbox/seal.ts';
import type { ShapedField } from '../../rules/forms/form.ts';
import type { PublicJwk } from '../../rules/manifest.ts';
import { newId } from './played-home.ts';

export const HOUR = 3_600_000;

/** What a batch tells, where nothing else is wanted. */
export interface Told {
  readonly purpose: string;
  readonly field: string;
  readonly shaped: ShapedField;
}

/** So that a header that says it is critical can be signed at all. */
const CRITICAL = { crit: { 'x-new': true } };

const MEAN: Told = {
  purpose: 'dpv:ServicePersonalisation',
  field: 'temperature',
  shaped: { form: 'summary', mean: 21.5, unit: '°C' },
};

/**
 * Seals as the hub does, with the hub's own code, and puts together otherwise what was sealed. Nobody's private key is
 * needed: what is to be changed is sealed to a key of its own under the recipient's name, and encrypted anew.
 */
export class Forge {
  readonly home: Home;
  readonly #to: PublicJwk;
  readonly #told: Told;
  readonly #own = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  #place = { stream: newId(), epoch: newId() };
  #seq = 2 ** 31;

  constructor(home: Home, to: PublicJwk, told = MEAN) {
    this.home = home;
    this.#to = to;
    this.#told = told;
  }

  /** The name of the key that is sealed to. */
  get kid(): string {
    return this.#to.kid;
  }

  /** The `seq` of the newest batch. */
  get seq(): number {
    return this.#seq;
  }

  /** As with a new month: other names, and `seq` begins anew. */
  nextEpoch(): void {
    this.#place = { ...this.#place, epoch: newId() };
    this.#seq = 7;
  }

  hello(by: Partial<Home> = {}, more: Partial<HelloToSeal> = {}): Promise<string> {
    return text(sealHello({ ...this.home, ...by }, this.#to, { jti: newId(), at: Date.now(), ...more }));
  }

  /** A batch with these parts of notices, and no record. */
  telling(notices: readonly NoticePart[]): Promise<string> {
    return this.batch({ consents: [], records: [], notices });
  }

  /** The next batch: one record of one field of the last full hour, or changed in what the hub itself may choose. */
  batch(change: Partial<Batch> = {}, by: Partial<Home> = {}, to: PublicJwk = this.#to): Promise<string> {
    const seq = change.seq ?? this.#seq + 1;
    this.#seq = Math.max(this.#seq, seq);
    return text(sealBatch({ ...this.home, ...by }, to, { ...this.#next(), seq, ...change }));
  }

  /** What is told of the last full hour, of a device by this name. */
  record(device: string): BatchRecord {
    const to = Math.floor(Date.now() / HOUR) * HOUR;
    const { field, shaped } = this.#told;
    return { device, from: to - HOUR, to, fields: new Map([[field, shaped]]) };
  }

  dummy(): Promise<string> {
    return this.batch({ dummy: true, consents: [], records: [] });
  }

  /** A batch whose claims and JWS header were changed, signed again (by the home unless said) and encrypted again. */
  async signedAgain(
    claims: object,
    header: object = {},
    by: KeyObject = this.home.signing.key,
    change: Partial<Batch> = {},
  ): Promise<string> {
    const [head, body] = partsOf(await this.jws(change));
    const jws = new CompactSign(Buffer.from(JSON.stringify({ ...body, ...claims })));
    const kid = this.home.signing.jwk.kid;
    return this.encrypted(await jws.setProtectedHeader({ alg: 'ES256', kid, ...head, ...header }).sign(by, CRITICAL));
  }

  /** A batch signed with HMAC, as if the public key (which is no secret) were a password. */
  async signedWithPassword(password: string, change: Partial<Batch> = {}): Promise<string> {
    const [head, body] = partsOf(await this.jws(change));
    const jws = new CompactSign(Buffer.from(JSON.stringify(body))).setProtectedHeader({ ...head, alg: 'HS256' });
    return this.encrypted(await jws.sign(Buffer.from(password)));
  }

  /** The JWS of the next batch, as it stands inside the encryption. */
  async jws(change: Partial<Batch> = {}): Promise<string> {
    const own = { ...publicJwk(this.#own.publicKey), kid: this.#to.kid };
    const sealed = await this.batch(change, {}, own);
    return new TextDecoder().decode((await compactDecrypt(sealed, this.#own.privateKey)).plaintext);
  }

  /** Anybody can encrypt to a public key. */
  async encrypted(plaintext: string, header: object = {}): Promise<string> {
    const { kty, crv, x, y, kid } = this.#to;
    const outer = { alg: 'ECDH-ES', enc: 'A256GCM', kid, cty: 'JWS', typ: 'hearthgate+jwe', ...header };
    const jwe = new CompactEncrypt(Buffer.from(plaintext)).setProtectedHeader(outer);
    return jwe.encrypt(await importJWK({ kty, crv, x, y }, outer.alg));
  }

  #next(): Omit<Batch, 'seq'> {
    const at = Math.floor(Date.now() / HOUR) * HOUR;
    return {
      ...{ purpose: this.#told.purpose, ...this.#place, jti: newId(), at, window: 'PT1H', dummy: false },
      consents: [newId()],
      records: [this.record(newId())],
      notices: [],
      bucket: BUCKETS[0],
    };
  }
}

/** A notice in so many parts. */
export function pieces({ type, body }: { readonly type: string; readonly body: object }, of = 1): NoticePart[] {
  const [jti, json] = [newId(), JSON.stringify({ type, ...body })];
  const size = Math.ceil(json.length / of);
  return Array.from({ length: of }, (_, i) => ({ jti, part: i + 1, of, text: json.slice(i * size, (i + 1) * size) }));
}

/** A compact JWE or JWS with another header in front of what was protected by the old one. */
export function withHeader(compact: string, change: object): string {
  const [head = '', ...rest] = compact.split('.');
  return [coded({ ...parsed(head), ...change }), ...rest].join('.');
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

async function text(sealed: Uint8Array): Promise<string> {
  return Buffer.from(sealed).toString('latin1');
}
