import { type LocalTime, localTimeAt } from './calendar.ts';
import type { Consent } from './consent.ts';
import type { RecipientId } from './manifest.ts';
import type { Household, KnownDevice } from './plan.ts';
import { byPrecedence, type Met } from './precedence.ts';
import type { DeviceId, FieldName, Instant } from './reading.ts';
import { type KnownCategory, mayReveal, type Reveals } from './reveals.ts';
import { type Hours, isWithin, type WeeklyHours } from './schedule.ts';

export type StandingId = string & { readonly __brand: 'StandingId' };

/**
 * A rule of the household above all its consents: while it is in force it withholds, whatever was agreed to. The
 * consents stay as they are, and nobody outside sees the difference to a device that is silent.
 */
export type StandingRule = {
  readonly id: StandingId;
  /** In force until this instant; absent: until switched off. */
  readonly until?: Instant;
} & (
  | { readonly rule: 'never this category'; readonly category: KnownCategory }
  | { readonly rule: 'never from this room'; readonly room: string }
  /** What is measured in these hours stays home: of everything, or of one device. */
  | { readonly rule: 'night'; readonly hours: WeeklyHours; readonly device?: DeviceId }
  /** Guests agreed to nothing: only what says little about people leaves. */
  | { readonly rule: 'visitors' }
  /** Nobody has said yet whose hub this is, so there is nobody who could have agreed. */
  | { readonly rule: 'not claimed' }
  /** Everything, or one recipient, or one device (both: that device to that recipient). */
  | { readonly rule: 'pause'; readonly recipient?: RecipientId; readonly device?: DeviceId }
);

/** Why something that was agreed to is held back for the time being. */
export type HoldRule = StandingRule['rule'] | 'outside schedule';

/** Not the household's own, since nobody is of it yet. */
export const NOT_CLAIMED: StandingRule = { id: 'not claimed' as StandingId, rule: 'not claimed' };

/**
 * Rules that come and go by the clock only keep out what is measured meanwhile; a person who stops sharing also takes
 * back what is in open windows and queued.
 */
export function dropsWhatWaits(rule: HoldRule): boolean {
  return rule !== 'night' && rule !== 'outside schedule';
}

/** What all decisions of one moment have in common. */
export interface Moment {
  readonly now: Instant;
  readonly local: LocalTime;
  /** The standing rules in force, those that are told first before the others. */
  readonly standing: readonly StandingRule[];
  /** The hours of the night rules that are not over: those of everything, and with them those of devices that have their own. */
  readonly nights: readonly WeeklyHours[];
  readonly nightsOf: ReadonlyMap<DeviceId, readonly WeeklyHours[]>;
  readonly reveals: (device: KnownDevice, field: FieldName) => Reveals;
  /** Whether a budget of ε is set. */
  readonly budgeted: boolean;
}

export function momentOf({ standing, reveals, timeZone, limits }: Household, now: Instant): Moment {
  const local = localTimeAt(now, timeZone);
  const lasting = standing.filter(({ until }) => until === undefined || now < until);
  const inForce = lasting.filter((rule) => rule.rule !== 'night' || isWithin(rule.hours, local));
  const nights = lasting.filter((rule) => rule.rule === 'night');
  const own = new Set(nights.flatMap(({ device }) => (device === undefined ? [] : [device])));
  return {
    ...{ now, local, standing: inForce.sort(byPrecedence), reveals, budgeted: limits !== undefined },
    nights: hoursOf(nights, undefined),
    nightsOf: new Map([...own].map((device) => [device, hoursOf(nights, device)])),
  };
}

/** In an order of their own, so that equal households have equal plans. */
function hoursOf(nights: readonly (StandingRule & { readonly rule: 'night' })[], of: DeviceId | undefined) {
  return nights
    .flatMap(({ device, hours }) => (device === undefined || device === of ? [hours] : []))
    .sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

/** What a standing rule looks at. */
export interface About {
  readonly recipient: RecipientId;
  readonly device: KnownDevice;
  readonly field: FieldName;
}

/** What keeps this ask home for the time being, whatever was agreed to. */
export function holdsOn(ask: About, given: readonly Consent[], moment: Moment): Met[] {
  const { standing, local } = moment;
  const holds: Met[] = standing
    .filter((rule) => concerns(rule, ask, moment))
    .map(({ rule, id }) => ({ rule, standing: id }));
  for (const { id, schedule } of given) {
    if (schedule !== undefined && !isWithin(schedule, local)) holds.push({ rule: 'outside schedule', consent: id });
  }
  return holds;
}

/** The one of `holdsOn` that is told first, for plans: they ask for every route at each change of rules. */
export function holdOn(ask: About, given: readonly Consent[], moment: Moment): HoldRule | undefined {
  for (const rule of moment.standing) if (concerns(rule, ask, moment)) return rule.rule;
  const closed = ({ schedule }: Consent) => schedule !== undefined && !isWithin(schedule, moment.local);
  return given.some(closed) ? 'outside schedule' : undefined;
}

/** The hours that hold for one ask; undefined for at any time. */
export function hoursFor(given: readonly Consent[], device: DeviceId, moment: Moment): Hours | undefined {
  const nights = moment.nightsOf.get(device) ?? moment.nights;
  const only = given.some(({ schedule }) => schedule !== undefined)
    ? given.flatMap(({ schedule }) => (schedule === undefined ? [] : [schedule]))
    : ALWAYS;
  return only.length === 0 && nights.length === 0 ? undefined : { only, never: nights };
}

/** Why something of this instant stays home, whatever the plan was made for: plans are made anew a moment late. */
export function outOfHours({ only, never }: Hours, at: Instant, timeZone: string): HoldRule | undefined {
  const local = localTimeAt(at, timeZone);
  if (never.some((hours) => isWithin(hours, local))) return 'night';
  return only.every((hours) => isWithin(hours, local)) ? undefined : 'outside schedule';
}

const ALWAYS: readonly WeeklyHours[] = [];

function concerns(rule: StandingRule, { recipient, device, field }: About, { reveals }: Moment): boolean {
  switch (rule.rule) {
    case 'never this category':
      return mayReveal(reveals(device, field), rule.category);
    case 'never from this room':
      // A device that nobody placed may stand in that room.
      return device.room === undefined || device.room === rule.room;
    case 'night':
      return rule.device === undefined || rule.device === device.id;
    case 'not claimed':
      return true;
    case 'visitors':
      return reveals(device, field).sensitivity !== 'low';
    case 'pause':
      return (
        (rule.recipient === undefined || rule.recipient === recipient) &&
        (rule.device === undefined || rule.device === device.id)
      );
  }
}
