import type { Ask } from './asks.ts';
import type { Consent } from './consent.ts';
import { fits } from './forms/fits.ts';
import type { Form, Release } from './forms/form.ts';
import { drowns } from './forms/noised.ts';
import { meet } from './forms/order.ts';
import { meetRelease } from './forms/release.ts';
import type { FieldSpec, Manifest, Product } from './manifest.ts';
import type { KnownDevice } from './plan.ts';
import type { Met } from './precedence.ts';
import type { FieldName, Instant } from './reading.ts';
import type { Hours } from './schedule.ts';
import type { HoldRule } from './standing.ts';

/** An instant that never comes, and survives JSON. */
export const NEVER: Instant = Number.MAX_SAFE_INTEGER;

/** What would leave if nothing spoke against it. */
export interface Candidate {
  /** The newest of the consents that permit it. */
  readonly consent: Consent;
  readonly spec: FieldSpec;
  readonly asked: Form;
  /** What all consents together agree to, and its meet with what was asked. */
  readonly agreed: Form;
  readonly released: Form;
  readonly slotMs: number;
  readonly withinMs: number;
  readonly until: Instant;
  /** The hours of consents and nights, where there are any: a reading counts by when it was measured. */
  readonly hours?: Hours;
  /** What keeps it home for the time being. */
  readonly held?: HoldRule;
}

export interface Weighed {
  readonly ask: Ask;
  /** What speaks against it. */
  readonly against: Met[];
  readonly refusals: Met[];
  /** What would leave if nothing spoke against it; absent where that cannot even be said. */
  readonly candidate?: Candidate;
  /** The consents behind the candidate. */
  readonly given: readonly Consent[];
}

/** One ask by itself: everything that speaks against it, and what would leave. */
export function weigh(ask: Ask, now: Instant): Weighed {
  const against: Met[] = [];
  const refusals: Met[] = [];
  const expires = expiryOf(ask.manifest);
  if (now >= expires) against.push({ rule: 'manifest expired' });
  const asked = ask.request.fields.find(({ name }) => name === ask.field)?.form;
  const products = productsFor(ask.manifest, ask.device);
  const spec = specOf(products, ask.field);
  if (products.length === 0) against.push({ rule: 'product does not match' });
  else if (asked === undefined || spec === undefined) against.push({ rule: 'field not declared' });
  if (spec !== undefined && unitDiffers(spec, ask.device)) against.push({ rule: 'unit differs' });
  const given = standing(ask, now, against, refusals);
  if (asked === undefined || spec === undefined || given.length === 0) return { ask, against, refusals, given };

  const unfit = given.filter(({ form }) => !fits(form, spec));
  for (const { id } of unfit) against.push({ rule: 'form does not fit type', consent: id });
  if (!fits(asked, spec)) against.push({ rule: 'form does not fit type' });
  const agreed = given.map(({ form }) => form).reduce(meet);
  const released = meet(asked, agreed);
  const release = given.reduce<Release | undefined>(
    (all, consent) => all && meetRelease(all, consent.release),
    ask.request.release,
  );
  if (released.form === 'withheld' || release === undefined) against.push({ rule: 'no common form' });
  if (released.form === 'noised' && drowns(released, spec)) against.push({ rule: 'noise drowns it' });
  const [consent] = given;
  if (consent === undefined || release === undefined) return { ask, against, refusals, given };
  const until = given.reduce((first, one) => Math.min(first, one.until ?? NEVER), expires);
  const [slotMs, withinMs] = release.release === 'slot' ? [release.everyMs, 0] : [0, release.withinMs];
  return {
    ask,
    against,
    refusals,
    given,
    candidate: { consent, spec, asked, agreed, released, slotMs, withinMs, until },
  };
}

/** The consents that permit now, newest first; the others are noted with why they do not. */
function standing(ask: Ask, now: Instant, against: Met[], refusals: Met[]): Consent[] {
  const given: Consent[] = [];
  const spent: Met[] = [];
  let early = 0;
  for (const consent of ask.consents) {
    if (consent.state !== 'given' && consent.reopened !== undefined) continue;
    // A refusal holds from whenever it is written, whatever the clock says.
    if (consent.state === 'refused' || consent.state === 'withdrawn') {
      refusals.push({ rule: consent.state, consent: consent.id });
    } else if (consent.state !== 'given' || (consent.until !== undefined && now >= consent.until)) {
      spent.push({ rule: 'expired', consent: consent.id });
    } else if (consent.manifestVersion !== ask.manifest.version) {
      spent.push({ rule: 'other manifest version', consent: consent.id });
    } else if (now >= consent.since) given.push(consent);
    else early++;
  }
  if (given.length > 0) return given.sort((a, b) => b.since - a.since || (a.id < b.id ? -1 : 1));
  against.push(...spent);
  if (early > 0 || (spent.length === 0 && refusals.length === 0)) against.push({ rule: 'no consent' });
  return given;
}

/** When a manifest ends. One whose date cannot be read has ended. */
export function expiryOf(manifest: Manifest): Instant {
  if (manifest.expires === undefined) return NEVER;
  const at = Date.parse(manifest.expires);
  return Number.isNaN(at) ? 0 : at;
}

/** The products of the manifest that this device is one of. */
export function productsFor(manifest: Manifest, device: KnownDevice): Product[] {
  return manifest.products.filter(({ match }) => matches(match, device));
}

/** Every key of the match must be what the registry knows; a match without keys speaks about no device. */
export function matches(match: Product['match'], device: KnownDevice): boolean {
  if (match.dialect === undefined && match.vendor === undefined && match.model === undefined) return false;
  if (match.dialect !== undefined && match.dialect !== device.dialect) return false;
  if (match.vendor !== undefined && match.vendor !== device.vendor) return false;
  return match.model === undefined || match.model === device.model;
}

/** All of a device that a match can be about. */
export function kindOf({ dialect, vendor, model }: KnownDevice): string {
  return JSON.stringify([dialect, vendor, model]);
}

/** The first declaration counts. */
export function specOf(products: readonly Product[], field: FieldName): FieldSpec | undefined {
  for (const { fields } of products) for (const spec of fields) if (spec.name === field) return spec;
  return undefined;
}

/** A unit nobody stated contradicts nothing. */
function unitDiffers(spec: FieldSpec, device: KnownDevice): boolean {
  const known = device.units.get(spec.name);
  return known !== undefined && spec.type === 'number' && spec.unit !== undefined && spec.unit !== known;
}
