import { describe, expect, it } from 'vitest';
import { createRandom } from '../../device-sim/random.ts';
import { learn, probability } from '../../rules/logistic.ts';
import { attack } from './attack.ts';
import { learnCells } from './cells.ts';
import { EXACT } from './linkage.ts';
import type { Hour } from './lives.ts';
import { balanced, estimate, matthews, share } from './measures.ts';
import { NUMERIC_NOISE, RAW } from './occupancy.ts';
import type { Seen } from './prepared.ts';
import { problemsOf } from './problems.ts';
import { attackRare } from './rare.ts';
import { CONSTANT, IMMEDIATE } from './traffic.ts';

/** Homes in which somebody is there from 17 to 7, and on every fifth day all day or not at all. */
function homes(count: number, viewOf: (hour: Hour, draw: ReturnType<typeof createRandom>) => number[]): Seen[] {
  return Array.from({ length: count }, (_, home) => {
    const draw = createRandom(`home ${home} of ${count}`);
    const hours = Array.from({ length: 24 * 28 }, (_, i): Hour => {
      const [day, hour] = [Math.floor(i / 24), i % 24];
      const usual = hour >= 17 || hour < 7;
      const occupied = (day + home) % 5 === 0 ? (day + home) % 2 === 0 : usual;
      return { from: i * 3_600_000, day, hour, weekend: day % 7 > 4, occupied, active: false };
    });
    return { hours, views: hours.map((hour) => viewOf(hour, draw)) };
  });
}

describe('an attacker', () => {
  const occupied = (hour: Hour) => hour.occupied;
  const result = (viewOf: Parameters<typeof homes>[1]) =>
    attack(homes(4, viewOf), homes(12, viewOf), occupied, 'tested');

  it('that sees the truth is right, and better than the clock by the days that are not usual', () => {
    const { accuracy, clock, matthews, advantage } = result(({ occupied }) => [Number(occupied)]);
    expect(accuracy).toBeGreaterThan(0.99);
    expect(matthews).toBeGreaterThan(0.98);
    expect(clock).toBeGreaterThan(0.85);
    expect(clock).toBeLessThan(0.95);
    expect(advantage.low).toBeGreaterThan(0.05);
  });

  it('that sees nothing is no better than the clock', () => {
    expect(result(() => [1]).advantage.high).toBeLessThan(0.01);
    expect(result((_, draw) => [draw.float()]).advantage.high).toBeLessThan(0.015);
  });

  it('finds the truth under a little noise, from the hours around', () => {
    const noisy = result(({ occupied }, draw) => [Number(occupied) + draw.normal(0, 1)]);
    expect(noisy.advantage.low).toBeGreaterThan(0.01);
  });
});

it('cells tell what lines cannot', () => {
  const draw = createRandom('cells');
  const rows = Array.from({ length: 4000 }, () => [draw.between(-1, 1), draw.between(-1, 1)]);
  const truth = rows.map(([a = 0, b = 0]) => a * b > 0);
  const odds = learnCells(rows, truth, [0, 1]);
  const right = rows.filter((row, i) => odds(row) > 0.5 === truth[i]).length / rows.length;
  expect(right).toBeGreaterThan(0.95);
  const weights = learn(rows, truth);
  expect(rows.filter((row, i) => probability(weights, row) > 0.5 === truth[i]).length / rows.length).toBeLessThan(0.6);
});

describe('an attacker of what is seldom so', () => {
  const away = (viewOf: Parameters<typeof homes>[1]) =>
    attackRare(homes(4, viewOf), homes(12, viewOf), ({ occupied }) => !occupied, 'tested');

  it('finds all of it where it sees the truth', () => {
    expect(away(({ occupied }) => [Number(occupied)]).advantage.low).toBeGreaterThan(0.45);
  });

  it('takes a hint for what it is, though it is never so probable as not', () => {
    const hint = away(({ occupied }, draw) => [Number(draw.chance(occupied ? 0.4 : 0.6)), 0]);
    expect(hint.advantage.low).toBeGreaterThan(0.1);
  });

  it('finds nothing where it sees nothing', () => {
    expect(away(() => [1]).balanced).toBeCloseTo(0.5, 5);
    expect(Math.abs(away((_, draw) => [draw.float()]).advantage.mean)).toBeLessThan(0.02);
  });
});

describe('what is measured', () => {
  it('Matthews’ correlation of guesses', () => {
    const truth = [true, true, false, false];
    expect(matthews(truth, truth)).toBe(1);
    expect(matthews([true, true, true, true], truth)).toBe(0);
    expect(matthews([true, false, true, false], truth)).toBe(0);
    expect(matthews([false, false, true, true], truth)).toBe(-1);
  });

  it('what is seldom so as much as what is often so', () => {
    expect(balanced([false, false, false, false], [true, false, false, false])).toBe(0.5);
    expect(balanced([true, true, false, false], [true, false, false, false])).toBeCloseTo(5 / 6);
  });

  it('a share with an interval that is open where none or all were found', () => {
    expect(share(0, 200)).toMatchObject({ mean: 0, low: 0, high: expect.closeTo(0.0188, 3) });
    expect(share(100, 200)).toMatchObject({
      mean: 0.5,
      low: expect.closeTo(0.4313, 3),
      high: expect.closeTo(0.5687, 3),
    });
  });

  it('an interval that has the mean in it, and is the same for the same seed', () => {
    const draw = createRandom('interval');
    const all = Array.from({ length: 200 }, () => draw.normal(3, 1));
    const { mean, low, high } = estimate(all, 'a');
    expect(low).toBeLessThan(mean);
    expect(high).toBeGreaterThan(mean);
    // 95 % of a mean of 200: about 2 · 1.96 / √200.
    expect(high - low).toBeCloseTo(0.277, 1);
    expect(estimate(all, 'a')).toEqual({ mean, low, high });
  });

  it('the odds of a known law', () => {
    const draw = createRandom('logistic');
    const rows = Array.from({ length: 20_000 }, () => [draw.normal(0, 1), draw.normal(0, 1)]);
    const law = [0.5, 2, -1];
    const truth = rows.map((row) => draw.chance(probability(law, row)));
    learn(rows, truth).forEach((weight, i) => {
      expect(Math.abs(weight - (law[i] ?? 0))).toBeLessThan(0.1);
    });
  });
});

describe('the run fails', () => {
  const about = (mean: number) => ({ mean, low: mean, high: mean });
  const result = (advantage: number, matthews = 0) => ({
    ...{ advantage: about(advantage), accuracy: 0.9, clock: 0.8, matthews },
  });
  const share = (mean: number) => ({ ...about(mean), of: 200 });
  const linked = (mean: number) => ({ [EXACT]: { acrossRecipients: { 7: share(mean) }, acrossEpochs: {} } });
  const names = { equal: 0, acrossRecipients: share(0.005), acrossEpochs: share(0.005), broken: share(1) };
  const seen = (kettle: number) => ({ '1 s': { kettle }, '1 min': {}, '15 min': {}, '1 h': {} });
  const arrived = { accuracy: 1, clock: 0.7, matthews: 1 };
  const received = {
    ...{ hours: 24, batches: 40, values: 50, unlike: 0, sizes: [7951], uneven: 0 },
    noised: { hours: 23, missing: 0, ofError: 1.1 },
    traffic: { [IMMEDIATE]: arrived },
  };
  const named = (withoutKey: number, withKey = 20) => ({ devices: 20, withoutKey, withKey });
  const dictionary = {
    'a hash of the address': named(20),
    'keyed by what a recipient is told': named(20),
    'keyed, of the address': named(0),
    'as the hub does, keyed, of a random id': named(0, 0),
  };
  const canaries = {
    ...{ planted: 98, records: 40, found: { recipients: [], log: [], disk: [] } },
    controls: { recipients: true, broker: true, names: true },
  };
  const good: Parameters<typeof problemsOf>[0] = {
    occupancy: { [RAW]: result(0.1), ...Object.fromEntries(NUMERIC_NOISE.map((form) => [form, result(0.01)])) },
    absence: { [RAW]: { balanced: 0.8, advantage: about(0.3) } },
    traffic: { [IMMEDIATE]: result(0.2, 0.99), [CONSTANT]: result(0) },
    linkage: linked(1),
    names,
    averaged: [{ days: 7, spent: 7, error: 99, said: 100 }],
    members: { 'hourly means': [{ homes: 10, auc: about(0.8), found: 0.1 }] },
    appliances: seen(0.95),
    audit: { declared: 1, least: 0.9, about: 0.95, broken: 1.8 },
    received,
    ...{ dictionary, hashedRooms: 0.9, canaries },
    real: { light: 0.98 },
  };
  const problems = (more: Partial<typeof good>) => problemsOf({ ...good, ...more }, { quick: false });

  it('not where attackers succeed on raw data and fail on what we say is hidden', () => {
    expect(problems({})).toEqual([]);
  });

  it.each<[string, Partial<typeof good>]>([
    ['A1 is too weak', { occupancy: { ...good.occupancy, [RAW]: result(0.03) } }],
    ['A1 is too weak', { occupancy: {} }],
    ['A1 for whole days is too weak', { absence: { [RAW]: { balanced: 0.6, advantage: about(0.1) } } }],
    ['A2 is too weak', { appliances: seen(0.8) }],
    ['A4 by values is too weak', { linkage: linked(0.89) }],
    ['A4 by values is too weak', { linkage: {} }],
    ['A4 by names is too weak', { names: { ...names, broken: share(0.5) } }],
    ['A5 is too weak', { members: { 'hourly means': [{ homes: 10, auc: about(0.55), found: 0 }] } }],
    ['A7 is too weak', { traffic: { ...good.traffic, [IMMEDIATE]: result(0.2, 0.9) } }],
    ['A7 on a real hub is too weak', { received: { ...received, traffic: {} } }],
    ['A1 on the office’s light is too weak', { real: { light: 0.96 } }],
    ['A10 is too weak', { audit: { ...good.audit, broken: 0.99 } }],
    ['A10 is too weak', { audit: { ...good.audit, about: 0.6 } }],
    ['tells more than the clock', { occupancy: { ...good.occupancy, [NUMERIC_NOISE[0]]: result(0.021) } }],
    ['tells more than the clock', { traffic: { ...good.traffic, [CONSTANT]: result(0.021) } }],
    ['tells more than the clock', { traffic: { [IMMEDIATE]: result(0.2, 0.99) } }],
    ['1 byte strings in common', { names: { ...names, equal: 1 } }],
    ['link two recipients', { names: { ...names, acrossRecipients: share(0.03) } }],
    ['link two epochs', { names: { ...names, acrossEpochs: share(0.03) } }],
    ['the average of 7 noised days', { averaged: [{ days: 7, spent: 7, error: 80, said: 100 }] }],
    ['2 of 50 values that vendors opened', { received: { ...received, unlike: 2 } }],
    ['0 of 0 values that vendors opened', { received: { ...received, values: 0 } }],
    ['noised hours 1 did not come', { received: { ...received, noised: { hours: 23, missing: 1, ofError: 1 } } }],
    ['off by 0.01 of', { received: { ...received, noised: { hours: 23, missing: 0, ofError: 0.01 } } }],
    ['batches in slots had 2 sizes', { received: { ...received, sizes: [7951, 4100] } }],
    ['and 3 were not there', { received: { ...received, uneven: 3 } }],
    ['A8 is too weak', { dictionary: { ...dictionary, 'a hash of the address': named(15) } }],
    ['A8 on rooms is too weak', { hashedRooms: 0.3 }],
    ['A9 is too weak', { canaries: { ...canaries, controls: { ...canaries.controls, broker: false } } }],
    ['a dictionary names 1', { dictionary: { ...dictionary, 'as the hub does, keyed, of a random id': named(0, 1) } }],
    ['1 canaries came out (log)', { canaries: { ...canaries, found: { ...canaries.found, log: ['secret'] } } }],
    ['more than the declared ε', { audit: { ...good.audit, least: 1.01 } }],
  ])('where %s', (problem, more) => {
    expect(problems(more).join()).toContain(problem);
  });
});
