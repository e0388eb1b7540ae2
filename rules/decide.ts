import { type Ask, allAsks, byDeviceAndRecipient, newest } from './asks.ts';
import { bitsADay, MAX_BITS_A_DAY_BELOW_EXACT } from './capacity.ts';
import { atMost } from './forms/order.ts';
import { unionIsFiner } from './forms/union.ts';
import type { Purpose, RecipientId } from './manifest.ts';
import type { Household, KnownDevice } from './plan.ts';
import { type Because, because, type Met } from './precedence.ts';
import type { DeviceId, FieldName, Instant } from './reading.ts';
import { type HoldRule, holdsOn, hoursFor, type Moment, momentOf } from './standing.ts';
import { type Candidate, type Weighed, weigh } from './weigh.ts';

export type Decision = Permit | Withhold;

interface Decided {
  readonly recipient: RecipientId;
  readonly purpose: Purpose;
  readonly request: string;
  readonly device: DeviceId;
  readonly field: FieldName;
  readonly because: readonly Because[];
}

export interface Withhold extends Decided {
  readonly kind: 'withhold';
  /** What would leave were it not for standing rules, schedules and pauses; its stream goes on meanwhile. */
  readonly held?: Candidate;
}

export interface Permit extends Decided, Candidate {
  readonly kind: 'permit';
}

/** Which decision is meant. */
export interface Which {
  readonly recipient: RecipientId;
  readonly request: string;
  readonly device: DeviceId;
  readonly field: FieldName;
}

/**
 * One decision as it stands among all others of the same recipient and device. About a device, recipient or request
 * that the household does not know the decision is to withhold, like every other.
 */
export function decide(household: Household, which: Which, now: Instant): Decision {
  const device = household.devices.find(({ id }) => id === which.device);
  const manifests = household.manifests.filter(({ recipient }) => recipient === which.recipient);
  const all = device === undefined ? [] : decisionsFor({ ...household, manifests }, device, now);
  const found = all.find(
    (one) => one.recipient === which.recipient && one.request === which.request && one.field === which.field,
  );
  if (found !== undefined) return found;
  const request = manifests[0]?.requests.find(({ id }) => id === which.request);
  // Nobody asks for it; whatever the purpose, it is withheld.
  return {
    kind: 'withhold',
    ...which,
    purpose: request?.purpose ?? 'dpv:Purpose',
    because: because([{ rule: 'field not declared' }]),
  };
}

/** What is decided about every field of one device that anybody asks for, also where nobody answered. */
export function decisionsFor(household: Household, device: KnownDevice, now: Instant): Decision[] {
  const own = household.consents.filter((consent) => consent.device === device.id);
  const consents = byDeviceAndRecipient(own).get(device.id);
  const moment = momentOf(household, now);
  return [...newest(household.manifests).values()].flatMap((manifest) =>
    decideTogether(allAsks(manifest, device, consents?.get(manifest.recipient)), moment),
  );
}

/**
 * Decides about the asks of one recipient for one device, in their order. Silence is where every decision starts; to
 * permit, nothing may speak against it.
 *
 * Union and capacity are judged as if nothing were refused, withdrawn or held back: otherwise a refusal could make room
 * for another field to leave, and less must never become more.
 */
export function decideTogether(asks: readonly Ask[], moment: Moment): Decision[] {
  const weighed = asks.map((ask) => weigh(ask, moment.now));
  if (!moment.budgeted) withholdWithoutBudget(weighed);
  withholdFinerUnions(weighed);
  withholdOverCapacity(weighed);
  return weighed.map((one) => settle(one, moment));
}

/**
 * Where all purposes of this recipient together tell more of a field than each alone, only those leave that the
 * household agreed to knowing that; the others are all withheld, so that it does not matter which came first.
 */
function withholdFinerUnions(weighed: readonly Weighed[]): void {
  if (weighed.length < 2) return;
  const byField = new Map<FieldName, Weighed[]>();
  for (const one of weighed) {
    if (one.candidate === undefined || one.against.length > 0) continue;
    const same = byField.get(one.ask.field);
    if (same === undefined) byField.set(one.ask.field, [one]);
    else same.push(one);
  }
  for (const members of byField.values()) {
    if (members.length < 2) continue;
    const forms = members.flatMap(({ candidate }) => (candidate === undefined ? [] : [candidate.released]));
    if (!unionIsFiner(forms) && !partsDiffer(members)) continue;
    for (const { given, against } of members) {
      for (const consent of given) {
        if (!consent.unionSeen) against.push({ rule: 'union is finer', consent: consent.id });
      }
    }
  }
}

/** Noise that nobody counts adds up to the value. */
function withholdWithoutBudget(weighed: readonly Weighed[]): void {
  for (const { candidate, against } of weighed)
    if (candidate?.released.form === 'noised') against.push({ rule: 'no budget' });
}

/** Summaries of one window over different hours of it tell by their difference what was in between. */
function partsDiffer(members: readonly Weighed[]): boolean {
  const summed = members.filter(({ candidate }) => candidate?.released.form === 'summary');
  const hours = summed.map(({ given }) => JSON.stringify(given.map(({ schedule }) => schedule ?? null)));
  return new Set(hours).size > 1;
}

/** One device may say only so much to one stream by rounded, category and summary fields; over that it says none of them. */
function withholdOverCapacity(weighed: readonly Weighed[]): void {
  const byPurpose = new Map<Purpose, { bits: number; members: Weighed[] }>();
  for (const one of weighed) {
    if (one.candidate === undefined || one.against.length > 0 || one.candidate.released.form === 'exact') continue;
    const stream = byPurpose.get(one.ask.request.purpose) ?? { bits: 0, members: [] };
    stream.bits += bitsADay(one.candidate.released, one.candidate.spec);
    stream.members.push(one);
    byPurpose.set(one.ask.request.purpose, stream);
  }
  for (const { bits, members } of byPurpose.values()) {
    if (bits <= MAX_BITS_A_DAY_BELOW_EXACT) continue;
    for (const { against } of members) against.push({ rule: 'capacity' });
  }
}

function settle({ ask, against, refusals, given, candidate }: Weighed, moment: Moment): Decision {
  const decided = {
    recipient: ask.manifest.recipient,
    purpose: ask.request.purpose,
    request: ask.request.id,
    device: ask.device.id,
    field: ask.field,
  };
  const holds = holdsOn({ recipient: decided.recipient, device: ask.device, field: ask.field }, given, moment);
  if (candidate === undefined || against.length > 0 || refusals.length > 0) {
    return { kind: 'withhold', ...decided, because: because([...refusals, ...holds, ...against]) };
  }
  const hours = hoursFor(given, decided.device, moment);
  const timed = hours === undefined ? candidate : { ...candidate, hours };
  const met: Met[] = given.map(({ id }) => ({ rule: 'given', consent: id }));
  if (!atMost(candidate.asked, candidate.released)) met.push({ rule: 'less than asked' });
  if (!atMost(candidate.agreed, candidate.released)) met.push({ rule: 'less than agreed' });
  const [hold] = because(holds);
  if (hold !== undefined) {
    const held = { ...timed, held: hold.rule as HoldRule };
    return { kind: 'withhold', ...decided, held, because: because([...holds, ...met]) };
  }
  return { kind: 'permit', ...decided, ...timed, because: because(met) };
}
