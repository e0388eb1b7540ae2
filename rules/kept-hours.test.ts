import { describe, expect, it } from 'vitest';
import type { ShapedField } from './forms/form.ts';
import { KeptHours, type KeptValue } from './kept-hours.ts';

const MINUTE = 60_000;
/** A Thursday, 1 October 2026 at midnight in Berlin. */
const MIDNIGHT = Date.parse('2026-09-30T22:00:00Z');
const at = (hour: number, minute = 0) => MIDNIGHT + (hour * 60 + minute) * MINUTE;
const said = (from: number, shaped: ShapedField, to = from): KeptValue => ({
  ...{ from: new Date(from).toISOString(), to: new Date(to).toISOString() },
  shaped,
});
const is = (from: number, value: boolean | string) => said(from, { form: 'exact', value });
const of = (from: number, value: number) => said(from, { form: 'exact', value });

/** Whether somebody was there, hour by hour: `1` yes, `0` no, `?` not known. */
function hoursOf(truth: Readonly<Record<string, readonly KeptValue[]>>, until: number, seen = [of(at(0), 1)]): string {
  const kept = new KeptHours('Europe/Berlin');
  for (const [sensor, values] of Object.entries(truth)) kept.saysWhetherSomebodyIsThere(sensor, values);
  kept.isSeen('meter', seen);
  const known = new Map(kept.known().map((hour) => [hour.hour, hour.is]));
  return Array.from(
    { length: until },
    (_, hour) => ({ true: '1', false: '0', undefined: '?' })[`${known.get(hour)}`],
  ).join('');
}

describe('whether somebody was there', () => {
  it('holds until the sensor says otherwise, and an hour in which somebody was there for a part is one', () => {
    expect(hoursOf({ hall: [is(at(1), false), is(at(2, 40), true), is(at(4, 5), false), is(at(7), false)] }, 8)).toBe(
      '?0111000',
    );
    expect(hoursOf({ hall: [is(at(1), true), is(at(3), false), is(at(5), false)] }, 6)).toBe('?11000');
  });

  it('of a sensor that never says no is over with the hour', () => {
    expect(hoursOf({ hall: [is(at(1), true), is(at(3, 10), true), is(at(5), true)] }, 6)).toBe('?10101');
  });

  it('is yes where any of several sensors says so', () => {
    const hall = [is(at(0), false), is(at(5), false)];
    const desk = [is(at(0), false), is(at(2), true), is(at(2, 59), false)];
    expect(hoursOf({ hall, desk }, 6)).toBe('001000');
  });

  it('of a time is over after it, and of more than an hour is known of none', () => {
    const lasted = (hour: number, seconds: number) =>
      said(at(hour), { form: 'summary', timeInState: { true: seconds, false: 3600 - seconds } }, at(hour + 1));
    expect(hoursOf({ hall: [lasted(0, 20), lasted(1, 0), lasted(3, 0)] }, 4)).toBe('10?0');
    const day = said(at(0), { form: 'summary', timeInState: { true: 20 } }, at(24));
    expect(hoursOf({ hall: [day] }, 3)).toBe('???');
  });

  it('is not said by noise, nor by words that nobody knows', () => {
    const noised: ShapedField = { form: 'noised', last: 'true', error: 0.25 };
    expect(hoursOf({ hall: [said(at(0), noised), is(at(1), 'perhaps')] }, 2)).toBe('??');
    expect(hoursOf({ hall: [is(at(0), 'not_home'), is(at(1), 'home')] }, 2)).toBe('01');
  });

  it('is forgotten after a day, since the sensor may be gone', () => {
    const kept = new KeptHours('Europe/Berlin');
    kept.saysWhetherSomebodyIsThere('hall', [is(at(0), false), is(at(1), true), is(at(60), false)]);
    kept.isSeen('meter', [of(at(0), 1)]);
    expect(kept.known()).toHaveLength(27);
  });
});

describe('what is seen', () => {
  const seenIn = (hour: number, ...fields: (readonly KeptValue[])[]) => {
    const kept = new KeptHours('Europe/Berlin');
    kept.saysWhetherSomebodyIsThere('hall', [is(at(0), false), is(at(23), true)]);
    for (const [n, values] of fields.entries()) kept.isSeen(`field ${n}`, values);
    return kept.known().find((known) => known.hour === hour)?.seen;
  };

  it('is how much came, its middle, spread and range; what came last holds', () => {
    const values = [of(at(1), 100), of(at(1, 30), 300)];
    expect(seenIn(1, values)).toEqual([Math.log1p(2), 200, Math.log1p(200), 100, Math.log1p(200)]);
    expect(seenIn(9, values)).toEqual([0, 300, Math.log1p(300), 0, 0]);
    expect(seenIn(0, values)).toBeUndefined();
  });

  it('of words is how much of each, and of two states how long it was the one', () => {
    const word = (from: number, value: string) => said(from, { form: 'category', value });
    expect(seenIn(2, [word(at(1), 'low'), word(at(2), 'low'), word(at(2, 30), 'high')])).toEqual([
      Math.log1p(2),
      0.5,
      0.5,
    ]);
    const lasted: ShapedField = { form: 'summary', timeInState: { on: 900, off: 2700 } };
    expect(seenIn(2, [said(at(2), lasted, at(3))])?.[1]).toBe(0.25);
  });

  it('of a day holds for it, and bounds are its range', () => {
    const day: ShapedField = { form: 'summary', mean: 10, min: 1, max: 41 };
    expect(seenIn(0, [said(at(0), day, at(24))])?.at(-1)).toBe(Math.log1p(40));
    expect(seenIn(15, [said(at(0), day, at(24))])?.[1]).toBe(10);
  });

  it('is of an hour only where every field said something before', () => {
    expect(seenIn(3, [of(at(1), 1)], [of(at(4), 1)])).toBeUndefined();
    expect(seenIn(4, [of(at(1), 1)], [of(at(4), 1)])).toHaveLength(10);
  });
});

it('hours are the home’s, and where its clock goes back there is one more', () => {
  const kept = new KeptHours('Europe/Berlin');
  const [first, last] = [Date.parse('2026-10-24T22:00:00Z'), Date.parse('2026-10-25T22:59:00Z')];
  kept.saysWhetherSomebodyIsThere('hall', [is(first, false), is(last, true)]);
  kept.isSeen('meter', [of(first, 1)]);
  const hours = kept.known();
  expect(hours).toHaveLength(25);
  expect(hours.filter(({ hour }) => hour === 2)).toHaveLength(2);
  expect(new Set(hours.map(({ day }) => day)).size).toBe(1);
  expect(hours.every(({ weekend }) => weekend)).toBe(true);
});
