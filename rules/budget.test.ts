import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  balance,
  type Caps,
  exceededBy,
  LIMITS,
  type Limits,
  maySpend,
  type Spend,
  stillCounts,
  stricter,
} from './budget.ts';
import type { RecipientId } from './manifest.ts';

const [ACME, OTHER] = ['acme' as RecipientId, 'other' as RecipientId];
const limits: Limits = { recipient: { day: 10, week: 30, month: 60 }, all: { day: 15, week: 50, month: 100 } };
const spend = (day: number, epsilon: number, way = 'power', recipient = ACME): Spend => ({
  ...{ recipient, day, way: `${way} of day ${day}`, epsilon },
});

describe('a spend', () => {
  it.each<[string, Spend, Spend[], ReturnType<typeof maySpend>]>([
    ['is admitted where nothing was spent', spend(1, 10), [], 'may'],
    ['counts once a day and way, whatever is tried again', spend(1, 4), [spend(1, 10)], 'spent'],
    ['is summed over the ways of a recipient', spend(1, 3, 'state'), [spend(1, 8)], over('recipient', 'day', 2)],
    ['is summed over recipients', spend(1, 8, 'power', OTHER), [spend(1, 8)], over('all', 'day', 7)],
    ['is free again on the next day', spend(2, 10), [spend(1, 10)], 'may'],
    [
      'is summed over any seven days',
      spend(7, 10),
      [spend(1, 10), spend(2, 10), spend(6, 9)],
      over('recipient', 'week', 1),
    ],
    ['and no more than seven', spend(8, 10), [spend(1, 10), spend(2, 10), spend(6, 9)], 'may'],
    [
      'of yesterday counts beside what today has',
      spend(6, 5),
      [spend(1, 10), spend(7, 10), spend(8, 10), spend(9, 6)],
      over('recipient', 'week', 4),
    ],
  ])('%s', (_, one, before, expected) => {
    expect(maySpend(one, before, limits)).toEqual(expected);
  });

  function over(of: keyof Limits, over: keyof Caps, left: number) {
    return { of, over, left };
  }

  it.each([0, -1, 0.5, Number.NaN, Number.POSITIVE_INFINITY])('of %d is none', (epsilon) => {
    expect(() => maySpend(spend(1, epsilon), [], limits)).toThrow(RangeError);
    expect(() => exceededBy({ recipient: ACME, epsilon }, [], limits)).toThrow(RangeError);
  });
});

const spends = fc.array(
  fc.record({
    recipient: fc.constantFrom(ACME, OTHER),
    day: fc.integer({ min: 0, max: 70 }),
    way: fc.constantFrom('power', 'state', 'door'),
    epsilon: fc.integer({ min: 1, max: 12 }),
  }),
  { maxLength: 120 },
);

/** As the shell does it: one after the other, each only if it may. */
function admit(asked: readonly Spend[], before: readonly Spend[] = []): Spend[] {
  const kept = [...before];
  for (const one of asked) if (maySpend(one, kept, limits) === 'may') kept.push(one);
  return kept;
}

function sumsOf(all: readonly Spend[], days: number): number[] {
  return Array.from({ length: 110 }, (_, first) =>
    all
      .filter(({ day }) => first - 35 <= day && day < first - 35 + days)
      .reduce((sum, { epsilon }) => sum + epsilon, 0),
  );
}

describe('whatever is asked, in whatever order of days', () => {
  it('no sliding day, week or month of a recipient, or of all, is above its cap', () => {
    fc.assert(
      fc.property(spends, (asked) => {
        const kept = admit(asked);
        for (const [over, days] of [
          ['day', 1],
          ['week', 7],
          ['month', 31],
        ] as const) {
          expect(Math.max(...sumsOf(kept, days))).toBeLessThanOrEqual(limits.all[over]);
          for (const who of [ACME, OTHER]) {
            const own = kept.filter(({ recipient }) => recipient === who);
            expect(Math.max(...sumsOf(own, days))).toBeLessThanOrEqual(limits.recipient[over]);
          }
        }
      }),
    );
  });

  it('a crash after any spend that was kept, and all of it asked again, spends nothing twice', () => {
    fc.assert(
      fc.property(spends, fc.nat(120), (asked, at) => {
        const whole = admit(asked);
        const crashed = admit(asked.slice(0, at));
        expect(admit(asked, crashed)).toEqual(whole);
      }),
    );
  });

  it('a backup that is restored makes nothing free: of two records the stricter holds, whichever is the older', () => {
    fc.assert(
      fc.property(spends, spends, fc.integer({ min: 0, max: 70 }), (one, other, day) => {
        const both = stricter(one, other);
        for (const part of [one, other])
          expect(balance(both, day, limits.all).month.spent).toBeGreaterThanOrEqual(
            balance(stricter(part, []), day, limits.all).month.spent,
          );
        const sorted = (all: readonly Spend[]) => all.map((each) => JSON.stringify(each)).sort();
        expect(sorted(stricter(other, one))).toEqual(sorted(both));
        expect(stricter(both, one)).toEqual(both);
      }),
    );
  });

  it('what no longer counts can be forgotten, and nothing else', () => {
    const month = [40, 47, 48, 54, 55, 61].map((day) => spend(day, 10));
    const before = [spend(38, 10), spend(39, 10)];
    expect(stillCounts([...before, ...month], 70)).toEqual(month);
    for (const kept of [month, [...before, ...month]])
      expect(maySpend(spend(70, 1), kept, limits)).toEqual({ of: 'recipient', over: 'month', left: 0 });
  });
});

describe('what is set aside when a consent is given', () => {
  const aside = (epsilon: number, recipient = ACME) => ({ recipient, epsilon });

  it('never runs out: every day of two months is admitted', () => {
    const reserved: ReturnType<typeof aside>[] = [];
    for (const one of [aside(3), aside(1, OTHER), aside(2), aside(1)]) {
      if (exceededBy(one, reserved, limits) === undefined) reserved.push(one);
    }
    expect(reserved).toEqual([aside(1, OTHER), aside(1)]);
    const asked = Array.from({ length: 62 }, (_, day) =>
      reserved.map(({ recipient, epsilon }, i) => spend(day, epsilon, `${i}`, recipient)),
    ).flat();
    expect(admit(asked)).toEqual(asked);
  });

  it('is summed over all purposes of a recipient, and over all recipients', () => {
    const half = 500_000;
    expect(exceededBy(aside(half), [aside(half)], LIMITS)).toBeUndefined();
    expect(exceededBy(aside(half), [aside(half), aside(half)], LIMITS)).toEqual({
      of: 'recipient',
      over: 'day',
      left: 0,
    });
    const others = ['a', 'b', 'c'].map((id) => aside(2 * half, id as RecipientId));
    expect(exceededBy(aside(half), others, LIMITS)).toEqual({ of: 'all', over: 'day', left: 0 });
  });
});
