import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tickOf, windowOf } from './calendar.ts';
import { GRAINS, WINDOWS, type Window } from './forms/form.ts';
import { windowAtMost } from './forms/time.ts';

const HOUR = 3_600_000;
const span = (window: Window, at: string, zone: string) => {
  const { from, to } = windowOf(window, Date.parse(at), zone);
  return [new Date(from).toISOString(), new Date(to).toISOString(), (to - from) / HOUR];
};

describe('windows', () => {
  it.each<[string, Window, string, string, string, string, number]>([
    [
      'up to a quarter of an hour on the UTC grid',
      'PT15M',
      '2026-03-29T10:44:59.999Z',
      'Asia/Kathmandu',
      '2026-03-29T10:30:00.000Z',
      '2026-03-29T10:45:00.000Z',
      0.25,
    ],
    [
      'a day of 23 hours',
      'P1D',
      '2026-03-29T12:00:00Z',
      'Europe/Berlin',
      '2026-03-28T23:00:00.000Z',
      '2026-03-29T22:00:00.000Z',
      23,
    ],
    [
      'a day of 25 hours',
      'P1D',
      '2026-10-25T12:00:00Z',
      'Europe/Berlin',
      '2026-10-24T22:00:00.000Z',
      '2026-10-25T23:00:00.000Z',
      25,
    ],
    [
      'a day without midnight',
      'P1D',
      '2018-11-04T12:00:00Z',
      'America/Sao_Paulo',
      '2018-11-04T03:00:00.000Z',
      '2018-11-05T02:00:00.000Z',
      23,
    ],
    [
      'the day before it',
      'P1D',
      '2018-11-04T02:59:59Z',
      'America/Sao_Paulo',
      '2018-11-03T03:00:00.000Z',
      '2018-11-04T03:00:00.000Z',
      24,
    ],
    [
      'a day in half hours',
      'P1D',
      '2026-06-01T18:45:00Z',
      'Asia/Kolkata',
      '2026-06-01T18:30:00.000Z',
      '2026-06-02T18:30:00.000Z',
      24,
    ],
    [
      'a change of half an hour',
      'P1D',
      '2026-04-05T00:00:00Z',
      'Australia/Lord_Howe',
      '2026-04-04T13:00:00.000Z',
      '2026-04-05T13:30:00.000Z',
      24.5,
    ],
    [
      'a day beside one that never was',
      'P1D',
      '2011-12-30T09:00:00Z',
      'Pacific/Apia',
      '2011-12-29T10:00:00.000Z',
      '2011-12-30T10:00:00.000Z',
      24,
    ],
    [
      'a week from Monday',
      'P1W',
      '2026-03-29T12:00:00Z',
      'Europe/Berlin',
      '2026-03-22T23:00:00.000Z',
      '2026-03-29T22:00:00.000Z',
      167,
    ],
    [
      'a month',
      'P1M',
      '2026-12-31T22:59:00Z',
      'Europe/Berlin',
      '2026-11-30T23:00:00.000Z',
      '2026-12-31T23:00:00.000Z',
      744,
    ],
  ])('%s', (_, window, at, zone, from, to, hours) => expect(span(window, at, zone)).toEqual([from, to, hours]));

  it('neither overlap nor leave a gap, in any zone', () => {
    const zones = [
      'Europe/Berlin',
      'America/Sao_Paulo',
      'America/St_Johns',
      'Asia/Kolkata',
      'Pacific/Apia',
      'Africa/Cairo',
      'UTC',
    ];
    fc.assert(
      fc.property(
        fc.integer({ min: Date.parse('1990-01-01'), max: Date.parse('2030-01-01') }),
        fc.constantFrom(...zones),
        fc.constantFrom<Window>('PT1H', 'P1D', 'P1W', 'P1M'),
        (at, zone, window) => {
          const here = windowOf(window, at, zone);
          expect(here.from <= at && at < here.to).toBe(true);
          expect(windowOf(window, here.to, zone).from).toBe(here.to);
          expect(windowOf(window, here.to - 1, zone)).toEqual(here);
          expect(windowOf(window, here.from, zone)).toEqual(here);
        },
      ),
      { numRuns: 3000 },
    );
  });
});

describe('windows and ticks nest', () => {
  const ZONES = [
    'Europe/Berlin',
    'Asia/Kolkata',
    'Asia/Kathmandu',
    'Australia/Lord_Howe',
    'Pacific/Chatham',
    'America/St_Johns',
    'America/Sao_Paulo',
    'UTC',
  ];
  const at = fc.integer({ min: Date.UTC(2000, 0), max: Date.UTC(2040, 0) });
  it('in every zone, so that a coarser form is made of whole finer ones', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ZONES), at, (zone, when) => {
        for (const fine of WINDOWS) {
          for (const coarse of WINDOWS) {
            if (!windowAtMost(coarse, fine)) continue;
            const [inner, outer] = [windowOf(fine, when, zone), windowOf(coarse, when, zone)];
            expect(outer.from <= inner.from && inner.to <= outer.to).toBe(true);
          }
        }
        for (const grain of GRAINS) {
          const tick = tickOf(grain, when, zone);
          expect(tick <= when && tickOf(grain, tick, zone) === tick).toBe(true);
          expect(windowOf('P1D', tick, zone)).toEqual(windowOf('P1D', when, zone));
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('where clocks change by half an hour, too: that day has half an hour more at its end', () => {
    const hours: number[] = [];
    const day = windowOf('P1D', Date.UTC(2026, 3, 5, 12), 'Australia/Lord_Howe');
    for (let from = day.from; from < day.to; from = windowOf('PT1H', from, 'Australia/Lord_Howe').to) hours.push(from);
    expect([(day.to - day.from) / HOUR, hours.length]).toEqual([24.5, 25]);
  });
});
