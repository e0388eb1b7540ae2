import type { ShapedField } from '../../../rules/forms/form.ts';
import { entry } from '../../../rules/length-safe.ts';
import type { Manifest, PublicJwk } from '../../../rules/manifest.ts';
import type { Home } from '../homes.ts';
import { thumbprint } from '../jwk.ts';
import { encryptCompact, signCompact } from './compact.ts';

/** Sizes of the signed JSON in bytes; what leaves shows only which of these it was. */
export const BUCKETS = [4096, 16_384, 65_536, 262_144] as const;
export type Bucket = (typeof BUCKETS)[number];

/** One batch before it is sealed; times are instants in ms, written as whole seconds. */
export interface Batch {
  readonly purpose: string;
  readonly stream: string;
  readonly epoch: string;
  readonly seq: number;
  readonly jti: string;
  /** The slot's instant: when it is really sent stays unsaid. */
  readonly at: number;
  /** ISO 8601 duration between this stream's releases. */
  readonly window: string;
  readonly dummy: boolean;
  readonly consents: readonly string[];
  readonly records: readonly BatchRecord[];
  readonly notices: readonly NoticePart[];
  readonly bucket: Bucket;
}

/** The `part`th of the `of` pieces, from 1, that the JSON of the notice named `jti` was cut into. */
export interface NoticePart {
  readonly jti: string;
  readonly part: number;
  readonly of: number;
  readonly text: string;
}

export interface BatchRecord {
  readonly device: string;
  readonly from: number;
  readonly to: number;
  readonly fields: Iterable<readonly [name: string, ShapedField]>;
}

/** A home's first message: its keys, and where it has one a token that names the household's account. */
export interface HelloToSeal {
  readonly jti: string;
  readonly at: number;
  readonly token?: string;
}

/** The key of a manifest that is sealed to, or why there is none; then nothing is sealed (never a fall-back). */
export function encryptionKey(
  manifest: Manifest,
  owns: (key: PublicJwk) => boolean,
): { readonly key: PublicJwk } | { readonly because: string } {
  const key = manifest.keys.encryption[0];
  if (!key) return { because: 'the manifest has no encryption key' };
  if (key.kid !== thumbprint(key)) return { because: 'the name of the encryption key is not its thumbprint' };
  // A recipient that gives us our own key cannot open what we seal; someone is playing a trick.
  if (owns(key)) return { because: 'the encryption key is one of this home' };
  return { key };
}

/** A batch as compact JWE; the same length for every batch of a bucket. Throws when the batch does not fit its bucket. */
export function sealBatch(home: Home, to: PublicJwk, batch: Batch): Uint8Array {
  const body = padded(batchJson(home.home, home.recipient, to.kid, batch), batch.bucket);
  return sealed(body, { typ: 'hearthgate-batch+jws' }, home, to);
}

/** Hello as compact JWE, in the size of a slot's batch. It carries the signing key: the recipient pins it. */
export function sealHello(home: Home, to: PublicJwk, { jti, at, token }: HelloToSeal): Uint8Array {
  const body = JSON.stringify({
    v: 1,
    iss: home.home,
    aud: home.recipient,
    enc_kid: to.kid,
    jti,
    iat: seconds(at),
    type: 'hello',
    keys: { commands: home.commands.jwk },
    client_certificate: home.tls.fingerprint,
    ...(token === undefined ? {} : { token }),
    pad: '',
  });
  const { kty, crv, x, y } = home.signing.jwk;
  const header = { typ: 'hearthgate-notice+jws', jwk: { kty, crv, x, y } };
  return sealed(padded(body, BUCKETS[0]), header, home, to);
}

/** Size in bytes of the batch's JSON with an empty `pad`. */
export function batchSize(iss: string, aud: string, encKid: string, batch: Batch): number {
  return Buffer.byteLength(batchJson(iss, aud, encKid, batch));
}

/**
 * Members in this order always, each from a typed value; `pad` is last and empty. The records are written one by one: as objects all
 * of them would be there at once.
 */
function batchJson(iss: string, aud: string, encKid: string, batch: Batch): string {
  const head = JSON.stringify({
    v: 1,
    iss,
    aud,
    enc_kid: encKid,
    schema: 1,
    stream: batch.stream,
    purpose: batch.purpose,
    epoch: batch.epoch,
    seq: batch.seq,
    jti: batch.jti,
    iat: seconds(batch.at),
    window: batch.window,
    ...(batch.dummy ? { dummy: true } : {}),
    consents: batch.consents,
  });
  const times = new Map<number, string>();
  const time = (at: number) => entry(times, at, () => isoSecond(at));
  const records = batch.records.map((record) => recordJson(record, time)).join();
  const notices = batch.notices.length === 0 ? '' : `"notices":[${batch.notices.map(partJson).join()}],`;
  return `${head.slice(0, -1)},"records":[${records}],${notices}"pad":""}`;
}

function partJson({ jti, part, of, text }: NoticePart): string {
  return JSON.stringify({ jti, part, of, text });
}

/** Bytes that a part takes in a batch, with its comma. */
export function partSize(part: NoticePart): number {
  return Buffer.byteLength(partJson(part)) + 1;
}

function recordJson({ device, from, to, fields }: BatchRecord, time: (at: number) => string): string {
  let members = '';
  for (const [name, shaped] of fields) {
    members += `${members === '' ? '' : ','}${JSON.stringify(name)}:${JSON.stringify(shapedJson(shaped))}`;
  }
  return `{"device":${JSON.stringify(device)},"from":"${time(from)}","to":"${time(to)}","fields":{${members}}}`;
}

/** Copied member by member: nothing that a form did not define can ride along, and the order never tells anything. */
export function shapedJson(shaped: ShapedField): ShapedField {
  switch (shaped.form) {
    case 'exact':
      return { form: 'exact', value: shaped.value, ...unit(shaped) };
    case 'rounded':
      return { form: 'rounded', value: shaped.value, step: shaped.step, ...unit(shaped) };
    case 'category':
      return { form: 'category', value: shaped.value };
    case 'noised':
      return {
        form: 'noised',
        ...(shaped.mean === undefined ? {} : { mean: shaped.mean }),
        ...(shaped.sum === undefined ? {} : { sum: shaped.sum }),
        ...(shaped.count === undefined ? {} : { count: shaped.count }),
        ...(shaped.last === undefined ? {} : { last: shaped.last }),
        ...(shaped.histogram === undefined ? {} : { histogram: shaped.histogram }),
        error: shaped.error,
        ...(shaped.epsilon === undefined || shaped.per === undefined
          ? {}
          : { epsilon: shaped.epsilon, per: shaped.per }),
        ...unit(shaped),
      };
    case 'summary':
      return {
        form: 'summary',
        ...(shaped.mean === undefined ? {} : { mean: shaped.mean }),
        ...(shaped.min === undefined ? {} : { min: shaped.min }),
        ...(shaped.max === undefined ? {} : { max: shaped.max }),
        ...(shaped.sum === undefined ? {} : { sum: shaped.sum }),
        ...(shaped.count === undefined ? {} : { count: shaped.count }),
        ...(shaped.last === undefined ? {} : { last: shaped.last }),
        ...(shaped.histogram === undefined ? {} : { histogram: shaped.histogram }),
        ...(shaped.timeInState === undefined ? {} : { timeInState: shaped.timeInState }),
        ...(shaped.of === undefined ? {} : { of: shaped.of }),
        ...unit(shaped),
      };
  }
}

function unit(shaped: { readonly unit?: string }): { readonly unit?: string } {
  return shaped.unit === undefined ? {} : { unit: shaped.unit };
}

/** `2026-11-23T14:00:00Z`: whole seconds in UTC. */
export function isoSecond(at: number): string {
  return `${new Date(at).toISOString().slice(0, -5)}Z`;
}

function seconds(at: number): number {
  return Math.floor(at / 1000);
}

/** The JSON with its empty `pad` filled so that it is `size` bytes. */
function padded(json: string, size: number): Buffer {
  const missing = size - Buffer.byteLength(json);
  if (missing < 0 || !json.endsWith('"pad":""}')) throw new Error('a batch does not fit its bucket');
  const bytes = Buffer.alloc(size, ' ');
  bytes.write(json.slice(0, -2));
  bytes.write('"}', size - 2);
  return bytes;
}

function sealed(body: Uint8Array, header: object, home: Home, to: PublicJwk): Uint8Array {
  const jws = signCompact(body, { kid: home.signing.jwk.kid, ...header }, home.signing.key);
  return encryptCompact(jws, { kid: to.kid, cty: 'JWS', typ: 'hearthgate+jwe' }, to);
}
