import { asksOf, byDeviceAndRecipient, newest } from './asks.ts';
import { bitsADay } from './capacity.ts';
import type { Consent } from './consent.ts';
import { decideTogether, type Permit } from './decide.ts';
import type { Form } from './forms/form.ts';
import { entry, lengthSafe } from './length-safe.ts';
import type { FieldSpec, Manifest, Purpose, RecipientId } from './manifest.ts';
import type { DeviceId, FieldName, Instant } from './reading.ts';
import { expiryOf, NEVER } from './weigh.ts';

/** What the registry knows of a device, as far as rules need it. */
export interface KnownDevice {
  readonly id: DeviceId;
  readonly dialect: string;
  readonly vendor?: string;
  readonly model?: string;
  /** Units as the device's own ecosystem declared them. */
  readonly units: ReadonlyMap<FieldName, string>;
}

/** Everything a plan is compiled from. */
export interface Household {
  readonly devices: readonly KnownDevice[];
  readonly manifests: readonly Manifest[];
  readonly consents: readonly Consent[];
  /** IANA name; days, weeks and months are this zone's. */
  readonly timeZone: string;
}

/** One way one field of one device leaves. */
export interface Route {
  readonly id: string;
  readonly recipient: RecipientId;
  readonly purpose: Purpose;
  readonly request: string;
  readonly consent: Consent;
  readonly device: DeviceId;
  readonly field: FieldName;
  readonly spec: FieldSpec;
  /** What the household agreed to; everything is computed from what this form alone would release. */
  readonly agreed: Form;
  /** The meet of asked and agreed; what leaves. */
  readonly released: Form;
  readonly slotMs: number;
  readonly withinMs: number;
  /** Permits nothing from this instant on. */
  readonly until: Instant;
}

/** Why a field of a request does not leave; each is one word of `because`. */
export type WithholdRule =
  | 'no consent'
  | 'refused'
  | 'withdrawn'
  | 'expired'
  | 'other manifest version'
  | 'manifest expired'
  | 'product does not match'
  | 'field not declared'
  | 'unit differs'
  | 'no common form'
  | 'form does not fit type'
  | 'union is finer'
  | 'capacity';

/** Consents compiled into what one device may send; immutable and swapped whole. */
export interface Plan {
  /** Routes by device and field; a field that is missing here is withheld. */
  readonly devices: ReadonlyMap<DeviceId, ReadonlyMap<FieldName, readonly Route[]>>;
  readonly routes: ReadonlyMap<string, Route>;
  /** Compile again at this instant: the first expiry, or the first consent that comes into force. */
  readonly validUntil: Instant;
  /** Largest number of bits a day that a hostile device could push through each stream, `recipient purpose` → bits. */
  readonly capacity: ReadonlyMap<string, number>;
  readonly timeZone: string;
}

/** Compiles all consents into what may leave from `now` until the plan's `validUntil`. */
export function compile(household: Household, now: Instant): Plan {
  const manifests = newest(household.manifests);
  const devices = new Map<DeviceId, ReadonlyMap<FieldName, readonly Route[]>>();
  const routes = new Map<string, Route>();
  const capacity = new Map<string, number>();
  const consents = byDeviceAndRecipient(household.consents);
  for (const device of household.devices) {
    const ofDevice: Route[] = [];
    for (const [recipient, given] of consents.get(device.id) ?? []) {
      const manifest = manifests.get(recipient);
      if (manifest === undefined) continue;
      const decisions = decideTogether(asksOf(manifest, device, given), now);
      ofDevice.push(...decisions.filter((decision) => decision.kind === 'permit').map(routeOf));
    }
    if (ofDevice.length === 0) continue;
    for (const route of ofDevice) routes.set(route.id, route);
    devices.set(device.id, byField(ofDevice));
    reportCapacity(capacity, ofDevice);
  }
  return { devices, routes, validUntil: nextChange(household, now), capacity, timeZone: household.timeZone };
}

function routeOf(permit: Permit): Route {
  const { recipient, purpose, request, consent, device, field, spec } = permit;
  const { agreed, released, slotMs, withinMs, until } = permit;
  const id = lengthSafe([recipient, request, device, field, consent.id]);
  return { id, recipient, purpose, request, consent, device, field, spec, agreed, released, slotMs, withinMs, until };
}

/** In the order of their ids, so that equal households have equal plans. */
function byField(routes: readonly Route[]): Map<FieldName, readonly Route[]> {
  const fields = new Map<FieldName, Route[]>();
  for (const route of [...routes].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    entry(fields, route.field, () => []).push(route);
  }
  return fields;
}

/** A stream's figure is that of the device that could push most through it: a hostile device has only its own fields. */
function reportCapacity(capacity: Map<string, number>, ofDevice: readonly Route[]): void {
  const streams = new Map<RecipientId, Map<Purpose, number>>();
  for (const { recipient, purpose, released, spec } of ofDevice) {
    const purposes = entry(streams, recipient, () => new Map<Purpose, number>());
    purposes.set(purpose, (purposes.get(purpose) ?? 0) + bitsADay(released, spec));
  }
  for (const [recipient, purposes] of streams) {
    for (const [purpose, bits] of purposes) {
      const stream = `${recipient} ${purpose}`;
      capacity.set(stream, Math.max(bits, capacity.get(stream) ?? 0));
    }
  }
}

function nextChange(household: Household, now: Instant): Instant {
  let next = NEVER;
  const consider = (at: Instant) => {
    if (at > now && at < next) next = at;
  };
  for (const { since, until } of household.consents) {
    consider(since);
    if (until !== undefined) consider(until);
  }
  for (const manifest of household.manifests) consider(expiryOf(manifest));
  return next;
}
