import type { CommandSpec } from './command.ts';
import type { OpenDelivery } from './delivery.ts';
import type { Form, Release } from './forms/form.ts';
import { FormSchema, ManifestSchema, ReleaseSchema } from './manifest-schema.ts';
import { type FormJson, formFrom, type ReleaseJson, releaseFrom } from './parse-form.ts';
import { type ManifestJson, manifestFrom } from './parse-manifest.ts';
import { type Problem, problemsOf } from './problems.ts';
import type { FieldName } from './reading.ts';

/** Who outside may receive; chosen by the recipient, unique in the household, the `aud` of its batches. */
export type RecipientId = string & { readonly __brand: 'RecipientId' };

/** A term of the W3C DPV purpose taxonomy, written `dpv:ServicePersonalisation`. */
export type Purpose = `dpv:${string}`;

/** A legal basis of GDPR Art. 6(1), or of Art. 9(2) for special categories, as the DPV names it. */
export type LegalBasis = `eu-gdpr:A6-1-${string}` | `eu-gdpr:A9-2-${string}`;

/** A P-256 public key as a JWK; `kid` is its RFC 7638 thumbprint. */
export interface PublicJwk {
  readonly kty: 'EC';
  readonly crv: 'P-256';
  readonly x: string;
  readonly y: string;
  readonly kid: string;
}

export interface Manifest {
  readonly v: 1;
  readonly recipient: RecipientId;
  /** Only moves up. */
  readonly version: number;
  /** Who wrote it: the vendor (signed with its pinned key) or the household itself. */
  readonly origin: 'vendor' | 'household';
  readonly controller: {
    readonly name: string;
    readonly country: string;
    readonly contact: string;
    readonly notice?: string;
  };
  readonly endpoint: Endpoint;
  readonly keys: {
    /** Keys to encrypt to; the first unexpired one is used. */
    readonly encryption: readonly PublicJwk[];
    /** Keys that may sign what comes to the hub: commands, and answers to a hello. */
    readonly commands?: readonly PublicJwk[];
  };
  /** How a home comes in: by its hello alone, or with a token that names an account; absent: open. */
  readonly enrolment?: Enrolment;
  readonly products: readonly Product[];
  readonly requests: readonly Request[];
  /** What the recipient wants to be able to make devices do. */
  readonly commands?: readonly CommandSpec[];
  /** ISO 8601; after it nothing is sealed until a newer version is there. */
  readonly expires?: string;
}

export type Enrolment = 'open' | 'token';

export interface Endpoint {
  /**
   * `mqtts://host:port` or `https://host[:port]/path`; no user information. With a delivery also `mqtt:` and `http:`, and
   * `{secret}` in the path or query where the address itself is secret.
   */
  readonly url: string;
  /** PEM certificates that alone are trusted for it; absent: the system's. */
  readonly ca?: string;
  /** Absent: sealed. Only where `origin` is `household`. */
  readonly delivery?: OpenDelivery;
}

/** Devices the manifest speaks about, by what the registry knows of them, and the fields it knows. */
export interface Product {
  readonly match: { readonly dialect?: string; readonly vendor?: string; readonly model?: string };
  readonly fields: readonly FieldSpec[];
}

export type FieldSpec =
  | (FieldSpecBase & {
      readonly type: 'number';
      readonly unit?: string;
      /** Values are clipped to it before anything else. */
      readonly bounds?: readonly [number, number];
      /** Grid values are rounded to before anything else. */
      readonly resolution?: number;
    })
  | (FieldSpecBase & { readonly type: 'boolean' })
  | (FieldSpecBase & {
      readonly type: 'category';
      /** At most 8; every other value becomes `other`. */
      readonly values: readonly string[];
    });

interface FieldSpecBase {
  readonly name: FieldName;
  readonly category?: string;
  readonly sensitivity?: 'low' | 'medium' | 'high';
}

/** One ask: some fields, for one purpose. */
export interface Request {
  readonly id: string;
  readonly purpose: Purpose;
  /** The recipient's plain words. */
  readonly sentence: string;
  readonly fields: readonly { readonly name: FieldName; readonly form: Form }[];
  readonly release: Release;
  /** ISO 8601 duration the recipient says it keeps the data for. */
  readonly retention: string;
  /** Whom it says it passes the data on to. */
  readonly recipients: readonly string[];
  readonly necessity: 'required' | 'optional';
  readonly ifRefused: string;
  /** What it says it may do this by, at least one of Art. 6(1); whatever it says, nothing leaves without a consent. */
  readonly legalBasis: readonly LegalBasis[];
}

/** A manifest from parsed JSON, with every default filled in; or all that is wrong with it. */
export function parseManifest(
  json: unknown,
): { readonly manifest: Manifest } | { readonly problems: readonly Problem[] } {
  const problems = problemsOf(ManifestSchema, json);
  if (problems.length > 0) return { problems };
  const manifest = manifestFrom(json as ManifestJson, problems);
  return problems.length > 0 ? { problems } : { manifest };
}

/** A form as written in a manifest, `{"form":"summary","window":"PT1H","statistics":["mean"]}`. */
export function parseForm(json: unknown): { readonly form: Form } | { readonly problems: readonly Problem[] } {
  const problems = problemsOf(FormSchema, json);
  if (problems.length > 0) return { problems };
  const form = formFrom(json as FormJson, '', problems);
  return problems.length > 0 ? { problems } : { form };
}

/** A release as written in a manifest, `{"release":"slot","every":"PT1H"}`. */
export function parseRelease(json: unknown): { readonly release: Release } | { readonly problems: readonly Problem[] } {
  const problems = problemsOf(ReleaseSchema, json);
  if (problems.length > 0) return { problems };
  const release = releaseFrom(json as ReleaseJson, '', problems);
  return problems.length > 0 ? { problems } : { release };
}
