import { expect, it } from 'vitest';
import type { Release } from './form.ts';
import { isSlotPeriod, meetRelease } from './release.ts';

const MINUTE = 60_000;
const slot = (minutes: number): Release => ({ release: 'slot', everyMs: minutes * MINUTE });
const live = (withinMs: number): Release => ({ release: 'live', withinMs });

it.each<[string, Release, Release, Release | undefined]>([
  ['slots meet in slots of both', slot(20), slot(30), slot(60)],
  ['equal slots stay', slot(60), slot(60), slot(60)],
  ['no slots that wander through the day', slot(1440), slot(7), undefined],
  ['live and slot is slot', live(250), slot(60), slot(60)],
  ['slot and live is slot', slot(60), live(250), slot(60)],
  ['live and live waits longer', live(250), live(5000), live(5000)],
])('%s', (_, asked, agreed, both) => expect(meetRelease(asked, agreed)).toEqual(both));

it('slots divide a day, from a minute on', () => {
  expect([1, 15, 1440].map((m) => isSlotPeriod(m * MINUTE))).toEqual([true, true, true]);
  expect([0, 0.5, 7, 2880].map((m) => isSlotPeriod(m * MINUTE))).toEqual([false, false, false, false]);
});
