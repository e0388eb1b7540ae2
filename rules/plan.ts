import { asksOf, byDeviceAndRecipient, newest } from './asks.ts';
import { bitsADay } from './capacity.ts';
import type { Consent } from './consent.ts';
import { type Decision, decideTogether } from './decide.ts';
import type { Form } from './forms/form.ts';
import { entry, lengthSafe } from './length-safe.ts';
import type { FieldSpec, Manifest, Purpose, RecipientId } from './manifest.ts';
import { because } from './precedence.ts';
import type { DeviceId, FieldName, Instant } from './reading.ts';
import type { Reveals } from './reveals.ts';
import { type Hours, nextBoundary, type WeeklyHours } from './schedule.ts';
import { type HoldRule, holdsOn, hoursFor, type Moment, momentOf, type StandingRule } from './standing.ts';
import { expiryOf, NEVER } from './weigh.ts';

/** What the registry knows of a device, as far as rules need it. */
export interface KnownDevice {
  readonly id: DeviceId;
  readonly dialect: string;
  readonly vendor?: string;
  readonly model?: string;
  /** Where the household says it stands. */
  readonly room?: string;
  /** Units as the device's own ecosystem declared them. */
  readonly units: ReadonlyMap<FieldName, string>;
}

/** Everything a plan is compiled from. */
export interface Household {
  readonly devices: readonly KnownDevice[];
  readonly manifests: readonly Manifest[];
  readonly consents: readonly Consent[];
  /** Above all consents. */
  readonly standing: readonly StandingRule[];
  /** What a field of a device can reveal, as far as the household knows. */
  readonly reveals: (device: KnownDevice, field: FieldName) => Reveals;
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
  /** The most a hostile device could say by it, in bits a day. */
  readonly bits: number;
  /** Nothing goes this way that was measured, or is heard, outside these. */
  readonly hours?: Hours;
  /** Nothing goes this way while this holds it back; the stream goes on as if the device were silent. */
  readonly held?: HoldRule;
}

/** Why a field of a request does not leave; each is one word of `because`. */
export type WithholdRule =
  | HoldRule
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
  /** Routes by device and field; a field that is missing here is withheld, and so is what goes a route that is held. */
  readonly devices: ReadonlyMap<DeviceId, ReadonlyMap<FieldName, readonly Route[]>>;
  readonly routes: ReadonlyMap<string, Route>;
  /** Compile again at this instant: the first expiry, the first consent that comes into force, the next bound of hours. */
  readonly validUntil: Instant;
  /** Largest number of bits a day that a hostile device could push through each stream, `recipient purpose` → bits. */
  readonly capacity: ReadonlyMap<string, number>;
  readonly timeZone: string;
}

/** Compiles all consents into what may leave from `now` until the plan's `validUntil`. */
export function compile(household: Household, now: Instant): Plan {
  return replace(EMPTY, household, household.devices, household.consents, now);
}

/**
 * The plan with only these devices compiled anew, for a change that is about no other: every consent that was made or
 * ended is one of theirs, and `now` is before the plan's `validUntil`.
 */
export function recompile(plan: Plan, household: Household, about: ReadonlySet<DeviceId>, now: Instant): Plan {
  const devices = household.devices.filter(({ id }) => about.has(id));
  const consents = household.consents.filter(({ device }) => about.has(device));
  return replace(plan, household, devices, consents, now);
}

/** The plan with other standing rules: what was agreed to stays as it was weighed, only what is held back is new. */
export function rehold(plan: Plan, household: Household, now: Instant): Plan {
  const moment = momentOf(household, now);
  const known = new Map(household.devices.map((device) => [device.id, device]));
  const routes = new Map<string, Route>();
  const devices = new Map<DeviceId, ReadonlyMap<FieldName, readonly Route[]>>();
  for (const [id, fields] of plan.devices) {
    const device = known.get(id);
    if (device === undefined) continue;
    const anew = new Map<FieldName, readonly Route[]>();
    for (const [field, of] of fields) {
      const all = of.map((route) => reheld(route, device, moment));
      for (const route of all) routes.set(route.id, route);
      anew.set(field, all);
    }
    devices.set(id, anew);
  }
  return { ...plan, devices, routes, validUntil: nextChange(household, now) };
}

function reheld(route: Route, device: KnownDevice, moment: Moment): Route {
  const { held: _, hours: __, ...rest } = route;
  const given = [route.consent];
  const [hold] = because(holdsOn({ recipient: route.recipient, device, field: route.field }, given, moment));
  const hours = hoursFor(given, moment);
  return { ...rest, ...(hours && { hours }), ...(hold && { held: hold.rule as HoldRule }) };
}

type Compiled = Pick<Plan, 'devices' | 'routes'>;
const EMPTY: Compiled = { devices: new Map(), routes: new Map() };

function replace(
  plan: Compiled,
  household: Household,
  anew: readonly KnownDevice[],
  about: readonly Consent[],
  now: Instant,
): Plan {
  const manifests = newest(household.manifests);
  const moment = momentOf(household, now);
  const consents = byDeviceAndRecipient(about);
  const devices = new Map(plan.devices);
  const routes = new Map(plan.routes);
  for (const device of anew) {
    for (const old of devices.get(device.id)?.values() ?? []) for (const { id } of old) routes.delete(id);
    devices.delete(device.id);
    const ofDevice: Route[] = [];
    for (const [recipient, given] of consents.get(device.id) ?? []) {
      const manifest = manifests.get(recipient);
      if (manifest !== undefined)
        ofDevice.push(...decideTogether(asksOf(manifest, device, given), moment).flatMap(routeOf));
    }
    if (ofDevice.length === 0) continue;
    for (const route of ofDevice) routes.set(route.id, route);
    devices.set(device.id, byField(ofDevice));
  }
  const { timeZone } = household;
  return { devices, routes, validUntil: nextChange(household, now), capacity: capacityOf(devices), timeZone };
}

function routeOf(decision: Decision): Route[] {
  const candidate = decision.kind === 'permit' ? decision : decision.held;
  if (candidate === undefined) return [];
  const { recipient, purpose, request, device, field } = decision;
  const { consent, spec, agreed, released, slotMs, withinMs, until } = candidate;
  const id = lengthSafe([recipient, request, device, field, consent.id]);
  const route = { id, recipient, purpose, request, consent, device, field };
  const { hours } = candidate;
  const held = { ...(hours && { hours }), ...(candidate.held && { held: candidate.held }) };
  return [{ ...route, spec, agreed, released, slotMs, withinMs, until, bits: bitsADay(released, spec), ...held }];
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
function capacityOf(devices: Compiled['devices']): Map<string, number> {
  const capacity = new Map<string, number>();
  for (const fields of devices.values()) {
    const ofDevice = new Map<string, number>();
    for (const routes of fields.values()) {
      for (const { recipient, purpose, bits } of routes) {
        const stream = `${recipient} ${purpose}`;
        ofDevice.set(stream, (ofDevice.get(stream) ?? 0) + bits);
      }
    }
    for (const [stream, bits] of ofDevice) capacity.set(stream, Math.max(bits, capacity.get(stream) ?? 0));
  }
  return capacity;
}

function nextChange(household: Household, now: Instant): Instant {
  let next = NEVER;
  const consider = (at: Instant) => {
    if (at > now && at < next) next = at;
  };
  const hours = new Map<string, WeeklyHours>();
  const during = (week: WeeklyHours) => hours.set(`${week.days} ${week.from} ${week.to}`, week);
  for (const { since, until, schedule } of household.consents) {
    consider(since);
    if (until !== undefined) consider(until);
    if (schedule !== undefined) during(schedule);
  }
  for (const rule of household.standing) {
    if (rule.until !== undefined) consider(rule.until);
    if (rule.rule === 'night') during(rule.hours);
  }
  for (const week of hours.values()) consider(nextBoundary(week, now, household.timeZone));
  for (const manifest of household.manifests) consider(expiryOf(manifest));
  return next;
}
