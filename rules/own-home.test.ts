import { describe, expect, it } from 'vitest';
import { createRandom } from '../device-sim/random.ts';
import { type KnownHour, LEAST_DAYS, ownHome } from './own-home.ts';

/** A home that is empty on most workdays from 9 to 17, and on each third day is not. */
function homeOf(days: number, seen: (is: boolean, random: () => number) => number, seed = 'a home'): KnownHour[] {
  const random = createRandom(seed);
  return Array.from({ length: days * 24 }, (_, i) => {
    const [day, hour] = [Math.floor(i / 24), i % 24];
    const weekend = day % 7 > 4;
    const is = weekend || hour < 9 || hour >= 17 || day % 3 === 0;
    return { day, hour, weekend, is, seen: [seen(is, () => random.float())] };
  });
}

const TELLS = (is: boolean, random: () => number) => Number(is) * 300 + 100 * random();
const SAYS_NOTHING = (_: boolean, random: () => number) => random();

describe('what left, tried on this home', () => {
  it('tells what habits do not where it follows who is there', () => {
    const found = ownHome(homeOf(28, TELLS));
    expect(found).toMatchObject({ days: 28 });
    expect(found?.right).toBeGreaterThan(0.98);
    expect(found?.guess).toBeLessThan(0.95);
    expect(found?.least).toBeGreaterThan(0);
  });

  it('tells no more than habits where it is chance, whatever the chance', () => {
    for (let seed = 0; seed < 8; seed++) {
      const { least = 1, most = 0 } = ownHome(homeOf(21, SAYS_NOTHING, `home ${seed}`)) ?? {};
      expect(least).toBeLessThanOrEqual(0);
      expect(most).toBeGreaterThanOrEqual(least);
    }
  });

  it('is less certain the fewer the days, and is not said of fewer than fourteen', () => {
    const width = (days: number) => {
      const { least = 0, most = 0 } = ownHome(homeOf(days, (is, random) => Number(is) + 3 * random())) ?? {};
      return most - least;
    };
    expect(width(LEAST_DAYS)).toBeGreaterThan(width(70));
    expect(ownHome(homeOf(LEAST_DAYS - 1, TELLS))).toBeUndefined();
    expect(ownHome([])).toBeUndefined();
  });

  it('leaves days out of which little is known', () => {
    const whole = homeOf(LEAST_DAYS, TELLS);
    const thin = homeOf(LEAST_DAYS + 3, TELLS).filter(({ day, hour }) => day < LEAST_DAYS || hour < 11);
    expect(ownHome(thin)).toEqual(ownHome(whole));
    expect(ownHome(whole.filter(({ day, hour }) => day > 0 || hour < 11))).toBeUndefined();
  });

  it('of a home that is always the same says that there is nothing to guess', () => {
    const found = ownHome(homeOf(LEAST_DAYS, SAYS_NOTHING).map((hour) => ({ ...hour, is: true })));
    expect(found).toEqual({ days: LEAST_DAYS, right: 1, guess: 1, least: 0, most: 0 });
  });
});
