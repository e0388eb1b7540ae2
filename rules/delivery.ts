import { lengthSafe } from './length-safe.ts';
import type { Endpoint } from './manifest.ts';
import type { Sentences } from './words/speak.ts';

/**
 * How what was permitted reaches a recipient that has no key: protected on the way alone, and only where the household
 * itself added it. A manifest without one is sealed, always: which of the two it is stands in the manifest and never
 * follows from a missing key.
 */
export type OpenDelivery = HttpsJson | InfluxLine | MqttJson;

/** POST of JSON: Hearthgate's own records, or what the template makes of them. */
export interface HttpsJson extends Common {
  readonly kind: 'https-json';
  readonly template?: Template;
}

/** POST of InfluxDB line protocol. */
export interface InfluxLine extends Common {
  readonly kind: 'influx-line';
  readonly measurement: string;
}

/** JSON messages on a broker, QoS 1. */
export interface MqttJson extends Common {
  readonly kind: 'mqtt-json';
  /** A topic in which `{device}`, `{field}`, `{statistic}`, `{as}` and `{purpose}` may stand. */
  readonly topic: string;
  readonly retain: boolean;
  readonly template?: Template;
}

export interface Common {
  readonly auth: Auth;
  /** What stands for a device: the code that every recipient gets, or the household's own name; the latter only to an address at home. */
  readonly names: 'codes' | 'own';
  /** What the recipient calls a field, or a field of one device; where there are any, what has none is not sent. */
  readonly as: readonly Renamed[];
  /** It takes nothing but numbers. */
  readonly numbersOnly: boolean;
  /** The most values in one request. */
  readonly most: number;
  /** A header that names each request, so that one that comes twice is taken once. */
  readonly once?: string;
  /** What its HTTP statuses mean, where they mean another thing than they do in general. */
  readonly answers: readonly { readonly status: number; readonly means: Answer }[];
}

/** How the recipient knows that it is this home. The secret itself never stands in a manifest. */
export type Auth =
  | { readonly scheme: 'none' | 'basic' | 'bearer' | 'token' | 'url' }
  | { readonly scheme: 'header'; readonly name: string };

export interface Renamed {
  readonly device?: string;
  readonly field: string;
  readonly is: string;
}

/**
 * `taken`: it has it. `again`: later, the same. `never`: it will not take this, and what comes next perhaps. `stop`: it
 * takes nothing before somebody mends something, the secret or the address.
 */
export type Answer = 'taken' | 'again' | 'never' | 'stop';

/**
 * `{values}` becomes a list of `value`, filled for each value; text that is one placeholder becomes what it names, with its
 * type, and inside other text its text. With one value a request the body may name it without a list.
 */
export interface Template {
  readonly body: Json;
  readonly value?: Json;
}

export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** What may stand in braces. Those of the first list are the same for all values of a request where the body names one of them. */
export const SHARED = ['device', 'field', 'statistic', 'as', 'unit', 'purpose'] as const;
export const PLACES = [...SHARED, 'value', 'from', 'to', 'form'] as const;

/** The placeholders in a text, in braces, in order. */
export function placesIn(text: string): string[] {
  return [...text.matchAll(/\{([^{}]*)\}/g)].map(([, name = '']) => name);
}

/** All texts of a template. */
export function textsIn(json: Json): string[] {
  if (typeof json === 'string') return [json];
  if (typeof json !== 'object' || json === null) return [];
  return Object.values(json).flatMap(textsIn);
}

/** Whether the address is one that nothing protects on the way; such are connected to in the home alone. */
export function isPlain({ url }: Pick<Endpoint, 'url'>): boolean {
  return /^(http|mqtt):/.test(url);
}

/**
 * What a secret was given for: scheme, host, port, and how it is shown. Another address, or another way to show it, is
 * somebody else to tell it to.
 */
export function secretPlace({ url, delivery }: Endpoint): string {
  const bare = url.replace('{secret}', '');
  const { protocol, hostname, port } = URL.canParse(bare) ? new URL(bare) : { protocol: url, hostname: '', port: '' };
  const auth: Auth | undefined = delivery?.auth;
  return lengthSafe([protocol, hostname, port, auth?.scheme ?? '', auth?.scheme === 'header' ? auth.name : '']);
}

/** Whether it is connected to in the home's own network alone. */
export function staysHome(endpoint: Endpoint): boolean {
  return isPlain(endpoint) || endpoint.delivery?.names === 'own';
}

/** What people are told of the way to a recipient. */
export function wayOf(endpoint: Endpoint, name: string, words: Sentences): string {
  return endpoint.delivery === undefined ? words.shown.sealed(name) : openWayWords(endpoint, words);
}

/** The same of one without a key. */
export function openWayWords(endpoint: Pick<Endpoint, 'url'>, { shown }: Sentences): string {
  return isPlain(endpoint) ? shown.plain : shown.open;
}
