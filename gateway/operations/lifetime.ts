import Type, { type Static } from 'typebox';
import { windowOf } from '../../rules/calendar.ts';
import { DAY_MS } from '../../rules/forms/time.ts';
import { WEEKDAYS, type WeeklyHours } from '../../rules/schedule.ts';
import type { Hub } from '../main.ts';
import { refusal } from './refusal.ts';

/** Milliseconds; 9,999 days at most, so that whatever ends has a date. */
export const Lasts = Type.Integer({ minimum: 1, maximum: 9_999 * DAY_MS });

/** How long a consent lasts; a number is milliseconds. */
export const Lifetime = Type.Union([
  Type.Literal('once'),
  Type.Literal('today'),
  Type.Literal('30 days'),
  Type.Literal('until changed'),
  Lasts,
]);
export type Lifetime = Static<typeof Lifetime>;

/** Hours of the week in the household's zone; they may cross midnight. Days count from Monday as 1; none means all. */
export const Hours = Type.Object(
  {
    from: Type.String(),
    to: Type.String(),
    days: Type.Optional(Type.Array(Type.Integer({ minimum: 1, maximum: 7 }), { maxItems: 7, uniqueItems: true })),
  },
  { additionalProperties: false },
);
export type Hours = Static<typeof Hours>;

/** Until when, as the consent keeps it, counted from when it was shown; today ends at midnight in the household's zone. */
export function lastsFor(
  lifetime: Lifetime,
  shownAt: number,
  hub: Hub,
): { readonly until?: number; readonly once?: 'open' } {
  switch (lifetime) {
    case 'once':
      return { once: 'open' };
    case 'today':
      return { until: windowOf('P1D', shownAt, hub.household.timeZone).to };
    case '30 days':
      return { until: shownAt + 30 * DAY_MS };
    case 'until changed':
      return {};
    default:
      return { until: shownAt + lifetime };
  }
}

export function hoursOf({ from, to, days = [] }: Hours): WeeklyHours {
  return {
    days: days.length === 0 ? WEEKDAYS : WEEKDAYS.filter((day) => days.includes(day)),
    from: minuteOf(from),
    to: minuteOf(to),
  };
}

function minuteOf(clock: string): number {
  const [, hour, minute] = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(clock) ?? [];
  if (hour === undefined || minute === undefined)
    throw refusal('not-understood', `"${clock}" is no time of day; write it like 22:30`);
  return Number(hour) * 60 + Number(minute);
}
