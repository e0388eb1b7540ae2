import { newest } from './asks.ts';
import type { Consent } from './consent.ts';
import { fits } from './forms/fits.ts';
import { DAY_MS } from './forms/time.ts';
import { entry, lengthSafe } from './length-safe.ts';
import type { Manifest, RecipientId, Request } from './manifest.ts';
import type { Household, KnownDevice } from './plan.ts';
import type { DeviceId, FieldName, Instant } from './reading.ts';
import { type Change, changes, comesBack, type Terms, termsOf } from './terms.ts';
import { expiryOf, kindOf, NEVER } from './weigh.ts';

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
  const open = opened(household, answers, now, (request) => request, atOnce);
  return Map.groupBy(open, ({ manifest }) => manifest.recipient);
}

/** The same, where something small is made of each request at once: a large home asks for millions of fields. */
export function opened<T>(
  household: Household,
  answers: readonly Answer[],
  now: Instant,
  make: (open: OpenRequest) => T,
  atOnce = MAX_OPEN_PER_VENDOR,
): T[] {
  const known = indexed(answers, household.devices);
  return each(household.manifests, now, atOnce, (manifest, request) => {
    const open = opener(manifest, request, known, now);
    const fields: OpenField[] = [];
    for (const device of household.devices) fields.push(...open(device));
    return fields.length > 0 ? make({ manifest, request, fields }) : undefined;
  });
}

/** Until when the same devices, manifests and answers have the same requests waiting. */
export function sameUntil(manifests: readonly Manifest[], answers: readonly Answer[], now: Instant): Instant {
  let first = NEVER;
  const note = (at: Instant) => {
    if (at > now && at < first) first = at;
  };
  for (const manifest of manifests) note(expiryOf(manifest));
  for (const { consent } of answers) {
    if (consent.state === 'given') note(consent.until ?? NEVER);
    else note((consent.ended ?? consent.since) + REFUSAL_MS);
  }
  return first;
}

/** A request that waits, and whether it is another one than was answered before. */
export interface Waiting extends Pick<OpenRequest, 'manifest' | 'request'> {
  readonly isChanged: boolean;
}

/** The same without the fields, for counts: whatever the size of the home, one open field of a request is enough. */
export function waiting(household: Household, answers: readonly Answer[], now: Instant): readonly Waiting[] {
  const known = indexed(answers, household.devices);
  const { devices } = household;
  const byId = new Map(devices.map((device) => [device.id, device]));
  const answered = new Map(
    answers.map(({ consent: { recipient, request, device } }) => [requestKey(recipient, request), byId.get(device)]),
  );
  return each(household.manifests, now, MAX_OPEN_PER_VENDOR, (manifest, request) => {
    const open = opener(manifest, request, known, now);
    if (!devices.some((device) => open(device).length > 0)) return undefined;
    // What a version asks otherwise it asks otherwise of each device that was answered for.
    const before = answered.get(requestKey(manifest.recipient, request.id));
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

/** What of a request is open on a device. */
function opener(
  manifest: Manifest,
  request: Request,
  { last, refusals, kinds }: Answered,
  now: Instant,
): (device: KnownDevice) => OpenField[] {
  const asked = asker(manifest, request, kinds);
  const answered = last.get(requestKey(manifest.recipient, request.id));
  return (device) => {
    const [before, refused] = [answered?.get(device.id), refusals.get(device.id)];
    if (!before && !refused) return asked(device).map((each) => ({ device: device.id, ...each }));
    return asked(device).flatMap(({ field, terms }) => {
      const answer = before?.get(field);
      if (answer !== undefined && isAnswered(answer, manifest, now)) return [];
      if (refused?.get(field)?.some((one) => binds(one, manifest.recipient, terms, now))) return [];
      const open = { device: device.id, field, terms };
      return [answer === undefined ? open : { ...open, before: answer.consent, changes: changes(answer.terms, terms) }];
    });
  };
}

/** What a request asks of a device: the same of all that a manifest cannot tell apart, and so found once for them. */
function asker(manifest: Manifest, request: Request, kinds: Answered['kinds']) {
  const asked = new Map<string | undefined, readonly Asked[]>();
  return (device: KnownDevice) =>
    entry(asked, kinds.get(device), () =>
      request.fields.flatMap(({ name: field }) => {
        const terms = termsOf(manifest, request, device, field);
        return terms !== undefined && fits(terms.form, terms.spec) ? [{ field, terms }] : [];
      }),
    );
}

type Asked = Pick<OpenField, 'field' | 'terms'>;

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

/** Of each request or of all, by device and field. */
interface Answered {
  readonly last: ReadonlyMap<string, ReadonlyMap<DeviceId, ReadonlyMap<FieldName, Answer>>>;
  readonly refusals: ReadonlyMap<DeviceId, ReadonlyMap<FieldName, readonly Answer[]>>;
  /** What a manifest can tell of each device of the home. */
  readonly kinds: ReadonlyMap<KnownDevice, string>;
}

/** Of the answers to one ask, oldest first, only the last counts. */
function indexed(answers: readonly Answer[], devices: readonly KnownDevice[]): Answered {
  const last = new Map<string, Map<DeviceId, Map<FieldName, Answer>>>();
  for (const answer of answers) {
    const { recipient, request, device, field } = answer.consent;
    const ofRequest = entry(last, requestKey(recipient, request), () => new Map<DeviceId, Map<FieldName, Answer>>());
    entry(ofRequest, device, () => new Map<FieldName, Answer>()).set(field, answer);
  }
  const refusals = new Map<DeviceId, Map<FieldName, Answer[]>>();
  for (const ofRequest of last.values()) {
    for (const [device, ofDevice] of ofRequest) {
      for (const [field, answer] of ofDevice) {
        const { state, reopened } = answer.consent;
        if (reopened !== undefined || (state !== 'refused' && state !== 'withdrawn')) continue;
        const ofAll = entry(refusals, device, () => new Map<FieldName, Answer[]>());
        entry(ofAll, field, () => []).push(answer);
      }
    }
  }
  return { last, refusals, kinds: new Map(devices.map((device) => [device, kindOf(device)])) };
}

function requestKey(recipient: RecipientId, request: string): string {
  return lengthSafe([recipient, request]);
}

function plain(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}
