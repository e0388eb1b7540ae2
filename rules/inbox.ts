import { newest } from './asks.ts';
import type { Consent } from './consent.ts';
import { fits } from './forms/fits.ts';
import { DAY_MS } from './forms/time.ts';
import { entry, lengthSafe } from './length-safe.ts';
import type { Manifest, RecipientId, Request } from './manifest.ts';
import type { Household, KnownDevice } from './plan.ts';
import type { DeviceId, FieldName, Instant } from './reading.ts';
import { type Change, changes, comesBack, type Terms, termsOf } from './terms.ts';
import { expiryOf } from './weigh.ts';

/** How many requests of one vendor may wait for an answer; the others wait until it has got one. */
const MAX_OPEN_PER_VENDOR = 3;

/** How long a refusal keeps away what is not clearly less. */
const REFUSAL_MS = 90 * DAY_MS;

/** One field of one device that nobody answered for. */
export interface OpenField {
  readonly device: DeviceId;
  readonly field: FieldName;
  readonly terms: Terms;
  /** What is different from the terms that were last answered; absent where it was never asked. */
  readonly changes?: readonly Change[];
  /** The answer to those, where there was one that is over. */
  readonly before?: Consent;
}

/** A request that waits for the household's answer. */
export interface OpenRequest {
  readonly manifest: Manifest;
  readonly request: Request;
  readonly fields: readonly OpenField[];
}

/** An answer with the terms it was given to. */
export interface Answer {
  readonly consent: Consent;
  readonly terms: Terms;
}

/**
 * The requests that wait for an answer, by recipient, in the order of their manifests. What was refused or withdrawn
 * is not asked again by the same version, and stays away for 90 days under whatever version and request id, unless it
 * comes back as clearly less. `atOnce` is how many of one vendor's may wait.
 */
export function inbox(
  household: Household,
  answers: readonly Answer[],
  now: Instant,
  atOnce = MAX_OPEN_PER_VENDOR,
): ReadonlyMap<RecipientId, readonly OpenRequest[]> {
  const known = indexed(answers);
  const { devices } = household;
  const open = each(household.manifests, now, atOnce, (manifest, request) => {
    const fields = devices.flatMap((device) => openFields(manifest, request, device, known, now));
    return fields.length > 0 ? { manifest, request, fields } : undefined;
  });
  return Map.groupBy(open, ({ manifest }) => manifest.recipient);
}

/** A request that waits, and whether it is another one than was answered before. */
export interface Waiting extends Pick<OpenRequest, 'manifest' | 'request'> {
  readonly isChanged: boolean;
}

/** The same without the fields, for counts: whatever the size of the home, one open field of a request is enough. */
export function waiting(household: Household, answers: readonly Answer[], now: Instant): readonly Waiting[] {
  const known = indexed(answers);
  const { devices } = household;
  const byId = new Map(devices.map((device) => [device.id, device]));
  const answered = new Map(
    answers.map(({ consent: { recipient, request, device } }) => [lengthSafe([recipient, request]), byId.get(device)]),
  );
  return each(household.manifests, now, MAX_OPEN_PER_VENDOR, (manifest, request) => {
    const open = (device: KnownDevice) => openFields(manifest, request, device, known, now);
    if (!devices.some((device) => open(device).length > 0)) return undefined;
    // What a version asks otherwise it asks otherwise of each device that was answered for.
    const before = answered.get(lengthSafe([manifest.recipient, request.id]));
    const isChanged = before !== undefined && open(before).some(({ changes = [] }) => changes.length > 0);
    return { manifest, request, isChanged };
  });
}

/** What is open of each request that may be asked now, as many of one vendor as may wait at once. */
function each<T>(
  manifests: readonly Manifest[],
  now: Instant,
  atOnce: number,
  open: (manifest: Manifest, request: Request) => T | undefined,
): T[] {
  const all: T[] = [];
  for (const manifest of newest(manifests).values()) {
    if (now >= expiryOf(manifest)) continue;
    const most = all.length + (manifest.origin === 'vendor' ? atOnce : Number.POSITIVE_INFINITY);
    for (const request of manifest.requests) {
      if (all.length >= most) break;
      const found = open(manifest, request);
      if (found !== undefined) all.push(found);
    }
  }
  return all;
}

function openFields(
  manifest: Manifest,
  request: Request,
  device: KnownDevice,
  known: Answered,
  now: Instant,
): OpenField[] {
  const fields: OpenField[] = [];
  for (const { name: field } of request.fields) {
    const terms = termsOf(manifest, request, device, field);
    if (terms === undefined || !fits(terms.form, terms.spec)) continue;
    const last = known.last.get(askKey(manifest.recipient, request.id, device.id, field));
    if (last !== undefined && isAnswered(last, manifest, now)) continue;
    const bound = known.refusals
      .get(fieldKey(device.id, field))
      ?.some((one) => binds(one, manifest.recipient, terms, now));
    if (bound) continue;
    fields.push({
      device: device.id,
      field,
      terms,
      ...(last && { before: last.consent, changes: changes(last.terms, terms) }),
    });
  }
  return fields;
}

/** An answer is to one version only; a consent that is over may be asked for again, a refusal may not. */
function isAnswered({ consent }: Answer, manifest: Manifest, now: Instant): boolean {
  if (consent.reopened !== undefined) return false;
  if (consent.manifestVersion !== manifest.version || consent.state === 'expired') return false;
  return consent.state !== 'given' || consent.until === undefined || now < consent.until;
}

/** A controller is the same under another recipient id if it calls itself the same. */
function binds({ consent, terms }: Answer, recipient: RecipientId, asked: Terms, now: Instant): boolean {
  const sameController =
    consent.recipient === recipient || plain(terms.controller.name) === plain(asked.controller.name);
  return (
    sameController &&
    terms.purpose === asked.purpose &&
    now - (consent.ended ?? consent.since) < REFUSAL_MS &&
    !comesBack(terms, asked)
  );
}

interface Answered {
  readonly last: ReadonlyMap<string, Answer>;
  readonly refusals: ReadonlyMap<string, readonly Answer[]>;
}

/** Of the answers to one ask, oldest first, only the last counts. */
function indexed(answers: readonly Answer[]): Answered {
  const last = new Map<string, Answer>();
  for (const answer of answers) {
    const { recipient, request, device, field } = answer.consent;
    last.set(askKey(recipient, request, device, field), answer);
  }
  const refusals = new Map<string, Answer[]>();
  for (const answer of last.values()) {
    const { device, field, state, reopened } = answer.consent;
    if (reopened !== undefined) continue;
    if (state === 'refused' || state === 'withdrawn') entry(refusals, fieldKey(device, field), () => []).push(answer);
  }
  return { last, refusals };
}

function askKey(recipient: RecipientId, request: string, device: DeviceId, field: FieldName): string {
  return lengthSafe([recipient, request, device, field]);
}

function fieldKey(device: DeviceId, field: FieldName): string {
  return lengthSafe([device, field]);
}

function plain(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}
