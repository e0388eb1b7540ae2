import { describe, expect, it } from 'vitest';
import { createRandom } from '../../device-sim/random.ts';
import { seededBytes } from '../../rules/seeded-bytes.fixture.ts';
import { answered, daysOf } from './absence.ts';
import { appliances } from './appliances.ts';
import { averaging } from './averaging.ts';
import { HOUR_MS, type Hour, type Life, START } from './lives.ts';
import { membership } from './membership.ts';
import { names } from './names.ts';
import { frontier } from './plot.ts';
import { usefulness } from './usefulness.ts';

describe('an attack', () => {
  it('A2 finds kettles by their edges at a second, and fewer of them by hourly means', () => {
    const { '1 s': second, '1 h': hour } = appliances('tested', 10);
    expect(second.kettle).toBeGreaterThan(0.95);
    expect(hour.kettle).toBeLessThan(0.8);
  });

  it('A4 finds a name that stays and none of ours', async () => {
    const { equal, acrossRecipients, broken } = await names('tested', 12);
    expect(equal).toBe(0);
    expect(acrossRecipients.mean).toBeLessThan(0.5);
    expect(broken.mean).toBe(1);
  });

  it('A5 tells members of a small mean from others, and not when each home is noised', () => {
    const found = membership('tested', { homes: 60, trials: 200, sizes: [5] }, seededBytes());
    expect(found['hourly means']?.[0]?.auc.low).toBeGreaterThan(0.65);
    expect(found['hourly means, noised in each home']?.[0]?.auc.mean).toBeLessThan(0.6);
  });

  it('A6 comes as near as the law of the noise lets it', () => {
    for (const { days, error, said } of averaging([1, 16], 1500, seededBytes())) {
      expect(error / said).toBeGreaterThan(0.9);
      expect(error / said).toBeLessThan(1.1);
      expect(said).toBeCloseTo(203_647 / Math.sqrt(days), -1);
    }
  });
});

const hours = Array.from({ length: 24 * 400 }, (_, i): Hour => {
  const [day, hour] = [Math.floor(i / 24), i % 24];
  return { from: START + i * HOUR_MS, day, hour, weekend: day % 7 > 4, occupied: day % 10 !== 0, active: false };
});

describe('a day', () => {
  it('is one in which somebody was there, or none', () => {
    const days = daysOf({ hours });
    expect(days).toHaveLength(400);
    expect(days.filter(({ occupied }) => !occupied)).toHaveLength(40);
  });

  it('is answered for as e : 1', () => {
    const life: Life = { hours: hours.slice(0, 24 * 200), watts: [], motion: [] };
    const told = answered(life, seededBytes());
    const right = told.filter(({ value }, day) => (value === 1) === (day % 10 === 0)).length;
    // 200 answers, each right with 0.731: three deviations are 19.
    expect(Math.abs(right - 146)).toBeLessThan(19);
  });
});

describe('what is left of use', () => {
  const draw = createRandom('use');
  const truth = hours.map(({ hour, occupied }) => (occupied ? 200 : 50) + 20 * hour);
  const of = (told: readonly number[]) => usefulness([{ hours, truth, told }], 'tested');

  it('is all of it to whom everything is told', () => {
    expect(of(truth)).toMatchObject({ energy: { mean: 0 }, profile: { mean: 0 }, together: 0 });
  });

  it('is off by what is told too much', () => {
    const { energy, profile } = of(truth.map((watts) => watts * 1.1));
    expect(energy.mean).toBeCloseTo(0.1);
    expect(profile.mean).toBeCloseTo(0.1);
  });

  it('is little under much noise, and less so of many homes together', () => {
    const noisy = () => ({ hours, truth, told: truth.map((watts) => watts + draw.normal(0, 20_000)) });
    const { energy, together } = usefulness(Array.from({ length: 25 }, noisy), 'tested');
    expect(energy.mean).toBeGreaterThan(3);
    expect(together).toBeLessThan(energy.mean / 3);
  });
});

it('the frontier has a point and a label for each form, and is well-formed', () => {
  const about = (mean: number) => ({ mean, low: mean - 0.01, high: mean + 0.01 });
  const result = { advantage: about(0.1), accuracy: 0.9, clock: 0.8, matthews: 0.5 };
  const svg = frontier({
    occupancy: { 'a & b': result },
    useful: { 'a & b': { energy: about(0.3), forecast: about(1), profile: about(1), together: 0.1 } },
  });
  expect(svg.match(/<circle/g)).toHaveLength(1);
  expect(svg).toContain('>a &amp; b</text>');
  expect(svg).not.toContain('NaN');
});
