import { asksOf, byDeviceAndRecipient, newest } from './asks.ts';
import type { Limits } from './budget.ts';
import { bitsADay } from './capacity.ts';
import type { Consent, ConsentId } from './consent.ts';
import { type Decision, decideTogether } from './decide.ts';
import type { Form } from './forms/form.ts';
import { entry, lengthSafe, partsOf } from './length-safe.ts';
import type { FieldSpec, Manifest, Purpose, RecipientId } from './manifest.ts';
import type { DeviceId, FieldName, Instant } from './reading.ts';
import type { Reveals } from './reveals.ts';
import { type Hours, nextBoundary, type WeeklyHours } from './schedule.ts';
import { type HoldRule, holdOn, hoursFor, type Moment, momentOf, type StandingRule } from './standing.ts';
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
  /** What kinds of things its fields are, as its ecosystem says it (`motion`, `power`). */
  readonly classes?: ReadonlyMap<FieldName, string>;
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
  /** What may be disclosed by noised values; absent: nothing. */
  readonly limits?: Limits;
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
  /** All that leaves of this device, to anybody, is noised: else ε says too little, and is not shown. */
  readonly covered?: true;
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
  | 'noise drowns it'
  | 'no budget'
  | 'union is finer'
  | 'capacity';

/** Consents compiled into what one device may send; immutable and swapped whole. */
export interface Plan {
  /** Routes by device and field; a field that is missing here is withheld, and so is what goes a route that is held. */
  readonly devices: ReadonlyMap<DeviceId, ReadonlyMap<FieldName, readonly Route[]>>;
  readonly routes: ReadonlyMap<string, Route>;
  /** Compile again at this instant: the first expiry, the first consent that comes into force, the next bound of hours. */
  readonly validUntil: Instant;
  readonly timeZone: string;
}

/** Compiles all consents into what may leave from `now` until the plan's `validUntil`. */
export function compile(household: Household, now: Instant): Plan {
  return addTo({ devices: new Map(), routes: new Map() }, household, household.devices, household.consents, now);
}

/**
 * The plan with only these devices compiled anew, for a change that is about no other: every consent that was made or
 * ended is one of theirs, so is every device that is new, gone or known otherwise, and `now` is before the plan's
 * `validUntil`.
 */
export function recompile(plan: Plan, household: Household, about: ReadonlySet<DeviceId>, now: Instant): Plan {
  const devices = household.devices.filter(({ id }) => about.has(id));
  const consents = household.consents.filter(({ device }) => about.has(device));
  return addTo(without(plan, about), household, devices, consents, now);
}

/**
 * The plan with other standing rules: what was agreed to stays as it was weighed, only what is held back is new. Routes
 * and devices that are held as before are the same objects.
 */
export function rehold(plan: Plan, household: Household, now: Instant): Plan {
  const moment = momentOf(household, now);
  const known = new Map(household.devices.map((device) => [device.id, device]));
  const routes = new Map(plan.routes);
  const devices = new Map(plan.devices);
  for (const [id, fields] of plan.devices) {
    const device = known.get(id);
    if (device === undefined) {
      forget(id, { devices, routes });
      continue;
    }
    let anew: Map<FieldName, readonly Route[]> | undefined;
    for (const [field, of] of fields) {
      const all = of.map((route) => reheld(route, device, moment));
      if (all.every((route, i) => route === of[i])) continue;
      anew ??= new Map(fields);
      anew.set(field, all);
      for (const route of all) routes.set(route.id, route);
    }
    if (anew) devices.set(id, anew);
  }
  return { ...plan, devices, routes, validUntil: nextChange(household, now) };
}

/** The consent that the route of this id goes by, also when no plan has it any more; undefined where no route has such an id. */
export function consentOf(route: Route['id']): ConsentId | undefined {
  const [, , , , consent] = partsOf(route);
  return consent as ConsentId | undefined;
}

function reheld(route: Route, device: KnownDevice, moment: Moment): Route {
  const given = [route.consent];
  const held = holdOn({ recipient: route.recipient, device, field: route.field }, given, moment);
  const hours = hoursFor(given, device.id, moment);
  if (held === route.held && sameHours(hours, route.hours)) return route;
  // Member by member: over all routes of a large home, leaving two out of a copy takes three times as long.
  const { id, recipient, purpose, request, consent, field, spec, agreed, released, slotMs, withinMs, until, bits } =
    route;
  const free = { id, recipient, purpose, request, consent, device: device.id, field, spec, agreed, released };
  const whole = { ...free, slotMs, withinMs, until, bits, ...(route.covered && { covered: route.covered }) };
  if (hours === undefined) return held === undefined ? whole : { ...whole, held };
  return held === undefined ? { ...whole, hours } : { ...whole, hours, held };
}

/** Hours are those of consents and rules, which are never changed in place. */
function sameHours(a: Hours | undefined, b: Hours | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return sameList(a.only, b.only) && sameList(a.never, b.never);
}

function sameList(a: readonly WeeklyHours[], b: readonly WeeklyHours[]): boolean {
  return a === b || (a.length === b.length && a.every((hours, i) => hours === b[i]));
}

/** A plan's maps while it is made. */
interface Making {
  readonly devices: Map<DeviceId, ReadonlyMap<FieldName, readonly Route[]>>;
  readonly routes: Map<string, Route>;
}

function without(plan: Plan, about: ReadonlySet<DeviceId>): Making {
  const making = { devices: new Map(plan.devices), routes: new Map(plan.routes) };
  for (const id of about) forget(id, making);
  return making;
}

function forget(id: DeviceId, { devices, routes }: Making): void {
  for (const of of devices.get(id)?.values() ?? []) for (const route of of) routes.delete(route.id);
  devices.delete(id);
}

function addTo(
  { devices, routes }: Making,
  household: Household,
  anew: readonly KnownDevice[],
  about: readonly Consent[],
  now: Instant,
): Plan {
  const manifests = newest(household.manifests);
  const moment = momentOf(household, now);
  const consents = byDeviceAndRecipient(about);
  for (const device of anew) {
    const ofDevice: Route[] = [];
    for (const [recipient, given] of consents.get(device.id) ?? []) {
      const manifest = manifests.get(recipient);
      if (manifest !== undefined)
        ofDevice.push(...decideTogether(asksOf(manifest, device, given), moment).flatMap(routeOf));
    }
    if (ofDevice.length === 0) continue;
    const all = withCover(ofDevice);
    for (const route of all) routes.set(route.id, route);
    devices.set(device.id, byField(all));
  }
  const { timeZone } = household;
  return { devices, routes, validUntil: nextChange(household, now), timeZone };
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

/** Fields of one device go together: what one of them says without noise another one hid in vain. */
function withCover(ofDevice: readonly Route[]): readonly Route[] {
  const covered = ofDevice.every(({ released }) => released.form === 'noised');
  return covered ? ofDevice.map((route): Route => ({ ...route, covered })) : ofDevice;
}

/** In the order of their ids, so that equal households have equal plans. */
function byField(routes: readonly Route[]): Map<FieldName, readonly Route[]> {
  const fields = new Map<FieldName, Route[]>();
  for (const route of [...routes].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    entry(fields, route.field, () => []).push(route);
  }
  return fields;
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
