import { UNKNOWN } from './classify.ts';
import type { Consent, ConsentId } from './consent.ts';
import type { Form } from './forms/form.ts';
import type { FieldSpec, Manifest, RecipientId, Request } from './manifest.ts';
import type { Household, KnownDevice, Route } from './plan.ts';
import type { DeviceId, FieldName, Instant } from './reading.ts';

/** A small household for tests: one meter, one vendor that asks for its power hourly and its state. */
export const NOW: Instant = Date.parse('2026-06-01T12:00:00Z');
export const HOURLY: Form = { form: 'summary', window: 'PT1H', statistics: ['mean'], step: 10 };
export const SLOT = { release: 'slot', everyMs: 3_600_000 } as const;

export const POWER: FieldSpec = { name: name('power'), type: 'number', unit: 'W', bounds: [0, 10_000] };
export const STATE: FieldSpec = { name: name('state'), type: 'category', values: ['off', 'on', 'eco'] };
export const DOOR: FieldSpec = { name: name('door'), type: 'boolean' };

export const METER: KnownDevice = device('meter');

export function name(text: string): FieldName {
  return text as FieldName;
}

export function device(id: string, more: Partial<KnownDevice> = {}): KnownDevice {
  return { id: id as DeviceId, dialect: 'native', vendor: 'Acme', model: 'M1', units: new Map(), ...more };
}

export function request(id: string, more: Partial<Request> = {}): Request {
  return {
    id,
    purpose: 'dpv:ServiceOptimisation',
    sentence: 'To show you what your home uses.',
    fields: [{ name: name('power'), form: HOURLY }],
    release: SLOT,
    retention: 'P6M',
    recipients: [],
    necessity: 'optional',
    ifRefused: 'There is no chart.',
    legalBasis: ['eu-gdpr:A6-1-a'],
    ...more,
  };
}

export function manifest(more: Partial<Manifest> = {}): Manifest {
  return {
    v: 1,
    recipient: 'acme' as RecipientId,
    version: 1,
    origin: 'vendor',
    controller: { name: 'Acme', country: 'DE', contact: 'privacy@acme.example' },
    endpoint: { url: 'mqtts://acme.example:8883' },
    keys: { encryption: [] },
    products: [{ match: { vendor: 'Acme', model: 'M1' }, fields: [POWER, STATE, DOOR] }],
    requests: [request('usage')],
    ...more,
  };
}

export function consent(id: string, more: Partial<Consent> = {}): Consent {
  return {
    id: id as ConsentId,
    recipient: 'acme' as RecipientId,
    request: 'usage',
    manifestVersion: 1,
    device: METER.id,
    field: name('power'),
    state: 'given',
    form: { form: 'exact', grain: 'PT1S' },
    release: SLOT,
    since: NOW - 1000,
    unionSeen: false,
    ...more,
  };
}

export function household(more: Partial<Household> = {}): Household {
  return {
    devices: [METER],
    manifests: [manifest()],
    consents: [consent('c1')],
    standing: [],
    reveals: () => UNKNOWN,
    timeZone: 'Europe/Berlin',
    ...more,
  };
}

export function route(spec: FieldSpec, agreed: Form, released: Form, more: Partial<Route> = {}): Route {
  return {
    id: 'r1',
    recipient: 'acme' as RecipientId,
    purpose: 'dpv:ServiceOptimisation',
    request: 'usage',
    consent: consent('c1'),
    device: METER.id,
    field: spec.name,
    spec,
    agreed,
    released,
    slotMs: 3_600_000,
    withinMs: 0,
    until: Number.MAX_SAFE_INTEGER,
    bits: 0,
    ...more,
  };
}
