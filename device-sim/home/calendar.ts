/** The home's days and hours in its time zone. Day 0 is the local day that holds the home's start. */
export interface Calendar {
  /** First instant of the local day. */
  dayStart(day: number): number;
  /** The local day an instant lies in. */
  dayOf(at: number): number;
  /** The instant at which local clocks show `hour` (7.5 is half past seven; 25 is one at night of the next day). */
  at(day: number, hour: number): number;
  /** 0 is Sunday. */
  weekday(day: number): number;
  /** Hour of the local day with its fraction, 0 up to 24. */
  hour(at: number): number;
  /** `2026-06-19T06:39:33`, as Tasmota writes local time. */
  local(at: number): string;
  /** `2026-06-19T06:39:33+02:00`, as zigbee2mqtt writes `last_seen`. */
  localWithOffset(at: number): string;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** No zone has changed its offset within one since 1980. */
const QUARTER = 900_000;

export function createCalendar(timeZone: string, start: number): Calendar {
  const offsetAt = offsets(timeZone);
  const firstDay = Math.floor((start + offsetAt(start)) / DAY);

  /** Local wall time to UTC: the offset is first guessed, then looked up at the guess. */
  const toUtc = (wall: number) => {
    const guess = wall - offsetAt(wall);
    return wall - offsetAt(guess);
  };
  const local = (at: number) => new Date(at + offsetAt(at)).toISOString().slice(0, 19);

  return {
    dayStart: (day) => toUtc((firstDay + day) * DAY),
    dayOf: (at) => Math.floor((at + offsetAt(at)) / DAY) - firstDay,
    at: (day, hour) => toUtc((firstDay + day) * DAY + Math.round(hour * HOUR)),
    // 1970-01-01 was a Thursday.
    weekday: (day) => (((firstDay + day + 4) % 7) + 7) % 7,
    hour: (at) => ((((at + offsetAt(at)) % DAY) + DAY) % DAY) / HOUR,
    local,
    localWithOffset(at) {
      const minutes = offsetAt(at) / 60_000;
      const sign = minutes < 0 ? '-' : '+';
      const two = (n: number) => String(n).padStart(2, '0');
      return `${local(at)}${sign}${two(Math.floor(Math.abs(minutes) / 60))}:${two(Math.abs(minutes) % 60)}`;
    },
  };
}

/** Milliseconds to add to UTC for the zone's wall time, remembered because Intl is slow and payloads are many. */
function offsets(timeZone: string): (at: number) => number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  });
  const known = new Map<number, number>();
  return (at) => {
    const quarter = Math.floor(at / QUARTER);
    const remembered = known.get(quarter);
    if (remembered !== undefined) return remembered;
    const parts = new Map(format.formatToParts(quarter * QUARTER).map((part) => [part.type, Number(part.value)]));
    const part = (name: Intl.DateTimeFormatPartTypes) => parts.get(name) ?? 0;
    const wall = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'));
    const offset = wall - quarter * QUARTER;
    known.set(quarter, offset);
    return offset;
  };
}
