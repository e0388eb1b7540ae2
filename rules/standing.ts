import type { Ask } from './asks.ts';
import { type LocalTime, localTimeAt } from './calendar.ts';
import type { Consent } from './consent.ts';
import type { RecipientId } from './manifest.ts';
import type { Household, KnownDevice } from './plan.ts';
import type { Met } from './precedence.ts';
import type { DeviceId, FieldName, Instant } from './reading.ts';
import { type KnownCategory, mayReveal, type Reveals } from './reveals.ts';
import { isWithin, type WeeklyHours } from './schedule.ts';

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
  /** What is measured in these hours stays home. */
  | { readonly rule: 'night'; readonly hours: WeeklyHours }
  /** Guests agreed to nothing: only what says little about people leaves. */
  | { readonly rule: 'visitors' }
  /** Everything, or one recipient, or one device (both: that device to that recipient). */
  | { readonly rule: 'pause'; readonly recipient?: RecipientId; readonly device?: DeviceId }
);

/** Why something that was agreed to is held back for the time being. */
export type HoldRule = StandingRule['rule'] | 'outside schedule';

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
  /** The standing rules in force. */
  readonly standing: readonly StandingRule[];
  readonly reveals: (device: KnownDevice, field: FieldName) => Reveals;
}

export function momentOf({ standing, reveals, timeZone }: Household, now: Instant): Moment {
  const local = localTimeAt(now, timeZone);
  const inForce = standing
    .filter(({ until }) => until === undefined || now < until)
    .filter((rule) => rule.rule !== 'night' || isWithin(rule.hours, local));
  return { now, local, standing: inForce, reveals };
}

/** What keeps this ask home for the time being, whatever was agreed to. */
export function holdsOn(ask: Ask, given: readonly Consent[], moment: Moment): Met[] {
  const { standing, local } = moment;
  const holds: Met[] = standing
    .filter((rule) => concerns(rule, ask, moment))
    .map(({ rule, id }) => ({ rule, standing: id }));
  for (const { id, schedule } of given) {
    if (schedule !== undefined && !isWithin(schedule, local)) holds.push({ rule: 'outside schedule', consent: id });
  }
  return holds;
}

function concerns(rule: StandingRule, { manifest, device, field }: Ask, { reveals }: Moment): boolean {
  switch (rule.rule) {
    case 'never this category':
      return mayReveal(reveals(device, field), rule.category);
    case 'never from this room':
      // A device that nobody placed may stand in that room.
      return device.room === undefined || device.room === rule.room;
    case 'night':
      return true;
    case 'visitors':
      return reveals(device, field).sensitivity !== 'low';
    case 'pause':
      return (
        (rule.recipient === undefined || rule.recipient === manifest.recipient) &&
        (rule.device === undefined || rule.device === device.id)
      );
  }
}
